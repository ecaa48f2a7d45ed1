// SPDX-License-Identifier: BSL-1.0
#include "select.hpp"

#include "text.hpp"  // trim, parse_number, in_quotes, listed

#include <set>

namespace t2plan {
namespace {

bool is_order(std::string const& op) { return op.starts_with('<') || op.starts_with('>'); }

bool fulfils(csv_table const& table, std::size_t row, std::size_t column, row_filter const& filter) {
  std::string const& field = table.text(row, column);
  if (is_order(filter.op)) return compare(table.number(row, column), filter.op, filter.number.value_or(0));
  if (filter.number) {
    if (auto const field_number = parse_number(field); field_number.problem == nullptr) {
      return compare(field_number.value, filter.op, *filter.number);
    }
  }
  return (field == filter.value) == (filter.op == "=");
}

}  // namespace

column_map parse_columns(std::string_view text, column_map defaults) {
  std::string const option = "--columns " + in_quotes(text) + ": ";
  std::set<std::string_view> seen;
  while (true) {
    std::size_t const comma = text.find(',');
    std::string_view const item = trim(text.substr(0, comma));
    std::size_t const equals = item.find('=');
    if (equals == std::string_view::npos) throw input_error(option + in_quotes(item) + " is not ROLE=COLUMN");
    std::string_view const role = trim(item.substr(0, equals));
    auto const slot = defaults.find(role);
    if (slot == defaults.end()) {
      std::vector<std::string> roles;
      for (auto const& known : defaults) roles.push_back(known.first);
      throw input_error(option + "no role " + in_quotes(role) + "; the roles are " + listed(roles));
    }
    if (!seen.insert(role).second) throw input_error(option + "role " + in_quotes(role) + " is there twice");
    slot->second = trim(item.substr(equals + 1));
    if (slot->second.empty()) throw input_error(option + "role " + in_quotes(role) + " has no column");
    if (comma == std::string_view::npos) return defaults;
    text.remove_prefix(comma + 1);
  }
}

bool compare(double a, std::string_view op, double b) {
  if (op == "=") return a == b;
  if (op == "!=") return a != b;
  if (op == "<") return a < b;
  if (op == "<=") return a <= b;
  if (op == ">") return a > b;
  return a >= b;
}

row_filter parse_filter(std::string_view text, std::string_view option_name) {
  std::string const option = std::string(option_name) + " " + in_quotes(text) + ": ";
  std::size_t const begin = text.find_first_of("=!<>");
  bool const lone_not = begin != std::string_view::npos && text[begin] == '!' && !text.substr(begin).starts_with("!=");
  if (begin == std::string_view::npos || lone_not) {
    throw input_error(option + "no operator; write COLUMN=VALUE or with !=, <, <=, >, >=");
  }
  std::size_t const end = text.substr(begin + 1).starts_with('=') ? begin + 2 : begin + 1;
  row_filter filter{std::string(text), std::string(trim(text.substr(0, begin))),
                    std::string(text.substr(begin, end - begin)), std::string(trim(text.substr(end))), std::nullopt};
  if (filter.op == "==") filter.op = "=";
  if (filter.column.empty()) throw input_error(option + "no column before the operator");
  auto const [value, problem] = parse_number(filter.value);
  if (problem == nullptr) filter.number = value;
  if (is_order(filter.op) && problem != nullptr) throw input_error(option + in_quotes(filter.value) + " " + problem);
  return filter;
}

std::vector<row_filter> parse_filters(std::span<std::string const> texts) {
  std::vector<row_filter> filters;
  for (std::string const& text : texts) filters.push_back(parse_filter(text));
  return filters;
}

std::vector<std::size_t> select_rows(csv_table const& table, std::span<row_filter const> filters) {
  std::vector<std::size_t> columns;
  for (row_filter const& filter : filters) columns.push_back(table.column(filter.column));
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    bool keep = true;
    for (std::size_t i = 0; keep && i < filters.size(); ++i) keep = fulfils(table, row, columns[i], filters[i]);
    if (keep) rows.push_back(row);
  }
  if (rows.empty()) {
    std::string conditions;
    for (row_filter const& filter : filters) conditions += (conditions.empty() ? "" : " and ") + in_quotes(filter.text);
    fail({table.path()}, "none of " + std::to_string(table.rows()) + " rows fulfils " + conditions);
  }
  return rows;
}

}  // namespace t2plan
