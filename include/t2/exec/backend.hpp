// SPDX-License-Identifier: BSL-1.0
// What a backend is: a small value that runs a functor over indices and sums over them. No algorithm is written per backend.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/real.hpp>    // real
#include <t2/core/status.hpp>  // status

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
  std::atomic<std::size_t> done{0};   ///< elements finished
  std::atomic<bool> cancel{false};    ///< set it to stop the work; the call then returns errc::cancelled
};

namespace detail {
struct probe {
  void operator()(std::size_t) const {}
};
struct probe_term {
  double operator()(std::size_t) const { return 0; }
};
}  // namespace detail

/// A backend runs work(i) for every i in [0, size) and sums term(i) by the fixed tree of core/sum.hpp.
/// work and term are called concurrently; i is the only source of identity.
template <class T>
concept backend = std::copyable<T> && requires(T const& ex, std::size_t size, detail::probe work, detail::probe_term term) {
  { T::level } -> std::convertible_to<determinism>;
  { ex.for_each_index(size, work) } -> std::same_as<status>;
  { ex.template reduce<double>(size, term) } -> std::same_as<double>;
};

}  // namespace t2::inline v0::exec
