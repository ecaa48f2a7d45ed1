// SPDX-License-Identifier: BSL-1.0
// How many of k samples of a fresh question succeed, its chance drawn from a Beta law, as a table of integer
// thresholds.
// Flow: runs -> law -> fit -> plan -> [sample].   Needs: core, random.
#pragma once

#include <t2/core/status.hpp>      // result
#include <t2/random/table.hpp>     // table
#include <t2/random/wide.hpp>      // wide
#include <t2/sample/binomial.hpp>  // most_values

#include <cstdint>
#include <vector>

namespace t2::inline v0::sample {

/// Beta-binomial(a, b, k): p ~ Beta(a, b) is drawn anew for each outcome, then c ~ Binomial(k, p).
/// @formula   w(c + 1) / w(c) = (k - c) (a + c) / ((c + 1) (b + k - c - 1))
/// @param     a, b  [1], >= 0, taken as the exact numbers that they are   @param  k  [samples], below 2^24
/// @return    a table whose thresholds are the nearest to the exact law, within 0.51 units
///            of 2^-64 (tests/sample/tables_test.cpp); a = 0 < b always gives 0, b = 0 < a always k
/// @errors    out_of_domain: a or b negative, infinite or NaN, or both 0; unsupported: k too large
[[nodiscard]] inline result<random::table> beta_binomial_table(double a, double b, std::uint64_t k) {
  using random::wide;
  if (!(a >= 0 && a < 1e300)) return status{.code = errc::out_of_domain, .argument = "a", .value = a};
  if (!(b >= 0 && b < 1e300) || (a == 0 && b == 0))
    return status{.code = errc::out_of_domain, .argument = "b", .value = b};
  if (k >= most_values) return status{.code = errc::unsupported, .argument = "k", .value = static_cast<double>(k)};
  if (k == 0 || a == 0) return random::table::from_thresholds(0, {});
  if (b == 0) return random::table::from_thresholds(k, {});
  wide const hits = wide::from(a), misses = wide::from(b);
  std::vector<wide> weights{wide(1)};
  weights.reserve(k + 1);
  for (std::uint64_t c = 0; c < k; ++c) {
    wide const up = wide(k - c) * (hits + wide(c)), down = wide(c + 1) * (misses + wide(k - c - 1));
    weights.push_back(weights.back() * up / down);
  }
  return random::table::from_weights(0, weights);
}

}  // namespace t2::inline v0::sample
