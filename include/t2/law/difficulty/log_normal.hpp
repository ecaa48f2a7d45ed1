// SPDX-License-Identifier: BSL-1.0
// Questions whose negative log-likelihood spreads log-normally around the location: the difficulty of the coupled law.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>               // T2_HD
#include <t2/core/math.hpp>                 // math::exp
#include <t2/core/quantity.hpp>             // nats, samples
#include <t2/core/real.hpp>                 // lane, promote_t, real
#include <t2/law/difficulty/pass_miss.hpp>   // pass_miss, task_metrics
#include <t2/law/difficulty/quadrature.hpp>  // average_questions, spread
#include <t2/law/form.hpp>                  // form
#include <t2/law/parameter.hpp>             // parameter_list

namespace t2::inline v0::law {

namespace detail {
// u = z.
template <lane T>
struct log_normal_density {
  T s;
  using P = plain_t<T>;
  [[nodiscard]] T2_HD P unit() const { return P(1); }
  [[nodiscard]] T2_HD T log_ratio(P const& u) const { return T(s * T(u) - s * s / T(2)); }
  [[nodiscard]] T2_HD P slope(P const&) const { return P(plain(s)); }
  [[nodiscard]] T2_HD P log_weight(P const& u) const { return P(-u * u / P(2)); }
  [[nodiscard]] T2_HD P weight(P const& u) const { return math::exp(log_weight(u)); }
  [[nodiscard]] T2_HD P steepness(P const& u) const { return math::abs(u); }
  [[nodiscard]] T2_HD P narrowness(P const& u) const { return P(P(1) + plain(s) * math::abs(u)); }
};
}  // namespace detail

/// Mean NLL = location exactly; pass@k -> 1 and -log pass@k -> 0 as k grows, without a floor.
/// @formula   Y(z) = mu + w (exp(s z - s^2/2) - 1),  z ~ N(0, 1),  w = min(a + b mu, mu)
///            pass@k = E[1 - (1 - e^-Y)^k],  L(k) = E[-log(1 - (1 - e^-Y)^k)],  L(1) = mu
/// @param     a [nats] >= 0, b [1] in [0, 1), s [1] > 0   @param  location mu [nats] >= 0   @param  k [samples] > 0
/// @return    pass@k and its complement [1]; `mean_negative_log_pass` [nats]
/// @errors    mu < 0 or NaN gives NaN
/// @accuracy  each of the three 800 ulp, most of them 2, derivatives 1e-11: mu to 300, a to 20, b to 0.99, s in 1e-4..3,
///            k in 0.5..1e12, in float and double, alone and in batches; an error of x epsilon where the value is e^-x is
///            the rounding of the arguments (tests/law/difficulty/quadrature_test.cpp)
/// @source    this library, docs; compared with other forms on held-out checkpoints of the Gemstone models
template <real Real = double>
struct log_normal {
  Real a;
  Real b;
  Real s;

  using value_type = Real;
  static constexpr bool higher_is_better = true;
  template <class Other>
  using rebind = log_normal<Other>;
  using variables = variable_list<nats, samples>;
  using parameters = parameter_list<parameter<"a", &log_normal::a, role::other, bounds{0, 20}>,
                                    parameter<"b", &log_normal::b, role::other, bounds{0, 0.99}>,
                                    parameter<"s", &log_normal::s, role::other, bounds{0.02, 2}>>;

  static constexpr form about{
      "log-normal", "pass@k of questions around a location [1]",
      "Y = mu + w (exp(s z - s^2/2) - 1), z ~ N(0, 1), w = min(a + b mu, mu); pass@k = E[1 - (1 - e^-Y)^k]",
      "this library, docs", "law.difficulty.spread"};

  /// All metrics for `count` values of k at one location: nodes and costs are formed once for all.
  template <lane L, lane K>
  T2_HD void metrics(nats<L> const& location, K const* k, int count, task_metrics<promote_t<Real, L, K>>* out) const {
    using T = promote_t<Real, L, K>;
    T const mu = T(location.value), w = detail::spread(T(a), T(b), mu);
    detail::average_questions(detail::log_normal_density<T>{T(s)}, T(mu - w), w, k, count, out);
  }
  template <lane L, lane K>
  [[nodiscard]] T2_HD task_metrics<promote_t<Real, L, K>> metrics(nats<L> const& location, samples<K> const& k) const {
    task_metrics<promote_t<Real, L, K>> out;
    metrics(location, &k.value, 1, &out);
    return out;
  }

  /// pass@k and 1 - pass@k.
  template <lane L, lane K>
  [[nodiscard]] T2_HD pass_miss<promote_t<Real, L, K>> tails(nats<L> const& location, samples<K> const& k) const {
    task_metrics<promote_t<Real, L, K>> const all = metrics(location, k);
    return {all.pass, all.miss};
  }
  template <lane L, lane K>
  [[nodiscard]] T2_HD promote_t<Real, L, K> mean_negative_log_pass(nats<L> const& location, samples<K> const& k) const {
    return metrics(location, k).negative_log;
  }
  template <lane L, lane K>
  [[nodiscard]] T2_HD promote_t<Real, L, K> operator()(nats<L> const& location, samples<K> const& k) const {
    return metrics(location, k).pass;
  }
};

}  // namespace t2::inline v0::law
