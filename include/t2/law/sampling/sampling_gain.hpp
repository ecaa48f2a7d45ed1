// SPDX-License-Identifier: BSL-1.0
// What k samples per question take off the task loss.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/math.hpp>      // math::pow
#include <t2/core/quantity.hpp>  // samples
#include <t2/core/real.hpp>      // lane, promote_t, real
#include <t2/law/form.hpp>       // form
#include <t2/law/parameter.hpp>  // parameter_list
#include <t2/law/power_sum.hpp>  // power_terms

namespace t2::inline v0::law {

/// The sampling term of T2 approach 1: chinchilla + sampling_gain models the mean over questions of -log pass@k.
/// At k = 1 it is part of the irreducible loss (E + G); it is not the logarithm of the mean pass@k.
/// @formula   G / k^gamma
/// @param     G  [nats], >= 0   @param  gamma  [1], > 0   @param  samples k > 0, real
/// @return    [nats]
/// @errors    NaN gives NaN, 0 gives infinity; below 0 the result is NaN unless gamma is a whole number
/// @accuracy  <= 4 ulp (tests/law/sampling/sampling_gain_test.cpp)
/// @source    Roberts et al. 2026, arXiv:2604.01411, approach 1
template <real Real = double>
struct sampling_gain {
  Real G;
  Real gamma;

  using value_type = Real;
  template <class Other>
  using rebind = sampling_gain<Other>;
  using variables = variable_list<samples>;
  using parameters = parameter_list<parameter<"G", &sampling_gain::G, role::coefficient>,
                                    parameter<"gamma", &sampling_gain::gamma, role::exponent>>;
  static constexpr auto terms =
      power_terms<parameters, variables, power<&sampling_gain::G, &sampling_gain::gamma, samples>>();

  static constexpr form about{"sampling-gain",
                              "what k samples take off the task loss [nats]",
                              "G / k^gamma",
                              "Roberts et al. 2026, arXiv:2604.01411, approach 1",
                              "law.sampling.sampling_gain"};

  template <lane K>
  [[nodiscard]] T2_HD promote_t<Real, K> operator()(t2::samples<K> const& k) const {
    using T = promote_t<Real, K>;
    return T(T(G) * math::pow(T(k.value), T(-T(gamma))));
  }
};

}  // namespace t2::inline v0::law
