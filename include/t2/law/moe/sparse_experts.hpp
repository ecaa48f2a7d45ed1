// SPDX-License-Identifier: BSL-1.0
// The loss of a mixture of experts by total size, tokens and the share of inactive experts.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/architecture.hpp>  // sparsity
#include <t2/core/config.hpp>        // T2_HD
#include <t2/core/math.hpp>          // math::pow
#include <t2/core/quantity.hpp>      // params, tokens
#include <t2/core/real.hpp>          // lane, promote_t, real
#include <t2/law/form.hpp>           // form
#include <t2/law/parameter.hpp>      // parameter_list

namespace t2::inline v0::law {

/// Chinchilla's law with two terms of sparsity.
/// @formula   L(N, D, S) = a / N^alpha + b / D^beta + c / (1 - S)^lambda + d / ((1 - S)^delta N^gamma) + e
/// @param     a, b, c, d, e  [nats/token]   @param  alpha, beta, lambda, delta, gamma  [1]; lambda < 0 as published:
///            the third term falls as S -> 1
/// @param     params N > 0: TOTAL; tokens D > 0; sparsity S = (E - K) / E in [0, 1)
/// @return    [nats/token]
/// @errors    N or D < 0, S > 1 or NaN gives NaN
/// @accuracy  <= 64 ulp of the largest term (tests/law/forms_test.cpp)
/// @source    Abnar et al. 2025, arXiv:2501.12370, eq. (6); training cost about 6 N_active D
template <real Real = double>
struct sparse_experts {
  Real a;
  Real alpha;
  Real b;
  Real beta;
  Real c;
  Real lambda;
  Real d;
  Real delta;
  Real gamma;
  Real e;

  using value_type = Real;
  template <class Other>
  using rebind = sparse_experts<Other>;
  using variables = variable_list<params, tokens, sparsity>;
  using parameters = parameter_list<
      parameter<"a", &sparse_experts::a, role::coefficient>, parameter<"alpha", &sparse_experts::alpha, role::exponent>,
      parameter<"b", &sparse_experts::b, role::coefficient>, parameter<"beta", &sparse_experts::beta, role::exponent>,
      parameter<"c", &sparse_experts::c, role::coefficient>,
      parameter<"lambda", &sparse_experts::lambda, role::other, bounds{-3, 3}>,
      parameter<"d", &sparse_experts::d, role::coefficient>,
      parameter<"delta", &sparse_experts::delta, role::other, bounds{-3, 3}>,
      parameter<"gamma", &sparse_experts::gamma, role::exponent>,
      parameter<"e", &sparse_experts::e, role::coefficient>>;
  static constexpr form about{
      "sparse-experts", "loss [nats/token]",
      "L(N, D, S) = a / N^alpha + b / D^beta + c / (1 - S)^lambda + d / ((1 - S)^delta N^gamma) + e",
      "Abnar et al. 2025, arXiv:2501.12370, eq. (6)", "law.forms"};

  template <lane N, lane D, lane S>
  [[nodiscard]] T2_HD promote_t<Real, N, D, S> operator()(t2::params<N> const& n, t2::tokens<D> const& data,
                                                          t2::sparsity<S> const& s) const {
    using T = promote_t<Real, N, D, S>;
    T const size = T(n.value), active = T(T(1) - T(s.value));
    T const dense = T(T(a) * math::pow(size, T(-T(alpha))) + T(b) * math::pow(T(data.value), T(-T(beta))));
    T const mixed = T(T(d) * math::pow(active, T(-T(delta))) * math::pow(size, T(-T(gamma))));
    return T(dense + T(c) * math::pow(active, T(-T(lambda))) + mixed + T(e));
  }
};

}  // namespace t2::inline v0::law
