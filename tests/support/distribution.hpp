// SPDX-License-Identifier: BSL-1.0
// How well draws follow a law.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace t2::test {

// Kolmogorov's distance times sqrt(n), looked at in 4000 of the sorted draws and in the outermost 100 of both tails.
// Above 1.95 lies one in a thousand. Draws equal to `floor` or below are those that underflowed: they only count as
// low.
template <class Cdf>
double kolmogorov(std::vector<double>& draws, Cdf const& cdf, double floor = -INFINITY) {
  std::sort(draws.begin(), draws.end());
  std::size_t const n = draws.size();
  double worst = 0;
  auto const look = [&](std::size_t i) {
    if (!(draws[i] > floor)) return;
    double const f = cdf(draws[i]);
    double const above = static_cast<double>(i + 1) / static_cast<double>(n),
                 below = static_cast<double>(i) / static_cast<double>(n);
    worst = std::fmax(worst, std::fmax(std::fabs(f - above), std::fabs(f - below)));
  };
  for (std::size_t i = 0; i < n; i += n / 4000 + 1) look(i);
  for (std::size_t i = 0; i < 100 && i < n; ++i) look(i), look(n - 1 - i);
  return worst * std::sqrt(static_cast<double>(n));
}

// The draws beyond a far quantile against their expected number: a z-score.
inline double tail_score(double count, double n, double chance) {
  return (count - n * chance) / std::sqrt(n * chance * (1 - chance));
}

struct moments {
  double mean_score, variance_score;
};

// Of the first two moments, given the law's mean, variance and fourth central moment.
inline moments moment_scores(std::vector<double> const& draws, double mean, double variance, double fourth) {
  double first = 0, second = 0;
  for (double x : draws) first += x - mean;
  for (double x : draws) second += (x - mean) * (x - mean) - variance;
  double const n = static_cast<double>(draws.size());
  return {first / std::sqrt(n * variance), second / std::sqrt(n * (fourth - variance * variance))};
}

}  // namespace t2::test
