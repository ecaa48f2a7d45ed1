// SPDX-License-Identifier: BSL-1.0
// Questions whose negative log-likelihood spreads log-normally around the location: the difficulty of the coupled law.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>               // T2_HD
#include <t2/core/math.hpp>                 // math::exp
#include <t2/core/quantity.hpp>             // nats, samples
#include <t2/core/real.hpp>                 // lane, promote_t, real
#include <t2/law/difficulty/pass_miss.hpp>  // pass_miss, task_metrics
#include <t2/law/difficulty/question.hpp>   // question, spread
#include <t2/law/form.hpp>                  // form
#include <t2/law/parameter.hpp>             // parameter_list

namespace t2::inline v0::law {

/// Mean NLL = location exactly; pass@k -> 1 and -log pass@k -> 0 as k grows, without a floor.
/// @formula   Y(z) = mu + w (exp(s z - s^2/2) - 1),  z ~ N(0, 1),  w = min(a + b mu, mu)
///            pass@k = E[1 - (1 - e^-Y)^k],  L(k) = E[-log(1 - (1 - e^-Y)^k)],  L(1) = mu
/// @param     a [nats] >= 0, b [1] in [0, 1), s [1] > 0   @param  location mu [nats] >= 0   @param  k [samples] > 0
/// @return    pass@k and its complement [1]; `mean_negative_log_pass` [nats]
/// @errors    mu < 0 or NaN gives NaN
/// @accuracy  trapezoid in z, which has no error of its own order; for k <= 1e4, mu <= 12, s <= 1 all three to 1e-7
///            relative or better (tests/law.difficulty.spread_test.cpp); wider types follow their digits more slowly
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
    T const base = T(mu - w);
    // nodes z = 0, +-h, +-2h, ...; e^(s z) and the weights by recurrence
    constexpr int digits = detail::quadrature_digits<T>, reach = 5 + 4 * digits / 15, coarse = 6 * digits / 15;
    T const turn = T(T(s) * detail::sharpest_turn(base, k, count) * T(digits) / T(7));
    int per_unit = coarse;
    while (per_unit < 16 * coarse && math::any_of(turn > T(per_unit))) per_unit += coarse / 2;
    T const h = T(T(1) / T(per_unit));
    T const up = math::exp(T(T(s) * h)), down = T(T(1) / up);
    T const bend = math::exp(T(-h * h));
    T ratio = math::exp(T(-h * h / T(2))), weight = T(1), total = T(1);
    T high = math::exp(T(-T(s) * T(s) / T(2))), low = high;
    detail::clear_sums(out, count);
    detail::add_question(out, k, count, weight, T(base + w * high));
    for (int i = 0; i < reach * per_unit; ++i) {
      weight = T(weight * ratio);
      ratio = T(ratio * bend);
      total += T(T(2) * weight);
      high = T(high * up);
      low = T(low * down);
      detail::add_question(out, k, count, weight, T(base + w * high));
      detail::add_question(out, k, count, weight, T(base + w * low));
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
