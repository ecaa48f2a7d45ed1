// SPDX-License-Identifier: BSL-1.0
// Runs of random words, filled the fastest way that a backend has. The words are the same for all of them.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/exec/device.hpp>    // device
#include <t2/random/philox.hpp>  // philox

#include <cstddef>
#include <cstdint>

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
struct block_words {};

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

}  // namespace t2::inline v0::random
