// SPDX-License-Identifier: BSL-1.0
// maj@k, the chance that the most frequent of k answers is the right one: exact from counts, ties by a stated rule.
// Flow: sample -> [passk] -> fit.   Needs: core.
#pragma once

#include <t2/core/config.hpp>        // T2_HD
#include <t2/core/math.hpp>          // math::floor
#include <t2/core/real.hpp>          // real
#include <t2/core/status.hpp>        // result
#include <t2/passk/consistency.hpp>  // at_least
#include <t2/passk/counts.hpp>       // joint_t, rising_steps

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace t2::inline v0::passk {

/// What a tie for the most votes counts as.
enum class tie : std::uint8_t {
  lost,   ///< nothing: the right answer must have more votes than every other
  shared  ///< the chance that a uniform pick among the tied answers is the right one
};

/// maj@k of a question with right and wrong answers only: more than half of k samples are correct. It is a lower bound
/// of the vote over many answers, where wrong votes scatter; see the overload of answer counts.
/// @formula   P(J > k/2) + [ties shared] P(J = k/2) / 2, J correct among k of n samples, c of them correct
/// @param     k  whole, 1 <= k <= n   @errors  NaN outside the domain   @accuracy  as at_least_tails
template <class N, class C, class K>
[[nodiscard]] T2_HD joint_t<N, C, K> majority(N const& n, C const& c, K const& k, tie rule = tie::lost) {
  using T = joint_t<N, C, K>;
  T const kk = detail::to<T>(k), half = math::floor(T(kk / T(2)));
  T const won = at_least(n, c, k, T(half + T(1)));
  if (rule == tie::lost || half + half < kk) return won;
  return T((won + at_least(n, c, k, half)) / T(2));
}

/// The same as a metric (see pass_at_k).
template <real Real>
struct majority_at_k {
  Real k;
  tie rule = tie::lost;
  [[nodiscard]] T2_HD Real operator()(Real const& n, Real const& c) const { return majority(n, c, k, rule); }
  [[nodiscard]] T2_HD rising_steps<Real> steps() const {
    Real const half = math::floor(Real(k / Real(2))), more = Real(half + Real(1));
    if (rule == tie::lost || Real(half + half) < k) return {k, more, more, Real(1)};
    return {k, half, more, Real(Real(1) / Real(2))};
  }
};

namespace detail {

// Binomial(m, p) weights of 0 .. last, by ratios from the mode, normalised over 0 .. m: `out` gets those of 0 .. last.
template <real T>
void binomial_weights(std::size_t m, T const& odds, std::size_t last, std::vector<T>& out) {
  out.assign(last + 1, T(0));
  T const p = T(odds / (T(1) + odds));
  std::size_t mode = 0;
  while (mode < m && T(to<T>(mode + 1) / to<T>(m + 1)) <= p) ++mode;
  T all(1), weight(1);
  if (mode <= last) out[mode] = T(1);
  for (std::size_t x = mode; x < m && weight > T(0); ++x) {
    weight *= T(T(to<T>(m - x) / to<T>(x + 1)) * odds);
    all += weight;
    if (x + 1 <= last) out[x + 1] = weight;
  }
  weight = T(1);
  for (std::size_t x = mode; x > 0 && weight > T(0); --x) {
    weight *= T(T(to<T>(x) / to<T>(m - x + 1)) / odds);
    all += weight;
    if (x - 1 <= last) out[x - 1] = weight;
  }
  for (T& w : out) w /= all;
}

}  // namespace detail

/// maj@k of a question from the counts of its distinct answers: the mean over all k-subsets of the samples of whether
/// the right answer has the most votes.
/// @formula   sum over votes v of P(v for the right answer, none of the others above v) with ties by the rule. Votes
///            are independent Binomial(m_i, k/n) given that they sum to k, which keeps every number in [0, 1]
/// @param     answers  samples that gave each distinct answer   @shape  [answers]
/// @param     right    index of the right answer; the number of answers if no sample gave it
/// @param     k        [samples], 1 <= k <= n = sum of answers
/// @return    [1], or empty, out_of_domain ("answers" negative or no count, "right", "k")
/// @accuracy  double: <= 1e-12 relative for n to 1000 (tests/passk/majority_test.cpp); time about n k^2 log k
///            operations
template <real T = double, class Count>
[[nodiscard]] result<T> majority(std::span<Count const> answers, std::size_t right, std::size_t k,
                                 tie rule = tie::lost) {
  if (answers.empty()) return status{errc::empty, "answers", 0, -1};
  std::size_t n = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    T const m = detail::to<T>(answers[i]);
    if (!detail::is_count(m))
      return status{errc::out_of_domain, "answers", static_cast<double>(m), static_cast<std::int64_t>(i)};
    n += static_cast<std::size_t>(answers[i]);
  }
  if (right > answers.size()) return status{errc::out_of_domain, "right", static_cast<double>(right), -1};
  if (k < 1 || k > n) return status{errc::out_of_domain, "k", static_cast<double>(k), -1};
  std::size_t const own = right < answers.size() ? static_cast<std::size_t>(answers[right]) : 0;
  if (own == 0) return T(0);
  if (k == n) {  // all samples vote
    std::size_t tied = 1;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      if (i == right) continue;
      if (static_cast<std::size_t>(answers[i]) > own) return T(0);
      tied += static_cast<std::size_t>(answers[i]) == own ? 1 : 0;
    }
    return rule == tie::shared ? T(T(1) / detail::to<T>(tied)) : T(tied == 1 ? 1 : 0);
  }

  T const odds = T(detail::to<T>(k) / detail::to<T>(n - k));
  std::size_t const votes = own < k ? own : k;
  std::vector<T> own_weight, other_weight, all_weight;
  detail::binomial_weights(own, odds, votes, own_weight);
  detail::binomial_weights(n, odds, k, all_weight);  // that the votes sum to k
  T total(0);
  for (std::size_t v = 1; v <= votes; ++v) {
    // state[t][s]: t others tied at v, s votes given to others; at most k/v - 1 can tie
    std::size_t const rest = k - v, ties = rule == tie::shared ? rest / v : 0;
    std::vector<T> state((ties + 1) * (rest + 1), T(0));
    state[0] = T(1);
    std::size_t reach = 0;  // votes that the answers so far can have
    for (std::size_t i = 0; i < answers.size(); ++i) {
      std::size_t const m = static_cast<std::size_t>(answers[i]);
      if (i == right || m == 0) continue;
      std::size_t const most = m < v ? m : v;
      detail::binomial_weights(m, odds, most, other_weight);
      std::size_t const next = reach + most < rest ? reach + most : rest;
      for (std::size_t t = ties + 1; t-- > 0;) {
        for (std::size_t s = next + 1; s-- > 0;) {
          T sum(0);
          for (std::size_t x = 0; x <= most && x <= s && x < v; ++x)
            sum += T(state[t * (rest + 1) + s - x] * other_weight[x]);
          if (t > 0 && most == v && s >= v) sum += T(state[(t - 1) * (rest + 1) + s - v] * other_weight[v]);
          state[t * (rest + 1) + s] = sum;
        }
      }
      reach = next;
    }
    for (std::size_t t = 0; t <= ties; ++t)
      total += T(T(own_weight[v] * state[t * (rest + 1) + rest]) / detail::to<T>(t + 1));
  }
  return T(total / all_weight[k]);
}

}  // namespace t2::inline v0::passk
