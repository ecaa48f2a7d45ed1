// SPDX-License-Identifier: BSL-1.0
// A power law of compute with a floor, for runs along one recipe, such as one ratio of tokens to parameters.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/math.hpp>      // math::pow
#include <t2/core/quantity.hpp>  // flops
#include <t2/core/real.hpp>      // lane, promote_t, real
#include <t2/law/form.hpp>       // form
#include <t2/law/parameter.hpp>  // parameter_list
#include <t2/law/power_sum.hpp>  // power_terms

namespace t2::inline v0::law {

/// A floor and one power of compute.
/// @formula   L(C) = E + A / C^alpha
/// @param     E, A  >= 0, in the unit of the value   @param  alpha  [1], > 0   @param  flops C > 0
/// @return    a loss, or -log of a benchmark score, or -log pass@k at one k; in the unit of E
/// @errors    C < 0 or NaN gives NaN, 0 gives infinity
/// @accuracy  <= 4 ulp times alpha log C of the largest term (tests/law/forms_test.cpp)
/// @source    Schaeffer et al. 2026, arXiv:2509.24012, eq. (3), -log pass@k for each k; Krajewski et al. 2025,
///            arXiv:2512.08894, eq. (2), E = 0, -log of a score
template <real Real = double>
struct compute_power {
  Real E;
  Real A;
  Real alpha;

  using value_type = Real;
  template <class Other>
  using rebind = compute_power<Other>;
  using variables = variable_list<flops>;
  using parameters = parameter_list<parameter<"E", &compute_power::E, role::coefficient>,
                                    parameter<"A", &compute_power::A, role::coefficient>,
                                    parameter<"alpha", &compute_power::alpha, role::exponent>>;
  static constexpr auto terms = power_terms<parameters, variables, constant<&compute_power::E>,
                                            power<&compute_power::A, &compute_power::alpha, flops>>();
  static constexpr form about{
      "compute-power", "a loss, or -log of a score or of pass@k at one k", "L(C) = E + A / C^alpha",
      "Schaeffer et al. 2026, arXiv:2509.24012, eq. (3); Krajewski et al. 2025, arXiv:2512.08894, eq. (2)",
      "law.forms"};

  template <lane C>
  [[nodiscard]] T2_HD promote_t<Real, C> operator()(t2::flops<C> const& c) const {
    using T = promote_t<Real, C>;
    return T(T(E) + T(A) * math::pow(T(c.value), T(-T(alpha))));
  }
};

}  // namespace t2::inline v0::law
