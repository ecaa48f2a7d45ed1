// SPDX-License-Identifier: BSL-1.0
// The binomial law as a table of integer thresholds, for exact odds.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/status.hpp>   // result
#include <t2/random/table.hpp>  // table
#include <t2/random/wide.hpp>   // wide

#include <cstddef>
#include <cstdint>
#include <vector>

namespace t2::inline v0::random {

/// Most values that a table may have.
inline constexpr std::size_t most_values = std::size_t{1} << 24;

/// Binomial(k, p) with p / (1 - p) = odds, from its most likely count outwards.
/// @formula   w(c + 1) / w(c) = (k - c) odds / (c + 1), from w(mode) = 1 until w < 2^-80
/// @param     k     [samples]   @param  odds  > 0   @param  mode  the most likely count, or one as good
/// @param     for_many  whether thousands of draws will be made (random/table.hpp)
/// @return    a table whose thresholds are the nearest to the exact law, within 0.51 units of 2^-64
///            (tests/sample/tables_test.cpp)
/// @errors    unsupported "k": more than 2^24 likely counts
[[nodiscard]] inline result<table> binomial_table(std::uint64_t k, wide const& odds, std::uint64_t mode,
                                                  bool for_many = true) {
  wide const one(1);
  auto const negligible = [&](wide const& w) { return w.exponent < one.exponent - 80; };
  std::vector<wide> below, weights;
  wide w = one;
  for (std::uint64_t c = mode; c > 0; --c) {
    w = w * wide(c) / (wide(k - c + 1) * odds);
    if (negligible(w)) break;
    if (below.size() == most_values) return status{.code = errc::unsupported, .argument = "k"};
    below.push_back(w);
  }
  weights.assign(below.rbegin(), below.rend());
  weights.push_back(one);
  w = one;
  for (std::uint64_t c = mode; c < k; ++c) {
    w = w * (wide(k - c) * odds) / wide(c + 1);
    if (negligible(w)) break;
    if (weights.size() == most_values) return status{.code = errc::unsupported, .argument = "k"};
    weights.push_back(w);
  }
  return table::from_weights(mode - below.size(), weights, for_many);
}

}  // namespace t2::inline v0::random
