// SPDX-License-Identifier: BSL-1.0
// Which question to sample next, and how to divide a budget of samples so that pass@k at a target k is known best.
// Flow: sample -> [passk] -> fit.   Needs: core.
#pragma once

#include <t2/core/beta_ratio.hpp>  // log_beta_ratio
#include <t2/core/config.hpp>      // T2_HD
#include <t2/core/math.hpp>        // math::exp, math::log1p, math::sqrt
#include <t2/core/real.hpp>        // lane, real
#include <t2/core/status.hpp>      // result, status
#include <t2/passk/counts.hpp>     // check, counts

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace t2::inline v0::passk {

/// What one sample of a question at rate p leaves of the variance of its estimated pass@k: the variance is about
/// k^2 times this over the number of samples.
/// @formula   p (1-p)^(2k-1)   @param  p  [1] in [0, 1]   @param  k  [samples] >= 1, real
/// @return    [1]; NaN outside the domain   @source  Kazdan et al. 2025, arXiv:2510.05197, whose allocation is its
///            square root
template <lane T>
[[nodiscard]] T2_HD T variance_per_sample(T const& p, T const& k) {
  T const value = T(p * math::exp(T((T(2) * k - T(1)) * math::log1p(T(-p)))));
  return detail::valid_if(p >= T(0), detail::valid_if(p <= T(1), detail::valid_if(k >= T(1), value)));
}

/// The same where the rate is only known as Beta(a, b), e.g. the posterior of a question under a fitted beta_binomial.
/// @formula   a/(a+b) B(a+1, b+2k-1)/B(a+1, b)   @param  a, b  > 0
template <lane T>
[[nodiscard]] T2_HD T variance_per_sample(T const& a, T const& b, T const& k) {
  T const value = T(a / (a + b) * math::exp(log_beta_ratio(T(a + T(1)), b, T(T(2) * k - T(1)))));
  return detail::valid_if(a > T(0), detail::valid_if(b > T(0), detail::valid_if(k >= T(1), value)));
}

/// The question to sample next when the aim is to solve each of them: the one with the fewest successes, among those
/// the one with the fewest trials, among those the first.
/// @shape   trials, successes [questions]; trials may be 0 here
/// @return  its index; empty, size_mismatch, out_of_domain "successes"
/// @source  Kazdan et al. 2025, arXiv:2510.05197 (dynamic sampling)
template <class Count>
[[nodiscard]] result<std::size_t> next_unsolved(counts<Count> const& data) {
  if (data.trials.empty()) return status{errc::empty, "counts", 0, -1};
  if (data.trials.size() != data.successes.size()) return status{errc::size_mismatch, "successes", 0, -1};
  std::size_t best = 0;
  for (std::size_t i = 0; i < data.size(); ++i) {
    Count const n = data.trials[i], c = data.successes[i];
    if (!(c >= Count(0) && c <= n))
      return status{errc::out_of_domain, "successes", static_cast<double>(c), static_cast<std::int64_t>(i)};
    Count const n0 = data.trials[best], c0 = data.successes[best];
    if (c < c0 || (c == c0 && n < n0)) best = i;
  }
  return best;
}

/// The question whose next sample lowers the variance of the mean pass@k most.
/// @formula   argmax_i v_i / (n_i (n_i + 1)), infinite at n_i = 0; ties go to the first
/// @param     variance  v_i by variance_per_sample   @shape  variance, trials [questions]
template <real Real, class Count>
[[nodiscard]] result<std::size_t> next_sample(std::span<Real const> variance, std::span<Count const> trials) {
  if (variance.empty()) return status{errc::empty, "variance", 0, -1};
  if (variance.size() != trials.size()) return status{errc::size_mismatch, "trials", 0, -1};
  std::size_t best = 0;
  Real best_gain(-1);
  for (std::size_t i = 0; i < variance.size(); ++i) {
    if (!(variance[i] >= Real(0)) || !math::isfinite(variance[i]))
      return status{errc::out_of_domain, "variance", static_cast<double>(variance[i]), static_cast<std::int64_t>(i)};
    Real const n = Real(trials[i]);
    Real const gain = n > Real(0) ? Real(variance[i] / (n * (n + Real(1)))) : infinity<Real>();
    if (!(best_gain < gain)) continue;
    best = i;
    best_gain = gain;
  }
  return best;
}

/// Divides `total` samples over the questions so that the variance of mean pass@k is least.
/// @formula   minimise sum_i v_i / n_i with sum n_i = total, n_i >= least: n_i ~ sqrt(v_i), rounded to the exact
///            integer optimum
/// @param     variance  v_i by variance_per_sample   @param  least  samples of every question, >= 1
/// @shape     variance, out [questions]
/// @return    size_mismatch "out" (nothing written), out_of_domain "variance" or "least", infeasible "total" below
///            questions * least
template <real Real>
[[nodiscard]] status allocate(std::span<Real const> variance, std::uint64_t total, std::uint64_t least,
                              std::span<std::uint64_t> out) {
  if (variance.empty()) return {errc::empty, "variance", 0, -1};
  if (variance.size() != out.size()) return {errc::size_mismatch, "out", 0, -1};
  if (least < 1) return {errc::out_of_domain, "least", 0, -1};
  for (std::size_t i = 0; i < variance.size(); ++i)
    if (!(variance[i] >= Real(0)) || !math::isfinite(variance[i]))
      return {errc::out_of_domain, "variance", static_cast<double>(variance[i]), static_cast<std::int64_t>(i)};
  if (total / variance.size() < least) return {errc::infeasible, "total", static_cast<double>(total), -1};

  // the real optimum: questions by falling sqrt(v), the last ones held at `least`
  std::vector<std::size_t> order(variance.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
    return variance[j] < variance[i] || (!(variance[i] < variance[j]) && i < j);
  });
  std::vector<Real> root(variance.size());
  Real sum(0);
  for (std::size_t i = 0; i < order.size(); ++i) sum += root[i] = math::sqrt(variance[order[i]]);
  std::size_t free = order.size();
  Real left = Real(total);
  while (free > 0 && !(left * root[free - 1] > sum * Real(least))) {
    sum -= root[--free];
    left -= Real(least);
  }
  // rounded down, and the rest one by one to the largest gain: the greedy choice is optimal, the objective is convex
  std::uint64_t used = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    Real const share = i < free ? Real(left * root[i] / sum) : Real(least);
    std::uint64_t n = static_cast<std::uint64_t>(math::floor(share));
    out[order[i]] = n < least ? least : n;
    used += out[order[i]];
  }
  auto const gain = [&](std::size_t i, std::uint64_t n) { return Real(variance[i] / (Real(n) * (Real(n) + Real(1)))); };
  auto const pick = [&](bool more) {  // more: the largest gain of one sample more; else the least loss of one fewer
    std::size_t best = order.size();
    for (std::size_t i : order) {
      if (!more && out[i] <= least) continue;
      if (best == order.size() ||
          (more ? gain(best, out[best]) < gain(i, out[i]) : gain(i, out[i] - 1) < gain(best, out[best] - 1)))
        best = i;
    }
    return best;
  };
  for (; used > total; --used) --out[pick(false)];
  if (free == 0 && total - used > order.size()) {  // nothing varies: evenly
    std::uint64_t const each = (total - used) / order.size();
    for (std::uint64_t& n : out) n += each;
    used += each * order.size();
  }
  for (; used < total; ++used) ++out[pick(true)];
  return {};
}

}  // namespace t2::inline v0::passk
