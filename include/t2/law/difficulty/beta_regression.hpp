// SPDX-License-Identifier: BSL-1.0
// How the chance of solving a question spreads over the questions of a task: a Beta law regressed on the loss.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/beta_ratio.hpp>  // beta_ratio
#include <t2/core/config.hpp>      // T2_HD
#include <t2/core/math.hpp>        // math::exp
#include <t2/core/quantity.hpp>    // nats, samples
#include <t2/core/real.hpp>        // lane, promote_t, real
#include <t2/law/difficulty/beta_log_pass.hpp>  // beta_shape, beta_negative_log_pass
#include <t2/law/difficulty/pass_miss.hpp>  // pass_miss
#include <t2/law/form.hpp>       // form
#include <t2/law/parameter.hpp>    // parameter_list

namespace t2::inline v0::law {

/// The difficulty of T2 approach 2: p ~ Beta(a, b) with mean and concentration functions of the location L. The location
/// is a covariate here: the mean -log p of this difficulty is near L, not equal to it.
/// @formula   mu = theta2 / (1 + exp(theta1 (L - theta0))),  nu = exp(theta3 + theta4 L),  a = mu nu,  b = (1 - mu) nu
///            pass@k = 1 - B(a, b+k) / B(a, b)
/// @param     theta0 [nats], theta1 [1/nats], theta2 [1] in (0, 1], theta3 [1], theta4 [1/nats]
/// @param     location L [nats]   @param  k [samples] >= 0, real
/// @return    pass@k and its complement [1]
/// @errors    k < 0 or NaN gives NaN
/// @accuracy  both tails <= 1e-12 relative given a and b; nu above 1e300 is out of range (tests/law/difficulty/beta_regression_test.cpp)
/// @source    Roberts et al. 2026, arXiv:2604.01411, approach 2 and appendix F
template <real Real = double>
struct beta_regression {
  Real theta0;
  Real theta1;
  Real theta2;
  Real theta3;
  Real theta4;

  using value_type = Real;
  static constexpr bool higher_is_better = true;
  template <class Other>
  using rebind = beta_regression<Other>;
  using variables = variable_list<nats, samples>;
  using parameters = parameter_list<parameter<"theta0", &beta_regression::theta0>,
                                    parameter<"theta1", &beta_regression::theta1>,
                                    parameter<"theta2", &beta_regression::theta2, role::other, bounds{1e-6, 1}>,
                                    parameter<"theta3", &beta_regression::theta3>,
                                    parameter<"theta4", &beta_regression::theta4>>;

  static constexpr form about{"beta-regression",
                              "pass@k of questions around a location [1]",
                              "p ~ Beta(m nu, (1 - m) nu), m = theta2 / (1 + exp(theta1 (L - theta0))), nu = exp(theta3 + theta4 L); pass@k = 1 - B(a, b+k) / B(a, b)",
                              "Roberts et al. 2026, arXiv:2604.01411, approach 2",
                              "law.difficulty.beta_regression"};

  /// The Beta law of questions where the loss is `location`. 1 - mu is formed without cancellation.
  template <lane L>
  [[nodiscard]] T2_HD beta_shape<promote_t<Real, L>> shape(L const& location) const {
    using T = promote_t<Real, L>;
    T const t = T(T(theta1) * (T(location) - T(theta0)));
    T const hit = T(T(1) / (T(1) + math::exp(t)));
    T const miss = T(T(1) / (T(1) + math::exp(T(-t))));
    T const nu = math::exp(T(T(theta3) + T(theta4) * T(location)));
    return {T(T(theta2) * hit * nu), T(((T(1) - T(theta2)) + T(theta2) * miss) * nu)};
  }

  /// pass@k and 1 - pass@k.
  template <lane L, lane K>
  [[nodiscard]] T2_HD pass_miss<promote_t<Real, L, K>> tails(nats<L> const& location, samples<K> const& k) const {
    using T = promote_t<Real, L, K>;
    beta_shape<T> const question = shape(T(location.value));
    beta_ratio_value<T> const miss = beta_ratio(question.a, question.b, T(k.value));
    return {miss.complement, miss.ratio};
  }

  /// pass@k of questions of one shape: `shape` serves every k at a location.
  template <real T>
  [[nodiscard]] T2_HD T pass(beta_shape<T> const& question, T const& k) const {
    return beta_ratio(question.a, question.b, k).complement;
  }

  /// E[-log pass@k] over the questions [nats]; at k = 1 it is not the location.
  /// @accuracy  500 ulp for nu in 1e-3..1e7, k in 0.5..1e12 (tests/law/difficulty/quadrature_test.cpp)
  template <real L, real K>
  [[nodiscard]] T2_HD promote_t<Real, L, K> mean_negative_log_pass(nats<L> const& location, samples<K> const& k) const {
    using T = promote_t<Real, L, K>;
    beta_shape<T> const question = shape(T(location.value));
    return beta_negative_log_pass(question.a, question.b, T(k.value));
  }

  template <lane L, lane K>
  [[nodiscard]] T2_HD promote_t<Real, L, K> operator()(nats<L> const& location, samples<K> const& k) const {
    return tails(location, k).pass;
  }
};

}  // namespace t2::inline v0::law
