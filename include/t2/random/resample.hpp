// SPDX-License-Identifier: BSL-1.0
// Bootstrap weights: how often each of n items is drawn in n draws with replacement.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/random/philox.hpp>  // philox

#include <cstddef>
#include <cstdint>

namespace t2::inline v0::random {

/// An index in [0, size) from 64 random bits: the high half of a 128-bit product. Its bias is below size / 2^64.
[[nodiscard]] T2_HD constexpr std::uint64_t index_below(std::uint64_t size, std::uint64_t bits) {
  __extension__ typedef unsigned __int128 wide;
  return static_cast<std::uint64_t>((static_cast<wide>(bits) * size) >> 64);
}

/// Multinomial bootstrap weights of one draw: n items drawn n times with replacement.
/// @shape   weights [size], overwritten; they sum to size
/// @param   draw  number of the bootstrap draw   @param  stream  what is resampled, so that runs and questions differ
template <class Weight>
constexpr void bootstrap_weights(std::uint64_t seed, std::uint32_t draw, std::uint32_t stream, std::size_t size,
                                 Weight* weights) {
  for (std::size_t i = 0; i < size; ++i) weights[i] = Weight(0);
  for (std::size_t i = 0; i < size; i += 2) {
    philox_block const block = philox(seed, {i / 2, draw, stream});
    for (std::size_t half = 0; half < 2 && i + half < size; ++half) {
      std::uint64_t const bits =
          block.word[2 * half] | (static_cast<std::uint64_t>(block.word[2 * half + 1]) << 32);
      weights[index_below(size, bits)] += Weight(1);
    }
  }
}

}  // namespace t2::inline v0::random
