// SPDX-License-Identifier: BSL-1.0
#include "error.hpp"  // input_error, no_answer
#include "planned_law.hpp"  // visit_planned
#include "planning.hpp"
#include "progress.hpp"  // progress_bar

#include <t2/core/message.hpp>
#include <t2/exec/threads.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace t2plan {
namespace {

// One column of numbers by name.
using samples_of_numbers = std::vector<std::pair<std::string, std::vector<double>>>;

void collect(std::vector<std::pair<std::string, double>> const& numbers, samples_of_numbers& to) {
  if (to.empty()) {
    for (auto const& [name, value] : numbers) to.emplace_back(name, std::vector<double>{});
  }
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (!std::isnan(numbers[i].second)) to[i].second.push_back(numbers[i].second);
  }
}

double value_of(any_law const& law, plan_request const& request, t2::plan::allocation<double> const& plan) {
  return visit_planned(law, request, [&](auto const& each, auto const&) {
    return t2::law::evaluate(each, plan.params, plan.tokens, plan.samples);
  });
}

range_map intervals_of(samples_of_numbers const& columns, double level) {
  range_map out;
  for (auto const& [name, values] : columns) out[name] = percentile_interval(values, level);
  return out;
}

}  // namespace

void add_intervals(known_law const& known, plan_request const& request, double level, unsigned threads,
                   full_plan& plan) {
  if (known.draws.empty()) {
    if (request.on_card) throw input_error("--backend cuda is for intervals, and there are no bootstrap draws");
    return;
  }
  std::vector<std::optional<plan_pair>> plans(known.draws.size());
  // what the plan in hand gives by each draw
  bool const has_regret = !request.target && !request.on_card;
  std::vector<double> committed(known.draws.size());
  if (request.on_card) {
    plans = pairs_on_card(known, request);
  } else {
    progress_bar bar("plans of the draws", plans.size());
    t2::exec::threads<> const ex{.count = threads, .inner = {}, .watch = bar.watch()};
    t2::status const ran = ex.for_each_index(plans.size(), [&](std::size_t i) {
      any_law const drawn = known.draw(i);
      auto const solved = solve_pair(drawn, request, true);
      if (!solved) return;
      plans[i] = *solved;
      if (has_regret) committed[i] = value_of(drawn, request, plan.best);
    });
    if (!ran.ok()) throw no_answer("the plans of the draws: " + message(ran));
  }
  samples_of_numbers best, baseline;
  std::size_t at_end = 0;
  std::vector<double> losses, values;
  double const sign = higher_is_better(known.law) ? 1 : -1;
  for (std::size_t i = 0; i < plans.size(); ++i) {
    auto const& each = plans[i];
    if (!each) continue;
    ++plan.draws;
    values.push_back(committed[i]);
    losses.push_back(std::max(0.0, sign * (each->best.value - committed[i])));
    at_end += each->best.binding.search ? 1 : 0;
    auto numbers = numbers_of(each->best, plan.has_samples);
    if (each->cost) numbers.emplace_back("cost", *each->cost);
    if (plan.baseline) {  // a draw whose Chinchilla plan breaks a limit has none
      numbers.emplace_back("gain", each->baseline ? each->gain : std::numeric_limits<double>::quiet_NaN());
      if (each->baseline) collect(numbers_of(*each->baseline, plan.has_samples), baseline);
    }
    collect(numbers, best);
  }
  plan.interval = intervals_of(best, level);
  if (has_regret && plan.draws > 0) {
    double sum = 0;
    for (double const loss : losses) sum += loss;
    plan.regret = plan_regret{sum / static_cast<double>(plan.draws), percentile_interval(losses, level),
                              percentile_interval(values, level)};
  }
  plan.baseline_interval = intervals_of(baseline, level);
  if (std::size_t const lost = plans.size() - plan.draws; lost > 0) {
    plan.warnings.push_back(plural(lost, "draw") + " of " + std::to_string(plans.size()) +
                            " have no plan and are left out of the intervals");
  }
  if (at_end > 0) {
    plan.warnings.push_back(
        plural(at_end, "draw") + " of " + std::to_string(plans.size()) +
        " put N at an end of the range that was searched, 1e5 to 1e14: the intervals are cut there");
  }
}

}  // namespace t2plan
