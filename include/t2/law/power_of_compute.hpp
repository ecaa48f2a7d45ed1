// SPDX-License-Identifier: BSL-1.0
// The best size, or the best number of tokens, as a power of compute.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/math.hpp>      // math::pow
#include <t2/core/quantity.hpp>  // flops
#include <t2/core/real.hpp>      // lane, promote_t, real
#include <t2/law/form.hpp>       // form
#include <t2/law/parameter.hpp>  // parameter_list

namespace t2::inline v0::law {

/// An allocation read off isoFLOP curves: no loss, and no optimum of one.
/// @formula   x(C) = c C^a
/// @param     c > 0   @param  a  [1]   @param  flops C > 0
/// @return    N [parameters] or D [tokens], as the set of coefficients says; the other is C / (6 x)
/// @errors    C < 0 or NaN gives NaN
/// @accuracy  <= 4 ulp times a log C (tests/law/forms_test.cpp)
/// @source    Kaplan et al. 2020, arXiv:2001.08361; Hoffmann et al. 2022, arXiv:2203.15556, approaches 1 and 2
template <real Real = double>
struct power_of_compute {
  Real c;
  Real a;

  using value_type = Real;
  template <class Other>
  using rebind = power_of_compute<Other>;
  using variables = variable_list<flops>;
  using parameters = parameter_list<parameter<"c", &power_of_compute::c, role::other, bounds{1e-30, 1e30}>,
                                    parameter<"a", &power_of_compute::a, role::other, bounds{0, 2}>>;
  static constexpr form about{"power-of-compute", "best N [parameters] or D [tokens]", "x(C) = c C^a",
                              "Kaplan et al. 2020, arXiv:2001.08361; Hoffmann et al. 2022, arXiv:2203.15556",
                              "law.forms"};

  template <lane C>
  [[nodiscard]] T2_HD promote_t<Real, C> operator()(t2::flops<C> const& budget) const {
    using T = promote_t<Real, C>;
    return T(T(c) * math::pow(T(budget.value), T(a)));
  }
};

}  // namespace t2::inline v0::law
