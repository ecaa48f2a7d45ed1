// SPDX-License-Identifier: BSL-1.0
// Memory to serve a model: its weights and the caches of the samples drawn side by side.
// Flow: runs -> law -> fit -> plan, with [cost] beside the law.   Needs: core.
#pragma once

#include <t2/core/config.hpp>       // T2_HD
#include <t2/core/quantity.hpp>     // params, tokens, samples
#include <t2/core/real.hpp>         // lane, promote_t, real
#include <t2/cost/monomial.hpp>     // monomial, posynomial, unit
#include <t2/cost/transformer.hpp>  // family

namespace t2::inline v0::cost {

/// The weights alone.
/// @formula   N bytes_per_param;  2 for bf16, 1 for fp8, 0.5 for 4 bits
/// @return    [bytes]
template <real Real = double>
struct weights {
  Real bytes_per_param = Real(2);

  using value_type = Real;
  static constexpr unit measured_in = unit::byte;
  static constexpr int monomial_count = 1;

  T2_HD void store(monomial<Real>* out) const { out[0] = {bytes_per_param, Real(1), Real(0), Real(0)}; }
  template <lane N, lane D, lane K>
  [[nodiscard]] T2_HD promote_t<Real, N, D, K> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                          t2::samples<K> const& k) const {
    return posynomial(*this, n, d, k);
  }
};

/// Weights and caches while all k samples of `questions` questions are decoded at once; a prompt's cache is shared.
/// @formula   N bytes_per_param + questions (prompt + k output) w(N) bytes_per_number,  w = kv_width (N / params)^(2/3)
/// @param     prompt, output  [tokens]   @param  questions  served side by side
/// @return    [bytes]
template <real Real = double>
struct serving_memory {
  family<Real> sizes;
  Real prompt;
  Real output;
  Real questions = Real(1);
  Real bytes_per_param = Real(2);
  Real bytes_per_number = Real(2);

  using value_type = Real;
  static constexpr unit measured_in = unit::byte;
  static constexpr int monomial_count = 3;

  T2_HD void store(monomial<Real>* out) const {
    Real const area = Real(Real(2) / Real(3));
    Real const width = Real(questions * bytes_per_number * sizes.per_area(sizes.shape.kv_width()));
    out[0] = {bytes_per_param, Real(1), Real(0), Real(0)};
    out[1] = {Real(width * prompt), area, Real(0), Real(0)};
    out[2] = {Real(width * output), area, Real(0), Real(1)};
  }
  template <lane N, lane D, lane K>
  [[nodiscard]] T2_HD promote_t<Real, N, D, K> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                          t2::samples<K> const& k) const {
    return posynomial(*this, n, d, k);
  }
};

}  // namespace t2::inline v0::cost
