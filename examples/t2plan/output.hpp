// SPDX-License-Identifier: BSL-1.0
// What the program says: tables for people, JSON for programs, warnings on stderr.
#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

namespace t2plan {

/// Fields keep the order in which they are written.
using json = nlohmann::ordered_json;

/// The `schema` of every JSON that the program writes.
inline constexpr int json_schema = 1;

/// Numbers round-trip a double; objects are indented, a row of numbers stays on one line; ends with a line end.
[[nodiscard]] std::string pretty(json const& value);

/// "error:" or "warning:", in colour where standard error is a terminal and NO_COLOR is not set.
[[nodiscard]] std::string signal_word(std::string const& word);

/// One line on stderr: t2plan: warning: ...
void warn(std::string const& sentence);
void warn(std::vector<std::string> const& sentences);

/// A number for people: 6 significant digits, or as many as asked for.
[[nodiscard]] std::string readable(double value, int digits = 6);

/// "1 point", "2 points".
[[nodiscard]] std::string plural(std::size_t count, std::string const& word);

/// Columns in line: the first one left-justified, the others right-justified. A first row without numbers is the head of
/// the table, bold on a terminal.
class text_table {
 public:
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  void print(std::ostream& out) const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace t2plan
