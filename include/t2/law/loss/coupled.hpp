// SPDX-License-Identifier: BSL-1.0
// A location of task questions in which more parameters make missing tokens dearer.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/math.hpp>      // math::exp, math::log, math::pow
#include <t2/core/quantity.hpp>  // params, tokens
#include <t2/core/real.hpp>      // decimal, lane, promote_t, real
#include <t2/law/form.hpp>       // form
#include <t2/law/parameter.hpp>  // parameter_list

namespace t2::inline v0::law {

/// The mean NLL of a task's questions: two power laws around a reference size, coupled where c > 0; no floor. c = 0 is
/// Chinchilla's with E = 0. Runs with a finished learning-rate decay have c near 0; intermediate checkpoints of
/// constant-learning-rate runs about 0.2.
/// @formula   mu = A0 (N/N0)^-alpha + B0 (D/D0)^-beta (N/N0)^c,  N0 = 3e8, D0 = 6e10
/// @param     A0, B0  [nats] >= 0: the two parts at N0 and D0   @param  alpha, beta  [1] > 0   @param  c  [1]
/// @param     params N > 0, tokens D > 0
/// @return    [nats]; not monotone in N where c > 0: it rises beyond `largest_useful`
/// @errors    N or D < 0 or NaN gives NaN
/// @accuracy  <= 16 ulp of the largest term (tests/law/forms_test.cpp)
/// @source    this library, docs; compared with other forms on held-out checkpoints of the Gemstone models
template <real Real = double>
struct coupled {
  Real A0;
  Real alpha;
  Real B0;
  Real beta;
  Real c = Real(0);

  using value_type = Real;
  template <class Other>
  using rebind = coupled<Other>;
  using variables = variable_list<params, tokens>;
  using parameters = parameter_list<
      parameter<"A0", &coupled::A0, role::coefficient>, parameter<"alpha", &coupled::alpha, role::exponent>,
      parameter<"B0", &coupled::B0, role::coefficient>, parameter<"beta", &coupled::beta, role::exponent>,
      parameter<"c", &coupled::c, role::other, bounds{0, 1}>>;

  static constexpr form about{"coupled-location", "mean NLL of questions [nats]",
                              "mu(N, D) = A0 (N/3e8)^-alpha + B0 (D/6e10)^-beta (N/3e8)^c", "this library, docs",
                              "law.forms"};

  template <lane N, lane D>
  [[nodiscard]] T2_HD promote_t<Real, N, D> operator()(t2::params<N> const& n, t2::tokens<D> const& d) const {
    using T = promote_t<Real, N, D>;
    T const log_n = math::log(T(T(n.value) / T(3e8))), log_d = math::log(T(T(d.value) / T(Real(6e10))));
    return T(T(A0) * math::exp(T(-T(alpha) * log_n)) + T(B0) * math::exp(T(T(c) * log_n - T(beta) * log_d)));
  }

  /// N* = N0 (alpha A0 (D/D0)^beta / (c B0))^(1 / (alpha + c)), beyond which more parameters raise the location at D
  /// tokens; infinite where c = 0.
  template <lane D>
  [[nodiscard]] T2_HD promote_t<Real, D> largest_useful(t2::tokens<D> const& d) const {
    using T = promote_t<Real, D>;
    T const gain = T(math::log(T(T(alpha) * T(A0) / (T(c) * T(B0)))) + T(beta) * math::log(T(T(d.value) / T(Real(6e10)))));
    return T(T(3e8) * math::exp(T(gain / (T(alpha) + T(c)))));
  }
};

}  // namespace t2::inline v0::law
