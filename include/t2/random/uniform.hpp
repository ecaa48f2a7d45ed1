// SPDX-License-Identifier: BSL-1.0
// Uniform numbers in lanes: lane l of item i is what item i + l gets on its own.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/real.hpp>      // lane
#include <t2/random/philox.hpp>  // philox, open_uniform

#include <concepts>
#include <cstdint>

namespace t2::inline v0::random {

/// Where a number that needs several blocks finds them: item `index` of (seed, draw, stream) owns the blocks
/// (part, index), index < 2^48.
struct item {
  std::uint64_t seed;
  std::uint64_t index;
  std::uint32_t draw = 0;
  std::uint32_t stream = 0;

  [[nodiscard]] T2_HD constexpr philox_counter part(std::uint32_t number) const {
    return {index | (static_cast<std::uint64_t>(number) << 48), draw, stream};
  }
};

template <lane V>
struct uniform_pair {
  V first;
  V second;
};

/// How a lane type gets its uniforms; random/philox_simd.hpp adds batches.
template <class V>
struct uniform_source;

template <std::floating_point Real>
struct uniform_source<Real> {
  [[nodiscard]] T2_HD static constexpr uniform_pair<Real> pair(std::uint64_t seed, philox_counter const& at) {
    philox_block const block = philox(seed, at);
    return {static_cast<Real>(open_uniform(block.word[0] | (static_cast<std::uint64_t>(block.word[1]) << 32))),
            static_cast<Real>(open_uniform(block.word[2] | (static_cast<std::uint64_t>(block.word[3]) << 32)))};
  }
};

/// Two independent uniforms in (0, 1), odd multiples of 2^-53, from block `part` of an item.
template <lane V>
[[nodiscard]] T2_HD constexpr uniform_pair<V> uniforms(item const& at, std::uint32_t part) {
  return uniform_source<V>::pair(at.seed, at.part(part));
}

}  // namespace t2::inline v0::random
