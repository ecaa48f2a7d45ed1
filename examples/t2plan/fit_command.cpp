// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"
#include "error.hpp"       // input_error
#include "fit_run.hpp"     // run_fit
#include "save.hpp"        // save, check_writable
#include "validation.hpp"  // validate

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace t2plan {
namespace {

struct fit_options {
  input_options input;
  fit_settings settings;
  std::string out;
  validation_request validation;
  bool validate = false;
  bool as_json = false;
};

void print_quality(fit_record const& fit) {
  text_table table;
  auto const add_stage = [&](std::string const& stage, fit_quality const& quality) {
    table.add({stage + "objective", readable(quality.objective, 10)});
    table.add({stage + "points", std::to_string(quality.points)});
    table.add({stage + "mean relative error", readable(quality.mean_relative_error, 4)});
  };
  if (fit.location) add_stage("loss: ", *fit.location);
  add_stage(fit.location ? "pass@k: " : "", fit.quality);
  if (fit.held_out) {
    table.add({"held-out points", std::to_string(fit.held_out->points)});
    table.add({"held-out mean relative error", readable(fit.held_out->mean_relative_error, 4)});
  }
  if (fit.one_stage.contains("negative_log_mean_relative_error")) {
    table.add({"mean relative error of -log pass@k",
               readable(fit.one_stage["negative_log_mean_relative_error"].get<double>(), 4)});
  }
  if (fit.one_stage.contains("priors")) {
    for (json const& p : fit.one_stage["priors"]) {
      table.add({"prior of " + p["parameter"].get<std::string>(),
                 readable(p["centre"]) + ", deviation " + readable(p["deviation"]) +
                     (p["of"] == "logarithm" ? " of the logarithm" : "")});
    }
  }
  for (auto const& [variable, range] : fit.range) table.add({"data: " + symbol_of(variable), readable(range)});
  table.print(std::cout);
}

void print_fit(fit_record const& fit) {
  std::vector<std::string> const names = parameter_names(fit.law);
  std::vector<double> const values = parameter_values(fit.law);
  std::vector<interval> const intervals = fit.parameter_intervals();
  law_form const& form = form_of(fit.law);
  std::cout << form.name << ": " << form.formula << '\n';
  std::cout << '\n';
  text_table table;
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::vector<std::string> row{names[i], readable(values[i], 10)};
    if (!intervals.empty()) row.push_back(readable(100 * fit.level) + " %: " + readable(intervals[i]));
    table.add(std::move(row));
  }
  table.print(std::cout);
  std::cout << '\n';
  print_quality(fit);
}

void run_validation(fit_options const& options) {
  validation const found = validate(options.input, options.settings, options.validation);
  std::string const text = pretty(to_json(found));
  if (!options.out.empty()) save(options.out, text);
  if (options.as_json)
    std::cout << text;
  else
    print(found, std::cout);
}

void run(fit_options& options) {
  if (!options.out.empty()) check_writable(options.out);
  if (options.validate) return run_validation(options);
  if (options.validation.laws.size() != 1) throw input_error("--law: several laws are compared by --validate");
  if (!options.validation.splits.empty()) throw input_error("--splits goes with --validate");
  options.settings.law = options.validation.laws.front();
  fit_record const fit = run_fit(options.input, options.settings);
  warn(fit.quality.warnings);
  std::string const text = pretty(to_json(fit));
  if (!options.out.empty()) save(options.out, text);
  if (options.as_json)
    std::cout << text;
  else
    print_fit(fit);
}

}  // namespace

void add_fit(CLI::App& program) {
  auto const options = std::make_shared<fit_options>();
  CLI::App& command = *program.add_subcommand("fit", "Fit a law to training runs or to the answers of checkpoints");
  command.add_option("--law", options->validation.laws, "chinchilla, t2-loss, t2-accuracy, coupled, ...: those that t2plan laws marks")
      ->required()
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAME");
  add_input_options(command, options->input);
  add_fit_options(command, options->settings);
  command.add_flag("--validate", options->validate,
                   "held-out errors of the laws --law A,B,... instead of a fit; t2-loss@16 is fitted to k <= 16");
  command.add_option("--splits", options->validation.splits, "of --validate: leave_model_out, extrapolate_params, ...")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAME,...");
  command.add_option("--out", options->out, "write the fit to this file, for plan and report")->type_name("FILE");
  command.add_flag("--json", options->as_json, "print the fit as JSON");
  command.callback([options] { run(*options); });
}

}  // namespace t2plan
