// SPDX-License-Identifier: BSL-1.0
// Recomputes the proof of a plan in 50 digits, from numbers alone: nothing of the library is included here.
#pragma once

#include <boost/multiprecision/cpp_bin_float.hpp>

#include <array>
#include <vector>

namespace t2::test {

using wide = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>, boost::multiprecision::et_off>;

/// c N^a D^b k^g
struct power {
  double coefficient;
  std::array<double, 3> exponent;
};
using posynomial = std::vector<power>;

/// minimise objective under each constraint <= 1
struct exact_problem {
  posynomial objective;
  std::vector<posynomial> constraints;
};

/// What a point and its multipliers prove.
struct exact_verdict {
  double violation;  ///< largest log of a constraint
  double residual;   ///< largest entry of the gradient of the Lagrangian, in logs
  double gap;        ///< log(objective) - gap is a lower bound for every feasible point within e^-30 .. e^120
  bool signs;        ///< no multiplier is negative
};

/// @formula  by convexity log f(y) >= log f(x) + sum m_i log g_i(x) + r (y - x), r = grad log f + sum m_i grad log g_i
inline exact_verdict verify(exact_problem const& problem, std::array<double, 3> const& at,
                            std::vector<double> const& multipliers) {
  std::array<wide, 3> x;
  for (std::size_t v = 0; v < 3; ++v) x[v] = log(wide(at[v]));
  std::array<wide, 3> slope;
  auto const log_value = [&](posynomial const& terms) {
    wide sum = 0;
    slope = {0, 0, 0};
    for (power const& t : terms) {
      wide e = log(wide(t.coefficient));
      for (std::size_t v = 0; v < 3; ++v) e += wide(t.exponent[v]) * x[v];
      wide const value = exp(e);
      sum += value;
      for (std::size_t v = 0; v < 3; ++v) slope[v] += wide(t.exponent[v]) * value;
    }
    for (wide& s : slope) s /= sum;
    return wide(log(sum));
  };
  log_value(problem.objective);
  std::array<wide, 3> r = slope;
  wide gap = 0, violation = -1000;
  bool signs = true;
  for (std::size_t i = 0; i < problem.constraints.size(); ++i) {
    wide const value = log_value(problem.constraints[i]), m = multipliers[i];
    if (value > violation) violation = value;
    gap += abs(wide(m * value));
    for (std::size_t v = 0; v < 3; ++v) r[v] += m * slope[v];
    signs = signs && multipliers[i] >= 0;
  }
  wide residual = 0;
  for (std::size_t v = 0; v < 3; ++v) {
    wide const reach = r[v] > 0 ? wide(x[v] + 30) : wide(120 - x[v]);
    gap += abs(r[v]) * reach;
    if (abs(r[v]) > residual) residual = abs(r[v]);
  }
  return {static_cast<double>(violation), static_cast<double>(residual), static_cast<double>(gap), signs};
}

}  // namespace t2::test
