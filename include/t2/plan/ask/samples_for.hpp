// SPDX-License-Identifier: BSL-1.0
// How many samples a given model needs for a target.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, law.
#pragma once

#include <t2/core/math.hpp>      // math::exp, math::log
#include <t2/core/quantity.hpp>  // params, tokens, samples
#include <t2/core/real.hpp>      // value_t
#include <t2/core/status.hpp>    // result, status
#include <t2/law/law.hpp>        // law, evaluate, higher_is_better

namespace t2::inline v0::plan {

/// The least k with which a model of N parameters and D tokens reaches a target: bisection in log k, as laws are
/// monotone in k.
/// @param   target  of the law: a loss of at most, an accuracy of at least
/// @param   most    the largest k that is tried
/// @return  k [samples], real; round up for whole samples
/// @errors  infeasible where `most` samples do not reach the target; its value is what they reach
/// @accuracy  a few epsilon in log k
template <law::law L>
[[nodiscard]] result<samples<value_t<L>>> samples_for(L const& law, params<value_t<L>> const& n,
                                                      tokens<value_t<L>> const& d, value_t<L> const& target,
                                                      value_t<L> const& most = value_t<L>(1e12)) {
  using Real = value_t<L>;
  auto const reached = [&](Real const& k) {
    Real const value = law::evaluate(law, n, d, samples<Real>(k));
    return law::higher_is_better<L> ? value >= target : value <= target;
  };
  if (!reached(most))
    return status{errc::infeasible, "target", to_double(law::evaluate(law, n, d, samples<Real>(most))), -1};
  Real low = math::log(Real(1e-9)), high = math::log(most);
  if (reached(math::exp(low))) return samples<Real>(math::exp(low));
  while (true) {
    Real const middle = Real((low + high) / Real(2));
    if (!(middle > low) || !(middle < high)) break;
    (reached(math::exp(middle)) ? high : low) = middle;
  }
  return samples<Real>(math::exp(high));
}

}  // namespace t2::inline v0::plan
