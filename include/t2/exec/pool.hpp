// SPDX-License-Identifier: BSL-1.0
// A crew of threads that waits for work, for callers who make many short calls.
// Flow: under every step.   Needs: core, <thread>.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace t2::inline v0::exec {

/// Threads made once and handed to `threads{.pool = &pool}` as often as wanted. One piece of work runs at a time; a
/// call from inside that work, or from a second thread meanwhile, runs on its caller alone.
class thread_pool {
 public:
  /// @param  count  threads including the caller's, 0 for one per processor. Fewer are used where the system has no
  ///            more.
  explicit thread_pool(unsigned count = 0) {
    if (count == 0) count = std::thread::hardware_concurrency();
    for (unsigned t = 1; t < count; ++t) {
#if defined(__cpp_exceptions)
      try {
        workers_.emplace_back([this] { serve(); });
      } catch (...) {  // no more threads, or no memory for them: those that run wait to be told to end
        break;
      }
#else
      workers_.emplace_back([this] { serve(); });
#endif
    }
  }
  thread_pool(thread_pool const&) = delete;
  thread_pool& operator=(thread_pool const&) = delete;
  ~thread_pool() {
    {
      std::lock_guard const lock(mutex_);
      closing_ = true;
    }
    wake_.notify_all();
    workers_.clear();  // joins
  }

  /// Threads including the caller's.
  [[nodiscard]] unsigned size() const { return static_cast<unsigned>(workers_.size()) + 1; }

  /// Runs work() on the caller and on up to crew - 1 threads of the pool, and returns when all are done. work must not
  /// throw.
  template <class Work>
  void run(unsigned crew, Work const& work) {
    if (crew < 2 || taken_.test_and_set(std::memory_order_acquire)) {
      work();
      return;
    }
    {
      std::lock_guard const lock(mutex_);
      argument_ = &work;
      call_ = [](void const* it) { (*static_cast<Work const*>(it))(); };
      wanted_ = crew - 1 < workers_.size() ? crew - 1 : static_cast<unsigned>(workers_.size());
    }
    wake_.notify_all();
    work();
    {
      std::unique_lock lock(mutex_);
      wanted_ = 0;
      idle_.wait(lock, [this] { return running_ == 0; });
    }
    taken_.clear(std::memory_order_release);
  }

 private:
  void serve() {
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait(lock, [this] { return closing_ || wanted_ > 0; });
      if (closing_) return;
      --wanted_;
      ++running_;
      auto const call = call_;
      auto const argument = argument_;
      lock.unlock();
      call(argument);
      lock.lock();
      if (--running_ == 0) idle_.notify_one();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_, idle_;
  std::atomic_flag taken_;
  void (*call_)(void const*) = nullptr;
  void const* argument_ = nullptr;
  unsigned wanted_ = 0, running_ = 0;
  bool closing_ = false;
  std::vector<std::jthread> workers_;  // last, so that it ends before what it uses
};

}  // namespace t2::inline v0::exec
