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

namespace detail {
inline constexpr std::uint32_t philox_m0 = 0xD2511F53u, philox_m1 = 0xCD9E8D57u;  // multipliers
inline constexpr std::uint32_t philox_w0 = 0x9E3779B9u, philox_w1 = 0xBB67AE85u;  // steps of the key

// What the first rounds of blocks that differ in the low half of their number only have in common: half of the counter
// is the same for all of them until round three.
struct philox_shared {
  std::uint32_t c2_round1;             // to be xored with the high half of low * m0; c3 is the low half
  std::uint32_t c0_round2, c2_round2;  // to be xored with the high half of c2 * m1 and with c3; c1 is the low half
  std::uint32_t c3_round2;             // whole

  constexpr philox_shared(std::uint64_t seed, philox_counter const& at) {
    std::uint32_t const k0 = static_cast<std::uint32_t>(seed), k1 = static_cast<std::uint32_t>(seed >> 32);
    std::uint64_t const p1 = std::uint64_t{philox_m1} * at.draw;
    std::uint32_t const c0 = static_cast<std::uint32_t>(p1 >> 32) ^ static_cast<std::uint32_t>(at.block >> 32) ^ k0;
    std::uint64_t const p0 = std::uint64_t{philox_m0} * c0;
    c2_round1 = at.stream ^ k1;
    c0_round2 = static_cast<std::uint32_t>(p1) ^ (k0 + philox_w0);
    c2_round2 = static_cast<std::uint32_t>(p0 >> 32) ^ (k1 + philox_w1);
    c3_round2 = static_cast<std::uint32_t>(p0);
  }
};

// All 64 bits of x y. nvcc 13 multiplies 64-bit numbers instead and adds the zero of their high halves, a third more
// instructions in a round; the two halves of the product it puts together into one instruction.
[[nodiscard]] T2_HD constexpr std::uint64_t product(std::uint32_t x, std::uint32_t y) {
#if defined(__CUDA_ARCH__)
  if (!__builtin_is_constant_evaluated()) return (static_cast<std::uint64_t>(__umulhi(x, y)) << 32) | (x * y);
#endif
  return static_cast<std::uint64_t>(x) * y;
}
}  // namespace detail

/// Philox4x32 with ten rounds.
/// @param   seed  the key, low word first   @param  at  the counter: words (block low, block high, draw, stream)
/// @source  Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", section 3.3
[[nodiscard]] T2_HD constexpr philox_block philox(std::uint64_t seed, philox_counter at) {
  std::uint32_t c0 = static_cast<std::uint32_t>(at.block), c1 = static_cast<std::uint32_t>(at.block >> 32);
  std::uint32_t c2 = at.draw, c3 = at.stream;
  std::uint32_t k0 = static_cast<std::uint32_t>(seed), k1 = static_cast<std::uint32_t>(seed >> 32);
  for (int round = 0; round < 10; ++round) {
    std::uint64_t const p0 = detail::product(detail::philox_m0, c0);
    std::uint64_t const p1 = detail::product(detail::philox_m1, c2);
    c0 = static_cast<std::uint32_t>(p1 >> 32) ^ c1 ^ k0;
    c1 = static_cast<std::uint32_t>(p1);
    c2 = static_cast<std::uint32_t>(p0 >> 32) ^ c3 ^ k1;
    c3 = static_cast<std::uint32_t>(p0);
    k0 += detail::philox_w0;
    k1 += detail::philox_w1;
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
