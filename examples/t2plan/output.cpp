// SPDX-License-Identifier: BSL-1.0
#include "output.hpp"

#include "text.hpp"  // parse_number

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string_view>

namespace t2plan {
namespace {

bool is_nested(json const& value) { return value.is_structured() && !value.empty(); }

void write(json const& value, std::string const& indent, std::string& out) {
  bool const is_row = value.is_array() && std::ranges::none_of(value, is_nested);
  if (!is_nested(value) || is_row) {
    out += value.dump();
    return;
  }
  std::string const deeper = indent + "  ";
  char const* before = value.is_object() ? "{\n" : "[\n";
  for (auto const& [key, item] : value.items()) {
    out += before + deeper;
    if (value.is_object()) out += json(key).dump() + ": ";
    write(item, deeper, out);
    before = ",\n";
  }
  out += '\n' + indent + (value.is_object() ? '}' : ']');
}

// no-color.org: any text in NO_COLOR but the empty one.
bool in_colour(int descriptor) {
  char const* const refused = std::getenv("NO_COLOR");
  char const* const terminal = std::getenv("TERM");
  return ::isatty(descriptor) == 1 && (refused == nullptr || *refused == '\0') &&
         (terminal == nullptr || std::string_view(terminal) != "dumb");
}

bool is_head(std::vector<std::string> const& row) {
  return std::ranges::none_of(row, [](std::string const& cell) { return parse_number(cell).problem == nullptr; });
}

// Columns of a terminal that a UTF-8 text takes, one for each character.
std::size_t width(std::string const& text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

std::string pretty(json const& value) {
  std::string out;
  write(value, "", out);
  return out + '\n';
}

std::string signal_word(std::string const& word) {
  if (!in_colour(STDERR_FILENO)) return word;
  return (word == "error:" ? "\033[1;31m" : "\033[1;33m") + word + "\033[0m";
}

void warn(std::string const& sentence) {
  std::cerr << "t2plan: " << signal_word("warning:") << ' ' << sentence << '\n';
}

void warn(std::vector<std::string> const& sentences) {
  for (std::string const& sentence : sentences) warn(sentence);
}

std::string readable(double value, int digits) {
  char text[40];
  std::snprintf(text, sizeof text, "%.*g", digits, value);
  return text;
}

std::string plural(std::size_t count, std::string const& word) {
  return std::to_string(count) + ' ' + word + (count == 1 ? "" : "s");
}

void text_table::print(std::ostream& out) const {
  std::vector<std::size_t> widths;
  for (auto const& row : rows_) {
    if (widths.size() < row.size()) widths.resize(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  bool const has_bold_head =
      &out == &std::cout && rows_.size() > 1 && is_head(rows_.front()) && in_colour(STDOUT_FILENO);
  for (auto const& row : rows_) {
    bool const is_bold = has_bold_head && &row == &rows_.front();
    if (is_bold) out << "\033[1m";
    for (std::size_t i = 0; i < row.size(); ++i) {
      std::string const blank(widths[i] - width(row[i]), ' ');
      bool const is_last = i + 1 == row.size();
      if (i > 0)
        out << "  " << blank << row[i];
      else
        out << row[i] << (is_last ? "" : blank);
    }
    out << (is_bold ? "\033[0m\n" : "\n");
  }
}

}  // namespace t2plan
