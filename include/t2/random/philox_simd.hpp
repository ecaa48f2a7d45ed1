// SPDX-License-Identifier: BSL-1.0
// Philox4x32-10 in batches: the words of format v1, several blocks at once.
// Flow: under every step.   Needs: core, exec, xsimd.
#pragma once

#include <t2/exec/simd.hpp>               // enable_lane, lane_traits of batches
#include <t2/random/philox.hpp>           // philox_counter
#include <t2/random/philox_dispatch.hpp>  // fill_avx2
#include <t2/random/uniform.hpp>          // uniform_source
#include <t2/random/words.hpp>            // scalar_words, simd_words

#include <xsimd/xsimd.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace t2::inline v0::random {

namespace detail {
// The product of the low halves of 64-bit lanes: the one operation that xsimd has no name for.
template <class Arch>
[[gnu::always_inline]] inline xsimd::batch<std::uint64_t, Arch> multiply_low_halves(
    xsimd::batch<std::uint64_t, Arch> const& x, xsimd::batch<std::uint64_t, Arch> const& y) {
#if defined(__AVX512F__)
  if constexpr (std::is_base_of_v<xsimd::avx512f, Arch>) return _mm512_mul_epu32(x, y);
#endif
#if defined(__AVX2__)
  if constexpr (std::is_base_of_v<xsimd::avx2, Arch> && !std::is_base_of_v<xsimd::avx512f, Arch>)
    return _mm256_mul_epu32(x, y);
#endif
#if defined(__SSE2__)
  if constexpr (std::is_base_of_v<xsimd::sse2, Arch> && sizeof(xsimd::batch<std::uint64_t, Arch>) == 16)
    return _mm_mul_epu32(x, y);
#endif
  return (x & 0xFFFFFFFFu) * (y & 0xFFFFFFFFu);
}

// The low halves of `low` and, above them, those of `high`.
template <class Arch>
[[gnu::always_inline]] inline xsimd::batch<std::uint64_t, Arch> join_low_halves(
    xsimd::batch<std::uint64_t, Arch> const& low, xsimd::batch<std::uint64_t, Arch> const& high) {
#if defined(__AVX2__)
  if constexpr (std::is_base_of_v<xsimd::avx2, Arch> && !std::is_base_of_v<xsimd::avx512f, Arch>)
    return _mm256_blend_epi32(low, _mm256_slli_epi64(high, 32), 0xAA);
#endif
  return (low & xsimd::batch<std::uint64_t, Arch>(std::uint64_t{0xFFFFFFFFu})) | (high << 32);
}

// Stores blocks in order, of which `low` holds words 0 and 1 and `high` words 2 and 3, a block a lane.
template <class Arch>
[[gnu::always_inline]] inline void store_blocks(xsimd::batch<std::uint64_t, Arch> const& low,
                                                xsimd::batch<std::uint64_t, Arch> const& high, std::uint32_t* out) {
#if defined(__AVX512F__)
  if constexpr (std::is_base_of_v<xsimd::avx512f, Arch>) {
    __m512i const first = _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11),
                  second = _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15);
    _mm512_storeu_si512(out, _mm512_permutex2var_epi64(low, first, high));
    _mm512_storeu_si512(out + 16, _mm512_permutex2var_epi64(low, second, high));
    return;
  }
#endif
#if defined(__AVX2__)
  if constexpr (std::is_base_of_v<xsimd::avx2, Arch> && !std::is_base_of_v<xsimd::avx512f, Arch>) {
    __m256i const even = _mm256_unpacklo_epi64(low, high), odd = _mm256_unpackhi_epi64(low, high);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), _mm256_permute2x128_si256(even, odd, 0x20));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + 8), _mm256_permute2x128_si256(even, odd, 0x31));
    return;
  }
#endif
#if defined(__SSE2__)
  if constexpr (std::is_base_of_v<xsimd::sse2, Arch> && sizeof(xsimd::batch<std::uint64_t, Arch>) == 16) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm_unpacklo_epi64(low, high));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + 4), _mm_unpackhi_epi64(low, high));
    return;
  }
#endif
  constexpr std::size_t width = xsimd::batch<std::uint64_t, Arch>::size;
  std::uint64_t pair[2][width];
  low.store_unaligned(pair[0]);
  high.store_unaligned(pair[1]);
  for (std::size_t l = 0; l < width; ++l) {
    for (std::size_t h = 0; h < 2; ++h) {
      out[4 * l + 2 * h] = static_cast<std::uint32_t>(pair[h][l]);
      out[4 * l + 2 * h + 1] = static_cast<std::uint32_t>(pair[h][l] >> 32);
    }
  }
}

// As many blocks as there are lanes; a word stands in the low half of its lane, whatever the high half holds.
template <class Arch>
struct philox_lanes {
  using batch = xsimd::batch<std::uint64_t, Arch>;
  batch c0, c1, c2, c3;

  [[gnu::always_inline]] philox_lanes(batch const& blocks, philox_counter const& at)
      : c0(blocks), c1(blocks >> 32), c2(std::uint64_t{at.draw}), c3(std::uint64_t{at.stream}) {}

