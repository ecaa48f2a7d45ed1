// SPDX-License-Identifier: BSL-1.0
// Questions of unequal difficulty whose rates stay below a ceiling: p = s X with X ~ Beta(a, b).
// Flow: sample -> [passk] -> fit.   Needs: core, optimize.
#pragma once

#include <t2/core/beta_ratio.hpp>              // beta_ratio, log_beta_ratio
#include <t2/core/config.hpp>                  // T2_HD
#include <t2/core/math.hpp>                    // math::exp, math::floor, math::log
#include <t2/core/real.hpp>                    // promote_t, real
#include <t2/core/status.hpp>                  // result
#include <t2/passk/counts.hpp>                 // counts, tails
#include <t2/passk/mixture/beta_binomial.hpp>  // beta_binomial
#include <t2/passk/mixture/fit.hpp>            // fitted, fit_mixture
#include <t2/passk/unbiased.hpp>               // detail::log_choose

#include <array>
#include <vector>

namespace t2::inline v0::passk {

namespace detail {

// E[(1 - sX)^m] = sum_j Binomial(j; m, s) R_j, R_j = B(a, b+j)/B(a, b): each sample meets the ceiling with chance s,
// and those that do fail together. All terms are positive, where the hypergeometric series 2F1(-m, a; a+b; s)
// alternates. Terms are taken relative to the largest, outwards from it; only with Tails are the other sums kept, which
// may overflow where a is in the thousands.
template <real T>
struct thinned_sum {
  T start;      // index of the largest term
  T failure;    // sum of w_j R_j / R_start, w_start = 1
  T success{};  // sum of w_j (1 - R_j)
  T weight{};   // sum of w_j
};
template <bool Tails, real T>
[[nodiscard]] T2_HD thinned_sum<T> sum_thinned(T const& a, T const& b, T const& s, T const& m) {
  T const odds = T(s / (T(1) - s)), against = T((T(1) - s) / s), rounding = T(epsilon<T>() / T(16));
  auto const weight_down = [&](T const& j) { return T(T(j / (m - j + T(1))) * against); };  // w_{j-1} / w_j
  auto const ratio_down = [&](T const& j) { return T((a + b + j - T(1)) / (b + j - T(1))); };
  T start = math::floor(T((m + T(1)) * s));
  if (m < start) start = m;
  if (start > T(0) && weight_down(start) * ratio_down(start) > T(1)) {
    T low(0), high = start;
    while (high - low > T(1)) {
      T const middle = math::floor(T((low + high) / T(2)));
      (weight_down(middle) * ratio_down(middle) > T(1) ? high : low) = middle;
    }
    start = low;
  }
  beta_ratio_value<T> const f = Tails ? beta_ratio(a, b, start) : beta_ratio_value<T>{T(1), T(0)};
  thinned_sum<T> out{start, T(1), f.complement, T(1)};
  for (int side = 0; side < 2; ++side) {
    T term(1), weight(1), hit = f.complement, miss = f.ratio, j = start;
    for (int steps = 0; side == 0 ? j < m : j > T(0);
         ++steps) {  // two steps at least: at s = 1 they hold the derivatives
      T const by_weight = side == 0 ? T(T((m - j) / (j + T(1))) * odds) : weight_down(j);
      T const by_ratio = side == 0 ? T((b + j) / (a + b + j)) : ratio_down(j);
      T const both = T(by_weight * by_ratio);
      term *= both;
      out.failure += term;
      bool done = both < T(1) && term < T(rounding * (T(1) - both) * out.failure);
      if constexpr (Tails) {
        weight *= by_weight;
        if (side == 0) hit += T(miss * (a / (a + b + j)));
        miss *= by_ratio;
        if (side == 1) hit -= T(miss * (a / (a + b + j - T(1))));
        out.success += T(weight * hit);
        out.weight += weight;
        done = done && by_weight < T(1) && weight < T(rounding * (T(1) - by_weight) * out.weight);
      }
      j += T(side == 0 ? 1 : -1);
      if (done && steps > 0) break;
    }
  }
  return out;
}

}  // namespace detail

/// Rates p = s X, X ~ Beta(a, b): none is above s. Kazdan et al. found that s seldom helps; it is for data with a
/// ceiling.
/// @param     a, b  [1], > 0   @param  s  [1] in (0, 1]; at 1 it is beta_binomial
/// @source    Kazdan et al. 2025, arXiv:2510.05197; 2F1 by Pfaff's transformation
template <real Real = double>
struct scaled_beta {
  Real a;
  Real b;
  Real s;

  using value_type = Real;
  template <class Other>
  using rebind = scaled_beta<Other>;
  static constexpr int coordinates = 3;  ///< log a, log b, s
  static constexpr coordinate_bounds bounds[] = {{-18, 18, 1}, {-18, 18, 1}, {1e-6, 1, 0.1}};
  [[nodiscard]] static scaled_beta at(Real const* x) { return {math::exp(x[0]), math::exp(x[1]), x[2]}; }
  [[nodiscard]] static std::vector<std::array<double, 3>> starts(double rate) {
    std::vector<std::array<double, 3>> out;
    for (double const s : {0.95, 0.5}) {
      if (rate > 0.9 * s) continue;
      for (auto const& x : beta_binomial<double>::starts(rate / s)) out.push_back({x[0], x[1], s});
    }
    if (out.empty()) out.push_back({0, 0, 1});
    return out;
  }
  [[nodiscard]] bool supported() const { return a > Real(1e-7) && b > Real(1e-7); }

  /// @formula   1 - 2F1(-k, a; a+b; s)   @param  k  [samples], whole, >= 0   @errors  NaN outside the domain
  /// @accuracy  double: both tails <= 1e-12 relative for k to 1e4 (tests/passk/mixture/scaled_beta_test.cpp); time
  ///            about 10 sqrt(k) terms
  template <class K>
  [[nodiscard]] T2_HD tails<promote_t<Real, K>> pass_tails(K const& k) const {
    using T = promote_t<Real, K>;
    T const kk = T(k), aa = T(a), bb = T(b), ss = T(s);
    if (!(detail::is_count(kk) && aa > T(0) && bb > T(0) && ss > T(0) && ss <= T(1)))
      return {not_a_number<T>(), not_a_number<T>()};
    detail::thinned_sum<T> const sum = detail::sum_thinned<true>(aa, bb, ss, kk);
    return {T(sum.success / sum.weight), T(beta_ratio(aa, bb, sum.start).ratio * sum.failure / sum.weight)};
  }
  template <class K>
  [[nodiscard]] T2_HD promote_t<Real, K> pass_at(K const& k) const {
    return pass_tails(k).pass;
  }

  /// @formula   s^c B(a+c, b)/B(a, b) 2F1(-(n-c), a+c; a+b+c; s), as a logarithm
  [[nodiscard]] T2_HD Real log_probability(Real const& n, Real const& c) const {
    Real const m = Real(n - c), shape = Real(a + c);
    detail::thinned_sum<Real> const sum = detail::sum_thinned<false>(shape, b, s, m);
    Real const j = sum.start;
    Real at = Real(j * math::log(s) + detail::log_choose(m, j) + log_beta_ratio(shape, b, j));
    if (j < m) at += Real((m - j) * math::log1p(Real(-s)));
    return Real(c * math::log(s) + log_beta_ratio(b, a, c) + at + math::log(sum.failure));
  }

  template <class Count>
  [[nodiscard]] static result<fitted<scaled_beta>> fit(counts<Count> const& data, fit_options const& options = {}) {
    return fit_mixture<scaled_beta>(data, options);
  }
};

}  // namespace t2::inline v0::passk
