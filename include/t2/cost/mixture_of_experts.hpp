// SPDX-License-Identifier: BSL-1.0
// Mixture of experts: FLOP come from the active parameters, memory from all of them.
// Flow: runs -> law -> fit -> plan, with [cost] beside the law.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/quantity.hpp>  // params, tokens, samples
#include <t2/core/real.hpp>      // lane, promote_t, value_t
#include <t2/cost/compose.hpp>   // counted
#include <t2/cost/monomial.hpp>  // cost, posynomial_cost, unit, power

namespace t2::inline v0::cost {

/// A cost of another number of parameters than the law's N: where N is the total, `share` = active / total turns a FLOP
/// cost into that of the active ones; where N is the active number, `share` = total / active turns memory into that of
/// all.
/// @formula   C(N, D, k) = cost(share N, D, k)
/// @param     share  > 0
template <cost Cost>
struct with_share : detail::counted<Cost> {
  Cost cost;
  value_t<Cost> share;

  using value_type = value_t<Cost>;
  static constexpr unit measured_in = Cost::measured_in;

  T2_HD void store(monomial<value_type>* out) const
    requires posynomial_cost<Cost>
  {
    cost.store(out);
    for (int i = 0; i < Cost::monomial_count; ++i) out[i].coefficient *= detail::power(share, out[i].params);
  }
  template <lane N, lane D, lane K>
  [[nodiscard]] T2_HD promote_t<value_type, N, D, K> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                                t2::samples<K> const& k) const {
    using T = promote_t<value_type, N>;
    return cost(t2::params<T>(T(T(share) * T(n.value))), d, k);
  }
};

/// The same cost of share N parameters.
template <cost Cost>
[[nodiscard]] T2_HD constexpr with_share<Cost> of_share(Cost const& cost, value_t<Cost> const& share) {
  with_share<Cost> out{};
  out.cost = cost;
  out.share = share;
  return out;
}

}  // namespace t2::inline v0::cost
