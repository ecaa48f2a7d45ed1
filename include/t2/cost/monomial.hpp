// SPDX-License-Identifier: BSL-1.0
// What a cost is: a value callable on N, D and k. A sum of powers lists its terms, and plans with it are proven.
// Flow: runs -> law -> fit -> plan, with [cost] beside the law.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/math.hpp>      // math::pow
#include <t2/core/quantity.hpp>  // params, tokens, samples
#include <t2/core/real.hpp>      // lane, promote_t, real, value_t

#include <concepts>
#include <cstdint>

namespace t2::inline v0::cost {

/// What a cost is measured in; only costs of one unit add up.
enum class unit : std::uint8_t {
  flop,      ///< floating-point operations, or memory traffic expressed in them
  gpu_hour,  ///< hours of one accelerator
  money,     ///< the currency of the hardware's price
  second,    ///< wall-clock time
  byte       ///< memory
};

/// c N^params D^tokens k^samples, c > 0.
template <real Real = double>
struct monomial {
  Real coefficient;
  Real params;
  Real tokens;
  Real samples;
};

/// A value with a unit, callable as cost(params, tokens, samples).
template <class C>
concept cost = std::copyable<C> && real<value_t<C>> &&
               requires(C const& c, t2::params<value_t<C>> n, t2::tokens<value_t<C>> d, t2::samples<value_t<C>> k) {
                 { C::measured_in } -> std::convertible_to<unit>;
                 { c(n, d, k) } -> std::convertible_to<value_t<C>>;
               };

/// A cost that is a sum of monomials and lists them: with one, minimising is convex in (log N, log D, log k). A term
/// whose coefficient is 0 is absent.
template <class C>
concept posynomial_cost = cost<C> && requires(C const& c, monomial<value_t<C>>* out) {
  { C::monomial_count } -> std::convertible_to<int>;
  c.store(out);
};

namespace detail {
// x^exponent; the exponents that costs have need no logarithm.
template <real Real, lane T>
[[nodiscard]] T2_HD T power(T const& x, Real const& exponent) {
  if (exponent == Real(0)) return T(1);
  if (exponent == Real(1)) return x;
  if (exponent == Real(2)) return T(x * x);
  if (exponent == Real(-1)) return T(T(1) / x);
  return math::pow(x, T(exponent));
}
}  // namespace detail

/// The sum of `count` monomials at a point.
template <real Real, lane N, lane D, lane K>
[[nodiscard]] T2_HD promote_t<Real, N, D, K> sum_monomials(monomial<Real> const* terms, int count,
                                                           t2::params<N> const& n, t2::tokens<D> const& d,
                                                           t2::samples<K> const& k) {
  using T = promote_t<Real, N, D, K>;
  T out(0);
  for (int i = 0; i < count; ++i)
    out += T(T(terms[i].coefficient) * detail::power(T(n.value), terms[i].params) *
             detail::power(T(d.value), terms[i].tokens) * detail::power(T(k.value), terms[i].samples));
  return out;
}

/// A posynomial cost at a point; what the call operators of the library's costs are.
/// @accuracy  a few epsilon relative: all terms are positive (tests/cost/monomial_test.cpp)
template <class C, lane N, lane D, lane K>
[[nodiscard]] T2_HD promote_t<value_t<C>, N, D, K> posynomial(C const& cost, t2::params<N> const& n,
                                                              t2::tokens<D> const& d, t2::samples<K> const& k) {
  monomial<value_t<C>> terms[C::monomial_count];
  cost.store(terms);
  return sum_monomials(terms, C::monomial_count, n, d, k);
}

}  // namespace t2::inline v0::cost
