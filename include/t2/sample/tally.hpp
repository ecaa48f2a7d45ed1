// SPDX-License-Identifier: BSL-1.0
// What a simulation keeps, and the estimates that follow from it.
// Flow: runs -> law -> fit -> plan -> [sample].   Needs: core.
#pragma once

#include <t2/core/beta_ratio.hpp>   // beta_ratio
#include <t2/core/math.hpp>         // math::expm1, math::log1p, math::sqrt
#include <t2/core/real.hpp>         // not_a_number
#include <t2/core/status.hpp>       // status
#include <t2/core/sum.hpp>          // compensated
#include <t2/random/threshold.hpp>  // threshold
#include <t2/sample/digest.hpp>     // digest

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace t2::inline v0::sample {

/// How many outcomes had c successes among k samples, c = 0 ... k.
struct tally {
  std::uint64_t outcomes = 0;         ///< question outcomes, M R
  std::vector<std::uint64_t> counts;  ///< [k + 1]
  std::uint64_t laws = 0;             ///< hash of the thresholds behind them

  explicit tally(std::uint64_t k = 0) : counts(k + 1, 0) {}

  [[nodiscard]] std::uint64_t samples() const { return counts.size() - 1; }

  /// Another part of the same simulation: other repeats.
  /// @return  ok, or size_mismatch if it is one of another k or of other thresholds (nothing is added)
  status add(tally const& other) {
    bool const same = outcomes == 0 || other.outcomes == 0 || laws == other.laws;
    if (counts.size() != other.counts.size() || !same) return {.code = errc::size_mismatch, .argument = "tally"};
    if (outcomes == 0) laws = other.laws;
    outcomes += other.outcomes;
    for (std::size_t c = 0; c < counts.size(); ++c) counts[c] += other.counts[c];
    return {};
  }

  /// A hash of all thresholds and counts: equal on every backend, compiler and instruction set.
  [[nodiscard]] std::uint64_t digest() const {
    class digest out;
    out.add(laws).add(outcomes);
    for (std::uint64_t const n : counts) out.add(n);
    return out.value();
  }
};

/// A mean over outcomes and its standard error.
struct estimate {
  double value;
  double standard_error;
};

/// The mean of f(c) over the outcomes.
/// @param   between  variance of E f(c) from question to question where the questions are given, which repeats do not
///                   resample; 0 where they are fresh
/// @return  NaN without outcomes
template <class F>
[[nodiscard]] estimate mean_of(tally const& t, F const& f, double between = 0) {
  double const n = static_cast<double>(t.outcomes);
  compensated<double> sum, squares;
  for (std::size_t c = 0; c < t.counts.size(); ++c)
    if (t.counts[c] > 0) sum += static_cast<double>(t.counts[c]) / n * f(c);
  double const mean = t.outcomes > 0 ? sum.value() : not_a_number<double>();
  for (std::size_t c = 0; c < t.counts.size(); ++c) {
    if (t.counts[c] == 0) continue;
    double const off = f(c) - mean;
    squares += static_cast<double>(t.counts[c]) / n * off * off;
  }
  double const variance = squares.value() - between;
  return {mean, variance > 0 ? math::sqrt(variance / n) : mean * 0};
}

/// Variance over given questions of a chance that is a function of p.
template <class F>
[[nodiscard]] double variance_between(std::span<double const> chances, F const& f) {
  compensated<double> sum, squares;
  double const n = static_cast<double>(chances.size());
  for (double const p : chances) sum += f(p) / n;
  for (double const p : chances) squares += (f(p) - sum.value()) * (f(p) - sum.value()) / n;
  return squares.value();
}

/// pass@j for j <= k, unbiased: the mean over outcomes of 1 - C(k-c, j) / C(k, j). It is also the chance that a plan
/// which stops at its first success needs at most j attempts.
/// @param   chances  those of the questions where they are shared by the repeats (`repeated`), for the standard error
/// @return  NaN for j > k
/// @source  Chen et al. 2021, arXiv:2107.03374
[[nodiscard]] inline estimate pass_at(tally const& t, std::uint64_t j, std::span<double const> chances = {}) {
  std::uint64_t const k = t.samples();
  if (j > k) return {not_a_number<double>(), not_a_number<double>()};
  double const tries = static_cast<double>(j);
  double const between = variance_between(
      chances, [&](double p) { return p < 1 ? -math::expm1(tries * math::log1p(-p)) : (j > 0 ? 1. : 0.); });
  return mean_of(
      t,
      [&](std::uint64_t c) {
        if (c > k - j) return j > 0 ? 1. : 0.;
        return beta_ratio(static_cast<double>(c), static_cast<double>(k - c - j + 1), tries).complement;
      },
      between);
}

/// pass^j for j <= k, unbiased: the chance that j samples all succeed.
/// @return  NaN for j > k
[[nodiscard]] inline estimate all_of(tally const& t, std::uint64_t j) {
  std::uint64_t const k = t.samples();
  if (j > k) return {not_a_number<double>(), not_a_number<double>()};
  return mean_of(t, [&](std::uint64_t c) {
    if (c < j) return 0.;
    return beta_ratio(static_cast<double>(k - c), static_cast<double>(c - j + 1), static_cast<double>(j)).ratio;
  });
}

/// The vote of all k samples between right and wrong; a tie is right half the time.
[[nodiscard]] inline estimate majority(tally const& t) {
  std::uint64_t const k = t.samples();
  return mean_of(t, [&](std::uint64_t c) { return 2 * c > k ? 1. : 2 * c == k ? 0.5 : 0.; });
}

/// Best of k by a verifier (sample/verifier.hpp).
/// @param   verified  [k + 1], the chance of a right answer given c
/// @return  NaN if the lengths differ
[[nodiscard]] inline estimate best_of(tally const& t, std::span<random::threshold const> verified) {
  if (verified.size() != t.counts.size()) return {not_a_number<double>(), not_a_number<double>()};
  return mean_of(
      t, [&](std::uint64_t c) { return verified[c].always ? 1. : static_cast<double>(verified[c].bits) * 0x1p-64; });
}

/// Samples drawn per question by a plan that stops at its first success, or after k: its cost in units of one sample.
/// @formula   E[min(T, k) | c] = (k + 1) / (c + 1), or k where c = 0: the c successes lie anywhere among the k
[[nodiscard]] inline estimate attempts(tally const& t) {
  std::uint64_t const k = t.samples();
  return mean_of(t, [&](std::uint64_t c) {
    return c == 0 ? static_cast<double>(k) : static_cast<double>(k + 1) / static_cast<double>(c + 1);
  });
}

}  // namespace t2::inline v0::sample
