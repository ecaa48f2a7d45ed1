// SPDX-License-Identifier: BSL-1.0
// Answering with a key-value cache: compute, and memory traffic expressed in FLOP (the eFLOP of Kinetics).
// Flow: runs -> law -> fit -> plan, with [cost] beside the law.   Needs: core.
#pragma once

#include <t2/core/config.hpp>       // T2_HD
#include <t2/core/quantity.hpp>     // params, tokens, samples
#include <t2/core/real.hpp>         // lane, promote_t, real
#include <t2/cost/monomial.hpp>     // monomial, posynomial, unit
#include <t2/cost/transformer.hpp>  // family

namespace t2::inline v0::cost {

/// One question of k answers, decoded with a cache: weights are read once for a large batch and left out, the cache of
/// the prompt is shared by the answers, that of each answer is its own. Prefill is left out, as in the source.
/// @formula   2 k N T + 2 r k p w T + r k w T^2 + I (2 p w T + k w T^2),  w = kv_width (N / params)^(2/3)
/// @param     sizes      shape and its N; r = heads / kv_heads   @param  prompt, output  p, T [tokens]
/// @param     intensity  I [FLOP per number moved], peak FLOP/s over bandwidth; 562.5 for a B200 in the source
/// @return    [FLOP equivalents per question]
/// @source    Sadhukhan et al. 2025 (Kinetics), arXiv:2506.05333, and the authors' code
template <real Real = double>
struct cached_question {
  family<Real> sizes;
  Real prompt;
  Real output;
  Real intensity;

  using value_type = Real;
  static constexpr unit measured_in = unit::flop;
  static constexpr int monomial_count = 5;

  T2_HD void store(monomial<Real>* out) const {
    Real const area = Real(Real(2) / Real(3));
    Real const width = sizes.per_area(sizes.shape.kv_width());
    Real const group = sizes.shape.group();
    Real const shared = Real(Real(2) * prompt * width * output);  // each new token looks at the prompt
    Real const own = Real(width * output * output);               // and at half of what it has written, keys and values
    out[0] = {Real(Real(2) * output), Real(1), Real(0), Real(1)};
    out[1] = {Real(group * shared), area, Real(0), Real(1)};
    out[2] = {Real(group * own), area, Real(0), Real(1)};
    out[3] = {Real(intensity * shared), area, Real(0), Real(0)};
    out[4] = {Real(intensity * own), area, Real(0), Real(1)};
  }
  template <lane N, lane D, lane K>
  [[nodiscard]] T2_HD promote_t<Real, N, D, K> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                          t2::samples<K> const& k) const {
    return posynomial(*this, n, d, k);
  }
};

/// Reading the prompt once: 2 N a token, and attention over its half.
/// @formula   2 N p + a(N) p / 2,  a(N) = 4 L p h (N / params)^(2/3) (the palm convention)
/// @return    [FLOP per question]
template <real Real = double>
struct prefill {
  family<Real> sizes;
  Real prompt;

  using value_type = Real;
  static constexpr unit measured_in = unit::flop;
  static constexpr int monomial_count = 2;

  T2_HD void store(monomial<Real>* out) const {
    Real const attention = attention_flops(sizes.shape, prompt, convention::palm);
    out[0] = {Real(Real(2) * prompt), Real(1), Real(0), Real(0)};
    out[1] = {sizes.per_area(Real(attention * prompt / Real(2))), Real(Real(2) / Real(3)), Real(0), Real(0)};
  }
  template <lane N, lane D, lane K>
  [[nodiscard]] T2_HD promote_t<Real, N, D, K> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                          t2::samples<K> const& k) const {
    return posynomial(*this, n, d, k);
  }
};

}  // namespace t2::inline v0::cost
