// SPDX-License-Identifier: BSL-1.0
// The Beta law of questions from a fit, in integer arithmetic: the same a and b, and so the same thresholds, in every
// build.
// Flow: runs -> law -> fit -> plan -> [sample].   Needs: core, random, law.
#pragma once

#include <t2/core/quantity.hpp>                   // params, tokens
#include <t2/core/real.hpp>                       // not_a_number
#include <t2/law/difficulty/beta_regression.hpp>  // beta_shape
#include <t2/law/loss/chinchilla.hpp>             // chinchilla
#include <t2/law/task_accuracy.hpp>               // task_accuracy
#include <t2/random/wide.hpp>                     // exponential, wide

#include <cstdint>
#include <initializer_list>

namespace t2::inline v0::sample {

namespace detail {
/// A number with a sign.
struct exact {
  random::wide size;
  bool negative = false;

  constexpr exact(random::wide number, bool below_zero = false) : size(number), negative(below_zero) {}
  constexpr exact(double number) : size(random::wide::from(number < 0 ? -number : number)), negative(number < 0) {}

  [[nodiscard]] friend constexpr exact operator-(exact const& x) { return {x.size, !x.negative}; }
  [[nodiscard]] friend constexpr exact operator+(exact const& x, exact const& y) {
    if (x.negative == y.negative) return {x.size + y.size, x.negative};
    if (x.size < y.size) return {y.size - x.size, y.negative};
    return {x.size - y.size, x.negative};
  }
  [[nodiscard]] friend constexpr exact operator*(exact const& x, exact const& y) {
    return {x.size * y.size, x.negative != y.negative};
  }
};

[[nodiscard]] constexpr random::wide exact_exp(exact const& x) { return exponential(x.size, x.negative); }

/// log x by 2 artanh((m - 1) / (m + 1)) for x = m 2^e, 1 <= m < 2.
[[nodiscard]] constexpr exact exact_log(random::wide const& x) {
  using random::wide;
  wide m = x;
  m.exponent = -127;
  wide const z = (m - wide(1)) / (m + wide(1)), square = z * z;
  wide sum;
  for (std::uint64_t j = 43; j > 0; --j) sum = (wide(1) / wide(2 * j - 1)) + sum * square;
  std::int64_t const e = x.exponent + 127;
  wide const ln2((random::uint128{0xB17217F7D1CF79ABu} << 64) | 0xC9E3B39803F2F6AFu, -128);
  exact const power(wide(static_cast<std::uint64_t>(e < 0 ? -e : e)) * ln2, e < 0);
  return power + exact(wide(2) * z * sum);
}

[[nodiscard]] constexpr bool ordinary(double x) { return x > -1e300 && x < 1e300; }
}  // namespace detail

/// a and b of approach 2 at a model size and a number of tokens, each the double nearest to its exact value.
/// @formula   as law::beta_regression::shape of law::chinchilla
/// @return    a, b [1]; NaN where a coefficient is not finite, or N or D is not positive and finite
/// @accuracy  half an ulp and 1e-25 (tests/sample/exact_shape_test.cpp)
[[nodiscard]] inline law::beta_shape<double> exact_shape(law::task_accuracy<law::chinchilla<double>> const& task,
                                                         params<double> const& n, tokens<double> const& d) {
  using detail::exact;
  using random::wide;
  auto const& [E, A, B, alpha, beta] = task.loss;
  auto const& [theta0, theta1, theta2, theta3, theta4] = task.difficulty;
  for (double const x : {E, A, B, alpha, beta, theta0, theta1, theta2, theta3, theta4, n.value, d.value}) {
    if (!detail::ordinary(x)) return {not_a_number<double>(), not_a_number<double>()};
  }
  if (!(n.value > 0 && d.value > 0)) return {not_a_number<double>(), not_a_number<double>()};
  auto const term = [](double coefficient, double exponent, double variable) {
    return exact(coefficient) * exact(detail::exact_exp(-(exact(exponent) * detail::exact_log(wide::from(variable)))));
  };
  exact const loss = exact(E) + term(A, alpha, n.value) + term(B, beta, d.value);
  exact const t = exact(theta1) * (loss + -exact(theta0));
  exact const concentration = exact(theta3) + exact(theta4) * loss;
  wide const limit(1, 12);  // e^4096 is beyond every double
  if (!(t.size < limit) || !(concentration.size < limit)) return {not_a_number<double>(), not_a_number<double>()};
  wide const odds = detail::exact_exp(t), nu = detail::exact_exp(concentration);
  wide const hit = wide(1) / (wide(1) + odds), miss = odds * hit;
  exact const a = exact(theta2) * exact(hit * nu);
  exact const b = (exact(1.) + -exact(theta2) + exact(theta2) * exact(miss)) * exact(nu);
  double const a_size = a.size.nearest(), b_size = b.size.nearest();
  return {a.negative ? -a_size : a_size, b.negative ? -b_size : b_size};
}

}  // namespace t2::inline v0::sample
