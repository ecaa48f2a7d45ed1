// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan_io
#include "../../examples/t2plan/runs.hpp"

#include "input_files.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace t2plan;
using namespace t2plan::test;

namespace {
runs_file runs_where(std::vector<std::string> const& filters) {
  return read_runs(data("runs.csv"), run_columns(), parse_filters(filters));
}
std::string columns_error(std::string const& text) {
  return error_of("", [&] { (void)parse_columns(text, run_columns()); });
}
std::string filter_error(std::string const& text) {
  return error_of("", [&] { (void)parse_filter(text); });
}
std::string runs_error(std::string const& content) {
  return error_in(content, [](std::string const& path) { return read_runs(path); });
}
using lines = std::vector<std::size_t>;
}  // namespace

TEST_CASE("runs: columns, lines and labels") {
  runs_file const runs = runs_where({});
  CHECK(runs.rows == 4);
  CHECK(runs.params == std::vector<double>{1e8, 2e8, 4e8, 8e8});
  CHECK(runs.tokens == std::vector<double>{2e9, 4e9, 8e9, 1.6e10});
  CHECK(runs.value == std::vector<double>{3.5, 3.1, 9.3, 2.6});
  CHECK(runs.line == lines{2, 3, 4, 5});
  CHECK(runs.label[2] == "line 4");
  auto const columns = parse_columns("label=config, loss = C", run_columns());
  runs_file const other = read_runs(data("runs.csv"), columns);
  CHECK(other.value[3] == 7.68e19);
  CHECK(other.label[3] == "tuned");
}

TEST_CASE("runs: filters") {
  CHECK(runs_where({"kept=1"}).line == lines{2, 3, 5});
  CHECK(runs_where({"kept == 1.0"}).line == lines{2, 3, 5});
  CHECK(runs_where({"kept!=1"}).line == lines{4});
  CHECK(runs_where({"loss<3.1"}).line == lines{5});
  CHECK(runs_where({"loss<=3.1"}).line == lines{3, 5});
  CHECK(runs_where({"N > 2e8"}).line == lines{4, 5});
  CHECK(runs_where({"N>=2e8", "loss<5"}).line == lines{3, 5});
  CHECK(runs_where({"config=tuned"}).line == lines{4, 5});
  CHECK(runs_where({"config!=tuned"}).line == lines{2, 3});
  CHECK(runs_where({"kept=1"}).rows == 4);
}

TEST_CASE("runs: bad filters") {
  CHECK(filter_error("kept") == "--where 'kept': no operator; write COLUMN=VALUE or with !=, <, <=, >, >=");
  CHECK(filter_error("kept!1") == "--where 'kept!1': no operator; write COLUMN=VALUE or with !=, <, <=, >, >=");
  CHECK(filter_error("=1") == "--where '=1': no column before the operator");
  CHECK(filter_error("loss<low") == "--where 'loss<low': 'low' is not a number");
  CHECK(filter_error("loss>=") == "--where 'loss>=': '' is empty");
  CHECK(filter_error("config=") == "no error");
  std::string const path = data("runs.csv");
  auto const error = [&](std::vector<std::string> const& filters) {
    return error_of(path, [&] { (void)runs_where(filters); });
  };
  CHECK(error({"keep=1"}) == "FILE:1: no column 'keep'; the columns are 'N', 'D', 'C', 'loss', 'kept', 'config'");
  CHECK(error({"config<3"}) == "FILE:2: column 'config': 'base' is not a number");
  CHECK(error({"kept=1", "N<1"}) == "FILE: none of 4 rows fulfils 'kept=1' and 'N<1'");
}

TEST_CASE("runs: bad column maps") {
  CHECK(columns_error("params") == "--columns 'params': 'params' is not ROLE=COLUMN");
  CHECK(columns_error("params=N,,loss=l") == "--columns 'params=N,,loss=l': '' is not ROLE=COLUMN");
  CHECK(columns_error("size=N") ==
        "--columns 'size=N': no role 'size'; the roles are 'label', 'loss', 'params', 'tokens'");
  CHECK(columns_error("loss=a,loss=b") == "--columns 'loss=a,loss=b': role 'loss' is there twice");
  CHECK(columns_error("loss=") == "--columns 'loss=': role 'loss' has no column");
}

TEST_CASE("runs: values must be positive numbers") {
  CHECK(runs_error("N,D,loss\n1,2,3\n0,2,3\n") == "FILE:3: column 'N': '0' is not greater than 0");
  CHECK(runs_error("N,D,loss\n1,-2,3\n") == "FILE:2: column 'D': '-2' is not greater than 0");
  CHECK(runs_error("N,D,loss\n\n1,2,0.0\n") == "FILE:3: column 'loss': '0.0' is not greater than 0");
  CHECK(runs_error("N,D,loss\n1,2,inf\n") == "FILE:2: column 'loss': 'inf' is not a finite number");
  CHECK(runs_error("N,D,loss\n1,2,abc\n") == "FILE:2: column 'loss': 'abc' is not a number");
  CHECK(runs_error("N,D,value\n1,2,3\n") == "FILE:1: no column 'loss'; the columns are 'N', 'D', 'value'");
}
