// SPDX-License-Identifier: BSL-1.0
// What training costs: 6 N D.
// Flow: runs -> law -> fit -> plan, with [cost] beside the law.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/quantity.hpp>  // params, tokens, samples
#include <t2/core/real.hpp>      // lane, promote_t, real
#include <t2/cost/monomial.hpp>  // monomial, posynomial, unit

namespace t2::inline v0::cost {

/// Training: a multiplication and an addition per parameter forward, twice that backward.
/// @formula   C = per_pair N D
/// @param     per_pair  [FLOP per parameter and token]: 6; 8 where activations are recomputed
/// @return    [FLOP]
/// @source    Kaplan et al. 2020, arXiv:2001.08361, section 2.1; Hoffmann et al. 2022, arXiv:2203.15556
template <real Real = double>
struct training {
  Real per_pair = Real(6);

  using value_type = Real;
  static constexpr unit measured_in = unit::flop;
  static constexpr int monomial_count = 1;

  T2_HD void store(monomial<Real>* out) const { out[0] = {per_pair, Real(1), Real(1), Real(0)}; }
  template <lane N, lane D, lane K>
  [[nodiscard]] T2_HD promote_t<Real, N, D, K> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                          t2::samples<K> const& k) const {
    return posynomial(*this, n, d, k);
  }
};

}  // namespace t2::inline v0::cost
