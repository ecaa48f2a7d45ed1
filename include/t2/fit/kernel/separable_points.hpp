// SPDX-License-Identifier: BSL-1.0
// What points add to the sum that a fit of a separable law minimises: columns of them on a processor, one in a kernel.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/jet.hpp>       // jet
#include <t2/core/real.hpp>      // value_t
#include <t2/core/sum.hpp>       // sum_leaf
#include <t2/fit/objective.hpp>  // curve, loss_function, residual_function
#include <t2/law/power_sum.hpp>  // separable, for_each_term

#include <cstddef>
#include <type_traits>

namespace t2::inline v0::fit {

/// Sums over points of s, s g_p, t g_p g_q and s x g_p, with s and t the slope and bend of the loss and g_p the derivative of
/// the law by a coefficient, or by an exponent where its coefficient is 1.
template <law::separable L>
struct separable_sums {
  using Real = value_t<L>;
  static constexpr int size = law::parameter_count<L>;

  Real value, slope[size], slope_x[size], bend[size][size];

  [[nodiscard]] static T2_HD separable_sums zero() {
    separable_sums out;
    out.value = Real(0);
    for (int p = 0; p < size; ++p) {
      out.slope[p] = out.slope_x[p] = Real(0);
      for (int q = 0; q <= p; ++q) out.bend[p][q] = Real(0);
    }
    return out;
  }
  T2_HD void operator+=(separable_sums const& other) {
    value += other.value;
    for (int p = 0; p < size; ++p) {
      slope[p] += other.slope[p];
      slope_x[p] += other.slope_x[p];
      for (int q = 0; q <= p; ++q) bend[p][q] += other.bend[p][q];
    }
  }

  /// The sum with gradient and Hessian, at the parameters at which it was made.
  [[nodiscard]] T2_HD jet<Real, size> at(Real const* parameters) const {
    jet<Real, size> out;
    out.value = value;
    Real scale[size];
    law::for_each_term<L>([&]<int T>(std::integral_constant<int, T>) {
      constexpr int c = L::terms[T].coefficient, e = L::terms[T].exponent;
      scale[c] = Real(1);
      if constexpr (e >= 0) scale[e] = parameters[c];
    });
    for (int p = 0; p < size; ++p) {
      out.gradient[p] = Real(scale[p] * slope[p]);
      for (int q = 0; q <= p; ++q) out.hessian[p][q] = out.hessian[q][p] = Real(scale[p] * scale[q] * bend[p][q]);
    }
    law::for_each_term<L>([&]<int T>(std::integral_constant<int, T>) {
      constexpr int c = L::terms[T].coefficient, e = L::terms[T].exponent;
      if constexpr (e >= 0) {
        out.hessian[c][e] = out.hessian[e][c] = Real(out.hessian[c][e] + slope[e]);
        out.hessian[e][e] -= Real(parameters[c] * slope_x[e]);
      }
    });
    return out;
  }
};

/// Adds the points [begin, begin + many) to the sums: residuals, their loss rho, and the products of its slope and bend with
/// the derivatives of the law, each as a column.
/// @param   points  centred logarithms `log_x` and weights, with `powers`, `compare` and `dot` of columns of at most `most`
template <class Points, law::separable L, loss_function Rho, residual_function Residual>
T2_HD void add_points(Points const& points, value_t<L> const* parameters, Rho const& rho, Residual const& residual,
                      std::size_t begin, std::size_t many, separable_sums<L>& out) {
  using Real = value_t<L>;
  constexpr int size = law::parameter_count<L>;
  constexpr std::size_t most = Points::most;
  std::size_t const count = most == 1 ? std::size_t{1} : many;  // a constant for one number: no loop is left
  Real by[size][most], m[most], slope[most], bend[most], value[most], scratch[most];
  for (std::size_t i = 0; i < count; ++i) m[i] = Real(0);
  law::for_each_term<L>([&]<int T>(std::integral_constant<int, T>) {
    constexpr int c = L::terms[T].coefficient, e = L::terms[T].exponent;
    Real* const g = by[c];
    if constexpr (e < 0) {
      for (std::size_t i = 0; i < count; ++i) g[i] = Real(1);
    } else {
      points.template powers<T>(parameters, begin, count, g);
      Real const* const x = points.log_x[L::terms[T].variable] + begin;
      for (std::size_t i = 0; i < count; ++i) by[e][i] = Real(-x[i] * g[i]);
    }
    Real const coefficient = parameters[c];
    for (std::size_t i = 0; i < count; ++i) m[i] += Real(coefficient * g[i]);
  });
  points.compare(residual, static_cast<Real const*>(m), begin, count, value, slope, bend);
  Real const* const weight = points.weight + begin;
  for (std::size_t i = 0; i < count; ++i) {
    curve<Real> const f = rho(value[i]);
    value[i] = f.value;
    bend[i] = Real(weight[i] * (f.second * slope[i] * slope[i] + f.first * bend[i]));
    slope[i] = Real(weight[i] * f.first * slope[i]);
  }
  out.value += points.dot(value, weight, count);
  for (int p = 0; p < size; ++p) {
    out.slope[p] += points.dot(slope, by[p], count);
    for (std::size_t i = 0; i < count; ++i) scratch[i] = Real(bend[i] * by[p][i]);
    for (int q = 0; q <= p; ++q) out.bend[p][q] += points.dot(scratch, by[q], count);
  }
  law::for_each_term<L>([&]<int T>(std::integral_constant<int, T>) {
    constexpr int e = L::terms[T].exponent;
    if constexpr (e >= 0) {
      Real const* const x = points.log_x[L::terms[T].variable] + begin;
      for (std::size_t i = 0; i < count; ++i) scratch[i] = Real(slope[i] * x[i]);
      out.slope_x[e] += points.dot(scratch, by[e], count);
    }
  });
}

/// The sum over all points with gradient and Hessian.
template <class Points, law::separable L, loss_function Rho, residual_function Residual>
[[nodiscard]] T2_HD jet<value_t<L>, law::parameter_count<L>> sum_points(Points const& points, std::size_t size,
                                                                        value_t<L> const* parameters, Rho const& rho,
                                                                        Residual const& residual) {
  auto total = separable_sums<L>::zero();
  // leaf by leaf, so that rounding grows with the logarithm of the number of points
  for (std::size_t leaf = 0; leaf < size; leaf += sum_leaf) {
    auto part = separable_sums<L>::zero();
    std::size_t const end = size - leaf < sum_leaf ? size : leaf + sum_leaf;
    for (std::size_t begin = leaf; begin < end; begin += Points::most)
      add_points<Points, L>(points, parameters, rho, residual, begin, end - begin < Points::most ? end - begin : Points::most,
                            part);
    total += part;
  }
  return total.at(parameters);
}

}  // namespace t2::inline v0::fit
