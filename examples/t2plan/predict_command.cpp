// SPDX-License-Identifier: BSL-1.0
#include "checks.hpp"  // check_level, check_positive
#include "commands.hpp"
#include "error.hpp"      // input_error, no_answer
#include "known_law.hpp"  // known_law, find_law, check_ranges

#include <t2/core/dual.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace t2plan {
namespace {

struct predict_options {
  law_options law;
  std::map<std::string, double, std::less<>> at;  ///< by variable, those that were given
  double level = 0.95;
  bool as_json = false;
};

/// A value and what it changes by, for each variable of the law.
struct prediction {
  double value = 0;
  std::vector<double> derivative;
};

prediction predict(any_law const& any, std::vector<double> const& at) {
  return std::visit(
      [&]<class Law>(Law const& law) {
        constexpr int count = Law::variables::size;
        using dual = t2::dual<double, count>;
        dual x[count];
        for (int v = 0; v < count; ++v) x[v] = dual::variable(at[static_cast<std::size_t>(v)], v);
        dual const f = t2::law::evaluate_at(law, x);
        return prediction{f.value, {f.partial, f.partial + count}};
      },
      any);
}

std::string option_of(std::string variable) {
  std::ranges::replace(variable, '_', '-');
  return "--" + variable;
}

// The variables of the law, those that follow from N and D derived where they are not given.
std::vector<double> point_of(predict_options const& options, known_law const& known) {
  std::set<std::string, std::less<>> used;
  auto const given = [&](std::string_view variable) -> std::optional<double> {
    auto const found = options.at.find(variable);
    if (found == options.at.end()) return std::nullopt;
    used.insert(found->first);
    return found->second;
  };
  std::vector<double> point;
  for (std::string const& variable : variable_names(known.law)) {
    std::optional<double> value = given(variable);
    bool const is_ratio = variable == "tokens_per_param";
    if (!value && (is_ratio || variable == "flops")) {
      auto const n = given("params"), d = given("tokens");
      if (n && d) value = is_ratio ? *d / *n : 6 * *n * *d;
    }
    if (!value) throw input_error(option_of(variable) + " is required: the law depends on " + symbol_of(variable));
    point.push_back(*value);
  }
  for (auto const& [variable, value] : options.at) {
    // a dense model has no sparsity
    if (!(variable == "sparsity" && value == 0)) check_positive(option_of(variable), value);
    if (!used.contains(variable)) {
      throw input_error(option_of(variable) + ": the law of " + known.name + " does not depend on " +
                        symbol_of(variable));
    }
  }
  return point;
}

// What a range can be about: the variables and what follows from N and D.
std::vector<std::pair<std::string, double>> numbers_at(predict_options const& options,
                                                       std::vector<std::string> const& names,
                                                       std::vector<double> const& point) {
  std::vector<std::pair<std::string, double>> out;
  for (std::size_t v = 0; v < names.size(); ++v) out.emplace_back(names[v], point[v]);
  auto const has = [&](char const* name) { return std::ranges::find(names, name) != names.end(); };
  auto const n = options.at.find("params"), d = options.at.find("tokens");
  if (n == options.at.end() || d == options.at.end()) return out;
  if (!has("tokens_per_param")) out.emplace_back("tokens_per_param", d->second / n->second);
  if (!has("flops")) out.emplace_back("train", 6 * n->second * d->second);
  return out;
}

void run(predict_options const& options) {
  check_level(options.level);
  known_law const known = find_law(options.law);
  std::vector<double> const point = point_of(options, known);
  std::vector<std::string> const names = variable_names(known.law);
  prediction const found = predict(known.law, point);
  if (!std::isfinite(found.value)) throw no_answer("the law has no finite value there");

  json out = {{"schema", json_schema},
              {"law", form_of(known.law).name},
              {"source", known.name},
              {"predicts", form_of(known.law).predicts}};
  auto const numbers = numbers_at(options, names, point);
  for (auto const& [name, value] : numbers) out[name] = value;
  out["value"] = found.value;
  if (!known.draws.empty()) {
    std::vector<double> values;
    for (std::size_t i = 0; i < known.draws.size(); ++i) values.push_back(predict(known.draw(i), point).value);
    interval const range = percentile_interval(std::move(values), options.level);
    if (!std::isfinite(range.low) || !std::isfinite(range.high))
      throw no_answer("the draws of the fit have no finite value there");
    out["interval"] = {{"value", {range.low, range.high}}};
    out["level"] = options.level;
  }
  for (std::size_t v = 0; v < names.size(); ++v) {
    out["derivative"][names[v]] = found.derivative[v];
    double const elasticity = found.derivative[v] * point[v] / found.value;
    if (!std::isfinite(found.derivative[v]) || !std::isfinite(elasticity))
      throw no_answer("the law has no finite derivative by " + symbol_of(names[v]) + " there");
    out["elasticity"][names[v]] = elasticity;
  }
  range_check check = check_ranges(known.range, numbers);
  out["in_range"] = json::object();
  for (auto const& [variable, inside] : check.inside) out["in_range"][variable] = inside;
  if (auto const n = options.at.find("params"), d = options.at.find("tokens");
      n != options.at.end() && d != options.at.end()) {
    for (std::string const& each : beyond_law(known.law, n->second, d->second)) check.warnings.push_back(each);
  }
  check.warnings.insert(check.warnings.end(), known.warnings.begin(), known.warnings.end());
  out["warnings"] = check.warnings;
  warn(check.warnings);
  if (options.as_json) {
    std::cout << pretty(out);
    return;
  }
  std::cout << form_of(known.law).predicts << ": " << readable(found.value, 10);
  if (out.contains("interval")) {
    json const& range = out["interval"]["value"];
    std::cout << " (" << readable(100 * options.level) << " % in " << readable(range[0]) << " to " << readable(range[1])
              << ")";
  }
  std::cout << "\n\n";
  text_table table;
  table.add({"variable", "at", "derivative", "elasticity"});
  for (std::size_t v = 0; v < names.size(); ++v) {
    table.add({names[v], readable(point[v]), readable(found.derivative[v]),
               readable(out["elasticity"][names[v]].get<double>())});
  }
  table.print(std::cout);
}

}  // namespace

void add_predict(CLI::App& program) {
  auto const options = std::make_shared<predict_options>();
  CLI::App& command = *program.add_subcommand("predict", "The value of a law at one point, with its derivatives");
  add_law_options(command, options->law);
  for (std::string const& variable : all_variables()) {
    command
        .add_option_function<double>(
            option_of(variable), [options, variable](double value) { options->at[variable] = value; },
            variable == "params"    ? "model size"
            : variable == "tokens"  ? "training tokens"
            : variable == "samples" ? "samples per question"
                                    : "for laws of it [" + std::string(unit_of(variable)) + "]")
        ->type_name(variable == "params" || variable == "tokens" || variable == "samples" ? symbol_of(variable) : "X");
  }
  command.add_option("--level", options->level, "of the interval")->capture_default_str()->type_name("X");
  command.add_flag("--json", options->as_json, "print JSON");
  command.callback([options] { run(*options); });
}

}  // namespace t2plan
