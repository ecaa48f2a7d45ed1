// SPDX-License-Identifier: BSL-1.0
// A cost that may not exceed an amount: FLOP, hours, money, bytes, seconds.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, cost.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/real.hpp>      // real, value_t
#include <t2/cost/monomial.hpp>  // posynomial_cost, monomial

namespace t2::inline v0::plan {

/// cost(N, D, k) <= amount.
/// @param   amount  in the unit of the cost, > 0   @param  name  what plans call it; static storage
template <cost::posynomial_cost Cost>
struct spend_at_most {
  Cost cost;
  value_t<Cost> amount;
  char const* name;

  using value_type = value_t<Cost>;
  template <class Limits>
  T2_HD void add_to(Limits& limits) const {
    cost::monomial<value_type> terms[Cost::monomial_count];
    cost.store(terms);
    limits.open(name);
    for (auto const& term : terms)
      limits.add_term({value_type(term.coefficient / amount), term.params, term.tokens, term.samples});
    if (!(amount > value_type(0))) limits.bad = name;
  }
};

/// at_most(cost::serving_memory{…}, 80e9, "memory")
template <cost::posynomial_cost Cost>
[[nodiscard]] T2_HD constexpr spend_at_most<Cost> at_most(Cost const& cost, value_t<Cost> const& amount,
                                                          char const* name) {
  return {cost, amount, name};
}

}  // namespace t2::inline v0::plan
