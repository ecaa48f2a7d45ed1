// SPDX-License-Identifier: BSL-1.0
// A Beta law of questions whose mean negative log-likelihood is the location, with pass@k in closed form.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/beta_ratio.hpp>               // beta_ratio
#include <t2/core/config.hpp>                   // T2_HD
#include <t2/core/math.hpp>                     // math::exp
#include <t2/core/quantity.hpp>                 // nats, samples
#include <t2/core/real.hpp>                     // promote_t, real
#include <t2/law/difficulty/beta_log_pass.hpp>  // beta_of_mean_nll, beta_negative_log_pass
#include <t2/law/difficulty/pass_miss.hpp>      // pass_miss, task_metrics
#include <t2/law/form.hpp>                      // form
#include <t2/law/parameter.hpp>                 // parameter_list

namespace t2::inline v0::law {

/// p ~ Beta(a, b) with E[-log p] = location, unlike `beta_regression`, where the location is a covariate.
/// @formula   a + b = nu = exp(nu0 + nu1 mu),  psi(a + b) - psi(a) = mu,  pass@k = 1 - B(a, b+k) / B(a, b)
/// @param     nu0 [1], nu1 [1/nats]   @param  location mu [nats] > 0   @param  k [samples] > 0, real
/// @return    pass@k and its complement [1]; `mean_negative_log_pass` [nats]
/// @errors    mu <= 0 or NaN gives NaN
/// @accuracy  pass 100 ulp, 1 - pass and -log pass 3000, most of them 3, derivatives 1e-10: mu to 300, nu in 1e-3..1e8,
///            k in 0.5..1e12 (tests/law/difficulty/quadrature_test.cpp). Backends run it point by point, not in batches:
///            the shapes come of an iteration of Newton's method on duals, whose length differs by lane
/// @source    this library, docs; the Beta law of questions: Roberts et al. 2026, arXiv:2604.01411
template <real Real = double>
struct beta_mean {
  Real nu0;
  Real nu1;

  using value_type = Real;
  static constexpr bool higher_is_better = true;
  template <class Other>
  using rebind = beta_mean<Other>;
  using variables = variable_list<nats, samples>;
  using parameters = parameter_list<parameter<"nu0", &beta_mean::nu0, role::other, bounds{-20, 20}>,
                                    parameter<"nu1", &beta_mean::nu1, role::other, bounds{-5, 5}>>;

  static constexpr form about{
      "beta-mean", "pass@k of questions around a location [1]",
      "p ~ Beta(a, b), a + b = exp(nu0 + nu1 mu), psi(a + b) - psi(a) = mu; pass@k = 1 - B(a, b+k) / B(a, b)",
      "this library, docs", "law.difficulty.beta_mean"};

  /// The Beta law of questions where the mean NLL is `location`.
  template <real L>
  [[nodiscard]] T2_HD beta_shape<promote_t<Real, L>> shape(L const& location) const {
    using T = promote_t<Real, L>;
    return beta_of_mean_nll(T(location), math::exp(T(T(nu0) + T(nu1) * T(location))));
  }

  /// pass@k and 1 - pass@k.
  template <real L, real K>
  [[nodiscard]] T2_HD pass_miss<promote_t<Real, L, K>> tails(nats<L> const& location, samples<K> const& k) const {
    using T = promote_t<Real, L, K>;
    beta_shape<T> const of = shape(T(location.value));
    beta_ratio_value<T> const miss = beta_ratio(of.a, of.b, T(k.value));
    return {miss.complement, miss.ratio};
  }
  template <real L, real K>
  [[nodiscard]] T2_HD promote_t<Real, L, K> mean_negative_log_pass(nats<L> const& location, samples<K> const& k) const {
    using T = promote_t<Real, L, K>;
    beta_shape<T> const of = shape(T(location.value));
    return beta_negative_log_pass(of.a, of.b, T(k.value));
  }
  template <real L, real K>
  [[nodiscard]] T2_HD promote_t<Real, L, K> operator()(nats<L> const& location, samples<K> const& k) const {
    return tails(location, k).pass;
  }
};

}  // namespace t2::inline v0::law
