// SPDX-License-Identifier: BSL-1.0
// t2: needs threads
#include <t2/exec/backend.hpp>
#include <t2/exec/threads.hpp>
#include <t2/random/philox_dispatch.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

using namespace t2;

static_assert(exec::inner_backend<random::dispatched> && exec::backend<exec::threads<random::dispatched>>);
static_assert(
    std::is_same_v<random::words_of<exec::threads<random::dispatched>>, random::simd_words<random::runtime_arch>>);

TEST_CASE("the words of the processor's instruction set are those of the plain loop, for any counter and length") {
  for (std::size_t blocks : {0u, 1u, 15u, 16u, 17u, 1001u}) {
    // across the carry into the high half: at once, in the middle, at the last block, not at all
    for (std::uint64_t first :
         {0ull, 7ull, 0xFFFFFFFFull, 0xFFFFFFF0ull, 0x5FFFFFE0Bull, 0xFFFFFFFF - 1000ull, ~0ull}) {
      for (std::uint64_t seed : {0ull, 0xDEADBEEF12345678ull}) {
        for (std::uint32_t draw : {0u, 0x80000007u}) {
          for (std::uint32_t stream : {0u, 0xFFFFFFFFu}) {
            random::philox_counter const at{first, draw, stream};
            std::vector<std::uint32_t> plain(4 * blocks + 1, 42), wide(4 * blocks + 1, 42);
            random::scalar_words::fill(seed, at, blocks, plain.data());
            random::simd_words<random::runtime_arch>::fill(seed, at, blocks, wide.data());
            CHECK(plain == wide);
          }
        }
      }
    }
  }
}