  [[gnu::always_inline]] void round(batch const& k0, batch const& k1) {
    batch const p0 = multiply_low_halves<Arch>(c0, batch(std::uint64_t{0xD2511F53u}));
    batch const p1 = multiply_low_halves<Arch>(c2, batch(std::uint64_t{0xCD9E8D57u}));
    c0 = (p1 >> 32) ^ c1 ^ k0;
    c1 = p1;
    c2 = (p0 >> 32) ^ c3 ^ k1;
    c3 = p0;
  }

  // Words 0 and 1, then 2 and 3 of each block, as one number of 64 bits.
  [[gnu::always_inline]] batch low_pair() const { return join_low_halves<Arch>(c0, c1); }
  [[gnu::always_inline]] batch high_pair() const { return join_low_halves<Arch>(c2, c3); }

  [[gnu::always_inline]] void store(std::uint32_t* out) const { store_blocks<Arch>(low_pair(), high_pair(), out); }

  [[gnu::always_inline]] static batch ramp() {
    std::uint64_t lane[batch::size];
    for (std::size_t l = 0; l < batch::size; ++l) lane[l] = l;
    return batch::load_unaligned(lane);
  }
};

// The key of a round.
template <class Arch>
[[gnu::always_inline]] inline xsimd::batch<std::uint64_t, Arch> round_key(std::uint64_t word, std::uint64_t step,
                                                                          int r) {
  return xsimd::batch<std::uint64_t, Arch>((word + step * static_cast<std::uint64_t>(r)) & 0xFFFFFFFFu);
}
}  // namespace detail

template <class Arch>
struct simd_words {
  static void fill(std::uint64_t seed, philox_counter first, std::size_t blocks, std::uint32_t* out) {
    using lanes = detail::philox_lanes<Arch>;
    using batch = typename lanes::batch;
    constexpr std::size_t width = batch::size, flight = 4 * width;
    batch const ramp = lanes::ramp();
    std::size_t b = 0;
#if defined(__AVX2__)
    // the same in intrinsics, which compilers schedule a little better
    if constexpr (std::is_base_of_v<xsimd::avx2, Arch> && !std::is_base_of_v<xsimd::avx512f, Arch>)
      b = detail::fill_avx2(seed, first, blocks, out);
#endif
    for (; blocks - b >= flight; b += flight) {
      batch const at = batch(first.block + b) + ramp;
      lanes g0(at, first), g1(at + batch(std::uint64_t{width}), first);
      lanes g2(at + batch(std::uint64_t{2 * width}), first), g3(at + batch(std::uint64_t{3 * width}), first);
      std::uint32_t k0 = static_cast<std::uint32_t>(seed), k1 = static_cast<std::uint32_t>(seed >> 32);
#if defined(__clang__)
#pragma clang loop unroll(full)
#else
#pragma GCC unroll 10
#endif
      for (int r = 0; r < 10; ++r) {
        batch const key0(std::uint64_t{k0}), key1(std::uint64_t{k1});
        g0.round(key0, key1);
        g1.round(key0, key1);
        g2.round(key0, key1);
        g3.round(key0, key1);
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
      }
      g0.store(out + 4 * b);
      g1.store(out + 4 * (b + width));
      g2.store(out + 4 * (b + 2 * width));
      g3.store(out + 4 * (b + 3 * width));
    }
    scalar_words::fill(seed, {first.block + b, first.draw, first.stream}, blocks - b, out + 4 * b);
  }
};

/// Batches of uniforms: one block a lane.
template <std::floating_point Real, class Arch>
  requires(sizeof(Real) == 8)
struct uniform_source<xsimd::batch<Real, Arch>> {
  using reals = xsimd::batch<Real, Arch>;

  [[nodiscard]] static uniform_pair<reals> pair(std::uint64_t seed, philox_counter const& at) {
    using lanes = detail::philox_lanes<Arch>;
    lanes g(typename lanes::batch(at.block) + lanes::ramp(), at);
    for (int r = 0; r < 10; ++r)
      g.round(detail::round_key<Arch>(seed, 0x9E3779B9u, r), detail::round_key<Arch>(seed >> 32, 0xBB67AE85u, r));
    return {open(g.low_pair()), open(g.high_pair())};
  }

 private:
  // open_uniform: the odd number of 53 bits is put together from two exact parts.
  [[nodiscard]] static reals open(typename detail::philox_lanes<Arch>::batch const& bits) {
    using words = typename detail::philox_lanes<Arch>::batch;
    words const odd = (bits >> 11) | words(std::uint64_t{1});
    words const low =
        (odd & words(std::uint64_t{0xFFFFFFFFu})) | words(std::uint64_t{0x4330000000000000u});  // 2^52 + low
    words const high = (odd >> 32) | words(std::uint64_t{0x4530000000000000u});                 // 2^84 + high 2^32
    reals const top = xsimd::bitwise_cast<reals>(high) - reals(Real(0x1p84) + Real(0x1p52));
    return (top + xsimd::bitwise_cast<reals>(low)) * reals(Real(0x1p-53));
  }
};

}  // namespace t2::inline v0::random
