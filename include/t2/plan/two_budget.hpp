// SPDX-License-Identifier: BSL-1.0
// The optimum of a separable law under 6 N D <= C_train and 2 N k <= C_inference: convex in log N, hence certified.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, law.
#pragma once

#include <t2/core/config.hpp>      // T2_HD
#include <t2/core/math.hpp>        // math::exp, math::log
#include <t2/core/quantity.hpp>    // params, tokens, samples
#include <t2/core/real.hpp>        // real, value_t
#include <t2/law/power_sum.hpp>    // separable, parameter_count, variable_index

#include <cstdint>

namespace t2::inline v0::plan {

/// The size that balances the marginal terms, and how well it does.
template <real Real>
struct balance {
  Real log_params;
  Real residual;       ///< |marginal gain - marginal loss| / their sum
  Real gap;            ///< bound of value - least value, by convexity
  int missing = -1;    ///< position of the coefficient whose term is absent, so that there is no optimum; -1 for none
  int iterations = 0;
};

namespace detail {

// Terms of the law along the line on which every budget is spent: log N = u, log D = log_tokens - u, log k = log_samples - u.
template <law::separable L>
struct line {
  using Real = value_t<L>;
  static constexpr auto terms = L::terms;
  static constexpr int n = law::detail::variable_index<params>(typename L::variables{});
  static constexpr int d = law::detail::variable_index<tokens>(typename L::variables{});
  static constexpr int k = law::detail::variable_index<samples>(typename L::variables{});

  Real parameters[law::parameter_count<L>];
  Real log_tokens;
  Real log_samples;

  /// +1: the term falls as N grows, -1: it rises, 0: it stays (constants; samples where they are not planned).
  [[nodiscard]] T2_HD static constexpr int direction(law::term_shape const& t, bool samples_planned) {
    if (t.exponent < 0) return 0;
    if (t.variable == n) return 1;
    return t.variable == d || (t.variable == k && samples_planned) ? -1 : 0;
  }
  /// log of e c x^-e, the marginal weight of a term, at u = 0.
  [[nodiscard]] T2_HD Real weight(law::term_shape const& t) const {
    Real const e = parameters[t.exponent];
    Real const log_c = math::log(Real(parameters[t.coefficient] * e));
    return t.variable == n ? log_c : Real(log_c - e * (t.variable == d ? log_tokens : log_samples));
  }
  [[nodiscard]] T2_HD bool present(law::term_shape const& t) const {
    return parameters[t.coefficient] > Real(0) && parameters[t.exponent] > Real(0);
  }
};
}  // namespace detail

/// The zero of h(u) = log(sum of rising marginals) - log(sum of falling marginals), u = log N. With one falling term h is
/// convex and increasing, so Newton's method from the right descends onto the root without a safeguard: about three steps.
/// Several falling terms are bracketed as well.
/// @param   coefficients  [parameter_count] of the law, in the order of `store`
/// @param   log_tokens    log(C_train / 6)   @param  log_samples  log(C_inference / 2), read if `with_samples`
/// @accuracy  log N to a few epsilon of the balance's conditioning; residual <= 1e-13 for double (tests/plan/two_budget_test.cpp)
template <law::separable L>
[[nodiscard]] T2_HD balance<value_t<L>> balance_terms(value_t<L> const* coefficients, value_t<L> const& log_tokens,
                                                      value_t<L> const& log_samples, bool with_samples) {
  using Real = value_t<L>;
  using line_type = detail::line<L>;
  constexpr auto terms = L::terms;
  line_type line{};
  for (int i = 0; i < law::parameter_count<L>; ++i) line.parameters[i] = coefficients[i];
  line.log_tokens = log_tokens;
  line.log_samples = log_samples;

  // A variable without a term of its own has no price, and the optimum runs away.
  int last_of[3] = {-1, -1, -1};
  bool found[3] = {false, false, false};
  Real weight[terms.size], power[terms.size];
  int direction[terms.size];
  int falling = 0;
  for (int t = 0; t < terms.size; ++t) {
    direction[t] = line_type::direction(terms[t], with_samples);
    if (direction[t] == 0) continue;
    int const v = terms[t].variable == line_type::n ? 0 : terms[t].variable == line_type::d ? 1 : 2;
    last_of[v] = terms[t].coefficient;
    if (!line.present(terms[t])) {
      direction[t] = 0;
      continue;
    }
    found[v] = true;
    weight[t] = line.weight(terms[t]);
    power[t] = line.parameters[terms[t].exponent];
    falling += direction[t] > 0 ? 1 : 0;
  }
  for (int v = 0; v < (with_samples ? 3 : 2); ++v)
    if (!found[v]) return {not_a_number<Real>(), infinity<Real>(), infinity<Real>(), last_of[v] < 0 ? 0 : last_of[v], 0};

  // Right of the root: there each falling term, times their number, is already below some rising term.
  Real const crowd = math::log(Real(falling));
  Real u = -infinity<Real>();
  for (int f = 0; f < terms.size; ++f) {
    if (direction[f] <= 0) continue;
    Real first = infinity<Real>();
    for (int r = 0; r < terms.size; ++r)
      if (direction[r] < 0) first = math::min(first, Real((weight[f] + crowd - weight[r]) / (power[f] + power[r])));
    u = math::max(u, first);
  }

  Real low = -infinity<Real>(), high = u;
  balance<Real> out{u, infinity<Real>(), infinity<Real>(), -1, 0};
  for (int i = 0; i < 100; ++i) {
    Real top[2] = {-infinity<Real>(), -infinity<Real>()};
    for (int t = 0; t < terms.size; ++t)
      if (direction[t] != 0) {
        int const side = direction[t] > 0 ? 1 : 0;
        top[side] = math::max(top[side], Real(weight[t] - Real(direction[t]) * power[t] * u));
      }
    Real sum[2] = {Real(0), Real(0)}, slope[2] = {Real(0), Real(0)};
    for (int t = 0; t < terms.size; ++t)
      if (direction[t] != 0) {
        int const side = direction[t] > 0 ? 1 : 0;
        Real const marginal = math::exp(Real(weight[t] - Real(direction[t]) * power[t] * u - top[side]));
        sum[side] += marginal;
        slope[side] += Real(power[t] * marginal);
      }
    Real const h = Real((top[0] - top[1]) + math::log(Real(sum[0] / sum[1])));
    Real const dh = Real(slope[0] / sum[0] + slope[1] / sum[1]);
    Real const rising = Real(math::exp(top[0]) * sum[0]);
    Real const step = Real(h / dh);
    out.iterations = i + 1;
    out.residual = Real(math::abs(math::expm1(h)) / (Real(2) + math::expm1(h)));
    // f is convex in u with f' = rising - falling: it cannot fall by more than |f'| times the distance to the root
    out.gap = Real(math::abs(Real(rising * math::expm1(Real(-h)))) * Real(2) * math::abs(step));
    if (h > Real(0)) high = u;
    else low = u;
    Real next = Real(u - step);
    // the last step is taken as well: for dual coefficients it is the one that completes the derivatives
    out.log_params = next;
    if (falling > 1 && (next < low || next > high))
      out.log_params = next = low > -infinity<Real>() ? Real((low + high) / Real(2)) : Real(u - math::abs(step));
    if (!(math::abs(step) > Real(Real(4) * epsilon<Real>() * (math::abs(u) + Real(1)))) || next == u) break;
    u = next;
  }
  return out;
}

}  // namespace t2::inline v0::plan
