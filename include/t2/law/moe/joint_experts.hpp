// SPDX-License-Identifier: BSL-1.0
// The joint law of dense models and mixtures of experts: active size, tokens and number of experts.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/architecture.hpp>          // experts
#include <t2/core/config.hpp>                // T2_HD
#include <t2/core/math.hpp>                  // math::exp, math::log
#include <t2/core/quantity.hpp>              // params, tokens
#include <t2/core/real.hpp>                  // lane, promote_t, real
#include <t2/law/form.hpp>                   // form
#include <t2/law/moe/effective_experts.hpp>  // effective_experts
#include <t2/law/parameter.hpp>              // parameter_list

namespace t2::inline v0::law {

/// Chinchilla's law whose coefficients and exponents depend on the number of experts; E = 1 is a dense model.
/// @formula   L = a Eh^delta N^(alpha + gamma log Eh) + b Eh^omega D^(beta + zeta log Eh) + c,  Eh =
///            effective_experts(E, Es, Em)
/// @param     a, b, c  [nats/token] > 0   @param  alpha, beta, gamma, delta, omega, zeta  [1]; alpha, beta < 0
/// @param     Es, Em  [experts]   @param  params N > 0: ACTIVE, embedding and unembedding included; tokens D > 0;
///            experts E >= 1
/// @return    [nats/token]
/// @errors    N or D < 0, E < 1 or NaN gives NaN
/// @accuracy  <= 128 ulp of the largest term (tests/law/forms_test.cpp)
/// @source    Ludziejewski et al. 2025, arXiv:2502.05172, eq. (6)
template <real Real = double>
struct joint_experts {
  Real a;
  Real alpha;
  Real delta;
  Real gamma;
  Real b;
  Real beta;
  Real omega;
  Real zeta;
  Real Es;
  Real Em;
  Real c;

  using value_type = Real;
  template <class Other>
  using rebind = joint_experts<Other>;
  using variables = variable_list<params, tokens, experts>;
  using parameters = parameter_list<parameter<"a", &joint_experts::a, role::coefficient>,
                                    parameter<"alpha", &joint_experts::alpha, role::other, bounds{-3, 0}>,
                                    parameter<"delta", &joint_experts::delta, role::other, bounds{-3, 3}>,
                                    parameter<"gamma", &joint_experts::gamma, role::other, bounds{-1, 1}>,
                                    parameter<"b", &joint_experts::b, role::coefficient>,
                                    parameter<"beta", &joint_experts::beta, role::other, bounds{-3, 0}>,
                                    parameter<"omega", &joint_experts::omega, role::other, bounds{-3, 3}>,
                                    parameter<"zeta", &joint_experts::zeta, role::other, bounds{-1, 1}>,
                                    parameter<"Es", &joint_experts::Es, role::other, bounds{0.1, 100}>,
                                    parameter<"Em", &joint_experts::Em, role::other, bounds{1, 1e4}>,
                                    parameter<"c", &joint_experts::c, role::coefficient>>;
  static constexpr form about{"joint-experts", "loss [nats/token]",
                              "L = a Eh^delta N^(alpha + gamma log Eh) + b Eh^omega D^(beta + zeta log Eh) + c, 1/Eh = "
                              "1/(E - 1 + 1/(1/Es - 1/Em)) + 1/Em",
                              "Ludziejewski et al. 2025, arXiv:2502.05172, eq. (6)", "law.forms"};

  template <lane N, lane D, lane E>
  [[nodiscard]] T2_HD promote_t<Real, N, D, E> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                          t2::experts<E> const& e) const {
    using T = promote_t<Real, N, D, E>;
    T const log_e = math::log(effective_experts(T(e.value), T(Es), T(Em)));
    T const log_n = math::log(T(n.value)), log_d = math::log(T(d.value));
    T const by_size = math::exp(T(T(delta) * log_e + (T(alpha) + T(gamma) * log_e) * log_n));
    T const by_data = math::exp(T(T(omega) * log_e + (T(beta) + T(zeta) * log_e) * log_d));
    return T(T(a) * by_size + T(b) * by_data + T(c));
  }
};

}  // namespace t2::inline v0::law
