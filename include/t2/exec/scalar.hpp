// SPDX-License-Identifier: BSL-1.0
// The plain loop: the reference that other backends are compared with.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/status.hpp>   // status
#include <t2/core/sum.hpp>      // leaf_sum, sum_leaf
#include <t2/exec/backend.hpp>  // determinism, monitor, run_watched

#include <cstddef>

namespace t2::inline v0::exec {

namespace detail {
/// Leaves are folded as they come, in the same binary tree as everywhere: at most one partial per level is kept.
template <real Real, class Leaf>
[[nodiscard]] Real fold_stream(std::size_t leaves, Leaf const& leaf_at) {
  compensated<Real> subtree[64];
  for (std::size_t leaf = 0; leaf < leaves; ++leaf) {
    compensated<Real> part = leaf_at(leaf);
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
}  // namespace detail

/// One thread, one element after the other.
struct scalar {
  static constexpr determinism level = determinism::any_count;
  template <class Work>
  static constexpr std::size_t grain = 1;
  monitor* watch = nullptr;  ///< progress and cancellation, or none

  template <class Work>
  void run(std::size_t begin, std::size_t end, Work const& work) const {
    for (std::size_t i = begin; i < end; ++i) work(i);
  }

  template <real Real, class Term>
  [[nodiscard]] compensated<Real> leaf(std::size_t leaf, std::size_t size, Term const& term) const {
    return leaf_sum<Real>(leaf, size, term);
  }

  template <class Work>
  status for_each_index(std::size_t size, Work const& work) const {
    if (!detail::run_watched(*this, 0, size, work, watch)) return {.code = errc::cancelled};
    return {};
  }

  template <real Real, class Term>
  [[nodiscard]] Real reduce(std::size_t size, Term const& term) const {
    return detail::fold_stream<Real>((size + sum_leaf - 1) / sum_leaf,
                                     [&](std::size_t leaf) { return leaf_sum<Real>(leaf, size, term); });
  }
};

}  // namespace t2::inline v0::exec
