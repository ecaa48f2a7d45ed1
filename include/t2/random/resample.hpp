// SPDX-License-Identifier: BSL-1.0
// Bootstrap weights: how often each of n items is drawn, multinomial (n draws in all) or Poisson (each by itself).
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/config.hpp>       // T2_HD
#include <t2/random/philox.hpp>     // philox
#include <t2/random/threshold.hpp>  // nearest_threshold, second_word, threshold
#include <t2/random/wide.hpp>       // exponential, uint128, wide

#include <cstddef>
#include <cstdint>

namespace t2::inline v0::random {

/// An index in [0, size) from 64 random bits: the high half of a 128-bit product. Its bias is below size / 2^64.
[[nodiscard]] T2_HD constexpr std::uint64_t index_below(std::uint64_t size, std::uint64_t bits) {
  return static_cast<std::uint64_t>((static_cast<uint128>(bits) * size) >> 64);
}

/// Multinomial bootstrap weights of one draw: n items drawn n times with replacement.
/// @shape   weights [size], overwritten; they sum to size
/// @param   draw  number of the bootstrap draw   @param  stream  what is resampled, so that runs and questions differ
template <class Weight>
T2_HD constexpr void bootstrap_weights(std::uint64_t seed, std::uint32_t draw, std::uint32_t stream, std::size_t size,
                                       Weight* weights) {
  for (std::size_t i = 0; i < size; ++i) weights[i] = Weight(0);
  for (std::size_t i = 0; i < size; i += 2) {
    philox_block const block = philox(seed, {i / 2, draw, stream});
    for (std::size_t half = 0; half < 2 && i + half < size; ++half) {
      std::uint64_t const bits = block.word[2 * half] | (static_cast<std::uint64_t>(block.word[2 * half + 1]) << 32);
      weights[index_below(size, bits)] += Weight(1);
    }
  }
}

namespace detail {
// Cumulated chances of Poisson(1): e^-1 (1 + 1 + 1/2 + 1/6 + ...); above 20 lies less than 2^-64.
struct poisson_law {
  threshold below[21];
};
[[nodiscard]] T2_HD constexpr poisson_law poisson_one() {
  poisson_law out{};
  wide term = exponential(wide(1), true), sum;
  for (std::uint64_t c = 0; c < 21; ++c) {
    sum = sum + term;
    out.below[c] = nearest_threshold(sum);
    term = term / wide(c + 1);
  }
  return out;
}
}  // namespace detail

/// Poisson bootstrap weights of one draw: each item by itself Poisson(1), so that a part of them can be made alone.
/// @shape   weights [size], overwritten: those of items first, first + 1, ...; their sum is size on average
/// @param   draw  number of the bootstrap draw, below 2^31   @param  stream  what is resampled
template <class Weight>
T2_HD constexpr void poisson_weights(std::uint64_t seed, std::uint32_t draw, std::uint32_t stream, std::size_t size,
                                     Weight* weights, std::uint64_t first = 0) {
  constexpr detail::poisson_law law = detail::poisson_one();
  philox_block block = philox(seed, {first / 4, draw, stream});
  for (std::size_t n = 0; n < size; ++n) {
    std::uint64_t const i = first + n;
    if (n > 0 && i % 4 == 0) block = philox(seed, {i / 4, draw, stream});
    std::uint32_t const high = block.word[i % 4];
    int count = 0;
    while (count < 20) {
      bool const tie = high == static_cast<std::uint32_t>(law.below[count].bits >> 32);
      if (law.below[count].hit(high, tie ? philox_word(seed, i, draw + second_word, stream) : 0)) break;
      ++count;
    }
    weights[n] = Weight(count);
  }
}

}  // namespace t2::inline v0::random
