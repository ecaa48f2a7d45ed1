// SPDX-License-Identifier: BSL-1.0
// What every device has in common: a grid of threads that strides over the indices, and sums by the tree of all backends.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/real.hpp>    // real
#include <t2/core/status.hpp>  // result, status
#include <t2/core/sum.hpp>     // compensated, fold_lanes, fold_leaves, sum_lanes, sum_leaf

#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace t2::inline v0::exec {

/// How many threads run a piece of work.
struct grid {
  unsigned blocks = 1;
  unsigned threads = 1;  ///< of a block

  [[nodiscard]] T2_HD constexpr std::size_t size() const { return static_cast<std::size_t>(blocks) * threads; }
};

/// The grid for `size` indices: a thread each, and not more blocks than `most` has.
[[nodiscard]] constexpr grid grid_for(std::size_t size, grid const& most) {
  std::size_t const blocks = size / most.threads + (size % most.threads > 0 ? 1 : 0);
  return {blocks < most.blocks ? static_cast<unsigned>(blocks) : most.blocks, most.threads};
}

/// All that a thread of a device does: its share of the indices. No result may depend on the grid.
template <class Work>
T2_HD void grid_stride(Work const& work, std::size_t size, std::size_t thread, std::size_t threads) {
  for (std::size_t i = thread; i < size; i += threads) work(i);
}

/// Adds to a number that others add to at the same time. Integers only, so that the order does not matter.
T2_HD inline void fetch_add(std::uint64_t* to, std::uint64_t number) {
#if defined(__CUDA_ARCH__)
  atomicAdd(reinterpret_cast<unsigned long long*>(to), static_cast<unsigned long long>(number));
#else
  std::atomic_ref<std::uint64_t>(*to).fetch_add(number, std::memory_order_relaxed);
#endif
}

/// A backend with memory of its own: work may only use pointers into it, and must be trivially copyable. Everything is
/// put in order on one queue; only `download`, `wait` and `reduce` wait for it, and `upload` may.
template <class T>
concept device = std::copyable<T> && requires(T const& ex, std::size_t bytes, void* there, void const* here) {
  { ex.allocate(bytes) } -> std::same_as<result<void*>>;
  ex.release(there);
  { ex.clear(there, bytes) } -> std::same_as<status>;
  { ex.upload(there, here, bytes) } -> std::same_as<status>;
  { ex.download(there, here, bytes) } -> std::same_as<status>;
  { ex.wait() } -> std::same_as<status>;
};

namespace detail {
// Thread t sums lane t mod 8 of leaf number first + t / 8: the eight partial sums of leaf_sum, side by side.
template <real Real, class Term>
struct lane_sums {
  Term term;
  std::size_t first, size;
  compensated<Real>* part;

  T2_HD void operator()(std::size_t t) const {
    std::size_t const begin = (first + t / sum_lanes) * sum_leaf;
    std::size_t const end = size - begin < sum_leaf ? size : begin + sum_leaf;
    compensated<Real> sum;
    for (std::size_t i = begin + t % sum_lanes; i < end; i += sum_lanes) sum += Real(term(i));
    part[t] = sum;
  }
};

template <real Real>
struct lane_fold {
  compensated<Real> const* part;
  compensated<Real>* leaf;

  T2_HD void operator()(std::size_t i) const {
    compensated<Real> lanes[sum_lanes];
    for (std::size_t lane = 0; lane < sum_lanes; ++lane) lanes[lane] = part[i * sum_lanes + lane];
    leaf[i] = fold_lanes(lanes);
  }
};

// A subtree of 32 leaves becomes one; as 32 is a power of two, the tree is that of fold_leaves.
inline constexpr std::size_t fold_width = 32;
template <real Real>
struct tree_fold {
  compensated<Real>* leaf;
  std::size_t count;
  compensated<Real>* root;

  T2_HD void operator()(std::size_t i) const {
    std::size_t const begin = i * fold_width, left = count - begin;
    static_cast<void>(fold_leaves(leaf + begin, left < fold_width ? left : fold_width));
    root[i] = leaf[begin];
  }
};
}  // namespace detail

/// Partial sums that `sum_leaves` and `sum_to` need, for `size` terms.
[[nodiscard]] constexpr std::size_t sum_scratch(std::size_t size) {
  std::size_t const leaves = (size + sum_leaf - 1) / sum_leaf;
  return (sum_lanes + 2) * leaves + 1;
}

/// The leaves first, ..., first + count - 1 of the sum of term(i), i < size, on a device.
/// @shape   leaf [count], scratch [8 count], on the device
/// @return  the status of the launches; the sums are there when the queue has come so far
template <real Real, device Ex, class Term>
[[nodiscard]] status sum_leaves(Ex const& ex, std::size_t first, std::size_t count, std::size_t size, Term const& term,
                                compensated<Real>* leaf, compensated<Real>* scratch) {
  status const summed = ex.for_each_index(count * sum_lanes, detail::lane_sums<Real, Term>{term, first, size, scratch});
  if (!summed.ok()) return summed;
  return ex.for_each_index(count, detail::lane_fold<Real>{scratch, leaf});
}

/// The sum of term(i), i < size, on a device, by the tree of core/sum.hpp: where the terms have the same bits as on the
/// host, the sum has. Neither waits nor allocates.
/// @shape   out [1], scratch [sum_scratch(size)], on the device
/// @return  the status of the launches; *out is there when the queue has come so far
template <real Real, device Ex, class Term>
[[nodiscard]] status sum_to(Ex const& ex, std::size_t size, Term const& term, compensated<Real>* out,
                            compensated<Real>* scratch) {
  std::size_t count = (size + sum_leaf - 1) / sum_leaf;
  if (count == 0) return ex.clear(out, sizeof *out);
  compensated<Real>*leaf = scratch + sum_lanes * count, *root = leaf + count;
  if (status const summed = sum_leaves(ex, 0, count, size, term, leaf, scratch); !summed.ok()) return summed;
  while (true) {
    std::size_t const roots = (count + detail::fold_width - 1) / detail::fold_width;
    compensated<Real>* const to = roots == 1 ? out : root;
    if (status const folded = ex.for_each_index(roots, detail::tree_fold<Real>{leaf, count, to});
        !folded.ok() || roots == 1)
      return folded;
    root = leaf;
    leaf = to;
    count = roots;
  }
}

}  // namespace t2::inline v0::exec
