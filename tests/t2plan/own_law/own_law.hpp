// SPDX-License-Identifier: BSL-1.0
// A law of one's own: one struct, as docs/extend.md describes it.
#pragma once

#include <t2/core/config.hpp>
#include <t2/core/math.hpp>
#include <t2/core/quantity.hpp>
#include <t2/core/real.hpp>
#include <t2/law/form.hpp>
#include <t2/law/parameter.hpp>

namespace t2::inline v0::law {

/// L(N, D, k) = (E + A / N^alpha + B / D^beta) / k^gamma: samples take off a share of the loss.
template <real Real = double>
struct shared_gain {
  Real E, A, B, alpha, beta, gamma;

  using value_type = Real;
  template <class Other>
  using rebind = shared_gain<Other>;
  using variables = variable_list<params, tokens, samples>;
  using parameters = parameter_list<parameter<"E", &shared_gain::E, role::coefficient>,
                                    parameter<"A", &shared_gain::A, role::coefficient>,
                                    parameter<"B", &shared_gain::B, role::coefficient>,
                                    parameter<"alpha", &shared_gain::alpha, role::exponent>,
                                    parameter<"beta", &shared_gain::beta, role::exponent>,
                                    parameter<"gamma", &shared_gain::gamma, role::exponent>>;
  static constexpr form about{"shared-gain", "mean over questions of -log pass@k [nats]",
                              "L(N, D, k) = (E + A / N^alpha + B / D^beta) / k^gamma", "a test", "t2plan.own_law"};

  template <lane N, lane D, lane K>
  [[nodiscard]] T2_HD promote_t<Real, N, D, K> operator()(params<N> const& n, tokens<D> const& d,
                                                          samples<K> const& k) const {
    using T = promote_t<Real, N, D, K>;
    T const loss = T(T(E) + T(A) * math::pow(T(n.value), T(-T(alpha))) + T(B) * math::pow(T(d.value), T(-T(beta))));
    return T(loss * math::pow(T(k.value), T(-T(gamma))));
  }
};

}  // namespace t2::inline v0::law
