// SPDX-License-Identifier: BSL-1.0
#include "error.hpp"  // input_error, no_answer
#include "planning.hpp"
#include "progress.hpp"  // progress_bar

#include <t2/core/message.hpp>
#include <t2/exec/threads.hpp>

namespace t2plan {
namespace {

// One column of numbers by name.
using samples_of_numbers = std::vector<std::pair<std::string, std::vector<double>>>;

void collect(std::vector<std::pair<std::string, double>> const& numbers, samples_of_numbers& to) {
  if (to.empty()) {
    for (auto const& [name, value] : numbers) to.emplace_back(name, std::vector<double>{});
  }
  for (std::size_t i = 0; i < numbers.size(); ++i) to[i].second.push_back(numbers[i].second);
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
  if (request.on_card) {
    plans = pairs_on_card(known, request);
  } else {
    progress_bar bar("plans of the draws", plans.size());
    t2::exec::threads<> const ex{.count = threads, .inner = {}, .watch = bar.watch()};
    t2::status const ran = ex.for_each_index(plans.size(), [&](std::size_t i) {
      auto const solved = solve_pair(known.draw(i), request);
      if (solved) plans[i] = *solved;
    });
    if (!ran.ok()) throw no_answer("the plans of the draws: " + message(ran));
  }
  samples_of_numbers best, baseline;
  std::size_t at_end = 0;
  for (auto const& each : plans) {
    if (!each) continue;
    ++plan.draws;
    at_end += each->best.binding.search ? 1 : 0;
    auto numbers = numbers_of(each->best, each->baseline.has_value());
    if (each->baseline) {
      numbers.emplace_back("gain", each->gain);
      collect(numbers_of(*each->baseline, true), baseline);
    }
    collect(numbers, best);
  }
  plan.interval = intervals_of(best, level);
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
