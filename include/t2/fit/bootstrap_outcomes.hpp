// SPDX-License-Identifier: BSL-1.0
// The bootstrap of fits to per-question outcomes: other checkpoints, other questions, or both.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, exec, random, law, optimize.
#pragma once

#include <t2/core/real.hpp>          // value_t
#include <t2/core/status.hpp>        // result, status
#include <t2/exec/backend.hpp>       // backend
#include <t2/fit/bootstrap.hpp>      // bootstrap_options, bootstrap_draws, refit
#include <t2/fit/dataset.hpp>        // observe
#include <t2/fit/objective.hpp>      // huber, squared, ...
#include <t2/fit/outcomes.hpp>       // outcomes, metric_table
#include <t2/fit/separable/fit.hpp>      // default_box, parameter_box
#include <t2/fit/task_accuracy.hpp>  // fitted_accuracy
#include <t2/random/resample.hpp>    // bootstrap_weights

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace t2::inline v0::fit {

namespace detail {

// Weights of checkpoints and means over resampled questions for a block of draws.
template <real Real>
class outcome_resampler {
 public:
  static constexpr int block = 8;

  outcome_resampler(outcomes<Real> const& data, bootstrap_options const& options)
      : checkpoints_(data.checkpoints()), questions_(data.questions), options_(options) {}

  /// Weights of the questions, [questions][block].
  [[nodiscard]] std::vector<Real> question_weights(std::size_t first) const {
    std::vector<Real> out(questions_ * block, Real(1)), one(questions_);
    if (options_.what == resample::runs) return out;
    for (std::size_t b = 0; b < block; ++b) {
      random::bootstrap_weights(options_.seed, static_cast<std::uint32_t>(first + b), question_stream, questions_, one.data());
      for (std::size_t q = 0; q < questions_; ++q) out[q * block + b] = one[q];
    }
    return out;
  }
  [[nodiscard]] std::vector<Real> checkpoint_weights(std::size_t draw) const {
    std::vector<Real> out(checkpoints_, Real(1));
    if (options_.what != resample::questions)
      random::bootstrap_weights(options_.seed, static_cast<std::uint32_t>(draw), run_stream, checkpoints_, out.data());
    return out;
  }
  [[nodiscard]] std::vector<Real> means(metric_table<Real> const& table, std::vector<Real> const& weights) const {
    std::vector<Real> out(table.rows * block);
    table.template means<block>(weights.data(), Real(static_cast<double>(questions_)), out.data());
    return out;
  }

 private:
  std::size_t checkpoints_, questions_;
  bootstrap_options options_;
};

// Weights and resampled means in the order of the observations they came from.
template <law::law L>
struct point_order {
  using Real = value_t<L>;
  observations<L> const& data;
  std::size_t per_checkpoint;

  [[nodiscard]] std::vector<Real> weight(std::vector<Real> const& of_checkpoint) const {
    std::vector<Real> out;
    for (std::size_t i = 0; i < data.size(); ++i)
      out.push_back(Real(data.weight[i] * of_checkpoint[data.row[i] / per_checkpoint]));
    return out;
  }
  [[nodiscard]] std::vector<Real> value(std::vector<Real> const& means, std::size_t lane) const {
    std::vector<Real> out;
    for (std::size_t i = 0; i < data.size(); ++i) out.push_back(means[data.row[i] * outcome_resampler<Real>::block + lane]);
    return out;
  }
};
}  // namespace detail

/// Bootstrap of a law of (N, D, k) fitted to the means of a metric: approach 1.
/// @param   data  the outcomes the points were made of, in canonical order   @param  table  of the metric, for `k`
template <exec::backend Exec, law::law L, loss_function Rho, residual_function Residual>
[[nodiscard]] result<bootstrap_draws<value_t<L>, static_cast<std::size_t>(law::parameter_count<L>)>> bootstrap_outcomes(
    Exec const& ex, outcomes<value_t<L>> const& data, metric_table<value_t<L>> const& table,
    std::span<value_t<L> const> k, L const& law, Rho const& rho, Residual const& residual,
    bootstrap_options const& options, parameter_box<L> const& limits = default_box<L>()) {
  using Real = value_t<L>;
  auto const points_seen = observe<L>(points(data, k, table.means()));
  if (!points_seen) return points_seen.error();
  detail::refit<L, Rho, Residual> const refit(*points_seen, law, rho, residual, limits);
  detail::outcome_resampler<Real> const resampler(data, options);
  detail::point_order<L> const order{*points_seen, k.size()};
  constexpr std::size_t block = detail::outcome_resampler<Real>::block;
  detail::draw_slots<Real, static_cast<std::size_t>(law::parameter_count<L>)> slots(options.draws);
  status const ran = slots.fill(ex, block, [&](std::size_t i) {
    std::vector<Real> const means = resampler.means(table, resampler.question_weights(i * block));
    for (std::size_t b = 0; b < block && i * block + b < options.draws; ++b)
      slots.set(i * block + b, refit(order.weight(resampler.checkpoint_weights(i * block + b)), order.value(means, b)));
  });
  if (!ran.ok()) return ran;
  return slots.collect();
}

/// Bootstrap of both stages of approach 2: the location is refitted first and the Beta regression on it.
/// @param   loss    table of -log pass@1, or of nothing where `loss_points` were measured apart from the questions
/// @param   passes  table of pass@k for `k`
template <exec::backend Exec, real Real>
[[nodiscard]] result<bootstrap_draws<Real, 10>> bootstrap_accuracy(
    Exec const& ex, outcomes<Real> const& data, dataset<Real> const& loss_points, metric_table<Real> const& loss,
    metric_table<Real> const& passes, std::span<Real const> k, fitted_accuracy<Real> const& fit,
    bootstrap_options const& options,
    parameter_box<law::chinchilla<Real>> const& limits = default_box<law::chinchilla<Real>>()) {
  using location_law = law::chinchilla<Real>;
  using difficulty_law = law::beta_regression<Real>;
  auto const location_seen = observe<location_law>(loss_points);
  if (!location_seen) return location_seen.error();
  dataset<Real> pass_points = points(data, k, passes.means());
  for (std::size_t i = 0; i < pass_points.value.size(); ++i)
    pass_points.location.push_back(
        fit.location.law(params<Real>(pass_points.params[i]), tokens<Real>(pass_points.tokens[i])));
  auto const passes_seen = observe<difficulty_law>(pass_points);
  if (!passes_seen) return passes_seen.error();
  detail::refit<location_law, huber, log_residual_t> const refit_location(*location_seen, fit.location.law, huber{1e-3},
                                                                         log_residual, limits);
  detail::outcome_resampler<Real> const resampler(data, options);
  detail::point_order<location_law> const location_order{*location_seen, 1};
  detail::point_order<difficulty_law> const pass_order{*passes_seen, k.size()};
  constexpr std::size_t block = detail::outcome_resampler<Real>::block;
  detail::draw_slots<Real, 10> slots(options.draws);
  status const ran = slots.fill(ex, block, [&](std::size_t i) {
    std::vector<Real> const weights = resampler.question_weights(i * block);
    std::vector<Real> const pass_means = resampler.means(passes, weights);
    std::vector<Real> const loss_means = loss.rows > 0 ? resampler.means(loss, weights) : std::vector<Real>{};
    for (std::size_t b = 0; b < block && i * block + b < options.draws; ++b) {
      std::vector<Real> const checkpoint = resampler.checkpoint_weights(i * block + b);
      auto const stage1 = refit_location(location_order.weight(checkpoint),
                                         loss_means.empty() ? location_seen->value : location_order.value(loss_means, b));
      location_law location{};
      law::load(location, stage1.data());
      observations<difficulty_law> moved = *passes_seen;
      for (std::size_t p = 0; p < moved.size(); ++p) {
        std::size_t const at = moved.row[p];
        moved.x[0][p] = location(params<Real>(pass_points.params[at]), tokens<Real>(pass_points.tokens[at]));
      }
      detail::refit<difficulty_law, squared, linear_residual_t> const refit_difficulty(
          moved, fit.difficulty.law, squared{}, linear_residual, default_box<difficulty_law>());
      auto const stage2 = refit_difficulty(pass_order.weight(checkpoint), pass_order.value(pass_means, b));
      std::array<Real, 10> row;
      std::copy(stage1.begin(), stage1.end(), row.begin());
      std::copy(stage2.begin(), stage2.end(), row.begin() + 5);
      slots.set(i * block + b, row);
    }
  });
  if (!ran.ok()) return ran;
  return slots.collect();
}

}  // namespace t2::inline v0::fit
