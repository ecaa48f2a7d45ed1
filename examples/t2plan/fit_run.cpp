// SPDX-License-Identifier: BSL-1.0
#include "fit_run.hpp"

#include "any_fit.hpp"  // data_of
#include "checks.hpp"   // check_level
#include "text.hpp"    // in_quotes, listed, parse_number

#include <CLI/CLI.hpp>

#include <algorithm>
#include <limits>

namespace t2plan {
namespace {

void check_objective(std::string const& objective) {
  if (objective == "sse") return;
  std::string const prefix = "huber:";
  auto const [delta, problem] = parse_number(objective.starts_with(prefix) ? objective.substr(prefix.size()) : "");
  if (problem != nullptr || !(delta > 0)) {
    throw input_error("--objective " + in_quotes(objective) +
                      " is neither sse nor huber:DELTA with a number DELTA > 0");
  }
}

}  // namespace

std::vector<std::string> const& fitted_laws() {
  static std::vector<std::string> const laws = [] {
    std::vector<std::string> out;
    for (law_form const& form : law_forms)
      if (data_of(form.name) != fitted_to::nothing) out.emplace_back(form.name);
    return out;
  }();
  return laws;
}

void add_fit_options(CLI::App& command, fit_settings& settings) {
  command
      .add_option("--objective", settings.objective,
                  "what is summed over the points; default: huber:1e-3 for laws of runs, sse for laws of k")
      ->type_name("huber:DELTA|sse");
  command.add_option("--residual", settings.residual, "default: log for laws of runs, linear for laws of k")
      ->check(CLI::IsMember({"log", "linear"}))
      ->type_name("log|linear")
      ->option_text("log|linear");
  command.add_option("--first-stage", settings.first_stage, "t2-accuracy: how the loss is fitted; default: huber")
      ->check(CLI::IsMember({"huber", "paper"}))
      ->option_text("huber|paper");
  command
      .add_option("--interaction", settings.interaction,
                  "coupled: hold c, which couples N and D; without it c is fitted under its prior")
      ->type_name("C");
  command.add_option("--exponent-max", settings.exponent_max, "upper bound of alpha, beta and gamma")
      ->capture_default_str()
      ->type_name("X");
  command.add_option("--bootstrap", settings.draws, "number of bootstrap draws")->capture_default_str()->type_name("R");
  command.add_option("--seed", settings.seed, "of the bootstrap")->capture_default_str()->type_name("S");
  command.add_option("--resample", settings.resample, "what a draw resamples; default: both, or runs for laws of runs")
      ->check(CLI::IsMember({"runs", "questions", "both"}))
      ->option_text("runs|questions|both");
  command.add_option("--level", settings.level, "of the bootstrap intervals")->capture_default_str()->type_name("X");
  command.add_option("--threads", settings.threads, "0: one for each processor")->capture_default_str()->type_name("T");
}

fit_settings complete(fit_settings settings) {
  (void)law_of_form(settings.law, "--law");
  auto const& known = fitted_laws();
  if (std::ranges::find(known, settings.law) == known.end()) {
    throw input_error("--law: " + settings.law + " is in the catalogue, but this program fits " + listed(known) +
                      " only: the data that it reads have no other variables; the library's fit::least takes any law");
  }
  bool const of_runs = data_of(settings.law) == fitted_to::runs;
  auto const choose = [](std::string& setting, char const* otherwise) {
    if (setting.empty()) setting = otherwise;
  };
  bool const fixed = settings.law == "t2-accuracy" || settings.is_coupled();
  if (fixed) {
    std::string const why = settings.is_coupled()
                                ? ": " + settings.law + " is fitted in one stage whose objective is fixed"
                                : ": t2-accuracy is fitted in two stages whose objectives are fixed; see --first-stage";
    if (!settings.objective.empty()) throw input_error("--objective" + why);
    if (!settings.residual.empty()) throw input_error("--residual" + why);
  }
  if (settings.interaction) {
    if (!settings.is_coupled()) throw input_error("--interaction is for coupled only");
    if (!(*settings.interaction >= 0) || !(*settings.interaction <= 1)) {
      throw input_error("--interaction: " + readable(*settings.interaction) + " is not between 0 and 1");
    }
  }
  if (settings.law == "t2-accuracy") {
    choose(settings.first_stage, "huber");
    if (settings.draws > 0 && settings.first_stage == "paper") {
      throw input_error("--bootstrap refits the first stage by Huber's loss; it does not go with --first-stage paper");
    }
  } else if (!settings.first_stage.empty()) {
    throw input_error("--first-stage is for t2-accuracy only");
  } else if (!fixed) {
    choose(settings.objective, of_runs ? "huber:1e-3" : "sse");
    choose(settings.residual, of_runs ? "log" : "linear");
    check_objective(settings.objective);
  }
  if (of_runs && !settings.resample.empty() && settings.resample != "runs") {
    throw input_error("--resample " + settings.resample + ": training runs have no questions");
  }
  choose(settings.resample, of_runs ? "runs" : "both");
  if (!(settings.exponent_max > 0) || settings.exponent_max > 100) {
    throw input_error("--exponent-max: " + readable(settings.exponent_max) + " is not between 0 and 100");
  }
  check_level(settings.level);
  if (settings.draws > std::numeric_limits<std::uint32_t>::max()) throw input_error("--bootstrap: too many draws");
  return settings;
}

json fit_settings::record() const {
  json out = json::object();
  if (!objective.empty()) out["objective"] = objective;
  if (!residual.empty()) out["residual"] = residual;
  if (!first_stage.empty()) out["first_stage"] = first_stage;
  if (interaction) out["interaction"] = *interaction;
  out["exponent_max"] = exponent_max;
  out["bootstrap"] = draws;
  if (draws > 0) out["resample"] = resample;
  return out;
}

namespace {

// Columns of the wrong kind fit as well as the right ones; only D/N gives them away.
void doubt_columns(fit_record& out) {
  auto const found = out.range.find("tokens_per_param");
  if (found == out.range.end()) return;
  interval const& ratio = found->second;
  std::string const said = "D/N goes from " + readable(ratio, 3) + ": ";
  if (ratio.low * ratio.high < 1) out.quality.warnings.push_back(said + "are the columns of N and D swapped?");
  if (ratio.high > 1e6 * ratio.low) out.quality.warnings.push_back(said + "are N and D in the same unit in every row?");
}

}  // namespace

fit_record run_fit(input_options const& input, fit_settings const& asked) {
  fit_settings const settings = complete(asked);
  fit_record out = [&] {
    if (data_of(settings.law) == fitted_to::runs) return fit_to_runs(read_run_input(input), settings, input.data);
    // a law of pass@k without stages needs no -log pass@k
    bool const needs_pass = fit_of(settings.law) && higher_is_better(law_of_form(settings.law, "--law"));
    outcome_input const answers = read_outcome_input(input, needs_pass ? "validation" : settings.law);
    warn(answers.warnings);
    return fit_to_outcomes(answers, settings);
  }();
  if (out.held_out) out.held_out->fit_where = input.fit_where;
  doubt_columns(out);
  out.source = input.record();
  out.source["options"].update(settings.record());
  return out;
}

}  // namespace t2plan
