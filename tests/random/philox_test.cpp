// SPDX-License-Identifier: BSL-1.0
#include <t2/random/philox.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <initializer_list>

using namespace t2;

namespace {

constexpr bool gives(std::uint64_t seed, random::philox_counter at, std::uint32_t w0, std::uint32_t w1,
                     std::uint32_t w2, std::uint32_t w3) {
  random::philox_block const block = random::philox(seed, at);
  return block.word[0] == w0 && block.word[1] == w1 && block.word[2] == w2 && block.word[3] == w3;
}

// The three vectors of Random123 (tests/kat_vectors): the compiler checks them.
static_assert(gives(0, {0, 0, 0}, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8));
static_assert(gives(~0ull, {~0ull, ~0u, ~0u}, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd));
static_assert(gives(0x299f31d0a4093822, {0x85a308d3243f6a88, 0x13198a2e, 0x03707344}, 0xd16cfe09, 0x94fdcceb,
                    0x5001e420, 0x24126ea1));

// Both ends of the uniform are open.
static_assert(random::open_uniform(0) == 0x1p-53 && random::open_uniform(~0ull) == 1 - 0x1p-53);

}  // namespace

TEST_CASE("known answers at run time") {
  random::philox_counter volatile at{0, 0, 0};
  CHECK(gives(0, {at.block, at.draw, at.stream}, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8));
}

TEST_CASE("word i is word i mod 4 of block i / 4") {
  for (std::uint64_t i : {0ull, 1ull, 5ull, 0xFFFFFFFFull, 0x123456789ABCDull}) {
    CHECK(random::philox_word(7, i, 2, 3) == random::philox(7, {i / 4, 2, 3}).word[i % 4]);
  }
}
