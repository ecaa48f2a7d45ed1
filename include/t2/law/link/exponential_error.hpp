// SPDX-License-Identifier: BSL-1.0
// Benchmark error from loss.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/math.hpp>      // math::exp
#include <t2/core/quantity.hpp>  // nats
#include <t2/core/real.hpp>      // lane, promote_t, real
#include <t2/law/form.hpp>       // form
#include <t2/law/parameter.hpp>  // parameter_list

namespace t2::inline v0::law {

/// The error saturates at epsilon for a model that has learnt nothing.
/// @formula   Err(L) = epsilon - k exp(-gamma L)
/// @param     epsilon, k  [1], >= 0: the error of a useless model and its fall   @param  gamma  [1/nats], > 0
/// @param     nats L, on the paper's validation set
/// @return    error [1]; 1 - Err is the accuracy
/// @errors    NaN gives NaN
/// @accuracy  <= 8 ulp of the larger term (tests/law/forms_test.cpp)
/// @source    Gadre et al. 2024, arXiv:2403.08540, eq. (5)
template <real Real = double>
struct exponential_error {
  Real epsilon;
  Real k;
  Real gamma;

  using value_type = Real;
  template <class Other>
  using rebind = exponential_error<Other>;
  using variables = variable_list<nats>;
  using parameters = parameter_list<parameter<"epsilon", &exponential_error::epsilon, role::other, bounds{0, 1}>,
                                    parameter<"k", &exponential_error::k, role::other, bounds{0, 100}>,
                                    parameter<"gamma", &exponential_error::gamma, role::other, bounds{0, 10}>>;
  static constexpr form about{"exponential-error", "mean top-1 error [1]", "Err(L) = epsilon - k exp(-gamma L)",
                              "Gadre et al. 2024, arXiv:2403.08540, eq. (5)", "law.forms"};

  template <lane L>
  [[nodiscard]] T2_HD promote_t<Real, L> operator()(t2::nats<L> const& loss) const {
    using T = promote_t<Real, L>;
    return T(T(epsilon) - T(k) * math::exp(T(-T(gamma) * T(loss.value))));
  }
};

}  // namespace t2::inline v0::law
