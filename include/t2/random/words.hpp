// SPDX-License-Identifier: BSL-1.0
// Runs of random words, filled the fastest way that a backend has. The words are the same for all of them.
// Flow: under every step.   Needs: core, exec.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/status.hpp>    // status
#include <t2/exec/backend.hpp>   // backend, for_each_index, written
#include <t2/exec/device.hpp>    // device
#include <t2/random/philox.hpp>  // philox, philox_counter

#include <cstddef>
#include <cstdint>
#include <span>

namespace t2::inline v0::random {

/// The plain loop.
struct scalar_words {
  /// The words of `blocks` blocks from `first` on, four each.
  T2_HD static constexpr void fill(std::uint64_t seed, philox_counter first, std::size_t blocks, std::uint32_t* out) {
    for (std::size_t b = 0; b < blocks; ++b) {
      philox_block const block = philox(seed, {first.block + b, first.draw, first.stream});
      for (int w = 0; w < 4; ++w) out[4 * b + static_cast<std::size_t>(w)] = block.word[w];
    }
  }
};

/// A block at a time, kept in registers: for a thread of a device.
struct block_words {
  struct [[gnu::may_alias]] alignas(16) whole {
    philox_block block;
  };
  /// @shape  out [4 blocks], 16-byte aligned: a block is one store
  // NOLINTNEXTLINE(readability-non-const-parameter): written through the cast
  T2_HD static void fill(std::uint64_t seed, philox_counter first, std::size_t blocks, std::uint32_t* out) {
    for (std::size_t b = 0; b < blocks; ++b) {
      reinterpret_cast<whole*>(out)[b].block = philox(seed, {first.block + b, first.draw, first.stream});
    }
  }
};

/// Several blocks at once by xsimd: defined in <t2/random/philox_simd.hpp>, to be included with <t2/exec/simd.hpp>.
template <class Arch>
struct simd_words;

namespace detail {
template <class Ex>
struct words_of {
  using type = scalar_words;
};
template <class Ex>
  requires requires { typename Ex::arch_type; }
struct words_of<Ex> {
  using type = simd_words<typename Ex::arch_type>;
  static_assert(requires { sizeof(type); },
                "drawing on exec::simd needs its random words: include <t2/random/philox_simd.hpp>");
};
template <class Ex>
  requires requires(Ex const& ex) { ex.inner; }
struct words_of<Ex> : words_of<decltype(Ex::inner)> {};
template <exec::device Ex>
struct words_of<Ex> {
  using type = block_words;
};
}  // namespace detail

/// Where work that runs on a backend gets its words.
template <class Ex>
using words_of = typename detail::words_of<Ex>::type;

namespace detail {
// Blocks that one call covers, so that words of several lanes pay; a thread of a device makes one.
template <class Words>
inline constexpr std::size_t blocks_at_once = 256;
template <>
inline constexpr std::size_t blocks_at_once<block_words> = 1;

template <class Words>
struct words_kernel {
  std::uint64_t seed;
  philox_counter first;
  std::size_t blocks;
  std::uint32_t* out;

  T2_HD void operator()(std::size_t index) const {
    constexpr std::size_t most = blocks_at_once<Words>;
    std::size_t const begin = index * most, count = most > 1 && blocks - begin < most ? blocks - begin : most;
    Words::fill(seed, {first.block + begin, first.draw, first.stream}, count, out + 4 * begin);
  }
};
}  // namespace detail

/// The words of many blocks, four each, on any backend: the same on all.
/// @shape   out [a multiple of 4], 16-byte aligned; device memory if and only if `ex` is a device
/// @return  size_mismatch "out", unsupported "out" if not aligned (nothing written), or the status of the backend
template <exec::backend Exec>
[[nodiscard]] status fill_words(Exec const& ex, std::uint64_t seed, philox_counter const& first,
                                std::span<std::uint32_t> out) {
  if (out.size() % 4 != 0) return {.code = errc::size_mismatch, .argument = "out"};
  if (reinterpret_cast<std::uintptr_t>(out.data()) % 16 != 0) return {.code = errc::unsupported, .argument = "out"};
  using words = words_of<Exec>;
  std::size_t const blocks = out.size() / 4, most = detail::blocks_at_once<words>;
  detail::words_kernel<words> const work{seed, first, blocks, out.data()};
  return exec::for_each_index(ex, (blocks + most - 1) / most, work, exec::written{out.data(), out.size(), 4 * most});
}

}  // namespace t2::inline v0::random
