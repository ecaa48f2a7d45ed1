// SPDX-License-Identifier: BSL-1.0
// Several threads, each running an inner backend on its share. The number of threads changes no bit.
// Flow: under every step.   Needs: core, <thread>.
#pragma once

#include <t2/core/status.hpp>   // status
#include <t2/core/sum.hpp>      // leaf_sum, fold_leaves
#include <t2/exec/backend.hpp>  // determinism, monitor

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
}  // namespace detail

/// Indices are handed out one at a time, so work of uneven cost balances itself; the caller's thread takes part.
struct threads {
  static constexpr determinism level = determinism::any_count;
  unsigned count = 1;        ///< threads, 0 for one per processor
  monitor* watch = nullptr;  ///< progress and cancellation, or none

  [[nodiscard]] unsigned effective_count() const {
    if (count > 0) return count;
    unsigned const processors = std::thread::hardware_concurrency();
    return processors > 0 ? processors : 1;
  }

  template <class Work>
  status for_each_index(std::size_t size, Work const& work) const {
    std::atomic<std::size_t> next{0};
    std::atomic<bool> stop{false};
    detail::first_exception failure;
    auto const run = [&] {
      for (;;) {
        if (watch != nullptr && watch->cancel.load(std::memory_order_relaxed)) stop = true;
        if (stop.load(std::memory_order_relaxed)) return;
        std::size_t const i = next.fetch_add(1, std::memory_order_relaxed);
        if (i >= size) return;
        if (!failure.guard([&] { work(i); })) {
          stop = true;
          return;
        }
        if (watch != nullptr) watch->done.fetch_add(1, std::memory_order_relaxed);
      }
    };
    std::size_t const crew = effective_count() < size ? effective_count() : size;
    std::vector<std::jthread> others;
    for (std::size_t t = 1; t < crew; ++t) others.emplace_back(run);
    run();
    others.clear();  // joins
    failure.rethrow();
    if (stop) return {.code = errc::cancelled};
    return {};
  }

  template <real Real, class Term>
  [[nodiscard]] Real reduce(std::size_t size, Term const& term) const {
    std::vector<compensated<Real>> leaves((size + sum_leaf - 1) / sum_leaf);
    threads const quiet{.count = count};
    // cannot be cancelled, and an exception leaves by itself
    static_cast<void>(quiet.for_each_index(leaves.size(), [&](std::size_t leaf) {
      leaves[leaf] = leaf_sum<Real>(leaf, size, term);
    }));
    return fold_leaves(leaves.data(), leaves.size());
  }
};

}  // namespace t2::inline v0::exec
