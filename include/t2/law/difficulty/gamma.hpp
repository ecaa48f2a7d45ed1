// SPDX-License-Identifier: BSL-1.0
// Questions whose negative log-likelihood spreads as a shifted gamma around the location: lighter in the tail of hard
// questions than the log-normal.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>               // T2_HD
#include <t2/core/math.hpp>                 // math::exp, math::log1p, math::sqrt
#include <t2/core/quantity.hpp>             // nats, samples
#include <t2/core/real.hpp>                 // lane, promote_t, real
#include <t2/law/difficulty/pass_miss.hpp>  // pass_miss, task_metrics
#include <t2/law/difficulty/quadrature.hpp>  // average_questions, spread
#include <t2/law/form.hpp>                  // form
#include <t2/law/parameter.hpp>             // parameter_list

namespace t2::inline v0::law {

namespace detail {
// e^t - 1 - t, without cancellation where |t| is small.
template <lane P>
[[nodiscard]] T2_HD P exponential_excess(P const& t) {
  P const large = P(math::expm1(t) - t), size = math::abs(t);
  if (!math::any_of(size < P(0.25))) return large;
  constexpr int terms = 6 + quadrature_digits<P> * 2 / 5;
  P sum(1);
  for (int n = terms; n > 2; --n) sum = P(P(1) + t * sum / lane_of<P>(n));
  return math::select(size < P(0.25), P(t * t / P(2) * sum), large);
}

// log X = u - r (e^-u - 1), r = min(s^2, 1): as u falls the density falls doubly exponentially, for any s.
template <lane T>
struct gamma_density {
  using P = plain_t<T>;
  T variance;
  P s, reach;
  T2_HD explicit gamma_density(T const& deviation)
      : variance(T(deviation * deviation)), s(P(plain(deviation))),
        reach(math::select(P(s * s) < P(1), P(s * s), P(1))) {}

  [[nodiscard]] T2_HD P unit() const { return math::select(s < P(0.5), s, P(0.5)); }
  [[nodiscard]] T2_HD P log_ratio(P const& u) const { return P(u - reach * math::expm1(P(-u))); }
  [[nodiscard]] T2_HD P slope(P const& u) const { return P(P(1) + reach * math::exp(P(-u))); }
  [[nodiscard]] T2_HD P log_weight(P const& u) const { return P(-exponential_excess(log_ratio(u)) / (s * s)); }
  [[nodiscard]] T2_HD T weight(P const& u) const {
    return T(T(slope(u)) * math::exp(T(T(-exponential_excess(log_ratio(u))) / variance)));
  }
  [[nodiscard]] T2_HD P steepness(P const& u) const {
    return P(slope(u) * math::abs(math::expm1(log_ratio(u))) / (s * s));
  }
  // the weight itself varies as fast as log X where s is not small
  [[nodiscard]] T2_HD P narrowness(P const& u) const {
    P const of_mode = P(slope(u) / s);
    return P(of_mode * of_mode + P(7) * slope(u) * slope(u));
  }
};
}  // namespace detail

/// Mean NLL = location exactly; s is the relative spread of the gamma, as it is nearly for the log-normal.
/// @formula   Y = mu + w (X - 1),  X ~ Gamma(shape 1/s^2, mean 1),  w = min(a + b mu, mu)
///            pass@k = E[1 - (1 - e^-Y)^k],  L(k) = E[-log(1 - (1 - e^-Y)^k)],  L(1) = mu
/// @param     a [nats] >= 0, b [1] in [0, 1), s [1] > 0   @param  location mu [nats] >= 0   @param  k [samples] > 0
/// @return    pass@k and its complement [1]; `mean_negative_log_pass` [nats]
/// @errors    mu < 0 or NaN gives NaN
/// @accuracy  each of the three 1000 ulp, most of them 2, derivatives 1e-11: mu to 300, a to 20, b to 0.99, s in 1e-3..2.5,
///            k in 0.5..1e12, in float and double, alone and in batches; an error of x epsilon where the value is e^-x is
///            the rounding of the arguments (tests/law/difficulty/quadrature_test.cpp)
/// @source    this library, docs; compared with other forms on held-out checkpoints of the Gemstone models
template <real Real = double>
struct gamma {
  Real a;
  Real b;
  Real s;

  using value_type = Real;
  static constexpr bool higher_is_better = true;
  template <class Other>
  using rebind = gamma<Other>;
  using variables = variable_list<nats, samples>;
  using parameters = parameter_list<parameter<"a", &gamma::a, role::other, bounds{0, 20}>,
                                    parameter<"b", &gamma::b, role::other, bounds{0, 0.99}>,
                                    parameter<"s", &gamma::s, role::other, bounds{0.02, 2}>>;

  static constexpr form about{
      "gamma", "pass@k of questions around a location [1]",
      "Y = mu + w (X - 1), X ~ Gamma(shape 1/s^2, mean 1), w = min(a + b mu, mu); pass@k = E[1 - (1 - e^-Y)^k]",
      "this library, docs", "law.difficulty.spread"};

  /// All metrics for `count` values of k at one location: nodes and costs are formed once for all.
  template <lane L, lane K>
  T2_HD void metrics(nats<L> const& location, K const* k, int count, task_metrics<promote_t<Real, L, K>>* out) const {
    using T = promote_t<Real, L, K>;
    T const mu = T(location.value), w = detail::spread(T(a), T(b), mu);
    detail::average_questions(detail::gamma_density<T>(T(s)), T(mu - w), w, k, count, out);
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
