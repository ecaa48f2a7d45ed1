// SPDX-License-Identifier: BSL-1.0
// Costs add up and scale: cost::training{} + 1e9 * cost::per_question{…} is a lifetime. Operands are stored by value.
// Flow: runs -> law -> fit -> plan, with [cost] beside the law.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/quantity.hpp>  // params, tokens, samples
#include <t2/core/real.hpp>      // lane, promote_t, value_t
#include <t2/cost/monomial.hpp>  // cost, posynomial_cost, unit

#include <concepts>

namespace t2::inline v0::cost {

namespace detail {
template <class... Costs>
struct counted {};
template <posynomial_cost... Costs>
struct counted<Costs...> {
  static constexpr int monomial_count = (Costs::monomial_count + ...);
};
}  // namespace detail

/// left + right, of one unit.
template <cost Left, cost Right>
  requires std::same_as<value_t<Left>, value_t<Right>> && (Left::measured_in == Right::measured_in)
struct sum : detail::counted<Left, Right> {
  Left left;
  Right right;

  using value_type = value_t<Left>;
  static constexpr unit measured_in = Left::measured_in;

  T2_HD void store(monomial<value_type>* out) const
    requires posynomial_cost<Left> && posynomial_cost<Right>
  {
    left.store(out);
    right.store(out + Left::monomial_count);
  }
  template <lane N, lane D, lane K>
  [[nodiscard]] T2_HD promote_t<value_type, N, D, K> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                                t2::samples<K> const& k) const {
    return {left(n, d, k) + right(n, d, k)};
  }
};

/// factor times a cost, in the same unit or in the one that the factor converts to.
/// @param  factor  >= 0
template <cost Cost, unit Unit = Cost::measured_in>
struct scaled : detail::counted<Cost> {
  Cost cost;
  value_t<Cost> factor;

  using value_type = value_t<Cost>;
  static constexpr unit measured_in = Unit;

  T2_HD void store(monomial<value_type>* out) const
    requires posynomial_cost<Cost>
  {
    cost.store(out);
    for (int i = 0; i < Cost::monomial_count; ++i) out[i].coefficient *= factor;
  }
  template <lane N, lane D, lane K>
  [[nodiscard]] T2_HD promote_t<value_type, N, D, K> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                                t2::samples<K> const& k) const {
    using T = promote_t<value_type, N, D, K>;
    return T(T(factor) * cost(n, d, k));
  }
};

template <cost Left, cost Right>
  requires std::same_as<value_t<Left>, value_t<Right>> && (Left::measured_in == Right::measured_in)
[[nodiscard]] T2_HD constexpr sum<Left, Right> operator+(Left const& left, Right const& right) {
  sum<Left, Right> out{};
  out.left = left;
  out.right = right;
  return out;
}

template <cost Cost>
[[nodiscard]] T2_HD constexpr scaled<Cost> operator*(value_t<Cost> const& factor, Cost const& cost) {
  scaled<Cost> out{};
  out.cost = cost;
  out.factor = factor;
  return out;
}

}  // namespace t2::inline v0::cost
