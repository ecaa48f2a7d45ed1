// SPDX-License-Identifier: BSL-1.0
#include "checks.hpp"  // check_level
#include "commands.hpp"
#include "planning.hpp"  // make_plan, add_intervals

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace t2plan {
namespace {

struct plan_options {
  law_options law;
  plan_request request;
  double level = 0.95;
  unsigned threads = 0;
  bool as_json = false;
};

std::string label_of(std::string const& name, any_law const& law) {
  if (name == "value") return std::string(form_of(law).predicts);
  if (name == "tokens_per_param") return symbol_of(name);
  return symbol_of(name) + " [" + (name == "params" ? "parameters" : name) + "]";
}

std::string joined(std::vector<std::string> const& words) {
  std::string out;
  for (std::string const& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

void print(full_plan const& plan, known_law const& known, plan_options const& options) {
  std::cout << "Best under " << readable(options.request.train) << " FLOP of training";
  if (options.request.inference)
    std::cout << " and " << readable(*options.request.inference) << " FLOP for each token served";
  std::cout << ", " << form_of(known.law).name << " of " << known.name << "\n\n";
  bool const has_samples = plan.baseline.has_value(), has_interval = !plan.interval.empty();
  text_table table;
  std::vector<std::string> header{"", has_samples ? "plan" : "Chinchilla plan"};
  if (has_interval) header.push_back(readable(100 * options.level) + " % interval");
  if (has_samples) header.emplace_back("Chinchilla plan");
  table.add(header);
  auto const baseline = has_samples ? numbers_of(*plan.baseline, true) : std::vector<std::pair<std::string, double>>{};
  auto const numbers = numbers_of(plan.best, has_samples);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    auto const& [name, value] = numbers[i];
    std::vector<std::string> row{label_of(name, known.law), readable(value)};
    if (has_interval) row.push_back(readable(plan.interval.at(name), 4));
    if (has_samples) row.push_back(readable(baseline[i].second));
    table.add(std::move(row));
  }
  table.print(std::cout);
  std::cout << '\n';
  if (has_samples) {
    std::cout << "Gain over the Chinchilla plan: " << readable(plan.gain, 4);
    if (has_interval) std::cout << " (" << readable(plan.interval.at("gain"), 4) << ")";
    std::cout << '\n';
  }
  std::cout << "Binding: " << joined(plan.binding) << "; "
            << (plan.best.certificate.certified ? "certified" : "not certified")
            << "\nOne per cent more training changes the value by " << readable(plan.best.by_train / 100, 3);
  if (has_samples) std::cout << ", one per cent more inference by " << readable(plan.best.by_inference / 100, 3);
  std::cout << '\n';
}

void run(plan_options const& options) {
  check_level(options.level);
  known_law const known = find_law(options.law);
  full_plan plan = make_plan(known, options.request);
  add_intervals(known, options.request, options.level, options.threads, plan);
  plan.warnings.insert(plan.warnings.end(), known.warnings.begin(), known.warnings.end());
  warn(plan.warnings);
  if (!options.as_json) return print(plan, known, options);
  json out = {{"schema", json_schema},
              {"law", form_of(known.law).name},
              {"source", known.name},
              {"budget", {{"train", options.request.train}}}};
  if (options.request.inference) out["budget"]["inference"] = *options.request.inference;
  out.update(to_json(plan));
  out["level"] = options.level;
  std::cout << pretty(out);
}

}  // namespace

void add_plan(CLI::App& program) {
  auto const options = std::make_shared<plan_options>();
  CLI::App& command = *program.add_subcommand("plan", "The best model size, tokens and samples under budgets");
  add_law_options(command, options->law);
  command.add_option("--train", options->request.train, "training budget, 6 N D <= FLOP")
      ->required()
      ->type_name("FLOP");
  add_request_options(command, options->request);
  command.add_option("--level", options->level, "of the intervals")->capture_default_str()->type_name("X");
  command.add_option("--threads", options->threads, "0: one for each processor")->capture_default_str()->type_name("T");
  command
      .add_option_function<std::string>(
          "--backend", [options](std::string const& name) { options->request.on_card = name == "cuda"; },
          "where the draws behind the intervals are planned")
      ->check(CLI::IsMember({"threads", "cuda"}))
      ->default_str("threads");
  command.add_flag("--json", options->as_json, "print JSON");
  command.callback([options] { run(*options); });
}

}  // namespace t2plan
