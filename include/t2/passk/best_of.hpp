// SPDX-License-Identifier: BSL-1.0
// The best of k samples: by their rewards (max@k, area under a curve), or as an imperfect verifier picks it.
// Flow: sample -> [passk] -> fit.   Needs: core.
#pragma once

#include <t2/core/config.hpp>     // T2_HD
#include <t2/core/math.hpp>       // math::expm1, math::log1p
#include <t2/core/real.hpp>       // lane, promote_t, real
#include <t2/core/status.hpp>     // result
#include <t2/core/sum.hpp>        // compensated
#include <t2/passk/unbiased.hpp>  // rate_tails

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace t2::inline v0::passk {

/// max@k: the mean over all k-subsets of the samples of their largest reward.
/// @formula   sum_i r_(i) C(i-1, k-1) / C(n, k), r_(1) <= ... <= r_(n)
/// @param     rewards  of the n samples, in any order   @shape  [n]   @param  k  [samples], 1 <= k <= n
/// @return    in units of the reward; empty or out_of_domain ("rewards" NaN, "k")
/// @accuracy  <= 1e-14 of the largest |reward| (tests/passk/best_of_test.cpp)
template <real T>
[[nodiscard]] result<T> max_at(std::span<T const> rewards, std::size_t k) {
  if (rewards.empty()) return status{errc::empty, "rewards", 0, -1};
  for (std::size_t i = 0; i < rewards.size(); ++i)
    if (math::isnan(rewards[i]))
      return status{errc::out_of_domain, "rewards", static_cast<double>(rewards[i]), static_cast<std::int64_t>(i)};
  if (k < 1 || k > rewards.size()) return status{errc::out_of_domain, "k", static_cast<double>(k), -1};
  std::vector<T> sorted(rewards.begin(), rewards.end());
  std::sort(sorted.begin(), sorted.end());
  T weight = T(T(k) / T(sorted.size()));
  compensated<T> sum;
  for (std::size_t i = sorted.size(); i >= k; --i) {
    sum += T(weight * sorted[i - 1]);
    if (i == k) break;
    weight *= T(T(i - k) / T(i - 1));
  }
  return sum.value();
}

/// Area under a curve of a metric over k by trapezoids, divided by the width: the mean of the metric, in [0, 1] for
/// pass@k.
/// @param   k  strictly ascending   @shape  k [points], value [points]
/// @return  the value itself for one point; empty, size_mismatch, out_of_domain ("k", "value")
template <real T>
[[nodiscard]] result<T> area_under(std::span<T const> k, std::span<T const> value) {
  if (k.empty()) return status{errc::empty, "k", 0, -1};
  if (k.size() != value.size()) return status{errc::size_mismatch, "value", 0, -1};
  compensated<T> sum;
  for (std::size_t i = 0; i < k.size(); ++i) {
    std::int64_t const at = static_cast<std::int64_t>(i);
    if (!math::isfinite(value[i])) return status{errc::out_of_domain, "value", static_cast<double>(value[i]), at};
    if (!math::isfinite(k[i]) || (i > 0 && !(k[i - 1] < k[i])))
      return status{errc::out_of_domain, "k", static_cast<double>(k[i]), at};
    if (i > 0) sum += T(T(k[i] - k[i - 1]) * T(value[i] + value[i - 1]) / T(2));
  }
  if (k.size() == 1) return value[0];
  return T(sum.value() / T(k.back() - k.front()));
}

/// AUC@k of a question: the area under unbiased pass@j for j = 1 .. k.
/// @param   n, c, k  as unbiased_tails, k whole   @return  [1]; out_of_domain with "n", "c" or "k"
template <class N, class C>
[[nodiscard]] result<joint_t<N, C>> area_at(N const& n, C const& c, std::size_t k) {
  using T = joint_t<N, C>;
  if (status const problem = check_draw(n, c, k); !problem.ok()) return problem;
  compensated<T> sum;
  for (std::size_t j = 1; j <= k; ++j) {
    T const value = unbiased(n, c, j);
    sum += k > 1 && (j == 1 || j == k) ? T(value / T(2)) : value;
  }
  return k == 1 ? sum.value() : T(sum.value() / T(k - 1));
}

/// A verifier that accepts a correct answer with one rate and a wrong one with another.
template <real Real = double>
struct verifier {
  using value_type = Real;
  Real true_positive;   ///< [1] in [0, 1]
  Real false_positive;  ///< [1] in [0, 1]

  /// The share of samples that are accepted where a sample is correct at rate p.
  template <lane P>
  [[nodiscard]] T2_HD promote_t<Real, P> accepts(P const& p) const {
    using T = promote_t<Real, P>;
    return T(T(p) * T(true_positive) + (T(1) - T(p)) * T(false_positive));
  }

  /// The share of accepted answers that are correct: the accuracy that no number of samples passes.
  /// @formula  p T / r, r = p T + (1 - p) F   @errors  NaN where nothing is accepted or outside the domain
  template <lane P>
  [[nodiscard]] T2_HD promote_t<Real, P> ceiling(P const& p) const {
    using T = promote_t<Real, P>;
    return inside(T(p), T(T(p) * T(true_positive) / accepts(p)));
  }

  /// Accuracy of best-of-n: a uniform pick among the accepted of n samples, among all of them if none is accepted.
  /// @formula   (1 - (1-r)^n) p T / r + (1-r)^n p (1-T) / (1-r)
  /// @param     p  rate of correct samples [1] in [0, 1]   @param  n  [samples] >= 1, real
  /// @return    [1]; NaN outside the domain   @accuracy  a few epsilon
  template <lane P, class N>
  [[nodiscard]] T2_HD promote_t<Real, P> best_of(P const& p, N const& n) const {
    using T = promote_t<Real, P>;
    T const nn = detail::to<T>(n), r = accepts(p);
    T const accepted = math::select(r > T(0), T(none_accepted(p, nn).miss * (T(p) * T(true_positive) / r)), T(0));
    // (1-r)^n / (1-r) = (1-r)^(n-1), which at r = 1 is 0 beyond the first sample
    T const rest = T(none_accepted(p, T(nn - T(1))).pass * T(p) * (T(1) - T(true_positive)));
    return detail::valid_if(nn >= T(1), inside(T(p), T(accepted + rest)));
  }

  /// The chances that n samples end in a right pick and in a wrong one when no pick is made unless one is accepted.
  template <lane P, class N>
  [[nodiscard]] T2_HD tails<promote_t<Real, P>> picks(P const& p, N const& n) const {
    using T = promote_t<Real, P>;
    T const r = accepts(p), any = rate_tails(r, detail::to<T>(n)).pass;
    T const right = math::select(r > T(0), T(any * (T(p) * T(true_positive) / r)), T(0));
    T const wrong = math::select(r > T(0), T(any * ((T(1) - T(p)) * T(false_positive) / r)), T(0));
    return {inside(T(p), right), inside(T(p), wrong)};
  }

 private:
  // (1-r)^n and 1 - (1-r)^n; where r is near 1, 1-r is formed from the rates of rejection.
  template <lane P, lane T>
  [[nodiscard]] T2_HD tails<T> none_accepted(P const& p, T const& n) const {
    T const r = accepts(p);
    T const rejects = T(T(p) * (T(1) - T(true_positive)) + (T(1) - T(p)) * (T(1) - T(false_positive)));
    T const log_rejects = math::select(r < T(0.5), math::log1p(T(-r)), math::log(rejects));
    T const exponent = math::select(n == T(0), T(0), T(n * log_rejects));
    return {math::exp(exponent), T(-math::expm1(exponent))};
  }
  template <lane T>
  [[nodiscard]] T2_HD T inside(T const& p, T const& value) const {
    bool const rates =
        true_positive >= Real(0) && true_positive <= Real(1) && false_positive >= Real(0) && false_positive <= Real(1);
    return detail::valid_if(p >= T(0), detail::valid_if(p <= T(1), rates ? value : not_a_number<T>()));
  }
};

/// What an outcome of best-of-n is worth; no pick is made unless the verifier accepts one.
template <real Real = double>
struct payoff {
  Real right = Real(1);
  Real wrong = Real(0);       ///< a cost is negative
  Real none = Real(0);        ///< nothing accepted
  Real per_sample = Real(0);  ///< of drawing and checking one sample; a cost is negative
};

/// A number of samples and what it is worth.
template <real Real>
struct best_samples_result {
  std::size_t samples;
  Real value;       ///< mean payoff per question there
  Real at_limit;    ///< mean payoff at the largest number looked at
  bool more_hurts;  ///< samples < limit: from there on more samples are worth less
};

/// The number of samples that pays most over questions of these rates. One question alone improves or worsens with
/// every sample; a set does both, since easy questions are settled first and hard ones then yield mostly false
/// positives.
/// @formula   argmax_n mean_i [right_i(n) right + wrong_i(n) wrong + none_i(n) none] + n per_sample over n = 1 .. limit
/// @shape     rates [questions], each in [0, 1]   @return  empty or out_of_domain ("rates", "verifier", "limit")
/// @source    the question is that of Stroebl et al. 2024, arXiv:2411.17501
template <real Real>
[[nodiscard]] result<best_samples_result<Real>> best_samples(std::span<Real const> rates, verifier<Real> const& check,
                                                             payoff<Real> const& worth, std::size_t limit) {
  if (rates.empty()) return status{errc::empty, "rates", 0, -1};
  if (limit < 1) return status{errc::out_of_domain, "limit", static_cast<double>(limit), -1};
  std::vector<Real> sorted(rates.begin(), rates.end());
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (!(sorted[i] >= Real(0) && sorted[i] <= Real(1)))
      return status{errc::out_of_domain, "rates", static_cast<double>(sorted[i]), static_cast<std::int64_t>(i)};
    if (math::isnan(check.picks(sorted[i], 1).pass)) return status{errc::out_of_domain, "verifier", 0, -1};
  }
  std::sort(sorted.begin(), sorted.end());
  best_samples_result<Real> best{0, Real(0), Real(0), false};
  for (std::size_t n = 1; n <= limit; ++n) {
    compensated<Real> sum;
    for (Real const& p : sorted) {
      tails<Real> const pick = check.picks(p, Real(n));
      Real const none = rate_tails(check.accepts(p), Real(n)).miss;
      sum += Real(pick.pass * worth.right + pick.miss * worth.wrong + none * worth.none);
    }
    Real const value = Real(sum.value() / Real(sorted.size()) + Real(n) * worth.per_sample);
    if (best.samples == 0 || best.value < value) {
      best.samples = n;
      best.value = value;
    }
    best.at_limit = value;
  }
  best.more_hurts = best.at_limit < best.value;
  return best;
}

}  // namespace t2::inline v0::passk
