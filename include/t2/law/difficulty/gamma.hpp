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
#include <t2/law/difficulty/question.hpp>   // question, spread
#include <t2/law/form.hpp>                  // form
#include <t2/law/parameter.hpp>             // parameter_list

namespace t2::inline v0::law {

/// Mean NLL = location exactly; s is the relative spread of the gamma, as it is nearly for the log-normal.
/// @formula   Y = mu + w (X - 1),  X ~ Gamma(shape 1/s^2, mean 1),  w = min(a + b mu, mu)
///            pass@k = E[1 - (1 - e^-Y)^k],  L(k) = E[-log(1 - (1 - e^-Y)^k)],  L(1) = mu
/// @param     a [nats] >= 0, b [1] in [0, 1), s [1] > 0   @param  location mu [nats] >= 0   @param  k [samples] > 0
/// @return    pass@k and its complement [1]; `mean_negative_log_pass` [nats]
/// @errors    mu < 0 or NaN gives NaN
/// @accuracy  trapezoid in log X; for k <= 1e4, mu <= 12, s in 0.05..1 all three to 1e-7 relative or better
///            (tests/law.difficulty.spread_test.cpp)
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
    constexpr int digits = detail::quadrature_digits<T>;
    T const mu = T(location.value), w = detail::spread(T(a), T(b), mu), base = T(mu - w);
    // t = log X has the density exp((1 + t - e^t) / s^2); from where to where it exceeds 10^-digits of its top
    T const v = T(T(s) * T(s)), depth = T(T(digits) * T(2.4) * v), third = T(depth / T(3));
    T const left = T(third + math::sqrt(T(third * third + T(2) * depth)));
    T const right = math::log1p(T(depth + math::sqrt(T(T(2) * depth))));
    T const length = T(left + right);
    T const turn = T(length * detail::sharpest_turn(base, k, count) * T(digits) / T(7));
    int steps = 9 * digits * digits / 15;
    while (steps < 150 * digits * digits / 15 && math::any_of(turn > T(steps))) steps += 3 * digits;
    T const h = T(length / T(steps)), growth = math::exp(h);
    T total = T(0), t = T(-left), x = math::exp(t);
    detail::clear_sums(out, count);
    for (int i = 0; i <= steps; ++i) {
      T const weight = math::exp(T((T(1) + t - x) / v));
      total += weight;
      detail::add_question(out, k, count, weight, T(base + w * x));
      t = T(t + h);
      x = T(x * growth);
    }
    detail::finish_sums(out, count, total);
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
