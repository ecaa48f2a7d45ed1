// SPDX-License-Identifier: BSL-1.0
// t2: needs simd
#include <t2/exec/scalar.hpp>
#include <t2/random/normal.hpp>
#include <t2/random/philox_simd.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

using namespace t2;
using batch = xsimd::batch<double>;

static_assert(std::is_same_v<random::words_of<exec::scalar>, random::scalar_words>);
static_assert(std::is_same_v<random::words_of<exec::simd<>>, random::simd_words<xsimd::default_arch>>);

TEST_CASE("batches give the words of the plain loop, across the carry of the counter and for any length") {
  for (std::size_t blocks : {0u, 1u, 3u, 8u, 15u, 16u, 17u, 32u, 33u, 100u, 1001u}) {
    for (std::uint64_t first : {0ull, 7ull, 0xFFFFFFF0ull, 0xFFFFFFFFFFFFFFF0ull}) {
      random::philox_counter const at{first, 0x80000007u, 0xFFFFFFFFu};
      std::vector<std::uint32_t> plain(4 * blocks + 1, 42), wide(4 * blocks + 1, 42);
      random::scalar_words::fill(0xDEADBEEF12345678, at, blocks, plain.data());
      random::simd_words<xsimd::default_arch>::fill(0xDEADBEEF12345678, at, blocks, wide.data());
      CHECK(plain == wide);
      CHECK(wide.back() == 42);
    }
  }
}

TEST_CASE("lane l of item i is item i + l: uniforms have the same bits, normals differ by rounding") {
  bool same = true;
  double worst = 0;
  for (std::uint64_t i = 0; i < 5000; ++i) {
    auto const wide = random::uniforms<batch>({5, i, 1, 2}, 3);
    auto const normal = random::normals<batch>({5, i, 1, 2}, 3);
    for (std::size_t l = 0; l < batch::size; ++l) {
      auto const one = random::uniforms<double>({5, i + l, 1, 2}, 3);
      same = same && one.first == wide.first.get(l) && one.second == wide.second.get(l);
      auto const z = random::normals<double>({5, i + l, 1, 2}, 3);
      worst = std::fmax(worst, std::fabs(normal.first.get(l) - z.first) + std::fabs(normal.second.get(l) - z.second));
    }
  }
  CHECK(same);
  CHECK(worst < 1e-14);
}
