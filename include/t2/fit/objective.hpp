// SPDX-License-Identifier: BSL-1.0
// What a fit minimises: a sum over points of a loss of the residual, never a mean (a mean made the published Chinchilla
// fit stop early).
// Flow: runs -> law -> [fit] -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/math.hpp>    // math::log, math::abs
#include <t2/core/real.hpp>    // real

#include <concepts>

namespace t2::inline v0::fit {

/// A function of one variable with its first two derivatives.
template <real Real>
struct curve {
  Real value;
  Real first;
  Real second;
};

/// Sum of squares: rho(r) = r^2.
struct squared {
  template <real Real>
  [[nodiscard]] T2_HD constexpr curve<Real> operator()(Real const& r) const {
    return {Real(r * r), Real(Real(2) * r), Real(2)};
  }
};

/// Huber's loss: rho(r) = r^2/2 for |r| <= delta, delta (|r| - delta/2) beyond.
/// @param  delta  in units of the residual, > 0
struct huber {
  double delta = 1e-3;
  /// The same loss with a wider quadratic part: where a search that ends at this delta begins.
  [[nodiscard]] T2_HD constexpr huber relaxed(double factor) const { return {delta * factor}; }
  template <real Real>
  [[nodiscard]] T2_HD constexpr curve<Real> operator()(Real const& r) const {
    Real const d = static_cast<Real>(delta);
    if (math::abs(r) <= d) return {Real(r * r / Real(2)), r, Real(1)};
    return {Real(d * (math::abs(r) - d / Real(2))), r < Real(0) ? Real(-d) : d, Real(0)};
  }
};

/// r = prediction - observation.
struct linear_residual_t {
  static constexpr bool relative = false;
  template <real Real>
  [[nodiscard]] T2_HD constexpr curve<Real> operator()(Real const& prediction, Real const& observation) const {
    return {Real(prediction - observation), Real(1), Real(0)};
  }
};
inline constexpr linear_residual_t linear_residual{};

/// r = log(prediction / observation), for positive values.
struct log_residual_t {
  static constexpr bool relative = true;
  template <real Real>
  [[nodiscard]] T2_HD curve<Real> operator()(Real const& prediction, Real const& observation) const {
    Real const slope = Real(Real(1) / prediction);
    return {math::log(Real(prediction / observation)), slope, Real(-slope * slope)};
  }
};
inline constexpr log_residual_t log_residual{};

/// A loss of one residual: anything callable as rho(r) -> curve; `squared` and `huber` are two.
template <class T>
concept loss_function = std::copyable<T> && requires(T const& rho, double r) {
  { rho(r) } -> std::same_as<curve<double>>;
};

/// A way to compare prediction and observation.
template <class T>
concept residual_function = std::copyable<T> && requires(T const& residual, double m, double y) {
  { residual(m, y) } -> std::same_as<curve<double>>;
  { T::relative } -> std::convertible_to<bool>;
};

}  // namespace t2::inline v0::fit
