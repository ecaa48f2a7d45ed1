// SPDX-License-Identifier: BSL-1.0
// How many of k samples of one question succeed, as a table of integer thresholds.
// Flow: runs -> law -> fit -> plan -> [sample].   Needs: core, random.
#pragma once

#include <t2/core/status.hpp>   // result
#include <t2/random/table.hpp>  // table
#include <t2/random/wide.hpp>   // wide

#include <cstddef>
#include <cstdint>
#include <vector>

namespace t2::inline v0::sample {

/// Most values that a table may have.
inline constexpr std::size_t most_values = std::size_t{1} << 24;

/// Binomial(k, p): the successes among k samples with chance p each.
/// @formula   w(c + 1) / w(c) = (k - c) p / ((c + 1) (1 - p)), from the most likely count outwards until w < 2^-80 of
///            it
/// @param     k  [samples]   @param  p  [1]; the double is taken as the exact number that it is
/// @param     for_many  whether thousands of draws will be made (random/table.hpp)
/// @return    a table whose thresholds are the nearest to the exact law, within 0.51 units of 2^-64
///            (tests/sample/tables_test.cpp)
/// @errors    out_of_domain: p outside [0, 1] or NaN; unsupported: more than 2^24 likely counts
[[nodiscard]] inline result<random::table> binomial_table(std::uint64_t k, double p, bool for_many = true) {
  using random::wide;
  if (!(p >= 0 && p <= 1)) return status{.code = errc::out_of_domain, .argument = "p", .value = p};
  if (p == 0 || p == 1 || k == 0) return random::table::from_thresholds(p == 1 ? k : 0, {}, for_many);
  wide const hit = wide::from(p), odds = hit / (wide(1) - hit);
  std::uint64_t mode = (wide(random::uint128{k} + 1) * hit).floor();
  if (mode > k) mode = k;
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
  return random::table::from_weights(mode - below.size(), weights, for_many);
}

}  // namespace t2::inline v0::sample
