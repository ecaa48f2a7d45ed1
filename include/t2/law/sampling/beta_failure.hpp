// SPDX-License-Identifier: BSL-1.0
// pass@k of questions whose chance of failure is Beta distributed, some of them unsolvable.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/beta_ratio.hpp>  // beta_ratio
#include <t2/core/config.hpp>      // T2_HD
#include <t2/core/quantity.hpp>    // samples
#include <t2/core/real.hpp>        // lane, promote_t, real
#include <t2/law/form.hpp>         // form
#include <t2/law/parameter.hpp>    // parameter_list

namespace t2::inline v0::law {

/// alpha and beta are the shapes of the chance of FAILURE: the chance of success is Beta(beta, alpha),
/// and 1 - pass@k / A falls as k^-beta.
/// @formula   pass@k = A (1 - Gamma(alpha + k) Gamma(alpha + beta) / (Gamma(alpha) Gamma(alpha + beta + k)))
/// @param     A  [1] in [0, 1], the share of questions that can be solved   @param  alpha, beta  [1], > 0
/// @param     samples k >= 0
/// @return    [1]
/// @errors    k < 0 or NaN gives NaN
/// @accuracy  <= 1e-12 relative (tests/law/forms_test.cpp)
/// @source    Levi 2024, arXiv:2410.16377; algebra derived here
template <real Real = double>
struct beta_failure {
  Real A;
  Real alpha;
  Real beta;

  using value_type = Real;
  static constexpr bool higher_is_better = true;
  template <class Other>
  using rebind = beta_failure<Other>;
  using variables = variable_list<samples>;
  using parameters = parameter_list<parameter<"A", &beta_failure::A, role::other, bounds{0, 1}>,
                                    parameter<"alpha", &beta_failure::alpha, role::other, bounds{1e-3, 1e3}>,
                                    parameter<"beta", &beta_failure::beta, role::other, bounds{1e-3, 1e3}>>;
  static constexpr form about{"beta-failure", "pass@k [1]",
                              "pass@k = A (1 - Gamma(alpha+k) Gamma(alpha+beta) / (Gamma(alpha) Gamma(alpha+beta+k)))",
                              "Levi 2024, arXiv:2410.16377", "law.forms"};

  template <lane K>
  [[nodiscard]] T2_HD promote_t<Real, K> operator()(t2::samples<K> const& k) const {
    using T = promote_t<Real, K>;
    return T(T(A) * beta_ratio(T(beta), T(alpha), T(k.value)).complement);
  }
};

}  // namespace t2::inline v0::law
