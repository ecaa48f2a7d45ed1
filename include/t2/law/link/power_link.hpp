// SPDX-License-Identifier: BSL-1.0
// -log pass@k at one k from the log-likelihood of the gold answers.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/math.hpp>      // math::pow
#include <t2/core/quantity.hpp>  // nats
#include <t2/core/real.hpp>      // lane, promote_t, real
#include <t2/law/form.hpp>       // form
#include <t2/law/parameter.hpp>  // parameter_list

namespace t2::inline v0::law {

/// The most stable of the three laws of its paper: useful over about five orders of magnitude of compute.
/// @formula   -log pass@k = xi0 + K0 x^kappa,  x = -log GoldProb
/// @param     xi0, K0  [nats], >= 0   @param  kappa  [1], > 0   @param  nats x >= 0
/// @return    [nats]; coefficients belong to one k
/// @errors    x < 0 or NaN gives NaN
/// @accuracy  <= 8 ulp of the larger term (tests/law/forms_test.cpp)
/// @source    Schaeffer et al. 2026, arXiv:2509.24012, eq. (5), (6)
template <real Real = double>
struct power_link {
  Real xi0;
  Real K0;
  Real kappa;

  using value_type = Real;
  template <class Other>
  using rebind = power_link<Other>;
  using variables = variable_list<nats>;
  using parameters = parameter_list<parameter<"xi0", &power_link::xi0, role::coefficient>,
                                    parameter<"K0", &power_link::K0, role::coefficient>,
                                    parameter<"kappa", &power_link::kappa, role::other, bounds{0, 10}>>;
  static constexpr form about{"power-link", "-log pass@k at one k [nats]",
                              "-log pass@k = xi0 + K0 (-log GoldProb)^kappa",
                              "Schaeffer et al. 2026, arXiv:2509.24012, eq. (5)", "law.forms"};

  template <lane V>
  [[nodiscard]] T2_HD promote_t<Real, V> operator()(t2::nats<V> const& x) const {
    using T = promote_t<Real, V>;
    return T(T(xi0) + T(K0) * math::pow(T(x.value), T(kappa)));
  }
};

}  // namespace t2::inline v0::law
