// SPDX-License-Identifier: BSL-1.0
// A value with its standard error, and the interval that the two stand for.
// Flow: sample -> [passk] -> fit.   Needs: core.
#pragma once

#include <t2/core/math.hpp>  // math::exp, math::log, math::sqrt
#include <t2/core/real.hpp>  // real

#include <cmath>
#include <limits>

namespace t2::inline v0::passk {

/// An estimate of a share, and the standard error of the question it answers.
template <real Real>
struct estimate {
  Real value;
  Real standard_error;
};

/// Both ends belong to it.
template <real Real>
struct interval {
  Real lower;
  Real upper;
};

/// Quantile of the standard normal distribution.
/// @param   p  [1] in (0, 1)   @return  NaN outside, infinite at the ends   @accuracy  <= 1e-14 relative for p >= 1e-290
[[nodiscard]] inline double normal_quantile(double p) {
  if (!(p >= 0 && p <= 1)) return std::numeric_limits<double>::quiet_NaN();
  if (p == 0 || p == 1)
    return p == 0 ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
  if (p > 0.5) return -normal_quantile(1 - p);
  double const t = std::sqrt(-2 * std::log(p));  // Abramowitz and Stegun 26.2.23, then Halley's steps
  double x = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
  for (int i = 0; i < 4; ++i) {
    double const tail = std::erfc(-x / std::sqrt(2.0)) / 2;
    double const density = std::exp(-x * x / 2) / std::sqrt(2 * std::acos(-1.0));
    if (!(density > 0)) break;
    double const step = (tail - p) / density;
    x -= step / (1 + x * step / 2);
  }
  return x;
}

/// The normal interval of an estimate, cut to [0, 1].
/// @param   level  [1] in (0, 1), e.g. 0.95   @return  NaN for another level
template <real Real>
[[nodiscard]] interval<Real> normal_interval(estimate<Real> const& of, double level) {
  Real const reach = Real(of.standard_error * Real(normal_quantile((1 + level) / 2)));
  if (!(reach >= Real(0))) return {not_a_number<Real>(), not_a_number<Real>()};
  Real const lower = Real(of.value - reach), upper = Real(of.value + reach);
  return {lower < Real(0) ? Real(0) : lower, Real(1) < upper ? Real(1) : upper};
}

/// Two-sided p-value of an estimate against 0.
/// @return  1 where both are 0
template <real Real>
[[nodiscard]] double two_sided_p(estimate<Real> const& of) {
  double const value = std::fabs(static_cast<double>(of.value)), error = static_cast<double>(of.standard_error);
  if (value == 0) return 1;
  return error > 0 ? std::erfc(value / error / std::sqrt(2.0)) : 0;
}

}  // namespace t2::inline v0::passk
