// SPDX-License-Identifier: BSL-1.0
// What the fit of a separable law minimises, as a kernel sees it.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/jet.hpp>       // jet
#include <t2/core/math.hpp>      // math::exp
#include <t2/core/real.hpp>      // value_t
#include <t2/core/sum.hpp>       // sum_leaf
#include <t2/fit/objective.hpp>  // curve, loss_function, residual_function
#include <t2/law/power_sum.hpp>  // separable, evaluate_terms

#include <cstddef>
#include <type_traits>

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
    using jet_type = jet<Real, size>;
    jet_type total = jet_type::zero();
    // leaf by leaf, so that rounding grows with the logarithm of the number of points
    for (std::size_t begin = 0; begin < points; begin += sum_leaf) {
      jet_type part = jet_type::zero();
      std::size_t const end = points - begin < sum_leaf ? points : begin + sum_leaf;
      for (std::size_t i = begin; i < end; ++i) add(parameters, i, part);
      total.value += part.value;
      for (int p = 0; p < size; ++p) {
        total.gradient[p] += part.gradient[p];
        for (int q = 0; q <= p; ++q) total.hessian[p][q] += part.hessian[p][q];
      }
    }
    for (int p = 0; p < size; ++p)
      for (int q = 0; q < p; ++q) total.hessian[q][p] = total.hessian[p][q];
    return total;
  }

 private:
  T2_HD void add(Real const* parameters, std::size_t i, jet<Real, size>& out) const {
    Real x[variables];
    for (int v = 0; v < variables; ++v) x[v] = log_x[v][i];
    law::power_sum<L, Real> const m = law::evaluate_terms<L>(parameters, static_cast<Real const*>(x));
    curve<Real> const r = residual(m.value, value[i]);
    curve<Real> const f = rho(r.value);
    Real const slope = Real(weight[i] * f.first * r.first);
    Real const bend = Real(weight[i] * (f.second * r.first * r.first + f.first * r.second));
    out.value += Real(weight[i] * f.value);
    // what parameter_jet would give, without its zeros
    Real gradient[size];
    law::for_each_term<L>([&]<int T>(std::integral_constant<int, T>) {
      constexpr int c = L::terms[T].coefficient, e = L::terms[T].exponent;
      gradient[c] = m.term[T].power;
      if constexpr (e >= 0) {
        Real const by_exponent = Real(slope * m.term[T].by_exponent);
        gradient[e] = Real(parameters[c] * m.term[T].by_exponent);
        out.hessian[c > e ? c : e][c > e ? e : c] += by_exponent;
        out.hessian[e][e] -= Real(parameters[c] * by_exponent * m.term[T].log_x);
      }
    });
    for (int p = 0; p < size; ++p) {
      out.gradient[p] += Real(slope * gradient[p]);
      Real const bent = Real(bend * gradient[p]);
      for (int q = 0; q <= p; ++q) out.hessian[p][q] += Real(bent * gradient[q]);
    }
  }
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
