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
// As philox_simd.hpp, but with the instruction set named on the functions, whatever the source is compiled for. Four
// groups of four blocks are in flight.
struct philox_avx2 {
  __m256i c0, c1, c2, c3;

  [[gnu::target("avx2"), gnu::always_inline]] static inline philox_avx2 start(__m256i blocks,
                                                                              philox_counter const& at) {
    return {blocks, _mm256_srli_epi64(blocks, 32), _mm256_set1_epi64x(at.draw), _mm256_set1_epi64x(at.stream)};
  }
  [[gnu::target("avx2"), gnu::always_inline]] inline void round(__m256i k0, __m256i k1) {
    __m256i const p0 = _mm256_mul_epu32(c0, _mm256_set1_epi64x(0xD2511F53));
    __m256i const p1 = _mm256_mul_epu32(c2, _mm256_set1_epi64x(0xCD9E8D57));
    c0 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(p1, 32), c1), k0);
    c1 = p1;
    c2 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(p0, 32), c3), k1);
    c3 = p0;
  }
  [[gnu::target("avx2"), gnu::always_inline]] inline void store(std::uint32_t* out) const {
    __m256i const low = _mm256_blend_epi32(c0, _mm256_slli_epi64(c1, 32), 0xAA);
    __m256i const high = _mm256_blend_epi32(c2, _mm256_slli_epi64(c3, 32), 0xAA);
    __m256i const even = _mm256_unpacklo_epi64(low, high), odd = _mm256_unpackhi_epi64(low, high);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), _mm256_permute2x128_si256(even, odd, 0x20));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + 8), _mm256_permute2x128_si256(even, odd, 0x31));
  }
};

[[gnu::target("avx2")]] inline std::size_t fill_avx2(std::uint64_t seed, philox_counter first, std::size_t blocks,
                                                     std::uint32_t* out) {
  std::size_t b = 0;
  for (; blocks - b >= 16; b += 16) {
    __m256i const at =
        _mm256_add_epi64(_mm256_set1_epi64x(static_cast<long long>(first.block + b)), _mm256_setr_epi64x(0, 1, 2, 3));
    __m256i const step = _mm256_set1_epi64x(4);
    __m256i const at1 = _mm256_add_epi64(at, step), at2 = _mm256_add_epi64(at1, step),
                  at3 = _mm256_add_epi64(at2, step);
    philox_avx2 g0 = philox_avx2::start(at, first), g1 = philox_avx2::start(at1, first);
    philox_avx2 g2 = philox_avx2::start(at2, first), g3 = philox_avx2::start(at3, first);
    std::uint32_t k0 = static_cast<std::uint32_t>(seed), k1 = static_cast<std::uint32_t>(seed >> 32);
#if defined(__clang__)
#pragma clang loop unroll(full)
#else
#pragma GCC unroll 10
#endif
    for (int r = 0; r < 10; ++r) {
      __m256i const key0 = _mm256_set1_epi64x(k0), key1 = _mm256_set1_epi64x(k1);
      g0.round(key0, key1);
      g1.round(key0, key1);
      g2.round(key0, key1);
      g3.round(key0, key1);
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
    g0.store(out + 4 * b);
    g1.store(out + 4 * b + 16);
    g2.store(out + 4 * b + 32);
    g3.store(out + 4 * b + 48);
  }
  return b;
}
}  // namespace detail
#endif

template <>
struct simd_words<runtime_arch> {
  static void fill(std::uint64_t seed, philox_counter first, std::size_t blocks, std::uint32_t* out) {
    std::size_t done = 0;
#if defined(__x86_64__)
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
