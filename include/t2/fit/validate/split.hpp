// SPDX-License-Identifier: BSL-1.0
// How data are split into what is fitted and what is held out.
// Flow: runs -> law -> [fit] -> plan.   Needs: core.
#pragma once

#include <t2/core/math.hpp>  // math::log
#include <t2/core/real.hpp>  // real

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace t2::inline v0::fit {

/// Folds over the same units (runs or checkpoints); each says which units it holds out, the others are fitted.
struct split {
  std::string name;
  std::vector<std::vector<bool>> held_out;  ///< [folds][units]
};

/// One fold a group.
/// @param  group  number of each unit's group; numbers need not be consecutive
[[nodiscard]] inline split leave_groups_out(std::string name, std::vector<std::size_t> const& group) {
  std::vector<std::size_t> groups = group;
  std::sort(groups.begin(), groups.end());
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  split out{std::move(name), {}};
  for (std::size_t const g : groups) {
    std::vector<bool> held;
    held.reserve(group.size());
    for (std::size_t const each : group) held.push_back(each == g);
    out.held_out.push_back(std::move(held));
  }
  return out;
}

/// One fold a unit.
[[nodiscard]] inline split leave_one_out(std::size_t units) {
  std::vector<std::size_t> group(units);
  std::iota(group.begin(), group.end(), std::size_t{0});
  return leave_groups_out("leave_one_out", group);
}

/// Groups of values that agree: in ascending order, a new group begins where a value exceeds the last by more than
/// `tolerance` relative.
template <real Real>
[[nodiscard]] std::vector<std::size_t> levels(std::vector<Real> const& values, double tolerance) {
  std::vector<std::size_t> order(values.size()), out(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b] || (values[a] == values[b] && a < b); });
  std::size_t level = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i > 0 && values[order[i]] > Real(values[order[i - 1]] * Real(1 + tolerance))) ++level;
    out[order[i]] = level;
  }
  return out;
}

/// One fold a level of training compute 6 N D: what an isoFLOP study extrapolates over.
template <real Real>
[[nodiscard]] split leave_compute_levels_out(std::vector<Real> const& params, std::vector<Real> const& tokens,
                                             double tolerance = 0.05) {
  std::vector<Real> compute;
  for (std::size_t i = 0; i < params.size(); ++i) compute.push_back(Real(Real(6) * params[i] * tokens[i]));
  return leave_groups_out("leave_compute_level_out", levels(compute, tolerance));
}

/// One fold a model size.
template <real Real>
[[nodiscard]] split leave_models_out(std::vector<Real> const& params) {
  return leave_groups_out("leave_model_out", levels(params, 0));
}

/// One fold that fits the units with a small value and holds out those above it.
/// @param  by  [units] the quantity to extrapolate in   @param  most  largest value that is fitted; default: the median
template <real Real>
[[nodiscard]] split extrapolate(std::string name, std::vector<Real> const& by, Real const& most) {
  split out{std::move(name), {{}}};
  for (Real const& each : by) out.held_out.front().push_back(most < each);
  return out;
}
template <real Real>
[[nodiscard]] split extrapolate(std::string name, std::vector<Real> const& by) {
  std::vector<Real> sorted = by;
  std::sort(sorted.begin(), sorted.end());
  Real const median =
      sorted.empty() ? Real(0) : Real((sorted[(sorted.size() - 1) / 2] + sorted[sorted.size() / 2]) / Real(2));
  return extrapolate(std::move(name), by, median);
}

/// The extrapolations that a T2 study asks for: to more tokens per parameter, to larger models, to more compute.
template <real Real>
[[nodiscard]] std::vector<split> extrapolations(std::vector<Real> const& params, std::vector<Real> const& tokens) {
  std::vector<Real> ratio, compute;
  for (std::size_t i = 0; i < params.size(); ++i) {
    ratio.push_back(Real(tokens[i] / params[i]));
    compute.push_back(Real(tokens[i] * params[i]));
  }
  return {extrapolate("extrapolate_tokens_per_param", ratio), extrapolate("extrapolate_params", params),
          extrapolate("extrapolate_compute", compute)};
}

}  // namespace t2::inline v0::fit
