// SPDX-License-Identifier: BSL-1.0
// The one-stage fit of a task law: location and difficulty together, to pass@k and -log pass@k at once.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law, optimize.
#pragma once

#include <t2/core/math.hpp>           // math::log, math::sqrt
#include <t2/core/real.hpp>           // real, value_t
#include <t2/core/status.hpp>         // result, status
#include <t2/fit/dataset.hpp>         // observe
#include <t2/fit/fitted.hpp>          // fitted, warning
#include <t2/fit/nonlinear.hpp>       // parameters_t
#include <t2/fit/task/objective.hpp>  // task_objective
#include <t2/fit/task/points.hpp>     // task_points
#include <t2/fit/task/prior.hpp>      // prior, default_priors
#include <t2/fit/task/scatter.hpp>    // neighbour_scatter
#include <t2/fit/task/starts.hpp>     // location_start, difficulty_starts
#include <t2/law/task_accuracy.hpp>   // task_accuracy
#include <t2/law/task_loss.hpp>       // task_loss, difficulty
#include <t2/optimize/newton.hpp>     // newton

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace t2::inline v0::fit {

/// How a task law is fitted in one stage.
struct one_stage_options {
  double sigma = 0.02;  ///< of the loss rho(r) = sigma^2 (sqrt(1 + (r / sigma)^2) - 1) on log residuals
  std::optional<std::vector<prior>> priors;  ///< default: those of the location, `default_priors`
  double prior_weight = 0.00562;
  double most_scatter =
      0.75;                  ///< refuse data where neighbours carry more than this share of all scatter (pure noise: 1)
  bool check_priors = true;  ///< fit once more without priors, to see which of them moved the optimum
};

/// A fitted task law: of pass@k by itself, of -log pass@k by `loss`.
template <law::law Loss, law::difficulty Difficulty>
struct fitted_task : fitted<law::task_accuracy<Loss, Difficulty>> {
  std::vector<prior> priors;                    ///< as used
  value_t<Loss> scatter{};                      ///< share of the scatter of the mean NLL between neighbours
  value_t<Loss> negative_log_relative_error{};  ///< mean of |prediction / observation - 1| of -log pass@k
  /// Largest k at which 1 - pass@k is above 1 / questions at every checkpoint; -log pass@k beyond it means nothing.
  value_t<Loss> largest_supported_k{};

  [[nodiscard]] law::task_loss<Loss, Difficulty> loss() const { return {this->law.loss, this->law.difficulty}; }
};

namespace detail {
template <law::law Loss, law::difficulty Difficulty>
[[nodiscard]] value_t<Loss> supported_k(task_points<value_t<Loss>> const& data) {
  using Real = value_t<Loss>;
  if (data.questions == 0) return infinity<Real>();
  Real out(0);
  for (std::size_t j = 0; j < data.samples.size(); ++j) {
    bool enough = true;
    for (std::size_t c = 0; c < data.checkpoints(); ++c)
      enough = enough &&
               (Real(1) - data.pass[c * data.samples.size() + j]) * Real(static_cast<double>(data.questions)) > Real(1);
    if (enough) out = math::max(out, data.samples[j]);
  }
  return out;
}

// The optimum of one objective from several starts: the three best are run to the end; those that agree are counted.
template <class Objective, real Real, int Size>
[[nodiscard]] result<optimize::minimum<Real, Size>> best_descent(
    Objective const& objective, std::vector<std::array<Real, static_cast<std::size_t>(Size)>> const& starts,
    optimize::box<Real, Size> const& box, int& descents, int& reached) {
  std::vector<std::pair<Real, std::size_t>> order;
  for (std::size_t s = 0; s < starts.size(); ++s) {
    Real const f = objective.value(starts[s].data());
    if (math::isfinite(f)) order.emplace_back(f, s);
  }
  std::sort(order.begin(), order.end(), [](auto const& a, auto const& b) {
    return a.first < b.first || (a.first == b.first && a.second < b.second);
  });
  constexpr std::size_t most_starts = 3;
  if (order.size() > most_starts) order.resize(most_starts);
  std::optional<optimize::minimum<Real, Size>> best;
  std::vector<Real> ends;
  int evaluations = 0;
  for (auto const& [value, s] : order) {
    Real x[Size];
    for (int i = 0; i < Size; ++i) x[i] = starts[s][static_cast<std::size_t>(i)];
    auto const found = optimize::newton(objective, x, box, {.most = 200, .polish = false});
    ++descents;
    evaluations += found.evaluations;
    ends.push_back(found.at.value);
    if (math::isfinite(found.at.value) && (!best || found.at.value < best->at.value)) best = found;
  }
  if (!best) return status{.code = errc::not_converged, .argument = "the fit"};
  best->evaluations = evaluations;
  for (Real const& end : ends) reached += end <= Real(best->at.value * (Real(1) + Real(1e-6))) ? 1 : 0;
  return *best;
}
}  // namespace detail

/// Fits any location with any difficulty: the sum over checkpoints and k of rho(log pass@k ratio) + rho(log L ratio),
/// with rho smooth and nearly absolute, plus priors.
/// @param   data     both metrics; at k = 1 -log pass@k is the mean NLL
/// @param   limits   bounds of the coefficients of task_accuracy<Loss, Difficulty>; equal bounds hold one
/// @param   start    optional: coefficients to descend from, instead of a search
/// @return  the law, its quality, the priors used and those that moved the optimum, bounds that are active
/// @errors  those of `check`; not_identified naming `checkpoints` where neighbouring checkpoints scatter more than the
///          trend; unsupported naming a prior's parameter that the law lacks; not_converged
/// @source  this library, docs
template <law::law Loss, law::difficulty Difficulty>
[[nodiscard]] result<fitted_task<Loss, Difficulty>> one_stage(
    task_points<value_t<Loss>> const& data, one_stage_options const& options = {},
    std::array<law::bounds, static_cast<std::size_t>(law::parameter_count<law::task_accuracy<Loss, Difficulty>>)> const&
        limits = default_box<law::task_accuracy<Loss, Difficulty>>(),
    std::optional<parameters_t<law::task_accuracy<Loss, Difficulty>>> const& start = {}) {
  using L = law::task_accuracy<Loss, Difficulty>;
  using Real = value_t<Loss>;
  constexpr int size = law::parameter_count<L>, of_loss = law::parameter_count<Loss>;
  if (status const bad = check(data); !bad.ok()) return bad;
  task_points<Real> const points = canonical(data);
  auto const seen = observe<L>(points.of(metric::pass));
  if (!seen) return seen.error();
  fitted_task<Loss, Difficulty> out;
  out.priors = options.priors ? *options.priors : default_priors<Loss>();
  for (std::size_t i = 0; i < out.priors.size(); ++i)  // its name need not end in 0, so the status has its place
    if (!L::parameters::contains(out.priors[i].name))
      return status{
          .code = errc::unsupported, .argument = "the parameter of a prior", .index = static_cast<std::int64_t>(i)};

  dataset<Real> const nll = detail::mean_nll(points);
  std::vector<Real> log_nll;
  for (Real const& y : nll.value) log_nll.push_back(math::log(y));
  out.scatter = neighbour_scatter(nll.params, nll.tokens, log_nll);
  if (!(out.scatter <= Real(options.most_scatter)))
    return status{errc::not_identified, "checkpoints: neighbours scatter more than the trend, whose size",
                  static_cast<double>(out.scatter), -1};

  detail::task_objective<Loss, Difficulty> objective(points, limits, options.sigma, out.priors, options.prior_weight);
  std::vector<std::array<Real, static_cast<std::size_t>(size)>> starts;
  if (start) {
    starts.push_back(objective.inside(*start));
  } else {
    std::array<law::bounds, static_cast<std::size_t>(of_loss)> loss_limits;
    std::array<law::bounds, static_cast<std::size_t>(size - of_loss)> difficulty_limits;
    std::copy_n(limits.begin(), of_loss, loss_limits.begin());
    std::copy_n(limits.begin() + of_loss, size - of_loss, difficulty_limits.begin());
    auto const location = location_start<Loss>(nll, loss_limits);
    if (!location) return location.error();
    Real mean(0);
    for (Real const& y : nll.value) mean += Real(y / Real(static_cast<double>(nll.value.size())));
    auto const difficulties = difficulty_starts<Difficulty>(mean, difficulty_limits);
    if (!difficulties) return difficulties.error();
    for (auto const& d : *difficulties) {
      parameters_t<L> each;
      std::copy(location->begin(), location->end(), each.begin());
      std::copy(d.begin(), d.end(), each.begin() + of_loss);
      starts.push_back(objective.inside(each));
    }
  }
  auto found = detail::best_descent(objective, starts, objective.box(), out.starts, out.reached);
  if (!found) return found.error();

  objective.load(out.law, found->x);
  auto const settle = [&] {
    for (int i = 0; i < size; ++i)
      if (limits[static_cast<std::size_t>(i)].lower == limits[static_cast<std::size_t>(i)].upper) found->active[i] = 0;
  };
  settle();  // what the caller holds is no finding
  detail::account(*seen, *found, out);
  out.evaluations = found->evaluations;
  out.gradient = Real(0);
  for (int i = 0; i < size; ++i)
    if (found->active[i] == 0 && limits[static_cast<std::size_t>(i)].lower < limits[static_cast<std::size_t>(i)].upper)
      out.gradient = math::max(out.gradient, math::abs(found->at.gradient[i]));
  out.negative_log_relative_error = objective.negative_log_error(out.law);
  out.largest_supported_k = detail::supported_k<Loss, Difficulty>(points);
  if (!start) out.warnings.push_back({caution::not_proven});

  if (options.check_priors && !out.priors.empty()) {
    detail::task_objective<Loss, Difficulty> const free(points, limits, options.sigma, {}, 0);
    auto const without = optimize::newton(free, found->x, free.box(), {.most = 100, .polish = false});
    L law{};
    free.load(law, without.x);
    Real with[size], bare[size];
    law::store(out.law, with);
    law::store(law, bare);
    for (prior const& p : out.priors) {
      int const i = L::parameters::find(p.name);
      Real const moved = p.logarithmic ? math::log(Real(with[i] / bare[i])) : Real(with[i] - bare[i]);
      if (math::abs(moved) > Real(0.25 * p.deviation)) out.warnings.push_back({caution::moved_by_prior, i});
    }
  }
  return out;
}

}  // namespace t2::inline v0::fit
