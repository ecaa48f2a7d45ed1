// SPDX-License-Identifier: BSL-1.0
// Kaplan's joint law as a location of task questions, written around a reference size for the sake of fits.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/math.hpp>      // math::pow
#include <t2/core/quantity.hpp>  // params, tokens
#include <t2/core/real.hpp>      // lane, promote_t, real
#include <t2/law/form.hpp>       // form
#include <t2/law/parameter.hpp>  // parameter_list

namespace t2::inline v0::law {

/// The monotone alternative to `coupled`: Kaplan's L(N, D) with q = alpha_N / alpha_D and g = alpha_D.
/// @formula   mu = (P (N/N0)^-q + Q D0/D)^g,  N0 = 3e8, D0 = 6e10
/// @param     P, Q  [nats^(1/g)] >= 0   @param  q, g  [1] > 0   @param  params N > 0, tokens D > 0
/// @return    [nats], falling in N and D, without a floor
/// @errors    N or D < 0 or NaN gives NaN
/// @accuracy  <= 16 ulp (tests/law/forms_test.cpp)
/// @source    Kaplan et al. 2020, arXiv:2001.08361, eq. (1.5), in other coefficients
template <real Real = double>
struct centred_kaplan {
  Real P;
  Real q;
  Real Q;
  Real g;

  using value_type = Real;
  template <class Other>
  using rebind = centred_kaplan<Other>;
  using variables = variable_list<params, tokens>;
  using parameters = parameter_list<
      parameter<"P", &centred_kaplan::P, role::coefficient>, parameter<"q", &centred_kaplan::q, role::exponent>,
      parameter<"Q", &centred_kaplan::Q, role::coefficient>, parameter<"g", &centred_kaplan::g, role::exponent>>;

  static constexpr form about{"centred-kaplan", "mean NLL of questions [nats]",
                              "mu(N, D) = (P (N/3e8)^-q + Q 6e10/D)^g",
                              "Kaplan et al. 2020, arXiv:2001.08361, eq. (1.5), in other coefficients", "law.forms"};

  template <lane N, lane D>
  [[nodiscard]] T2_HD promote_t<Real, N, D> operator()(t2::params<N> const& n, t2::tokens<D> const& d) const {
    using T = promote_t<Real, N, D>;
    T const base = T(T(P) * math::pow(T(T(n.value) / T(3e8)), T(-T(q))) + T(Q) * T(Real(6e10)) / T(d.value));
    return math::pow(base, T(g));
  }
};

}  // namespace t2::inline v0::law
