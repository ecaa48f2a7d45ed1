// SPDX-License-Identifier: BSL-1.0
#include "checks.hpp"  // check_level, check_positive
#include "commands.hpp"
#include "error.hpp"      // input_error, no_answer
#include "known_law.hpp"  // known_law, find_law, check_ranges

#include <t2/core/dual.hpp>

#include <CLI/CLI.hpp>

#include <cmath>
#include <iostream>
#include <memory>
#include <optional>

namespace t2plan {
namespace {

struct predict_options {
  law_options law;
  double params = 0;
  double tokens = 0;
  std::optional<double> samples;
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

std::vector<double> point_of(predict_options const& options, known_law const& known) {
  check_positive("--params", options.params);
  check_positive("--tokens", options.tokens);
  std::vector<double> point{options.params, options.tokens};
  bool const has_samples = variable_names(known.law).size() > 2;
  if (has_samples && !options.samples) throw input_error("--samples is required: the law depends on k");
  if (!has_samples && options.samples) {
    throw input_error("--samples: the law of " + known.name + " does not depend on k");
  }
  if (options.samples) {
    check_positive("--samples", *options.samples);
    point.push_back(*options.samples);
  }
  return point;
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
  std::vector<std::pair<std::string, double>> numbers;
  for (std::size_t v = 0; v < names.size(); ++v) numbers.emplace_back(names[v], point[v]);
  numbers.emplace_back("tokens_per_param", options.tokens / options.params);
  for (auto const& [name, value] : numbers) out[name] = value;
  out["value"] = found.value;
  if (!known.draws.empty()) {
    std::vector<double> values;
    for (std::size_t i = 0; i < known.draws.size(); ++i) values.push_back(predict(known.draw(i), point).value);
    interval const range = percentile_interval(std::move(values), options.level);
    out["interval"] = {{"value", {range.low, range.high}}};
    out["level"] = options.level;
  }
  for (std::size_t v = 0; v < names.size(); ++v) {
    out["derivative"][names[v]] = found.derivative[v];
    out["elasticity"][names[v]] = found.derivative[v] * point[v] / found.value;
  }
  range_check check = check_ranges(known.range, numbers);
  out["in_range"] = json::object();
  for (auto const& [variable, inside] : check.inside) out["in_range"][variable] = inside;
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
  command.add_option("--params", options->params, "model size")->required()->type_name("N");
  command.add_option("--tokens", options->tokens, "training tokens")->required()->type_name("D");
  command.add_option("--samples", options->samples, "samples per question")->type_name("K");
  command.add_option("--level", options->level, "of the interval")->capture_default_str()->type_name("X");
  command.add_flag("--json", options->as_json, "print JSON");
  command.callback([options] { run(*options); });
}

}  // namespace t2plan
