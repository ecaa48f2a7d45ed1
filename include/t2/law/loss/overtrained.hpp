// SPDX-License-Identifier: BSL-1.0
// The loss as a function of compute and of how far the model is over-trained.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/architecture.hpp>    // tokens_per_param
#include <t2/core/config.hpp>          // T2_HD
#include <t2/core/math.hpp>            // math::pow, math::sqrt
#include <t2/core/quantity.hpp>        // flops
#include <t2/core/real.hpp>            // lane, promote_t, real
#include <t2/law/form.hpp>             // form
#include <t2/law/loss/chinchilla.hpp>  // chinchilla
#include <t2/law/parameter.hpp>        // parameter_list

namespace t2::inline v0::law {

/// At one M = D/N a power law of compute; all M share its exponent. The same as Chinchilla's law with equal exponents.
/// @formula   L(C, M) = E + (a M^eta + b M^-eta) C^-eta,  C = 6 N D, M = D/N;  alpha = beta = 2 eta
/// @param     E, a, b  [nats/token] >= 0, a and b at C = M = 1   @param  eta  [1], > 0
/// @param     flops C > 0; tokens_per_param M > 0
/// @return    [nats/token]; least in M at (b/a)^(1 / (2 eta)) whatever C
/// @errors    C or M < 0 or NaN gives NaN
/// @accuracy  <= 4 ulp times eta log C of the largest term (tests/law/forms_test.cpp)
/// @source    Gadre et al. 2024, arXiv:2403.08540, eq. (4), (10)
template <real Real = double>
struct overtrained {
  Real E;
  Real a;
  Real b;
  Real eta;

  using value_type = Real;
  template <class Other>
  using rebind = overtrained<Other>;
  using variables = variable_list<flops, tokens_per_param>;
  using parameters = parameter_list<
      parameter<"E", &overtrained::E, role::coefficient>, parameter<"a", &overtrained::a, role::coefficient>,
      parameter<"b", &overtrained::b, role::coefficient>, parameter<"eta", &overtrained::eta, role::exponent>>;
  static constexpr form about{"overtrained", "loss [nats/token]", "L(C, M) = E + (a M^eta + b M^-eta) C^-eta, M = D/N",
                              "Gadre et al. 2024, arXiv:2403.08540, eq. (4)", "law.forms"};

  template <lane C, lane M>
  [[nodiscard]] T2_HD promote_t<Real, C, M> operator()(t2::flops<C> const& c, t2::tokens_per_param<M> const& m) const {
    using T = promote_t<Real, C, M>;
    T const grown = math::pow(T(m.value), T(eta));
    return T(T(E) + (T(a) * grown + T(b) / grown) * math::pow(T(c.value), T(-T(eta))));
  }

  /// The M that is best at any compute.
  [[nodiscard]] T2_HD Real best_ratio() const { return math::pow(Real(b / a), Real(Real(1) / (Real(2) * eta))); }

  /// The same law of N and D: what every solver takes.
  [[nodiscard]] T2_HD chinchilla<Real> as_chinchilla() const {
    Real const six = math::pow(Real(6), Real(-eta));
    return {E, Real(a * six), Real(b * six), Real(Real(2) * eta), Real(Real(2) * eta)};
  }
};

}  // namespace t2::inline v0::law
