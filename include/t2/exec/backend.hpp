// SPDX-License-Identifier: BSL-1.0
// What a backend is: a small value that runs a functor over indices and sums over them. No algorithm is written per
// backend.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/real.hpp>    // real
#include <t2/core/status.hpp>  // status
#include <t2/core/sum.hpp>     // compensated

#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>

namespace t2::inline v0::exec {

/// What a backend promises about the bits of a result.
enum class determinism : std::uint8_t {
  not_guaranteed,  ///< may differ from run to run
  run_to_run,      ///< same bits on the same machine, build and backend value
  any_count        ///< same bits for any number of threads or ranks within one build
};

/// Progress out, cancellation in: shared by the caller and the work, polled by both, so no callback runs in a worker.
struct monitor {
  std::atomic<std::size_t> done{0};  ///< elements finished
  std::atomic<bool> cancel{false};   ///< set it to stop the work; the call then returns errc::cancelled
};

namespace detail {
struct probe {
  void operator()(std::size_t) const {}
};
struct probe_term {
  double operator()(std::size_t) const { return 0; }
};

// Elements between two looks at the monitor: none is cheaper than the look, for batches it is a few of them.
template <class Inner, class Work>
[[nodiscard]] inline bool run_watched(Inner const& inner, std::size_t begin, std::size_t end, Work const& work,
                                      monitor* watch) {
  if (watch == nullptr) {
    inner.run(begin, end, work);
    return true;
  }
  while (begin < end) {
    if (watch->cancel.load(std::memory_order_relaxed)) return false;
    constexpr std::size_t grain = Inner::template grain<Work>;
    std::size_t const next = end - begin > grain ? begin + grain : end;
    inner.run(begin, next, work);
    watch->done.fetch_add(next - begin, std::memory_order_relaxed);
    begin = next;
  }
  return true;
}
}  // namespace detail

/// A backend runs work(i) for every i in [0, size) and sums term(i) by the fixed tree of core/sum.hpp.
/// work and term are called concurrently; i is the only source of identity.
template <class T>
concept backend =
    std::copyable<T> && requires(T const& ex, std::size_t size, detail::probe work, detail::probe_term term) {
      { T::level } -> std::convertible_to<determinism>;
      { ex.for_each_index(size, work) } -> std::same_as<status>;
      { ex.template reduce<double>(size, term) } -> std::same_as<double>;
    };

/// A backend that runs on the calling thread, and so inside threads, ranks and pools: it also runs a part of the
/// indices and sums one leaf.
template <class T>
concept inner_backend =
    backend<T> && requires(T const& ex, std::size_t i, detail::probe work, detail::probe_term term) {
      { T::template grain<detail::probe> } -> std::convertible_to<std::size_t>;  // parts begin at a multiple of it
      ex.run(i, i, work);
      { ex.template leaf<double>(i, i, term) } -> std::same_as<compensated<double>>;
    };

/// The backend that runs inside threads and ranks, on one thread.
template <backend Ex>
[[nodiscard]] constexpr auto const& innermost(Ex const& ex) {
  if constexpr (inner_backend<Ex>) {
    return ex;
  } else {
    return innermost(ex.inner);
  }
}

/// Where the work of for_each_index writes: index i the elements i per_index, ..., (i + 1) per_index - 1 of `data`.
template <class T>
struct written {
  T* data;
  std::size_t size;
  std::size_t per_index = 1;  ///< of the last index there may be fewer
};

/// A backend of several processes, which brings together what each has written.
template <class Ex>
concept of_processes = requires(Ex const& ex, std::size_t size, written<char> const& out) {
  ex.template gather<detail::probe>(size, out);
};

/// for_each_index for batch functions: afterwards every process of the backend holds all that the work has written.
/// @return  the status of the backend, the same on all processes; what is written is whole where it is ok
template <backend Ex, class Work, class... T>
[[nodiscard]] status for_each_index(Ex const& ex, std::size_t size, Work const& work, written<T> const&... outputs) {
  status const ran = ex.for_each_index(size, work);
  if constexpr (of_processes<Ex>) {
    if (ran.ok()) (ex.template gather<Work>(size, outputs), ...);
  }
  return ran;
}

/// Adds up what the processes of a backend have counted, so that all of them hold the sums; one process has nothing to
/// do.
template <class Ex>
void sum_over_ranks(Ex const& ex, std::uint64_t* counts, std::size_t size) {
  if constexpr (requires { ex.sum_over_ranks(counts, size); }) ex.sum_over_ranks(counts, size);
}

}  // namespace t2::inline v0::exec
