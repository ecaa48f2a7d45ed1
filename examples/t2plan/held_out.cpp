// SPDX-License-Identifier: BSL-1.0
#include "held_out.hpp"

#include "error.hpp"   // input_error
#include "select.hpp"  // parse_filter, compare
#include "text.hpp"    // in_quotes

#include <algorithm>

namespace t2plan {
namespace {

constexpr std::string_view option = "--fit-where";
constexpr std::string_view median_word = "median";

double quantity(std::string const& name, double n, double d) {
  if (name == "params") return n;
  if (name == "tokens") return d;
  if (name == "tokens_per_param") return d / n;
  if (name == "train") return 6 * n * d;
  throw input_error(std::string(option) + ": no quantity " + in_quotes(name) +
                    "; there are params, tokens, tokens_per_param and train");
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

}  // namespace

std::vector<bool> split_points(std::string const& fit_where, std::span<double const> params,
                               std::span<double const> tokens) {
  std::vector<bool> fitted(params.size(), true);
  if (fit_where.empty()) return fitted;
  bool const at_median = fit_where.ends_with(median_word);
  std::string const text = at_median ? fit_where.substr(0, fit_where.size() - median_word.size()) + '0' : fit_where;
  row_filter rule = parse_filter(text, option);
  if (!rule.number) throw input_error(std::string(option) + ": " + in_quotes(rule.value) + " is not a number");
  std::vector<double> values;
  for (std::size_t i = 0; i < params.size(); ++i) values.push_back(quantity(rule.column, params[i], tokens[i]));
  if (at_median) rule.number = median(values);
  for (std::size_t i = 0; i < values.size(); ++i) fitted[i] = compare(values[i], rule.op, *rule.number);
  auto const taken = static_cast<std::size_t>(std::ranges::count(fitted, true));
  if (taken == 0 || taken == fitted.size()) {
    throw input_error(std::string(option) + " " + in_quotes(fit_where) + ": " + (taken == 0 ? "none" : "every one") +
                      " of the " + std::to_string(fitted.size()) + " points fulfils it");
  }
  return fitted;
}

}  // namespace t2plan
