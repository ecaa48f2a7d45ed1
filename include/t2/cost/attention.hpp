// SPDX-License-Identifier: BSL-1.0
// Training with attention counted: 6 N D and the products with the context, or every product of every layer.
// Flow: runs -> law -> fit -> plan, with [cost] beside the law.   Needs: core.
#pragma once

#include <t2/core/config.hpp>       // T2_HD
#include <t2/core/math.hpp>         // math::pow
#include <t2/core/quantity.hpp>     // params, tokens, samples
#include <t2/core/real.hpp>         // lane, promote_t, real
#include <t2/cost/monomial.hpp>     // monomial, posynomial, unit
#include <t2/cost/transformer.hpp>  // attention_flops, convention, family, sequence_flops

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

/// Training counted product by product, embedding and logits included, on sequences of one length: three times the
/// forward pass. In the other two conventions N stands for all weights; here the shape says what is multiplied.
/// @formula   C = 3 (4 V d (N/N0)^(1/3) + 2 P N/N0 + a (N/N0)^(2/3)) D, N0 = params, P = non_embedding(), V vocabulary,
///            d width, a = attention_flops(shape, context, hoffmann)
/// @param     sizes  shape and its N   @param  context  length of a sequence [tokens]
/// @return    [FLOP]; at N = params it is 3 sequence_flops(shape, context) D / context
/// @source    Hoffmann et al. 2022, arXiv:2203.15556, appendix F
template <real Real = double>
struct training_of_sequences {
  family<Real> sizes;
  Real context;

  using value_type = Real;
  static constexpr unit measured_in = unit::flop;
  static constexpr int monomial_count = 3;

  T2_HD void store(monomial<Real>* out) const {
    Real const third = Real(Real(1) / Real(3));
    Real const vocabulary = Real(Real(12) * sizes.shape.embedding() * math::pow(sizes.params, Real(-third)));
    Real const attention = Real(Real(3) * attention_flops(sizes.shape, context, convention::hoffmann));
    out[0] = {Real(Real(6) * sizes.shape.non_embedding() / sizes.params), Real(1), Real(1), Real(0)};
    out[1] = {sizes.per_area(attention), Real(Real(2) * third), Real(1), Real(0)};
    out[2] = {vocabulary, third, Real(1), Real(0)};
  }
  template <lane N, lane D, lane K>
  [[nodiscard]] T2_HD promote_t<Real, N, D, K> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                          t2::samples<K> const& k) const {
    return posynomial(*this, n, d, k);
  }
};

}  // namespace t2::inline v0::cost
