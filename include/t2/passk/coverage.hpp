// SPDX-License-Identifier: BSL-1.0
// What solving costs when sampling stops at the first success: attempts, expected cost, coverage at a cost.
// Flow: sample -> [passk] -> fit.   Needs: core.
#pragma once

#include <t2/core/beta_ratio.hpp>  // beta_ratio
#include <t2/core/config.hpp>      // T2_HD
#include <t2/core/math.hpp>        // math::select
#include <t2/core/real.hpp>        // lane, real
#include <t2/core/status.hpp>      // result
#include <t2/core/sum.hpp>         // compensated
#include <t2/passk/counts.hpp>     // check_draw, joint_t
#include <t2/passk/unbiased.hpp>   // unbiased_tails, rate_tails

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace t2::inline v0::passk {

/// Expected attempts until the first success at rate p, without a limit.
/// @formula   1 / p   @return  [samples]; inf at p = 0, NaN outside [0, 1]
template <lane T>
[[nodiscard]] T2_HD T expected_attempts(T const& p) {
  return detail::valid_if(p >= T(0), detail::valid_if(p <= T(1), T(T(1) / p)));
}

/// Expected attempts of one question that is given up after k of them.
/// @formula   sum_{j<k} (1-p)^j = (1 - (1-p)^k) / p   @param  k  [samples] >= 0, real
/// @return    [samples]; NaN outside the domain   @accuracy  a few epsilon
template <lane T>
[[nodiscard]] T2_HD T expected_attempts(T const& p, T const& k) {
  T const pass = rate_tails(p, k).pass;
  return math::select(p > T(0), T(pass / p), T(pass + k));  // pass is 0 at p = 0, and NaN outside the domain
}

/// The same from counts, without bias: attempts among the n samples in random order, at most k.
/// @formula   sum_{j<k} C(n-c, j) / C(n, j) = ((n+1) pass@k + k (1 - pass@k)) / (c+1), every term positive
/// @param     n, c, k  as unbiased_tails   @return  [samples]; NaN outside the domain   @accuracy  <= 1e-14 relative
template <class N, class C, class K>
[[nodiscard]] T2_HD joint_t<N, C, K> attempts(N const& n, C const& c, K const& k) {
  using T = joint_t<N, C, K>;
  T const nn = detail::to<T>(n), cc = detail::to<T>(c), kk = detail::to<T>(k);
  tails<T> const f = unbiased_tails(nn, cc, kk);
  return T(((nn + T(1)) * f.pass + kk * f.miss) / (cc + T(1)));
}

namespace detail {
template <real T>
[[nodiscard]] T2_HD T beta_attempts_kernel(T const& a, T const& b, T const& k) {
  T const less = T(a - T(1));
  // lim (1 - R)/(a-1) is minus the slope of R at a = 0, where R = 1
  if (less == T(0)) return T(-b * t2::detail::beta_ratio_kernel<true>(less, b, k).by_a);
  auto const parts = t2::detail::beta_ratio_kernel<false>(less, b, k);  // in (-1, 0) it serves too: there 1 - R < 0
  return T(T(less + b) / less * T(parts.Q - parts.P * math::expm1(T(-parts.F))));
}
}  // namespace detail

/// The same where rates are spread as Beta(a, b) over questions.
/// @formula   sum_{j<k} B(a, b+j) / B(a, b) = (a+b-1)/(a-1) (1 - B(a-1, b+k)/B(a-1, b)); at a = 1 by its limit, and for
///            b small by one step of the sum, so that nothing cancels
/// @param     a, b  > 0   @param  k  [samples], 0 or >= 1, real   @return  [samples]; NaN outside the domain
/// @accuracy  double: <= 1e-12 relative (tests/passk/coverage_test.cpp)
template <real T>
[[nodiscard]] T2_HD T beta_attempts(T const& a, T const& b, T const& k) {
  if (!(a > T(0) && b > T(0) && (k >= T(1) || k == T(0)))) return not_a_number<T>();
  if (k == T(0)) return T(0);
  if (a > T(1) || b >= T(1)) return detail::beta_attempts_kernel(a, b, k);
  // B(a-1, b) may have no positive argument: one attempt, then those of the questions that it left
  return T(T(1) + T(b / T(a + b)) * detail::beta_attempts_kernel(a, T(b + T(1)), T(k - T(1))));
}

/// Successes r, trials K when sampling stops at the r-th success: the unbiased estimate of the rate.
/// @formula   (r-1)/(K-1), r >= 2; r/K is the maximum of the likelihood and biased upwards
/// @return    [1]; NaN outside 2 <= r <= K   @source  Haldane 1945; PassUntil, arXiv:2310.03262
template <lane T>
[[nodiscard]] T2_HD T pass_until(T const& r, T const& trials) {
  return detail::valid_if(r >= T(2), detail::valid_if(r <= trials, T((r - T(1)) / (trials - T(1)))));
}

/// What `rounds` of sampling every unsolved question once more bring, and what they take.
template <real Real>
struct coverage_point {
  Real rounds;    ///< [samples]
  Real solved;    ///< share of questions [1]
  Real attempts;  ///< mean per question [samples]
  Real cost;      ///< attempts times the price of one, plus the price of a solved question
};

/// Coverage after so many rounds of reset-and-discard: solved questions leave, the others are tried again.
/// @formula   solved = mean pass@k, attempts = mean sum_{j<k} (1 - pass@j)
/// @param     price  of one attempt   @param  bonus  price of each solved question, e.g. its verification
/// @return    empty, size_mismatch, out_of_domain ("k" with the question that has fewer samples)
/// @source    arXiv:2601.21522 at price 1
template <real Real = double, class Count, class K>
[[nodiscard]] result<coverage_point<Real>> coverage(counts<Count> const& data, K const& k, Real const& price = Real(1),
                                                    Real const& bonus = Real(0)) {
  if (status const problem = check(data, k); !problem.ok()) return problem;
  std::vector<std::pair<Count, Count>> sorted(data.size());  // the order of questions changes no bit
  for (std::size_t i = 0; i < data.size(); ++i) sorted[i] = {data.trials[i], data.successes[i]};
  std::sort(sorted.begin(), sorted.end());
  compensated<Real> solved, tried;
  for (auto const& [n, c] : sorted) {
    solved += unbiased(Real(n), Real(c), Real(k));
    tried += passk::attempts(Real(n), Real(c), Real(k));
  }
  Real const size = Real(data.size());
  coverage_point<Real> out{Real(k), Real(solved.value() / size), Real(tried.value() / size), Real(0)};
  out.cost = Real(out.attempts * price + out.solved * bonus);
  return out;
}

/// The rounds that a budget of attempts per question pays for: the inverse of `coverage`, real-valued between rounds.
/// @return  out_of_domain "attempts" below 1 or beyond what the samples drawn can tell
template <real Real = double, class Count>
[[nodiscard]] result<coverage_point<Real>> coverage_at_attempts(counts<Count> const& data, Real const& attempts) {
  if (status const problem = check(data); !problem.ok()) return problem;
  Count least = data.trials[0];
  for (Count const& n : data.trials) least = n < least ? n : least;
  Real low(1), high = Real(least);
  auto const top = coverage<Real>(data, high);
  if (!top) return top.error();
  if (!(attempts >= Real(1)) || top->attempts < attempts)
    return status{errc::out_of_domain, "attempts", static_cast<double>(attempts), -1};
  for (int i = 0; i < 200 && high - low > Real(4) * epsilon<Real>() * high; ++i) {
    Real const middle = Real((low + high) / Real(2));
    auto const at = coverage<Real>(data, middle);
    (at->attempts < attempts ? low : high) = middle;
  }
  return coverage<Real>(data, high);
}

}  // namespace t2::inline v0::passk
