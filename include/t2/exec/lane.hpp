// SPDX-License-Identifier: BSL-1.0
// How a kernel reads and writes lanes, so that one body serves a single number and a batch of them.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/real.hpp>    // lane, real

#include <cstddef>

namespace t2::inline v0::exec {

/// Width, loading and storing of a lane type; exec/simd.hpp adds batches.
template <class V>
struct lane_traits;

template <real Real>
struct lane_traits<Real> {
  using value_type = Real;
  static constexpr std::size_t width = 1;
  [[nodiscard]] T2_HD static constexpr Real load(Real const* from) { return *from; }
  T2_HD static constexpr void store(Real* to, Real const& lanes) { *to = lanes; }
};

/// Indices that one call with V covers: i, i + 1, ..., i + width - 1.
template <lane V>
inline constexpr std::size_t lane_width = lane_traits<V>::width;

template <lane V>
[[nodiscard]] T2_HD constexpr V load(typename lane_traits<V>::value_type const* from) {
  return lane_traits<V>::load(from);
}

template <lane V>
T2_HD constexpr void store(typename lane_traits<V>::value_type* to, V const& lanes) {
  lane_traits<V>::store(to, lanes);
}

/// Work worth batches: it names its real and its call operator is a template over the lane type,
///
///   struct kernel {
///     using value_type = double;
///     double const* in;
///     double* out;
///     template <lane V = double>
///     T2_HD void operator()(std::size_t i) const { exec::store(out + i, math::sqrt(exec::load<V>(in + i))); }
///   };
///
/// A term of a sum returns a V. Other backends call it with one number; other work runs one index at a time everywhere.
template <class Work, class V>
concept batch_work = lane<V> && requires(Work const& work, std::size_t i) {
  typename Work::value_type;
  work.template operator()<V>(i);
};

}  // namespace t2::inline v0::exec
