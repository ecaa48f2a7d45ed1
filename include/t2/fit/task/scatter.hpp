// SPDX-License-Identifier: BSL-1.0
// Whether checkpoints tell anything about N and D: where neighbours scatter more than the trend, nothing can be fitted.
// Flow: runs -> law -> [fit] -> plan.   Needs: core.
#pragma once

#include <t2/core/math.hpp>  // math::abs, math::log, math::max
#include <t2/core/real.hpp>  // real, epsilon, infinity

#include <cstddef>
#include <vector>

namespace t2::inline v0::fit {

/// Scatter between neighbours in (log N, log D) over the scatter of all: near 0 for a clean trend, near 1 without any.
/// @formula   sum_i (y_i - y_nearest(i))^2 / 2 / sum_i (y_i - mean y)^2, distances in units of each column's deviation
/// @param     params, tokens  [n] > 0   @param  value  [n] any   @return  [1] >= 0; 1 where all values are equal
template <real Real>
[[nodiscard]] Real neighbour_scatter(std::vector<Real> const& params, std::vector<Real> const& tokens,
                                     std::vector<Real> const& value) {
  std::size_t const size = value.size();
  Real const count(static_cast<double>(size));
  std::vector<Real> log_n, log_d;
  for (std::size_t i = 0; i < size; ++i) {
    log_n.push_back(math::log(params[i]));
    log_d.push_back(math::log(tokens[i]));
  }
  auto const variance = [&](std::vector<Real> const& x) {
    Real mean(0), sum(0);
    for (Real const& each : x) mean += Real(each / count);
    for (Real const& each : x) sum += Real((each - mean) * (each - mean));
    return Real(sum / count);
  };
  Real const var_n = variance(log_n), var_d = variance(log_d), var_y = variance(value);
  Real largest(0);
  for (Real const& y : value) largest = math::max(largest, math::abs(y));
  Real const rounding = Real(count * epsilon<Real>() * largest);
  if (!(var_y > rounding * rounding)) return Real(1);
  Real sum(0);
  for (std::size_t i = 0; i < size; ++i) {
    // the mean over neighbours at one distance: repeated checkpoints have no order
    Real nearest = infinity<Real>(), squares(0), ties(0);
    for (std::size_t j = 0; j < size; ++j) {
      if (j == i) continue;
      Real const dn = Real(log_n[i] - log_n[j]), dd = Real(log_d[i] - log_d[j]), dy = Real(value[i] - value[j]);
      Real const distance = Real((var_n > Real(0) ? Real(dn * dn / var_n) : Real(0)) +
                                 (var_d > Real(0) ? Real(dd * dd / var_d) : Real(0)));
      if (distance < nearest) nearest = distance, squares = Real(0), ties = Real(0);
      if (distance == nearest) squares += Real(dy * dy), ties += Real(1);
    }
    if (ties > Real(0)) sum += Real(squares / ties);
  }
  return Real(sum / (Real(2) * count * var_y));
}

}  // namespace t2::inline v0::fit
