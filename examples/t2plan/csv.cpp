// SPDX-License-Identifier: BSL-1.0
#include "csv.hpp"

#include "text.hpp"  // read_text, trim, for_each_line, parse_number, parse_count, in_quotes, listed

#include <boost/tokenizer.hpp>

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace t2plan {
namespace {

// Appends the fields of one line and returns how many there were.
std::size_t split(std::string_view line, std::vector<std::string>& fields) {
  using separator = boost::escaped_list_separator<char>;
  // no escape character: a backslash in a path or a name is only a backslash
  static separator const comma(std::string(), ",", "\"");
  boost::tokenizer<separator, char const*> const tokens(line.data(), line.data() + line.size(), comma);
  std::size_t const before = fields.size();
  for (std::string const& token : tokens) fields.emplace_back(trim(token));
  return fields.size() - before;
}

std::string plural(std::size_t n, char const* word) { return std::to_string(n) + " " + word + (n == 1 ? "" : "s"); }

}  // namespace

csv_table::csv_table(std::string path) : path_(std::move(path)) {
  std::string const content = read_text(path_);
  for_each_line(content, [&](std::string_view line, std::size_t number) {
    place const here{path_, number};
    if (std::ranges::count(line, '"') % 2 != 0) fail(here, "a double quote is not closed on its line");
    if (columns_.empty()) {
      header_line_ = number;
      split(line, columns_);
      std::unordered_set<std::string_view> seen;
      for (std::string const& name : columns_) {
        if (!name.empty() && !seen.insert(name).second) fail(here, "column " + in_quotes(name) + " is there twice");
      }
      return;
    }
    std::size_t const found = split(line, fields_);
    if (found != columns_.size()) {
      fail(here, plural(found, "field") + ", but the header has " + plural(columns_.size(), "column"));
    }
    lines_.push_back(number);
  });
  if (lines_.empty()) fail({path_, header_line_}, "there is only a header, no row");
}

std::optional<std::size_t> csv_table::find(std::string_view column) const {
  auto const found = std::ranges::find(columns_, column);
  if (found == columns_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns_.begin());
}

std::size_t csv_table::column(std::string_view name) const {
  if (auto const found = find(name)) return *found;
  fail({path_, header_line_}, "no column " + in_quotes(name) + "; the columns are " + listed(columns_));
}

double csv_table::number(std::size_t row, std::size_t column) const {
  auto const [value, problem] = parse_number(text(row, column));
  if (problem != nullptr) reject(row, column, problem);
  return value;
}

double csv_table::positive(std::size_t row, std::size_t column) const {
  double const value = number(row, column);
  if (!(value > 0)) reject(row, column, "is not greater than 0");
  return value;
}

std::uint64_t csv_table::count(std::size_t row, std::size_t column) const {
  auto const [value, problem] = parse_count(text(row, column));
  if (problem != nullptr) reject(row, column, problem);
  return value;
}

void csv_table::reject(std::size_t row, std::size_t column, std::string const& problem) const {
  fail(at(row), "column " + in_quotes(columns_[column]) + ": " + in_quotes(text(row, column)) + " " + problem);
}

}  // namespace t2plan
