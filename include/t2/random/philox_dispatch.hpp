// SPDX-License-Identifier: BSL-1.0
// Philox for a program that is built for any x86-64 and looks at run time whether the processor has AVX2.
// Flow: under every step.   Needs: core, exec.
#pragma once

#include <t2/exec/scalar.hpp>    // scalar
#include <t2/random/philox.hpp>  // philox_counter
#include <t2/random/words.hpp>   // scalar_words, simd_words

#include <cstddef>
#include <cstdint>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace t2::inline v0::random {

/// Stands for "what the processor has" where other backends name an architecture.
struct runtime_arch {};

#if defined(__x86_64__)
namespace detail {
// As philox_simd.hpp, but with the instruction set named on the functions, whatever the source is compiled for: compilers
// schedule intrinsics a little better. Four groups of four blocks are in flight; a group holds blocks 0, 2, 1, 3, which
// two unpackings put into order.
struct philox_avx2 {
  __m256i c0, c1, c2, c3;

  [[gnu::target("avx2"), gnu::always_inline]] static philox_avx2 start(__m256i product, philox_shared const& shared) {
    __m256i const c2 = _mm256_xor_si256(_mm256_srli_epi64(product, 32), _mm256_set1_epi64x(shared.c2_round1));
    __m256i const p1 = _mm256_mul_epu32(c2, _mm256_set1_epi64x(philox_m1));
    philox_avx2 out;
    out.c0 = _mm256_xor_si256(_mm256_srli_epi64(p1, 32), _mm256_set1_epi64x(shared.c0_round2));
    out.c1 = p1;
    out.c2 = _mm256_xor_si256(product, _mm256_set1_epi64x(shared.c2_round2));
    out.c3 = _mm256_set1_epi64x(shared.c3_round2);
    return out;
  }
  [[gnu::target("avx2"), gnu::always_inline]] void round(__m256i k0, __m256i k1) {
    __m256i const p0 = _mm256_mul_epu32(c0, _mm256_set1_epi64x(philox_m0));
    __m256i const p1 = _mm256_mul_epu32(c2, _mm256_set1_epi64x(philox_m1));
    c0 = _mm256_xor_si256(_mm256_srli_epi64(p1, 32), _mm256_xor_si256(c1, k0));
    c1 = p1;
    c2 = _mm256_xor_si256(_mm256_srli_epi64(p0, 32), _mm256_xor_si256(c3, k1));
    c3 = p0;
  }
  // The last round: its products hold the words of a block in pairs, the other way round.
  [[gnu::target("avx2"), gnu::always_inline]] void store(__m256i k0, __m256i k1, std::uint32_t* out) const {
    __m256i const p0 = _mm256_mul_epu32(c0, _mm256_set1_epi64x(philox_m0));
    __m256i const p1 = _mm256_mul_epu32(c2, _mm256_set1_epi64x(philox_m1));
    __m256i const low_half = _mm256_set1_epi64x(0xFFFFFFFF);
    __m256i const low =
        _mm256_xor_si256(_mm256_shuffle_epi32(p1, 0xB1), _mm256_xor_si256(_mm256_and_si256(c1, low_half), k0));
    __m256i const high =
        _mm256_xor_si256(_mm256_shuffle_epi32(p0, 0xB1), _mm256_xor_si256(_mm256_and_si256(c3, low_half), k1));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), _mm256_unpacklo_epi64(low, high));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + 8), _mm256_unpackhi_epi64(low, high));
  }
};

// Blocks of one high half; they must not run past its end.
[[gnu::target("avx2")]] inline void fill_avx2_run(std::uint64_t seed, philox_counter const& first, std::size_t blocks,
                                                  std::uint32_t* out) {
  philox_shared const shared(seed, first);
  __m256i key[20];
  for (std::size_t r = 0; r < 10; ++r) {
    auto const turns = static_cast<std::uint32_t>(r);
    key[2 * r] = _mm256_set1_epi64x(static_cast<std::uint32_t>(seed) + turns * philox_w0);
    key[2 * r + 1] = _mm256_set1_epi64x(static_cast<std::uint32_t>(seed >> 32) + turns * philox_w1);
  }
  // the product of round one, which a step of the counter raises by the multiplier
  __m256i const counter =
      _mm256_add_epi64(_mm256_set1_epi64x(static_cast<std::uint32_t>(first.block)), _mm256_setr_epi64x(0, 2, 1, 3));
  __m256i product = _mm256_mul_epu32(counter, _mm256_set1_epi64x(philox_m0));
  __m256i const step = _mm256_set1_epi64x(4 * std::int64_t{philox_m0});
  for (std::size_t b = 0; b < blocks; b += 16) {
    philox_avx2 g0 = philox_avx2::start(product, shared);
    product = _mm256_add_epi64(product, step);
    philox_avx2 g1 = philox_avx2::start(product, shared);
    product = _mm256_add_epi64(product, step);
    philox_avx2 g2 = philox_avx2::start(product, shared);
    product = _mm256_add_epi64(product, step);
    philox_avx2 g3 = philox_avx2::start(product, shared);
    product = _mm256_add_epi64(product, step);
#if defined(__clang__)
#pragma clang loop unroll(full)
#else
#pragma GCC unroll 7
#endif
    for (std::size_t r = 2; r < 9; ++r) {
      g0.round(key[2 * r], key[2 * r + 1]);
      g1.round(key[2 * r], key[2 * r + 1]);
      g2.round(key[2 * r], key[2 * r + 1]);
      g3.round(key[2 * r], key[2 * r + 1]);
    }
    g0.store(key[18], key[19], out + 4 * b);
    g1.store(key[18], key[19], out + 4 * b + 16);
    g2.store(key[18], key[19], out + 4 * b + 32);
    g3.store(key[18], key[19], out + 4 * b + 48);
  }
}

/// @return  how many blocks it has filled: a multiple of 16
inline std::size_t fill_avx2(std::uint64_t seed, philox_counter const& first, std::size_t blocks, std::uint32_t* out) {
  std::uint64_t const left = (std::uint64_t{1} << 32) - (first.block & 0xFFFFFFFFu);  // of this high half
  std::size_t const whole = (blocks < left ? blocks : static_cast<std::size_t>(left)) / 16 * 16;
  fill_avx2_run(seed, first, whole, out);
  return whole;
}
}  // namespace detail
#endif

template <>
struct simd_words<runtime_arch> {
  static void fill(std::uint64_t seed, philox_counter first, std::size_t blocks, std::uint32_t* out) {
    std::size_t done = 0;
#if defined(__x86_64__)
    // NOLINTNEXTLINE(readability-implicit-bool-conversion): an int with g++
    static bool const has_avx2 = __builtin_cpu_supports("avx2") != 0;
    if (has_avx2) done = detail::fill_avx2(seed, first, blocks, out);
#endif
    scalar_words::fill(seed, {first.block + done, first.draw, first.stream}, blocks - done, out + 4 * done);
  }
};

/// `scalar` with the fastest words of the processor: an inner backend, so threads{8, dispatched{}} is one too.
struct dispatched : exec::scalar {
  using arch_type = runtime_arch;
};

}  // namespace t2::inline v0::random
