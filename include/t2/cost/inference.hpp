// SPDX-License-Identifier: BSL-1.0
// What answering costs, without attention: 2 N FLOP a token.
// Flow: runs -> law -> fit -> plan, with [cost] beside the law.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/quantity.hpp>  // params, tokens, samples
#include <t2/core/real.hpp>      // lane, promote_t, real
#include <t2/cost/monomial.hpp>  // monomial, posynomial, unit

namespace t2::inline v0::cost {

/// The inference cost of T2: k samples for every token served, whatever the length of an answer.
/// @formula   C = 2 N k
/// @return    [FLOP per token served]
/// @source    Roberts et al. 2026, arXiv:2604.01411
template <real Real = double>
struct per_token_served {
  using value_type = Real;
  static constexpr unit measured_in = unit::flop;
  static constexpr int monomial_count = 1;

  T2_HD void store(monomial<Real>* out) const { out[0] = {Real(2), Real(1), Real(0), Real(1)}; }
  template <lane N, lane D, lane K>
  [[nodiscard]] T2_HD promote_t<Real, N, D, K> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                          t2::samples<K> const& k) const {
    return posynomial(*this, n, d, k);
  }
};

/// One question: a prompt and k answers. A lifetime of Q questions is Q * per_question{…}.
/// @formula   C = 2 N (prompt + k output) where the prompt is shared, else 2 N k (prompt + output)
/// @param     prompt, output  [tokens]   @param  share_prompt  the prompt is read once for all samples
/// @return    [FLOP per question]
template <real Real = double>
struct per_question {
  Real prompt;
  Real output;
  bool share_prompt = true;

  using value_type = Real;
  static constexpr unit measured_in = unit::flop;
  static constexpr int monomial_count = 2;

  T2_HD void store(monomial<Real>* out) const {
    out[0] = {Real(Real(2) * prompt), Real(1), Real(0), Real(share_prompt ? 0 : 1)};
    out[1] = {Real(Real(2) * output), Real(1), Real(0), Real(1)};
  }
  template <lane N, lane D, lane K>
  [[nodiscard]] T2_HD promote_t<Real, N, D, K> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                          t2::samples<K> const& k) const {
    return posynomial(*this, n, d, k);
  }
};

/// The lifetime demand of Sardana et al.: a number of tokens served, one sample each.
/// @formula   C = 2 N tokens
/// @param     tokens  [tokens] served over the lifetime
/// @return    [FLOP]
/// @source    Sardana et al. 2024, arXiv:2401.00448
template <real Real = double>
struct tokens_served {
  Real tokens;

  using value_type = Real;
  static constexpr unit measured_in = unit::flop;
  static constexpr int monomial_count = 1;

  T2_HD void store(monomial<Real>* out) const { out[0] = {Real(Real(2) * tokens), Real(1), Real(0), Real(0)}; }
  template <lane N, lane D, lane K>
  [[nodiscard]] T2_HD promote_t<Real, N, D, K> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                          t2::samples<K> const& k) const {
    return posynomial(*this, n, d, k);
  }
};

}  // namespace t2::inline v0::cost
