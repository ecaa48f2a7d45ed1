// SPDX-License-Identifier: BSL-1.0
// Batches of xsimd as lanes, and the backend that calls kernels with them. The width of a batch changes no sum.
// Flow: under every step.   Needs: core, xsimd.
#pragma once

#include <t2/core/columns.hpp>  // exp_lane, log_lane, ...
#include <t2/core/math.hpp>     // elementary
#include <t2/core/real.hpp>     // enable_lane
#include <t2/core/status.hpp>   // status
#include <t2/core/sum.hpp>      // compensated, sum_leaf, sum_lanes
#include <t2/exec/backend.hpp>  // determinism, monitor, run_watched
#include <t2/exec/lane.hpp>     // batch_work, lane_traits
#include <t2/exec/scalar.hpp>   // fold_stream, scalar

#include <xsimd/xsimd.hpp>

#include <cstddef>
#include <cstdint>

namespace t2::inline v0 {

template <class T, class Arch>
inline constexpr bool enable_lane<xsimd::batch<T, Arch>> = std::floating_point<T>;

namespace math {
template <class Arch>
struct detail::lane_bits<xsimd::batch<double, Arch>> {
  using type = xsimd::batch<std::uint64_t, Arch>;
};

/// The kernels that columns of numbers go through: shorter than xsimd's own functions.
/// @accuracy  exp, expm1: 1.5 epsilon, exp below -708 gives 0; log, log1p: 0.7; pow: 2 for |y| <= 8, else xsimd's
///            (tests/exec/simd_test.cpp)
template <class Arch>
struct elementary<xsimd::batch<double, Arch>> {
  using T = xsimd::batch<double, Arch>;
  [[nodiscard]] static T exp(T const& x) { return detail::exp_lane(x); }
  [[nodiscard]] static T expm1(T const& x) { return detail::expm1_lane(x); }
  [[nodiscard]] static T log(T const& x) { return detail::log_lane(x); }
  [[nodiscard]] static T log1p(T const& x) { return detail::log1p_lane(x); }
  [[nodiscard]] static T pow(T const& x, T const& y) {
    T const most(8), least(1e-30);  // |y log x| is below 600
    auto const usual = (x > least) & (x < T(1) / least) & (y <= most) & (y >= -most);
    T const value = detail::pow_lane(xsimd::select(usual, x, T(1)), xsimd::select(usual, y, T(1)));
    return xsimd::all(usual) ? value : xsimd::select(usual, value, xsimd::pow(x, y));
  }
};
}  // namespace math

namespace exec {

/// @note  batch<double>{0.} takes xsimd's list constructor and reads past the list: always write batch<double>(0.).
template <std::floating_point T, class Arch>
struct lane_traits<xsimd::batch<T, Arch>> {
  using value_type = T;
  static constexpr std::size_t width = xsimd::batch<T, Arch>::size;
  [[nodiscard]] static xsimd::batch<T, Arch> load(T const* from) { return xsimd::batch<T, Arch>::load_unaligned(from); }
  static void store(T* to, xsimd::batch<T, Arch> const& lanes) { lanes.store_unaligned(to); }
};

namespace detail {
// Whether this work takes batches of its own real on this architecture.
template <class Work, class Arch>
inline constexpr bool takes_batches = false;
template <class Work, class Arch>
  requires requires { typename Work::value_type; } && std::floating_point<typename Work::value_type>
inline constexpr bool takes_batches<Work, Arch> = batch_work<Work, xsimd::batch<typename Work::value_type, Arch>>;
}  // namespace detail

/// One thread, a batch at a time: for work with a call operator over lanes (exec/lane.hpp); the tail and other work run
/// one element after the other.
/// @param     Arch  the instruction set, by default the best that the source is compiled for
/// @accuracy  + - * / and sqrt give the bits of `scalar` where contraction is off; log, exp, pow and what is built on
///            them differ by a few ulp (xsimd's pow: up to 9 half-ulps; exp below -708 gives 0)
template <class Arch = xsimd::default_arch>
struct simd {
  using arch_type = Arch;
  static constexpr determinism level = determinism::any_count;
  template <class Work>
  static constexpr std::size_t grain = detail::takes_batches<Work, Arch> ? 64 : 1;
  monitor* watch = nullptr;  ///< progress and cancellation, or none

  template <class Work>
  void run(std::size_t begin, std::size_t end, Work const& work) const {
    if constexpr (detail::takes_batches<Work, Arch>) {
      using batch = xsimd::batch<typename Work::value_type, Arch>;
      for (; end - begin >= batch::size; begin += batch::size) work.template operator()<batch>(begin);
    }
    for (; begin < end; ++begin) work(begin);
  }

  /// The eight partial sums of leaf_sum, kept in batches.
  template <real Real, class Term>
  [[nodiscard]] compensated<Real> leaf(std::size_t leaf, std::size_t size, Term const& term) const {
    if constexpr (detail::takes_batches<Term, Arch>) {
      using batch = xsimd::batch<typename Term::value_type, Arch>;
      constexpr std::size_t stride = batch::size > sum_lanes ? batch::size : sum_lanes;
      std::size_t const begin = leaf * sum_leaf;
      std::size_t const end = size - begin < sum_leaf ? size : begin + sum_leaf;
      std::size_t i = begin;
      compensated<Real> part[sum_lanes];
      if constexpr (std::same_as<Real, typename Term::value_type> && batch::size <= sum_lanes) {
        constexpr std::size_t batches = sum_lanes / batch::size;
        compensated<batch> wide[batches];
        for (; end - i >= stride; i += stride)
          for (std::size_t b = 0; b < batches; ++b) wide[b] += term.template operator()<batch>(i + b * batch::size);
        for (std::size_t b = 0; b < batches; ++b) {
          for (std::size_t l = 0; l < batch::size; ++l)
            part[b * batch::size + l] = {wide[b].sum.get(l), wide[b].carry.get(l)};
        }
      } else {
        typename Term::value_type lanes[stride];
        for (; end - i >= stride; i += stride) {
          for (std::size_t at = 0; at < stride; at += batch::size)
            term.template operator()<batch>(i + at).store_unaligned(lanes + at);
          for (std::size_t at = 0; at < stride; ++at) part[at % sum_lanes] += Real(lanes[at]);
        }
      }
      for (; i < end; ++i) part[i % sum_lanes] += Real(term(i));
      return fold_lanes(part);
    } else {
      return leaf_sum<Real>(leaf, size, term);
    }
  }

  template <class Work>
  status for_each_index(std::size_t size, Work const& work) const {
    if (!detail::run_watched(*this, 0, size, work, watch)) return {.code = errc::cancelled};
    return {};
  }

  template <real Real, class Term>
  [[nodiscard]] Real reduce(std::size_t size, Term const& term) const {
    return detail::fold_stream<Real>((size + sum_leaf - 1) / sum_leaf,
                                     [&](std::size_t at) { return this->template leaf<Real>(at, size, term); });
  }
};

}  // namespace exec
}  // namespace t2::inline v0
