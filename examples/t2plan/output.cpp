// SPDX-License-Identifier: BSL-1.0
#include "output.hpp"

#include <algorithm>
#include <cstdio>
#include <iostream>

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

void warn(std::string const& sentence) { std::cerr << "t2plan: warning: " << sentence << '\n'; }

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
  for (auto const& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      std::string const blank(widths[i] - width(row[i]), ' ');
      bool const is_last = i + 1 == row.size();
      if (i > 0)
        out << "  " << blank << row[i];
      else
        out << row[i] << (is_last ? "" : blank);
    }
    out << '\n';
  }
}

}  // namespace t2plan
