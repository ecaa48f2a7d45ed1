// SPDX-License-Identifier: BSL-1.0
// What a fit minimises: a sum over points of a loss of the residual, never a mean (a mean made the published Chinchilla
// fit stop early).
// Flow: runs -> law -> [fit] -> plan.   Needs: core.
#pragma once

#include <t2/core/columns.hpp>  // math::log_each
#include <t2/core/config.hpp>   // T2_HD
#include <t2/core/math.hpp>     // math::log, math::abs
#include <t2/core/real.hpp>     // real

#include <concepts>
#include <cstddef>

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
  [[nodiscard]] T2_HD constexpr double width() const { return delta; }
  template <real Real>
  [[nodiscard]] T2_HD constexpr curve<Real> operator()(Real const& r) const {
    // without branches, so that a loop over points becomes vector code
    Real const d = static_cast<Real>(delta);
    Real const below = r < d ? r : d;
    Real const clamped = below > Real(-d) ? below : Real(-d);
    return {Real(clamped * (r - clamped / Real(2))), clamped, clamped == r ? Real(1) : Real(0)};
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
  template <real Real>
  static void each(Real const* prediction, Real const* observation, std::size_t size, Real* value, Real* first,
                   Real* second) {
    for (std::size_t i = 0; i < size; ++i) value[i] = Real(prediction[i] / observation[i]);
    math::log_each(value, size);
    for (std::size_t i = 0; i < size; ++i) first[i] = Real(Real(1) / prediction[i]);
    for (std::size_t i = 0; i < size; ++i) second[i] = Real(-first[i] * first[i]);
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

namespace detail {
/// Residuals of many points, by the residual's own `each` where it has one.
template <residual_function Residual, real Real>
void compare_each(Residual const& residual, Real const* prediction, Real const* observation, std::size_t size,
                  Real* value, Real* first, Real* second) {
  if constexpr (requires { residual.each(prediction, observation, size, value, first, second); }) {
    residual.each(prediction, observation, size, value, first, second);
  } else {
    for (std::size_t i = 0; i < size; ++i) {
      curve<Real> const r = residual(prediction[i], observation[i]);
      value[i] = r.value;
      first[i] = r.first;
      second[i] = r.second;
    }
  }
}
}  // namespace detail

}  // namespace t2::inline v0::fit
