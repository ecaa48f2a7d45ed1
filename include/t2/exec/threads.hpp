// SPDX-License-Identifier: BSL-1.0
// Several threads, each running an inner backend on its share. The number of threads changes no bit.
// Flow: under every step.   Needs: core, <thread>.
#pragma once

#include <t2/core/status.hpp>   // status
#include <t2/core/sum.hpp>      // fold_leaves, sum_leaf
#include <t2/exec/backend.hpp>  // determinism, inner_backend, monitor, run_watched
#include <t2/exec/pool.hpp>     // thread_pool
#include <t2/exec/scalar.hpp>   // scalar

#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace t2::inline v0::exec {

namespace detail {
// An exception from the user's functor stops the work and is rethrown in the caller; without exceptions there is none.
class first_exception {
 public:
  template <class Work>
  bool guard(Work const& work) noexcept {
#if defined(__cpp_exceptions)
    try {
      work();
      return true;
    } catch (...) {
      std::lock_guard const lock(mutex_);
      if (!caught_) caught_ = std::current_exception();
      return false;
    }
#else
    work();
    return true;
#endif
  }
  void rethrow() const {
    if (caught_) std::rethrow_exception(caught_);
  }

 private:
  std::mutex mutex_;
  std::exception_ptr caught_;
};

// Hands out parts of [0, size), large ones first and single grains at the end, so that work of uneven cost balances
// itself.
class share_out {
 public:
  share_out(std::size_t size, std::size_t grain, std::size_t crew) : size_(size), grain_(grain), crew_(crew) {}

  [[nodiscard]] bool next(std::size_t& begin, std::size_t& end) {
    begin = next_.load(std::memory_order_relaxed);
    do {
      if (begin >= size_) return false;
      std::size_t const part = (size_ - begin) / (8 * crew_) / grain_ * grain_;
      end = begin + (part > grain_ ? part : grain_);
      if (end > size_) end = size_;
    } while (!next_.compare_exchange_weak(begin, end, std::memory_order_relaxed));
    return true;
  }

 private:
  std::size_t size_, grain_, crew_;
  std::atomic<std::size_t> next_{0};
};
}  // namespace detail

/// threads{8}, threads{8, simd{}}, threads{.count = 8, .watch = &monitor}: threads around an inner backend; the
/// caller's thread takes part. Without a pool the threads live for one call.
/// @errors  an exception from the work stops all threads and is rethrown in the caller
template <inner_backend Inner = scalar>
struct threads {
  static constexpr determinism level = Inner::level;
  template <class Work>
  static constexpr std::size_t grain = Inner::template grain<Work>;
  unsigned count = 1;           ///< threads, 0 for one per processor
  Inner inner = {};             ///< what each of them runs; its own monitor is not looked at
  monitor* watch = nullptr;     ///< progress and cancellation, or none
  thread_pool* pool = nullptr;  ///< threads to use, or none

  [[nodiscard]] unsigned effective_count() const {
    if (count > 0) return count;
    unsigned const processors = std::thread::hardware_concurrency();
    return processors > 0 ? processors : 1;
  }

  template <class Work>
  status for_each_index(std::size_t size, Work const& work) const {
    std::size_t const parts = (size + grain<Work> - 1) / grain<Work>;
    unsigned const crew = effective_count() < parts ? effective_count() : static_cast<unsigned>(parts);
    std::atomic<bool> stop{false};
    detail::first_exception failure;
    detail::share_out share(size, grain<Work>, crew);
    auto const run = [&]() noexcept {
      std::size_t begin, end;
      while (!stop.load(std::memory_order_relaxed) && share.next(begin, end)) {
        bool finished = false;
        bool const returned = failure.guard([&] { finished = detail::run_watched(inner, begin, end, work, watch); });
        if (!returned || !finished) stop.store(true, std::memory_order_relaxed);
      }
    };
    if (pool != nullptr) {
      pool->run(crew, run);
    } else if (crew < 2) {
      run();
    } else {
      thread_pool(crew).run(crew, run);
    }
    failure.rethrow();
    if (stop) return {.code = errc::cancelled};
    return {};
  }

  template <real Real, class Term>
  [[nodiscard]] Real reduce(std::size_t size, Term const& term) const {
    std::vector<compensated<Real>> leaves((size + sum_leaf - 1) / sum_leaf);
    threads<> const by_leaf{.count = count, .pool = pool};
    // cannot be cancelled, and an exception leaves by itself
    static_cast<void>(by_leaf.for_each_index(
        leaves.size(), [&](std::size_t leaf) { leaves[leaf] = inner.template leaf<Real>(leaf, size, term); }));
    return fold_leaves(leaves.data(), leaves.size());
  }
};

}  // namespace t2::inline v0::exec
