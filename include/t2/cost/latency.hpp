// SPDX-License-Identifier: BSL-1.0
// The least time an answer can take: every token reads the weights and the caches from memory.
// Flow: runs -> law -> fit -> plan, with [cost] beside the law.   Needs: core.
#pragma once

#include <t2/core/config.hpp>       // T2_HD
#include <t2/core/quantity.hpp>     // params, tokens, samples
#include <t2/core/real.hpp>         // lane, promote_t, real
#include <t2/cost/hardware.hpp>     // hardware, precision
#include <t2/cost/monomial.hpp>     // monomial, posynomial, unit
#include <t2/cost/transformer.hpp>  // family

namespace t2::inline v0::cost {

/// A lower bound of the time from question to the last of k answers decoded side by side on `devices` accelerators.
/// @formula   2 N p / (peak devices) + T (N b + w(N) m (p + k T / 2)) / (bandwidth devices),
///            w = kv_width (N / params)^(2/3), b and m bytes per parameter and number, p, T prompt and output tokens
/// @return    [s]; real systems are slower
template <real Real = double>
struct answer_time {
  family<Real> sizes;
  hardware<Real> on;
  Real prompt;
  Real output;
  Real devices = Real(1);
  Real bytes_per_param = Real(2);
  Real bytes_per_number = Real(2);
  precision format = precision::bf16;

  using value_type = Real;
  static constexpr unit measured_in = unit::second;
  static constexpr int monomial_count = 4;

  T2_HD void store(monomial<Real>* out) const {
    Real const area = Real(Real(2) / Real(3));
    Real const step = Real(output / (on.bandwidth * devices));
    Real const cache = Real(step * bytes_per_number * sizes.per_area(sizes.shape.kv_width()));
    out[0] = {Real(Real(2) * prompt / (on.peak(format) * devices)), Real(1), Real(0), Real(0)};
    out[1] = {Real(step * bytes_per_param), Real(1), Real(0), Real(0)};
    out[2] = {Real(cache * prompt), area, Real(0), Real(0)};
    out[3] = {Real(cache * output / Real(2)), area, Real(0), Real(1)};
  }
  template <lane N, lane D, lane K>
  [[nodiscard]] T2_HD promote_t<Real, N, D, K> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                          t2::samples<K> const& k) const {
    return posynomial(*this, n, d, k);
  }
};

}  // namespace t2::inline v0::cost
