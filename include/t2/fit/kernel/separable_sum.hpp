// SPDX-License-Identifier: BSL-1.0
// What the fit of a separable law minimises, as a kernel sees it.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law.
#pragma once

#include <t2/core/config.hpp>                  // T2_HD
#include <t2/core/jet.hpp>                     // jet
#include <t2/core/math.hpp>                    // math::exp
#include <t2/core/real.hpp>                    // value_t
#include <t2/fit/kernel/separable_points.hpp>  // sum_points
#include <t2/fit/objective.hpp>                // curve, loss_function, residual_function
#include <t2/law/power_sum.hpp>                // separable

#include <cstddef>

namespace t2::inline v0::fit {

/// The sum over points of weight rho(residual) with gradient and Hessian, as a function of the parameters in centred
/// logarithms: c exp(-e (x - mean x)), where coefficients and exponents hardly correlate. Borrows the points and goes
/// through them one by one, without an array: on a device it is fits that run side by side, not points.
template <law::separable L, loss_function Rho, residual_function Residual>
struct separable_sum {
  using Real = value_t<L>;
  static constexpr int size = law::parameter_count<L>;
  static constexpr int variables = L::variables::size;

  Rho rho;
  Residual residual;
  std::size_t points;
  Real const* log_x[variables];  ///< centred
  Real const* value;
  Real const* weight;

  [[nodiscard]] T2_HD jet<Real, size> operator()(Real const* parameters) const {
    return sum_points<separable_sum, L>(*this, points, parameters, rho, residual);
  }

  // Columns of one number, as `add_points` takes them.
  static constexpr std::size_t most = 1;
  template <int T>
  T2_HD void powers(Real const* parameters, std::size_t begin, std::size_t, Real* out) const {
    out[0] = math::exp(Real(-parameters[L::terms[T].exponent] * log_x[L::terms[T].variable][begin]));
  }
  T2_HD void compare(Residual const& to, Real const* prediction, std::size_t begin, std::size_t, Real* r, Real* first,
                     Real* second) const {
    curve<Real> const at = to(prediction[0], value[begin]);
    r[0] = at.value;
    first[0] = at.first;
    second[0] = at.second;
  }
  [[nodiscard]] T2_HD static Real dot(Real const* x, Real const* y, std::size_t) { return Real(x[0] * y[0]); }
};

/// From centred coefficients to those of the law, and back with sign = -1.
/// @shape   parameters [parameter_count], centre [variables]: mean logarithms
template <law::separable L>
T2_HD void uncentre(value_t<L>* parameters, value_t<L> const* centre, int sign = 1) {
  using Real = value_t<L>;
  constexpr auto terms = L::terms;
  for (int t = 0; t < terms.size; ++t) {
    if (terms[t].exponent < 0) continue;
    Real const shift = Real(parameters[terms[t].exponent] * centre[terms[t].variable]);
    parameters[terms[t].coefficient] *= math::exp(sign > 0 ? shift : Real(-shift));
  }
}

}  // namespace t2::inline v0::fit
