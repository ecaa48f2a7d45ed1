// SPDX-License-Identifier: BSL-1.0
// One number for many: two simulations with the same digest have the same thresholds and counts.
// Flow: runs -> law -> fit -> plan -> [sample].   Needs: core, random.
#pragma once

#include <t2/random/table.hpp>      // table
#include <t2/random/threshold.hpp>  // threshold

#include <cstdint>

namespace t2::inline v0::sample {

/// A hash of numbers in order; it notices errors, not forgeries.
/// @source  the finalizer of Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators" (SplitMix64)
class digest {
 public:
  constexpr digest& add(std::uint64_t number) {
    std::uint64_t x = value_ + number + 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    value_ = x ^ (x >> 31);
    return *this;
  }
  constexpr digest& add(random::threshold const& chance) { return add(chance.bits).add(chance.always ? 1u : 0u); }
  digest& add(random::table const& law) {
    add(law.first());
    add(law.size());
    for (std::uint64_t const bits : law.thresholds()) add(bits);
    return *this;
  }
  [[nodiscard]] constexpr std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0;
};

}  // namespace t2::inline v0::sample
