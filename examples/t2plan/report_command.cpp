// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"
#include "cost_models.hpp"  // cost_model_json
#include "error.hpp"    // input_error
#include "fit_run.hpp"  // fit_settings, run_fit
#include "report.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

namespace t2plan {
namespace {

struct report_options {
  std::vector<std::string> fits, laws;
  fit_settings settings;  ///< of the laws
  input_options input;
  plan_request request;
  std::string title, out;
  unsigned threads = 0;
  bool as_json = false;
};

// For a shell: as it is, or between single quotes.
std::string shell_word(std::string const& text) {
  static constexpr char const* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./,:@%";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) return text;
  std::string out = "'";
  for (char const c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + '\'';
}

// Every option that was given, in the words in which it was given.
std::string command_of(CLI::App const& command) {
  std::string out = "t2plan " + command.get_name();
  for (CLI::Option const* const option : command.get_options()) {
    if (option->count() == 0 || option->check_lname("json") || option->check_lname("help")) continue;
    std::string const name = " --" + option->get_lnames().front();
    if (option->get_expected_min() == 0) {
      out += name;
      continue;
    }
    for (std::string const& value : option->results()) out += name + " " + shell_word(value);
  }
  return out;
}

bool has_data(input_options const& input) {
  return !input.checkpoints.empty() || !input.questions.empty() || !input.counts.empty() || !input.logs.empty();
}

// The data of the fits where the command line names none: all must have been fitted to the same files, still there.
input_options recorded_data(std::vector<report_fit> const& fits) {
  input_options out = input_of_record(fits.front().fit.source);
  out.loss_column.clear();  // of a stage of the fit; what is shown are the answers
  for (report_fit const& each : fits) {
    input_options const other = input_of_record(each.fit.source);
    if (other.checkpoints == out.checkpoints && other.questions == out.questions && other.counts == out.counts &&
        other.logs == out.logs && other.where == out.where)
      continue;
    warn("the fits are of different data, so no observation is shown; --checkpoints and the answers choose some");
    return {};
  }
  for (std::string const& path : {out.checkpoints, out.questions, out.counts}) {
    if (path.empty() || std::filesystem::exists(path)) continue;
    warn("the data of the fits, " + path + ", are not there: the report shows no observation");
    return {};
  }
  return out;
}

void add_fit(report_options const& options, std::string const& path, fit_record fit, std::vector<report_fit>& to) {
  for (report_fit const& other : to) {
    if (other.fit.law.index() == fit.law.index())
      throw input_error("--fit: there are two fits of " + std::string(form_of(fit.law).name));
    if (options.request.target && other.is_accuracy() != higher_is_better(fit.law))
      throw input_error("--target: the laws are of pass@k and of −log pass@k; a report of one kind is needed");
  }
  to.push_back(plan_fit(path, std::move(fit), options.request, options.threads));
}

void run(report_options& options, CLI::App const& command) {
  prepare(options.request);
  if (options.fits.empty() && options.laws.empty()) throw input_error("give --fit, or --law and data to fit");
  require_gnuplot();
  report_input input{.heading = options.title.empty() ? "Train-to-Test plan" : options.title,
                     .notice = {},
                     .adjective = {},
                     .fits = {},
                     .data = {},
                     .request = options.request,
                     .threads = options.threads,
                     .command = command_of(command)};
  for (std::string const& path : options.fits) {
    fit_record fit = read_fit(path);
    // the data are split as they were for the fit
    if (options.input.fit_where.empty() && fit.held_out) options.input.fit_where = fit.held_out->fit_where;
    add_fit(options, path, std::move(fit), input.fits);
  }
  for (std::string const& law : options.laws) {
    fit_settings settings = options.settings;
    settings.law = law;
    settings.threads = options.threads;
    if (!settings.is_coupled()) settings.interaction.reset();
    add_fit(options, law, run_fit(options.input, settings), input.fits);
  }
  std::ranges::sort(input.fits, {}, [](report_fit const& each) { return each.fit.law.index(); });
  if (!has_data(options.input)) {
    std::string const fit_where = options.input.fit_where;
    options.input = recorded_data(input.fits);
    if (!fit_where.empty()) options.input.fit_where = fit_where;
  }
  if (has_data(options.input)) {
    bool const needs_log = std::ranges::any_of(input.fits, [](report_fit const& each) { return !each.is_accuracy(); });
    input.data = read_outcome_input(options.input, needs_log ? "t2-loss" : "t2-accuracy");
    warn(input.data->warnings);
  }
  report_files const files = make_report(input);
  write_files(options.out, files);
  if (options.as_json) {
    json names = json::array();
    for (auto const& [name, content] : files) names.push_back(name);
    json results = json::array();
    for (report_fit const& each : input.fits) {
      json result = {{"law", form_of(each.fit.law).name}};
      result.update(to_json(each.plan, options.request));
      results.push_back(std::move(result));
    }
    std::cout << pretty({{"schema", json_schema}, {"out", options.out}, {"files", names}, {"cost_model", cost_model_json(options.request)}, {"results", results}});
    return;
  }
  std::cout << "Wrote " << options.out << "/index.html and " << plural(files.size() - 1, "CSV file") << '\n';
}

}  // namespace

void add_report(CLI::App& program) {
  auto const options = std::make_shared<report_options>();
  CLI::App& command =
      *program.add_subcommand("report", "One HTML page with the plan, its plots and the fits behind it");
  command.add_option("--fit", options->fits, "JSON of a fit of t2-loss, t2-accuracy or coupled; once for each")
      ->type_name("FIT.json")
      ->allow_extra_args(false);
  command.add_option("--law", options->laws, "laws to fit to the data, instead of --fit or beside it")
      ->type_name("NAME,...")
      ->delimiter(',')
      ->allow_extra_args(false);
  command.add_option("--bootstrap", options->settings.draws, "with --law: number of bootstrap draws")->type_name("R");
  command.add_option("--seed", options->settings.seed, "with --law: of the bootstrap")->type_name("S");
  command.add_option("--interaction", options->settings.interaction, "with --law coupled: hold c")->type_name("C");
  add_input_options(command, options->input);
  add_train_option(command, options->request);
  add_request_options(command, options->request);
  add_target_option(command, options->request);
  add_question_options(command, options->request);
  command.add_option("--title", options->title, "heading of the page")->type_name("TEXT");
  command.add_option("--threads", options->threads, "0: one for each processor")->capture_default_str()->type_name("T");
  command.add_option("--out", options->out, "folder for index.html and the CSV files")->required()->type_name("DIR");
  command.add_flag("--json", options->as_json, "print the plans and the names of the files as JSON");
  command.callback([options, &command] { run(*options, command); });
}

}  // namespace t2plan
