// SPDX-License-Identifier: BSL-1.0
#include "checks.hpp"  // check_level
#include "commands.hpp"
#include "cost_models.hpp"  // cost_model_json
#include "planning.hpp"  // make_plan, add_intervals, add_answers

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

json head_of(known_law const& known, plan_request const& request) {
  json out = {{"schema", json_schema}, {"law", form_of(known.law).name}, {"source", known.name}, {"cost_model", cost_model_json(request)}};
  json& budget = out["budget"] = json::object();
  if (request.train) budget["train"] = *request.train;
  if (request.inference) budget["inference"] = *request.inference;
  if (request.total) budget["total"] = *request.total;
  if (request.questions) budget["questions"] = *request.questions;
  if (request.tokens_served) budget["tokens_served"] = *request.tokens_served;
  return out;
}

void run(plan_options const& given) {
  plan_options options = given;
  check_level(options.level);
  prepare(options.request);
  known_law const known = find_law(options.law);
  try {
    full_plan plan = make_plan(known, options.request);
    add_intervals(known, options.request, options.level, options.threads, plan);
    add_answers(known, options.request, plan);
    plan.warnings.insert(plan.warnings.end(), known.warnings.begin(), known.warnings.end());
    warn(plan.warnings);
    if (!options.as_json) return print_plan(plan, known, options.request, options.level);
    json out = head_of(known, options.request);
    out.update(to_json(plan, options.request));
    out["level"] = options.level;
    std::cout << pretty(out);
  } catch (conflict_error const& error) {
    if (options.as_json) {
      json out = head_of(known, options.request);
      out["conflict"] = error.names;
      out["reason"] = error.what();
      std::cout << pretty(out);
    }
    throw;
  }
}

}  // namespace

void add_plan(CLI::App& program) {
  auto const options = std::make_shared<plan_options>();
  CLI::App& command = *program.add_subcommand("plan", "The best model size, tokens and samples under budgets");
  add_law_options(command, options->law);
  add_train_option(command, options->request);
  add_request_options(command, options->request);
  add_target_option(command, options->request);
  add_question_options(command, options->request);
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
