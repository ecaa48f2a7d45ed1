// SPDX-License-Identifier: BSL-1.0
// The loss of a language model of N parameters trained on D tokens.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/math.hpp>      // math::pow
#include <t2/core/quantity.hpp>  // params, tokens
#include <t2/core/real.hpp>      // lane, promote_t, real
#include <t2/law/form.hpp>       // form
#include <t2/law/parameter.hpp>  // parameter_list
#include <t2/law/power_sum.hpp>  // power_terms

namespace t2::inline v0::law {

/// The Chinchilla law: an irreducible loss and two power laws.
/// @formula   L(N, D) = E + A / N^alpha + B / D^beta
/// @param     E, A, B  [nats/token], >= 0   @param  alpha, beta  [1], > 0
/// @param     params N [parameters] > 0; the data the law was fitted on say which are counted   @param  tokens D > 0
/// @return    [nats/token]
/// @errors    NaN gives NaN, 0 gives infinity; below 0 the result is NaN unless the exponent is a whole number
/// @accuracy  <= 4 ulp of the largest term (tests/law/loss/chinchilla_test.cpp)
/// @source    Hoffmann et al. 2022, arXiv:2203.15556, eq. (2) and (10)
template <real Real = double>
struct chinchilla {
  Real E;
  Real A;
  Real B;
  Real alpha;
  Real beta;

  using value_type = Real;
  template <class Other>
  using rebind = chinchilla<Other>;
  using variables = variable_list<params, tokens>;
  using parameters = parameter_list<parameter<"E", &chinchilla::E, role::coefficient>,
                                    parameter<"A", &chinchilla::A, role::coefficient>,
                                    parameter<"B", &chinchilla::B, role::coefficient>,
                                    parameter<"alpha", &chinchilla::alpha, role::exponent>,
                                    parameter<"beta", &chinchilla::beta, role::exponent>>;
  static constexpr auto terms =
      power_terms<parameters, variables, constant<&chinchilla::E>, power<&chinchilla::A, &chinchilla::alpha, params>,
                  power<&chinchilla::B, &chinchilla::beta, tokens>>();

  static constexpr form about{"chinchilla",
                              "loss [nats/token]",
                              "L(N, D) = E + A / N^alpha + B / D^beta",
                              "Hoffmann et al. 2022, arXiv:2203.15556, eq. (2) and (10)",
                              "law.loss.chinchilla"};

  template <lane N, lane D>
  [[nodiscard]] T2_HD promote_t<Real, N, D> operator()(t2::params<N> const& n, t2::tokens<D> const& d) const {
    using T = promote_t<Real, N, D>;
    return T(T(E) + T(A) * math::pow(T(n.value), T(-T(alpha))) + T(B) * math::pow(T(d.value), T(-T(beta))));
  }
};

}  // namespace t2::inline v0::law
