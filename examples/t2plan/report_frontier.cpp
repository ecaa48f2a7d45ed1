// SPDX-License-Identifier: BSL-1.0
#include "cost_models.hpp"  // inference_model
#include "error.hpp"        // no_answer
#include "report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace t2plan {
namespace {

constexpr std::size_t budgets = 17;

// Every n-th draw, so that about `most` are left: they are independent of each other.
known_law thinned(known_law known, std::size_t most) {
  if (known.draws.size() <= most) return known;
  std::vector<std::vector<double>> kept;
  for (std::size_t i = 0; i < most; ++i) kept.push_back(known.draws[i * known.draws.size() / most]);
  known.draws = std::move(kept);
  return known;
}

std::vector<std::optional<full_plan>> plans_along(report_input const& input, report_fit const& fit,
                                                  std::vector<double> const& train) {
  known_law const known = thinned(fit.known, input.most_draws);
  plan_request request = input.with_budgets();
  std::vector<std::optional<full_plan>> out;
  for (double const each : train) {
    request.train = each;
    try {
      full_plan plan = make_plan(known, request);
      add_intervals(known, request, fit.fit.level, input.threads, plan);
      out.emplace_back(std::move(plan));
    } catch (no_answer const&) {
      out.emplace_back(std::nullopt);
    }
  }
  return out;
}

double number(t2::plan::allocation<double> const& plan, std::string const& name) {
  if (plan.binding.search) return std::numeric_limits<double>::quiet_NaN();
  for (auto const& [each, value] : numbers_of(plan, true)) {
    if (each == name) return value;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

struct quantity {
  char const* name;
  char const* word;
  char const* title;
  char const* label;
};
constexpr std::array<quantity, 3> quantities{
    {{"tokens_per_param", "ratio", "Tokens per parameter", "D/N [tokens per parameter]"},
     {"params", "params", "Model size", "model size N [parameters]"},
     {"tokens", "tokens", "Training tokens", "training tokens D [tokens]"}}};

}  // namespace

figure frontier_figure(report_input const& input) {
  double low = input.train(), high = input.train();
  for (report_fit const& each : input.fits) {
    interval const& train = each.fit.range.at("train");
    low = std::min(low, train.low);
    high = std::max(high, train.high);
  }
  std::vector<double> const train = log_spaced(low, 10 * high, budgets);
  std::array<plot, 3> plots;
  for (std::size_t q = 0; q < quantities.size(); ++q) {
    plots[q] = {.name = std::string("frontier-") + quantities[q].word,
                .title = quantities[q].title,
                .x = {input.request.has_usual_costs() ? "training compute 6 N D [FLOP]" : "training cost [FLOP]"},
                .y = {quantities[q].label},
                .curves = {}};
  }
  std::vector<curve> above[3];
  std::size_t draws = 0;
  std::string missing;
  for (report_fit const& each : input.fits) {
    std::vector<std::optional<full_plan>> const plans = plans_along(input, each, train);
    auto const lost = std::ranges::count_if(plans, [](auto const& plan) { return !plan || plan->best.binding.search; });
    if (lost > 0) {
      missing += " For " + std::to_string(lost) + " of the " + std::to_string(budgets) + " budgets " + each.approach() +
                 " has no optimum within the sizes that were searched.";
    }
    paint const color = each.color();
    for (std::size_t q = 0; q < quantities.size(); ++q) {
      std::string const name = quantities[q].name;
      curve best{"T², " + each.approach(), mark::line, color, {}, {}};
      curve band{readable(100 * each.fit.level) + " % band, " + each.approach(), mark::band, color, {}, {}};
      curve baseline{"Chinchilla, loss of " + each.approach(), mark::dashes, color, {}, {}};
      for (std::size_t i = 0; i < train.size(); ++i) {
        if (!plans[i]) continue;
        best.x.push_back(train[i]);
        best.y.push_back(number(plans[i]->best, name));
        if (plans[i]->baseline) {
          baseline.x.push_back(train[i]);
          baseline.y.push_back(number(*plans[i]->baseline, name));
        }
        if (plans[i]->interval.empty() || plans[i]->best.binding.search) continue;
        draws = std::max(draws, plans[i]->draws);
        band.x.push_back(train[i]);
        band.y.push_back(plans[i]->interval.at(name).low);
        band.high.push_back(plans[i]->interval.at(name).high);
      }
      plots[q].curves.push_back(std::move(band));
      above[q].push_back(std::move(baseline));
      above[q].push_back(std::move(best));
    }
  }
  for (std::size_t q = 0; q < quantities.size(); ++q) {
    std::ranges::move(above[q], std::back_inserter(plots[q].curves));
    for (report_fit const& each : input.fits) {
      plots[q].curves.push_back({"the plan",
                                 mark::diamond,
                                 each.color(),
                                 {input.train()},
                                 {number(each.plan.best, quantities[q].name)}});
    }
  }
  std::optional<double> const inference = input.with_budgets().inference;
  std::string caption =
      (inference ? "The best allocation for an inference budget of " + human_number(*inference) +
                                     " FLOP for each " + std::string(inference_model(input.request).per)
                               : std::string("The best allocation within the other limits")) +
      ", and Chinchilla's for the loss of the same fit.";
  if (draws > 0) caption += " Bands: each budget planned again with " + plural(draws, "bootstrap draw") + ".";
  caption += " Right of " + human_number(high) + " FLOP there are no data." + missing;
  return {"The optimum along the training budget", caption, {plots.begin(), plots.end()}};
}

}  // namespace t2plan
