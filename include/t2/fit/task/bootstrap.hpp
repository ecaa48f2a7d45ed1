// SPDX-License-Identifier: BSL-1.0
// The bootstrap of one-stage fits: other checkpoints, other questions, or both.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, exec, random, law, optimize.
#pragma once

#include <t2/core/math.hpp>               // math::isfinite
#include <t2/core/real.hpp>               // value_t
#include <t2/core/status.hpp>             // result, status
#include <t2/exec/backend.hpp>            // backend
#include <t2/fit/bootstrap.hpp>           // bootstrap_options, bootstrap_draws, draw_slots
#include <t2/fit/bootstrap_outcomes.hpp>  // outcome_resampler
#include <t2/fit/nonlinear.hpp>           // parameters_t
#include <t2/fit/outcomes.hpp>            // outcomes, metric_table
#include <t2/fit/task/objective.hpp>      // task_objective
#include <t2/fit/task/one_stage.hpp>      // fitted_task, one_stage_options
#include <t2/fit/task/points.hpp>         // task_points
#include <t2/optimize/newton.hpp>         // newton

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace t2::inline v0::fit {

/// Bootstrap of a one-stage fit. Each draw weighs checkpoints by how often they are drawn, averages the metrics over
/// resampled questions, and descends from the optimum of the full data under the priors of the fit.
/// @param   data   what was fitted, in canonical order   @param  k  [samples] of the fit
/// @param   how    the options of the fit; its priors are those that the fit says it used
/// @param   limits  the bounds of the fit
/// @return  coefficients in the order of task_accuracy<Loss, Difficulty>, one row a draw
/// @errors  those of `tabulate` for pass@k; cancelled or a backend's failure
template <exec::backend Exec, law::law Loss, law::difficulty Difficulty>
[[nodiscard]] result<bootstrap_draws<
    value_t<Loss>, static_cast<std::size_t>(law::parameter_count<law::task_accuracy<Loss, Difficulty>>)>>
bootstrap_task(
    Exec const& ex, outcomes<value_t<Loss>> const& data, std::span<value_t<Loss> const> k,
    fitted_task<Loss, Difficulty> const& fit, bootstrap_options const& options, one_stage_options const& how = {},
    std::array<law::bounds, static_cast<std::size_t>(law::parameter_count<law::task_accuracy<Loss, Difficulty>>)> const&
        limits = default_box<law::task_accuracy<Loss, Difficulty>>()) {
  using L = law::task_accuracy<Loss, Difficulty>;
  using Real = value_t<Loss>;
  constexpr int size = law::parameter_count<L>;
  using objective = detail::task_objective<Loss, Difficulty>;
  auto const points = both_metrics(data, k);
  if (!points) return points.error();
  auto const passes = tabulate(data, metric::pass, k);
  if (!passes) return passes.error();
  bool const both = !points->negative_log.empty();
  metric_table<Real> losses;
  if (both) losses = *tabulate(data, metric::negative_log_pass, k);

  parameters_t<L> optimum;
  law::store(fit.law, optimum.data());
  detail::outcome_resampler<Real> const resampler(data, options);
  constexpr std::size_t block = detail::outcome_resampler<Real>::block;
  detail::draw_slots<Real, static_cast<std::size_t>(size)> slots(options.draws);
  // where the draws of a block differ, by row and lane
  auto const lane = [](std::vector<Real> const& means, std::size_t b) {
    std::vector<Real> out;
    for (std::size_t i = b; i < means.size(); i += block) out.push_back(means[i]);
    return out;
  };
  status const ran = ex.for_each_index((options.draws + block - 1) / block, [&](std::size_t i) {
    std::vector<Real> const weights = resampler.question_weights(i * block);
    std::vector<Real> const pass = resampler.means(*passes, weights);
    std::vector<Real> const loss = both ? resampler.means(losses, weights) : std::vector<Real>{};
    for (std::size_t b = 0; b < block && i * block + b < options.draws; ++b) {
      std::size_t const draw = i * block + b;
      task_points<Real> drawn = *points;
      drawn.pass = lane(pass, b);
      drawn.negative_log = lane(loss, b);
      objective const refit(drawn, limits, how.sigma, fit.priors, how.prior_weight, resampler.checkpoint_weights(draw));
      auto const inside = refit.inside(optimum);
      Real start[size];
      std::copy(inside.begin(), inside.end(), start);
      auto const found = optimize::newton(refit, start, refit.box(), {.most = 100, .polish = false});
      L law{};
      refit.load(law, found.x);
      parameters_t<L> row;
      law::store(law, row.data());
      if (!math::isfinite(found.at.value)) row.fill(not_a_number<Real>());
      slots.set(draw, row);
    }
  });
  if (!ran.ok()) return ran;
  return slots.collect();
}

}  // namespace t2::inline v0::fit
