// SPDX-License-Identifier: BSL-1.0
// A power law that breaks into another one.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/math.hpp>      // math::exp, math::log, math::log1p
#include <t2/core/quantity.hpp>  // flops
#include <t2/core/real.hpp>      // lane, promote_t, real
#include <t2/law/form.hpp>       // form
#include <t2/law/parameter.hpp>  // parameter_list

namespace t2::inline v0::law {

/// One smooth break between two power laws; a break is as sharp as f is small.
/// @formula   y(x) = a + b x^-c0 (1 + (x / d1)^(1 / f1))^(-c1 f1)
/// @param     Quantity  the variable x > 0: params, tokens, flops, samples
/// @param     a, b  in the unit of the value   @param  c0, c1  [1]   @param  d1 > 0 in the unit of x   @param  f1
///            [1] > 0
/// @return    in the unit of a
/// @errors    x < 0 or NaN gives NaN
/// @accuracy  <= 64 ulp of the largest term (tests/law/forms_test.cpp)
/// @source    Caballero et al. 2022, arXiv:2210.14891, with one break
template <real Real = double, template <class> class Quantity = flops>
struct broken_power {
  Real a;
  Real b;
  Real c0;
  Real c1;
  Real d1;
  Real f1;

  using value_type = Real;
  template <class Other>
  using rebind = broken_power<Other, Quantity>;
  using variables = variable_list<Quantity>;
  using parameters = parameter_list<parameter<"a", &broken_power::a>, parameter<"b", &broken_power::b>,
                                    parameter<"c0", &broken_power::c0, role::other, bounds{-3, 3}>,
                                    parameter<"c1", &broken_power::c1, role::other, bounds{-3, 3}>,
                                    parameter<"d1", &broken_power::d1, role::other, bounds{1e-30, 1e30}>,
                                    parameter<"f1", &broken_power::f1, role::other, bounds{1e-3, 10}>>;
  static constexpr form about{"broken-power", "a loss or an error",
                              "y(x) = a + b x^-c0 (1 + (x / d1)^(1 / f1))^(-c1 f1)",
                              "Caballero et al. 2022, arXiv:2210.14891, with one break", "law.forms"};

  template <lane V>
  [[nodiscard]] T2_HD promote_t<Real, V> operator()(Quantity<V> const& x) const {
    using T = promote_t<Real, V>;
    T const at = T(T(x.value) / T(d1)), sharp = T(T(1) / T(f1));
    // log(1 + at^sharp), from whichever side does not overflow
    T const steep = T(sharp * math::log(at));
    T const low = math::select(steep < T(0), steep, T(-steep));
    T const rise = T(math::select(steep < T(0), T(0), steep) + math::log1p(math::exp(low)));
    return T(T(a) + T(b) * math::exp(T(-T(c0) * math::log(T(x.value)) - T(c1) * T(f1) * rise)));
  }
};

}  // namespace t2::inline v0::law
