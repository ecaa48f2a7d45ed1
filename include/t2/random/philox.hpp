// SPDX-License-Identifier: BSL-1.0
// Philox4x32-10: random words as a pure integer function of (seed, stream, draw, block), the same on every machine.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/config.hpp>  // T2_HD

#include <cstdint>

namespace t2::inline v0::random {

/// Four words at once: what one counter gives.
struct philox_block {
  std::uint32_t word[4];
};

/// Where a draw stands in format v1, which never changes: key = seed, counter = (block, draw, stream).
struct philox_counter {
  std::uint64_t block;
  std::uint32_t draw = 0;
  std::uint32_t stream = 0;
};

/// Philox4x32 with ten rounds.
/// @param   seed  the key, low word first   @param  at  the counter: words (block low, block high, draw, stream)
/// @source  Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", section 3.3
[[nodiscard]] T2_HD constexpr philox_block philox(std::uint64_t seed, philox_counter at) {
  std::uint32_t c0 = static_cast<std::uint32_t>(at.block), c1 = static_cast<std::uint32_t>(at.block >> 32);
  std::uint32_t c2 = at.draw, c3 = at.stream;
  std::uint32_t k0 = static_cast<std::uint32_t>(seed), k1 = static_cast<std::uint32_t>(seed >> 32);
  for (int round = 0; round < 10; ++round) {
    std::uint64_t const p0 = std::uint64_t{0xD2511F53u} * c0;
    std::uint64_t const p1 = std::uint64_t{0xCD9E8D57u} * c2;
    c0 = static_cast<std::uint32_t>(p1 >> 32) ^ c1 ^ k0;
    c1 = static_cast<std::uint32_t>(p1);
    c2 = static_cast<std::uint32_t>(p0 >> 32) ^ c3 ^ k1;
    c3 = static_cast<std::uint32_t>(p0);
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return {{c0, c1, c2, c3}};
}

/// Word i of a (draw, stream): word i mod 4 of block i / 4.
[[nodiscard]] T2_HD constexpr std::uint32_t philox_word(std::uint64_t seed, std::uint64_t i, std::uint32_t draw,
                                                        std::uint32_t stream) {
  return philox(seed, {i / 4, draw, stream}).word[i % 4];
}

/// A double in (0, 1) from 64 random bits, both ends open, by one exact multiplication.
/// @return  an odd multiple of 2^-53: the least is 2^-53, the largest 1 - 2^-53
[[nodiscard]] T2_HD constexpr double open_uniform(std::uint64_t bits) {
  return static_cast<double>((bits >> 11) | 1) * 0x1p-53;
}

}  // namespace t2::inline v0::random
