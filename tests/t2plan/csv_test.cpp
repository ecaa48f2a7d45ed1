// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan_io
#include "../../examples/t2plan/csv.hpp"

#include "../../examples/t2plan/text.hpp"
#include "input_files.hpp"

#include <doctest/doctest.h>

#include <clocale>
#include <locale>
#include <string>
#include <vector>

using namespace t2plan;
using namespace t2plan::test;

namespace {
std::string csv_error(std::string const& content) {
  return error_in(content, [](std::string const& path) { return csv_table(path); });
}
std::string number_error(std::string const& field) {
  return error_in("x,loss\n1," + field + "\n", [](std::string const& path) { return csv_table(path).number(0, 1); });
}
}  // namespace

TEST_CASE("csv: byte order mark, CRLF, quotes, blanks and blank lines") {
  temporary_file const file("\xef\xbb\xbf\"size, total\" , data,note\r\n+1e8, 2e9 ,C:\\new\r\n\r\n  \r\n\"2e8\",4E+9,");
  csv_table const table(file.path());
  REQUIRE(table.columns().size() == 3);
  CHECK(table.columns()[0] == "size, total");
  REQUIRE(table.rows() == 2);
  CHECK(table.number(0, table.column("size, total")) == 1e8);
  CHECK(table.number(0, table.column("data")) == 2e9);
  CHECK(table.number(1, 0) == 2e8);
  CHECK(table.number(1, 1) == 4e9);
  CHECK(table.text(0, 2) == "C:\\new");
  CHECK(table.text(1, 2).empty());
  CHECK(table.line(0) == 2);
  CHECK(table.line(1) == 5);
  CHECK_FALSE(table.find("loss"));
}

TEST_CASE("csv: a file that cannot be used says why") {
  CHECK(csv_error("") == "FILE: the file is empty");
  CHECK(csv_error("\xef\xbb\xbf \r\n\n") == "FILE: the file is empty");
  CHECK(csv_error("\n\nN,D,loss\r\n\r\n") == "FILE:3: there is only a header, no row");
  CHECK(csv_error("N,D,N\n1,2,3\n") == "FILE:1: column 'N' is there twice");
  CHECK(csv_error("N,D,loss\n1,2,3\n\n1,2\n") == "FILE:4: 2 fields, but the header has 3 columns");
  CHECK(csv_error("N\n1,2\n") == "FILE:2: 2 fields, but the header has 1 column");
  CHECK(csv_error("N,D\n1,2,\n") == "FILE:2: 3 fields, but the header has 2 columns");
  CHECK(csv_error("N,D\n1,\"2\n") == "FILE:2: a double quote is not closed on its line");
  CHECK(csv_error("\x1f\x8b\x08 binary") == "FILE: the file is compressed (gzip); unpack it first");
  CHECK(csv_error(std::string("\xff\xfeN\0", 4)) == "FILE: the file is UTF-16; save it as UTF-8");
  std::string const folder = std::filesystem::temp_directory_path().string();
  CHECK(error_of(folder, [&] { csv_table table(folder); }) == "FILE: this is a directory, not a file");
  CHECK(error_of("", [] { csv_table table("no/such.csv"); }) ==
        "no/such.csv: cannot be read: No such file or directory");
}

TEST_CASE("csv: an unknown column names the ones there are") {
  temporary_file const file("\nN,D,final loss\n1,2,3\n");
  CHECK(error_of(file.path(), [&] { (void)csv_table(file.path()).column("loss"); }) ==
        "FILE:2: no column 'loss'; the columns are 'N', 'D', 'final loss'");
  std::string header = "q0";
  for (int i = 1; i < 500; ++i) header += ",q" + std::to_string(i);
  std::string row = "0";
  for (int i = 1; i < 500; ++i) row += ",0";
  CHECK(error_in(header + "\n" + row, [](std::string const& path) { return csv_table(path).column("N"); }) ==
        "FILE:1: no column 'N'; the columns are 'q0', 'q1', 'q2', 'q3', 'q4', 'q5', 'q6', 'q7', 'q8', 'q9', 'q10', "
        "'q11', ... (500 in all)");
}

TEST_CASE("csv: numbers") {
  CHECK(number_error("abc") == "FILE:2: column 'loss': 'abc' is not a number");
  CHECK(number_error("") == "FILE:2: column 'loss': '' is empty");
  CHECK(number_error("1.5x") == "FILE:2: column 'loss': '1.5x' is not a number");
  CHECK(number_error("\"1,5\"") == "FILE:2: column 'loss': '1,5' is not a number");
  CHECK(number_error("0x10") == "FILE:2: column 'loss': '0x10' is not a number");
  CHECK(number_error("++1") == "FILE:2: column 'loss': '++1' is not a number");
  CHECK(number_error("+-1") == "FILE:2: column 'loss': '+-1' is not a number");
  CHECK(number_error("nan") == "FILE:2: column 'loss': 'nan' is not a finite number");
  CHECK(number_error("-inf") == "FILE:2: column 'loss': '-inf' is not a finite number");
  CHECK(number_error("Infinity") == "FILE:2: column 'loss': 'Infinity' is not a finite number");
  CHECK(number_error("1e999") == "FILE:2: column 'loss': '1e999' is out of the range of a double");
  CHECK(number_error(std::string(100, '7') + "z") ==
        "FILE:2: column 'loss': '" + std::string(60, '7') + "...' is not a number");
  CHECK(number_error("a\tb\x1b[31m") == "FILE:2: column 'loss': 'a?b?[31m' is not a number");
  CHECK(number_error("+2.5") == "no error");
  CHECK(parse_number("+0.1").value == 0.1);
  CHECK(parse_number(" 5e-324\t").value == 5e-324);
  CHECK(parse_number("0.1000000000000000055511151231257827").value == 0.1);
}

TEST_CASE("csv: counts are whole numbers") {
  CHECK(parse_count("100.0").value == 100);
  CHECK(parse_count("1e4").value == 10000);
  CHECK(parse_count("9007199254740992").value == 9007199254740992U);
  CHECK(std::string(parse_count("2.5").problem) == "is not a whole number");
  CHECK(std::string(parse_count("-1").problem) == "is negative");
  CHECK(std::string(parse_count("1e17").problem) == "is too large for a count");
  CHECK(std::string(parse_count("ten").problem) == "is not a number");
}

TEST_CASE("csv: a long value is not cut inside a character") {
  std::string euros;
  for (int i = 0; i < 40; ++i) euros += "\xe2\x82\xac";
  CHECK(in_quotes("ab" + euros) == "'ab" + euros.substr(0, 57) + "...'");
  CHECK(in_quotes(euros.substr(0, 60)) == "'" + euros.substr(0, 60) + "'");
}

TEST_CASE("csv: the locale has no say in numbers") {
  struct comma : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
  };
  std::locale const before = std::locale::global(std::locale(std::locale::classic(), new comma));
  CHECK(parse_number("1.5").value == 1.5);
  CHECK(parse_number("1,5").problem != nullptr);
  std::locale::global(before);
}
