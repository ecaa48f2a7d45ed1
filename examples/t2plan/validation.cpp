// SPDX-License-Identifier: BSL-1.0
#include "validation.hpp"

#include "error.hpp"  // input_error
#include "text.hpp"   // in_quotes, listed

#include <t2/core/message.hpp>

#include <algorithm>
#include <cmath>
#include <iostream>

namespace t2plan {
namespace {

namespace fit = t2::fit;

// All splits of units with these sizes; the default ones are taken by name.
std::vector<fit::split> all_splits(std::vector<double> const& params, std::vector<double> const& tokens) {
  std::vector<fit::split> out{fit::leave_one_out(params.size()), fit::leave_models_out(params),
                              fit::leave_compute_levels_out(params, tokens)};
  for (fit::split& each : fit::extrapolations(params, tokens)) out.push_back(std::move(each));
  return out;
}

std::vector<fit::split> choose(std::vector<fit::split> all, std::vector<std::string> wanted,
                               std::vector<std::string> const& otherwise) {
  if (wanted.empty()) wanted = otherwise;
  std::vector<fit::split> out;
  std::vector<std::string> known;
  for (fit::split const& each : all) known.push_back(each.name);
  for (std::string const& name : wanted) {
    auto const found = std::ranges::find(all, name, &fit::split::name);
    if (found == all.end()) throw input_error("--splits: no split " + in_quotes(name) + "; there are " + listed(known));
    if (found->held_out.size() < 2 && name.starts_with("leave"))
      throw input_error("--splits: " + name + " has one group only, so nothing would be left to fit");
    out.push_back(*found);
  }
  return out;
}

void check_laws(std::vector<std::string> const& laws, std::vector<std::string> const& known, char const* data) {
  for (std::string const& law : laws) {
    std::string const form = law.substr(0, law.find('@'));
    if (std::ranges::find(known, form) == known.end()) {
      throw input_error("--law: no law " + in_quotes(law) + " to validate on " + data + "; there are " + listed(known));
    }
    if (std::ranges::count(laws, law) > 1) throw input_error("--law: " + law + " is there twice");
  }
}

std::string percent(double error) { return std::isfinite(error) ? readable(100 * error, 3) + " %" : "none"; }

double error_of(validation const& found, std::string const& law, std::string const& split, std::string const& metric,
                double k) {
  for (fit::held_out_error const& e : found.errors) {
    if (e.law == law && e.split == split && e.metric == metric && e.k == k) return e.error;
  }
  return std::nan("");
}

std::vector<std::string> metrics_of(validation const& found) {
  std::vector<std::string> out;
  for (fit::held_out_error const& e : found.errors) {
    if (std::ranges::find(out, e.metric) == out.end()) out.push_back(e.metric);
  }
  return out;
}

std::string words_of(std::string const& metric) {
  return metric == "pass" ? "pass@k" : metric == "negative_log_pass" ? "mean -log pass@k" : "loss";
}

std::size_t held_out_units(fit::split const& split) {
  std::size_t count = 0;
  for (auto const& fold : split.held_out) count += static_cast<std::size_t>(std::ranges::count(fold, true));
  return count;
}

}  // namespace

validation validate(input_options const& input, fit_settings const& settings, validation_request const& request) {
  if (!input.fit_where.empty()) throw input_error("--fit-where: --validate makes its own splits, see --splits");
  validation out{.laws = request.laws, .splits = {}, .errors = {}, .unit = "checkpoint"};
  std::vector<std::string> const extrapolations{"extrapolate_tokens_per_param", "extrapolate_params",
                                                "extrapolate_compute"};
  auto const add = [&](std::vector<fit::held_out_error> const& errors) {
    out.errors.insert(out.errors.end(), errors.begin(), errors.end());
  };
  if (!input.data.empty()) {
    check_laws(request.laws, run_candidates(), "training runs");
    out.unit = "run";
    fit::dataset<> const runs = read_run_input(input).fitted;
    std::vector<std::string> otherwise{"leave_one_out", "leave_compute_level_out"};
    otherwise.insert(otherwise.end(), extrapolations.begin(), extrapolations.end());
    out.splits = choose(all_splits(runs.params, runs.tokens), request.splits, otherwise);
    for (std::string const& law : request.laws) add(validate_on_runs(law, runs, out.splits, settings));
    return out;
  }
  check_laws(request.laws, task_candidates(), "checkpoints");
  outcome_input const answers = read_outcome_input(input, "validation");
  warn(answers.warnings);
  auto const points = fit::both_metrics<double>(answers.fitted, answers.k);
  if (!points) fail(answers.where, message(points.error()));
  // checkpoints of one run lean on each other, so the run leaves as a whole
  std::vector<std::string> otherwise{"leave_model_out"};
  otherwise.insert(otherwise.end(), extrapolations.begin(), extrapolations.end());
  out.splits = choose(all_splits(points->params, points->tokens), request.splits, otherwise);
  for (std::string const& law : request.laws) add(validate_on_tasks(law, *points, out.splits, settings));
  return out;
}

json to_json(validation const& found) {
  json splits = json::array(), results = json::array(), ranking = json::object();
  for (fit::split const& each : found.splits)
    splits.push_back({{"split", each.name}, {"folds", each.held_out.size()}, {"held_out", held_out_units(each)}});
  for (fit::held_out_error const& e : found.errors) {
    json row = {{"law", e.law}, {"split", e.split}, {"metric", e.metric}, {"k", nullptr}, {"error", e.error}};
    if (e.k > 0) row["k"] = e.k;
    row["points"] = e.points;
    row["failed_folds"] = e.failed;
    results.push_back(std::move(row));
  }
  for (std::string const& metric : metrics_of(found)) {
    ranking[metric] = json::array();
    for (fit::rank const& each : fit::ranking(found.errors, metric))
      ranking[metric].push_back({{"law", each.law}, {"error", each.error}});
  }
  return {{"schema", json_schema}, {"splits", splits}, {"ranking", ranking}, {"results", results}};
}

void print(validation const& found, std::ostream& out) {
  out << "Mean of |prediction / observation - 1| over " << found.unit << "s that were not fitted\n";
  for (std::string const& metric : metrics_of(found)) {
    std::vector<double> ks{0};
    for (fit::held_out_error const& e : found.errors) {
      if (e.metric == metric && e.k > 0) ks.push_back(e.k);
    }
    double const most = std::ranges::max(ks);
    bool const has_k = most > 0;
    out << '\n' << words_of(metric) << '\n';
    text_table table;
    std::vector<std::string> header{"  split", has_k ? "k" : ""};
    auto const order = fit::ranking(found.errors, metric);
    for (fit::rank const& each : order) header.push_back(each.law);
    table.add(header);
    for (fit::split const& split : found.splits) {
      for (double const k : has_k ? std::vector<double>{0, 1, most} : std::vector<double>{0}) {
        std::vector<std::string> row{k == 0 ? "  " + split.name : "", !has_k ? "" : k == 0 ? "all" : readable(k)};
        for (fit::rank const& each : order) row.push_back(percent(error_of(found, each.law, split.name, metric, k)));
        table.add(std::move(row));
      }
    }
    std::vector<std::string> last{"  mean over splits", has_k ? "all" : ""};
    for (fit::rank const& each : order) last.push_back(percent(each.error));
    table.add(std::move(last));
    table.print(out);
  }
  out << "\nSplits\n";
  text_table table;
  for (fit::split const& each : found.splits) {
    table.add({"  " + each.name, plural(each.held_out.size(), "fold"),
               plural(held_out_units(each), found.unit) + " held out"});
  }
  table.print(out);
  std::size_t failed = 0;
  for (fit::held_out_error const& e : found.errors) failed += e.k == 0 ? e.failed : 0;
  if (failed > 0) out << "Folds without a usable fit are left out of the errors and bar a law from a rank.\n";
}

}  // namespace t2plan
