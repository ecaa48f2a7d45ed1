// SPDX-License-Identifier: BSL-1.0
// Coverage of a benchmark by the number of samples: an exponentiated power law.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/math.hpp>      // math::exp, math::pow
#include <t2/core/quantity.hpp>  // samples
#include <t2/core/real.hpp>      // lane, promote_t, real
#include <t2/law/form.hpp>       // form
#include <t2/law/parameter.hpp>  // parameter_list

namespace t2::inline v0::law {

/// log coverage is a power of the number of samples.
/// @formula   pass@k = exp(a k^b)
/// @param     a, b  [1] < 0   @param  samples k > 0
/// @return    [1]; -> 1 as k grows, so that unsolvable questions do not exist for it
/// @errors    k < 0 or NaN gives NaN
/// @accuracy  <= 8 ulp times 1 + |a k^b| (tests/law/forms_test.cpp)
/// @source    Brown et al. 2024, arXiv:2407.21787
template <real Real = double>
struct coverage_power {
  Real a;
  Real b;

  using value_type = Real;
  static constexpr bool higher_is_better = true;
  template <class Other>
  using rebind = coverage_power<Other>;
  using variables = variable_list<samples>;
  using parameters = parameter_list<parameter<"a", &coverage_power::a, role::other, bounds{-100, 0}>,
                                    parameter<"b", &coverage_power::b, role::other, bounds{-5, 0}>>;
  static constexpr form about{"coverage-power", "pass@k [1]", "pass@k = exp(a k^b)",
                              "Brown et al. 2024, arXiv:2407.21787", "law.forms"};

  template <lane K>
  [[nodiscard]] T2_HD promote_t<Real, K> operator()(t2::samples<K> const& k) const {
    using T = promote_t<Real, K>;
    return math::exp(T(T(a) * math::pow(T(k.value), T(b))));
  }
};

}  // namespace t2::inline v0::law
