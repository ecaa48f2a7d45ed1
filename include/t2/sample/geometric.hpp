// SPDX-License-Identifier: BSL-1.0
// How many samples are drawn until the first success, at most k: the cost of a plan that stops when it has an answer.
// Flow: runs -> law -> fit -> plan -> [sample].   Needs: core, random.
#pragma once

#include <t2/core/status.hpp>       // result
#include <t2/random/table.hpp>      // table
#include <t2/random/threshold.hpp>  // nearest_threshold, threshold
#include <t2/random/wide.hpp>       // wide
#include <t2/sample/binomial.hpp>   // most_values

#include <cstdint>
#include <vector>

namespace t2::inline v0::sample {

namespace detail {
// Values 1 ... k are the attempt that succeeds, k + 1 says that none of the k did. miss(t) = keep(0) ... keep(t - 1).
template <class Keep>
[[nodiscard]] result<random::table> attempts_table(std::uint64_t k, Keep const& keep) {
  using random::wide;
  std::vector<random::threshold> cumulated;
  wide miss(1);
  for (std::uint64_t t = 0; t < k; ++t) {
    if (cumulated.size() == most_values)
      return status{.code = errc::unsupported, .argument = "k", .value = static_cast<double>(k)};
    miss = miss * keep(t);
    cumulated.push_back(random::nearest_threshold(wide(1) - miss));
    if (cumulated.back().always) break;
  }
  return random::table::from_thresholds(1, cumulated);
}
}  // namespace detail

/// Attempts of a question with chance p: 1 ... k, or k + 1 if none of the k succeeds.
/// @formula   P(T > t) = (1 - p)^t
/// @param     p  [1], taken as the exact number that it is   @param  k  [samples]
/// @errors    out_of_domain: p outside [0, 1] or NaN; unsupported: more than 2^24 possible values
[[nodiscard]] inline result<random::table> geometric_table(double p, std::uint64_t k) {
  using random::wide;
  if (!(p >= 0 && p <= 1)) return status{.code = errc::out_of_domain, .argument = "p", .value = p};
  if (p == 0) return random::table::from_thresholds(k + 1, {});
  wide const miss = wide(1) - wide::from(p);
  return detail::attempts_table(k, [&](std::uint64_t) { return miss; });
}

/// The same for a fresh question each time, p ~ Beta(a, b).
/// @formula   P(T > t) = prod_{i < t} (b + i) / (a + b + i)
/// @errors    out_of_domain: a or b not positive, infinite or NaN; unsupported: more than 2^24 possible values
[[nodiscard]] inline result<random::table> beta_geometric_table(double a, double b, std::uint64_t k) {
  using random::wide;
  if (!(a > 0 && a < 1e300)) return status{.code = errc::out_of_domain, .argument = "a", .value = a};
  if (!(b > 0 && b < 1e300)) return status{.code = errc::out_of_domain, .argument = "b", .value = b};
  wide const misses = wide::from(b), both = wide::from(a) + misses;
  return detail::attempts_table(k, [&](std::uint64_t t) { return (misses + wide(t)) / (both + wide(t)); });
}

}  // namespace t2::inline v0::sample
