// SPDX-License-Identifier: BSL-1.0
// Training with attention counted: 6 N D and the products with the context.
// Flow: runs -> law -> fit -> plan, with [cost] beside the law.   Needs: core.
#pragma once

#include <t2/core/config.hpp>       // T2_HD
#include <t2/core/quantity.hpp>     // params, tokens, samples
#include <t2/core/real.hpp>         // lane, promote_t, real
#include <t2/cost/monomial.hpp>     // monomial, posynomial, unit
#include <t2/cost/transformer.hpp>  // attention_flops, convention, family

namespace t2::inline v0::cost {

/// Training of the sizes of a family on sequences of one length. The context is fixed, so this stays a posynomial.
/// @formula   C = 6 N D + 3 a(N) D,  a(N) = attention_flops(shape, context) (N / params)^(2/3)
/// @param     sizes  shape and its N   @param  context  [tokens]   @param  how  what is counted
/// @return    [FLOP]; the palm convention gives 6 N + 12 L H Q T a token
/// @source    as `attention_flops`
template <real Real = double>
struct training_with_attention {
  family<Real> sizes;
  Real context;
  convention how = convention::palm;

  using value_type = Real;
  static constexpr unit measured_in = unit::flop;
  static constexpr int monomial_count = 2;

  T2_HD void store(monomial<Real>* out) const {
    Real const attention = Real(Real(3) * attention_flops(sizes.shape, context, how));
    out[0] = {Real(6), Real(1), Real(1), Real(0)};
    out[1] = {sizes.per_area(attention), Real(Real(2) / Real(3)), Real(1), Real(0)};
  }
  template <lane N, lane D, lane K>
  [[nodiscard]] T2_HD promote_t<Real, N, D, K> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                          t2::samples<K> const& k) const {
    return posynomial(*this, n, d, k);
  }
};

}  // namespace t2::inline v0::cost
