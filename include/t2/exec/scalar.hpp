// SPDX-License-Identifier: BSL-1.0
// The plain loop: the reference that other backends are compared with.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/status.hpp>   // status
#include <t2/core/sum.hpp>      // leaf_sum, sum_leaf
#include <t2/exec/backend.hpp>  // determinism, monitor

#include <cstddef>

namespace t2::inline v0::exec {

/// One thread, one element after the other.
struct scalar {
  static constexpr determinism level = determinism::any_count;
  monitor* watch = nullptr;  ///< progress and cancellation, or none

  template <class Work>
  status for_each_index(std::size_t size, Work const& work) const {
    for (std::size_t i = 0; i < size; ++i) {
      if (watch != nullptr && watch->cancel.load(std::memory_order_relaxed)) return {.code = errc::cancelled};
      work(i);
      if (watch != nullptr) watch->done.fetch_add(1, std::memory_order_relaxed);
    }
    return {};
  }

  /// Leaves are folded as they come, in the same binary tree as everywhere: at most one partial per level is kept.
  template <real Real, class Term>
  [[nodiscard]] Real reduce(std::size_t size, Term const& term) const {
    compensated<Real> subtree[64];
    std::size_t const leaves = (size + sum_leaf - 1) / sum_leaf;
    for (std::size_t leaf = 0; leaf < leaves; ++leaf) {
      compensated<Real> part = leaf_sum<Real>(leaf, size, term);
      int height = 0;
      for (std::size_t full = leaf; (full & 1) != 0; full >>= 1, ++height) {
        subtree[height] += part;
        part = subtree[height];
      }
      subtree[height] = part;
    }
    // what is left over joins from the small subtrees upwards, as fold_leaves does
    compensated<Real> total;
    bool first = true;
    for (int height = 0; height < 64; ++height) {
      if (((leaves >> height) & 1) == 0) continue;
      if (!first) subtree[height] += total;
      total = subtree[height];
      first = false;
    }
    return total.value();
  }
};

}  // namespace t2::inline v0::exec
