// SPDX-License-Identifier: BSL-1.0
// Questions with equal counts taken together, in a canonical order: the order of the rows changes no bit of a result.
// Flow: sample -> [passk] -> fit.   Needs: core.
#pragma once

#include <t2/core/real.hpp>     // real
#include <t2/passk/counts.hpp>  // counts

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace t2::inline v0::passk {

/// So many questions that had c correct of n samples each.
template <real Real>
struct group {
  Real n;
  Real c;
  Real questions;
};

/// The groups by ascending n, then c.
/// @shape  [distinct (n, c)]
template <real Real, class Count>
[[nodiscard]] std::vector<group<Real>> grouped(counts<Count> const& data) {
  std::vector<std::pair<Count, Count>> sorted(data.size());
  for (std::size_t i = 0; i < data.size(); ++i) sorted[i] = {data.trials[i], data.successes[i]};
  std::sort(sorted.begin(), sorted.end());
  std::vector<group<Real>> out;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i > 0 && sorted[i] == sorted[i - 1]) {
      out.back().questions += Real(1);
    } else {
      out.push_back({detail::to<Real>(sorted[i].first), detail::to<Real>(sorted[i].second), Real(1)});
    }
  }
  return out;
}

}  // namespace t2::inline v0::passk
