// SPDX-License-Identifier: BSL-1.0
// The fit of T2 approach 2 in its two stages: Chinchilla on the mean NLL, then the Beta regression of pass@k on it.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law, optimize.
#pragma once

#include <t2/core/math.hpp>                       // math::log
#include <t2/core/real.hpp>                       // real
#include <t2/core/status.hpp>                     // result, status
#include <t2/fit/dataset.hpp>                     // dataset, observe
#include <t2/fit/fitted.hpp>                      // fitted
#include <t2/fit/nonlinear.hpp>                   // fit_nonlinear, parameters_t
#include <t2/fit/objective.hpp>                   // huber, squared, log_residual, linear_residual
#include <t2/fit/separable/fit.hpp>                   // fit_separable, default_box, parameter_box
#include <t2/law/difficulty/beta_regression.hpp>  // beta_regression
#include <t2/law/loss/chinchilla.hpp>             // chinchilla
#include <t2/law/task_accuracy.hpp>               // task_accuracy

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace t2::inline v0::fit {

/// How the location is fitted.
enum class first_stage : std::uint8_t {
  huber,  ///< Huber 1e-3 on log residuals, as for any loss
  paper   ///< squares weighted by the inverse variance of each isoFLOP group, E on a grid (arXiv 2604.01411, appendix F)
};

/// Both stages of a fit of approach 2.
template <real Real>
struct fitted_accuracy {
  fitted<law::chinchilla<Real>> location;
  fitted<law::beta_regression<Real>> difficulty;

  [[nodiscard]] law::task_accuracy<law::chinchilla<Real>> law() const { return {location.law, difficulty.law}; }
};

namespace detail {

/// Starting points of the Beta regression: a straight line through the logits of the smallest k gives theta0 and theta1
/// for each theta2, and the concentration starts at three levels and slopes.
template <real Real>
[[nodiscard]] std::vector<parameters_t<law::beta_regression<Real>>> sigmoid_seeds(dataset<Real> const& points) {
  Real const first = *std::min_element(points.samples.begin(), points.samples.end());
  std::vector<std::pair<Real, Real>> seen;  // location and pass@1
  for (std::size_t i = 0; i < points.value.size(); ++i) {
    if (points.samples[i] != first || !(points.value[i] > Real(0)) || !(points.value[i] < Real(1))) continue;
    // at k > 1 the chance of one sample is smaller: invert as if all questions were alike
    seen.emplace_back(points.location[i], Real(-math::expm1(Real(math::log1p(Real(-points.value[i])) / first))));
  }
  std::vector<parameters_t<law::beta_regression<Real>>> out;
  if (seen.size() < 2) return out;
  std::sort(seen.begin(), seen.end());  // sums do not depend on the order of rows
  Real mean(0), top(0);
  for (auto const& [location, pass] : seen) {
    mean += Real(location / Real(static_cast<double>(seen.size())));
    top = math::max(top, pass);
  }
  for (Real const& theta2 : {Real(1), math::min(Real(1), Real(Real(1.1) * top))}) {
    Real sxx(0), sxy(0), sy(0);
    for (auto const& [location, pass] : seen) {
      Real const logit = math::log(Real((theta2 - pass * Real(0.999)) / pass));
      Real const x = Real(location - mean);
      sxx += Real(x * x);
      sxy += Real(x * logit);
      sy += Real(logit / Real(static_cast<double>(seen.size())));
    }
    Real const theta1 = math::max(Real(sxx > Real(0) ? sxy / sxx : Real(0)), Real(0.01));
    Real const theta0 = Real(mean - sy / theta1);
    for (double const slope : {0.0, 0.5, 1.0})
      for (double const level : {1.0, 10.0, 100.0})
        out.push_back({theta0, theta1, theta2, Real(math::log(Real(level)) - Real(slope) * mean), Real(slope)});
  }
  return out;
}

/// Weights of the paper's first stage: one over the variance of the loss within each isoFLOP group. Groups are runs
/// whose 6ND agree to 5 %; a group of fewer than three takes the pooled variance.
template <real Real>
[[nodiscard]] std::vector<Real> inverse_variance_weights(dataset<Real> const& points) {
  std::size_t const size = points.value.size();
  std::vector<std::size_t> order(size), group(size);
  std::vector<Real> compute;
  for (std::size_t i = 0; i < size; ++i) {
    order[i] = i;
    compute.push_back(Real(points.params[i] * points.tokens[i]));
  }
  // sums run in this order, so that the order of rows does not matter
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return compute[a] != compute[b] ? compute[a] < compute[b] : points.value[a] < points.value[b];
  });
  std::size_t groups = 0;
  for (std::size_t i = 0; i < size; ++i) {
    if (i > 0 && compute[order[i]] > Real(Real(1.05) * compute[order[i - 1]])) ++groups;
    group[order[i]] = groups;
  }
  std::vector<Real> count(groups + 1, Real(0)), mean(groups + 1, Real(0)), variance(groups + 1, Real(0)), out(size);
  for (std::size_t const i : order) {
    count[group[i]] += Real(1);
    mean[group[i]] += points.value[i];
  }
  for (std::size_t g = 0; g <= groups; ++g) mean[g] /= count[g];
  Real pooled(0);
  for (std::size_t const i : order) {
    Real const d = Real(points.value[i] - mean[group[i]]);
    variance[group[i]] += Real(d * d / count[group[i]]);
    pooled += Real(d * d / Real(static_cast<double>(size)));
  }
  for (std::size_t i = 0; i < size; ++i) {
    bool const own = count[group[i]] > Real(2) && variance[group[i]] > Real(0);
    out[i] = Real(Real(1) / (own ? variance[group[i]] : pooled > Real(0) ? pooled : Real(1)));
  }
  return out;
}

template <real Real>
[[nodiscard]] result<fitted<law::chinchilla<Real>>> fit_location_as_paper(
    dataset<Real> points, parameter_box<law::chinchilla<Real>> const& limits) {
  using loss = law::chinchilla<Real>;
  if (auto const seen = observe<loss>(points); !seen) return seen.error();
  points.weight = inverse_variance_weights(points);
  Real const least = *std::min_element(points.value.begin(), points.value.end());
  result<fitted<loss>> best = status{.code = errc::not_converged, .argument = "the first stage"};
  for (int i = 0; i < 40; ++i) {
    auto box = limits;
    double const share = 0.01 + (0.95 - 0.01) * i / 39;
    box[0].lower = box[0].upper = static_cast<double>(least) * share;
    result<fitted<loss>> each = fit_separable<loss>(points, squared{}, linear_residual, box);
    if (!each) return each.error();
    if (!best || each->objective < best->objective) best = std::move(each);
  }
  // E is chosen from the grid, not held at a bound of the data
  best->active[0] = 0;
  std::erase_if(best->warnings, [](warning const& w) { return w.parameter == 0; });
  return best;
}
}  // namespace detail

/// Fits approach 2.
/// @param   loss   (N, D) -> mean NLL of each checkpoint, the first stage
/// @param   passes (N, D, k) -> mean pass@k; its column `location` is filled from the first stage
/// @param   limits  bounds of the first stage's parameters
/// @return  both stages; objective of the second: the sum of squares over checkpoints and k
/// @errors  those of the two fits; out_of_domain naming `value` for a pass@k outside [0, 1]; not_identified where fewer
///          than two checkpoints have a pass@k between 0 and 1 at the smallest k
/// @source  Roberts et al. 2026, arXiv:2604.01411, appendix F
template <real Real>
[[nodiscard]] result<fitted_accuracy<Real>> fit_task_accuracy(
    dataset<Real> const& loss, dataset<Real> passes, first_stage stage = first_stage::huber,
    parameter_box<law::chinchilla<Real>> const& limits = default_box<law::chinchilla<Real>>()) {
  for (std::size_t i = 0; i < passes.value.size(); ++i)
    if (!(passes.value[i] >= Real(0)) || !(passes.value[i] <= Real(1)))
      return status{errc::out_of_domain, "value", static_cast<double>(passes.value[i]), static_cast<std::int64_t>(i)};
  auto location = stage == first_stage::paper
                      ? detail::fit_location_as_paper(loss, limits)
                      : fit_separable<law::chinchilla<Real>>(loss, huber{1e-3}, log_residual, limits);
  if (!location) return location.error();
  if (passes.value.empty()) return status{.code = errc::empty};
  std::size_t const size = passes.value.size();
  if (passes.params.size() != size) return status{.code = errc::size_mismatch, .argument = "params"};
  if (passes.tokens.size() != size) return status{.code = errc::size_mismatch, .argument = "tokens"};
  if (passes.samples.size() != size) return status{.code = errc::size_mismatch, .argument = "samples"};
  passes.location.clear();
  for (std::size_t i = 0; i < passes.value.size(); ++i)
    passes.location.push_back(location->law(params<Real>(passes.params[i]), tokens<Real>(passes.tokens[i])));
  auto const seeds = detail::sigmoid_seeds(passes);
  if (seeds.empty())
    return status{.code = errc::not_identified, .argument = "the difficulty of questions of which all or none are solved"};
  auto difficulty = fit_nonlinear<law::beta_regression<Real>>(passes, squared{}, linear_residual,
                                                              default_box<law::beta_regression<Real>>(), seeds);
  if (!difficulty) return difficulty.error();
  return fitted_accuracy<Real>{*std::move(location), *std::move(difficulty)};
}

}  // namespace t2::inline v0::fit
