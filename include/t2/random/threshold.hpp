// SPDX-License-Identifier: BSL-1.0
// Chances as integers: an outcome happens where 64 random bits are below a threshold. Nothing here rounds by floating
// point.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/random/philox.hpp>  // philox_word
#include <t2/random/wide.hpp>    // wide, power, exponential

#include <cstdint>

namespace t2::inline v0::random {

/// A chance in units of 2^-64, from never (0) to always (2^64, which `bits` cannot hold).
struct threshold {
  std::uint64_t bits = 0;
  bool always = false;

  /// Whether the outcome happens; the low word is needed only where the high one is equal to the high half of `bits`.
  [[nodiscard]] T2_HD constexpr bool hit(std::uint32_t high, std::uint32_t low) const {
    return always || ((static_cast<std::uint64_t>(high) << 32) | low) < bits;
  }
  [[nodiscard]] friend T2_HD constexpr bool operator==(threshold const&, threshold const&) = default;
};

/// Where the low word of an outcome lies: format v1 takes it from the same word of draw + 2^31.
inline constexpr std::uint32_t second_word = 0x80000000u;

/// Whether outcome i of (seed, draw, stream) happens.
[[nodiscard]] T2_HD constexpr bool happens(threshold const& chance, std::uint64_t seed, std::uint64_t i,
                                           std::uint32_t draw, std::uint32_t stream) {
  std::uint32_t const high = philox_word(seed, i, draw, stream);
  if (chance.always || high != static_cast<std::uint32_t>(chance.bits >> 32)) return chance.hit(high, 0);
  return chance.hit(high, philox_word(seed, i, draw + second_word, stream));
}

/// The threshold nearest to a chance; above 1 it is always.
[[nodiscard]] T2_HD constexpr threshold nearest_threshold(wide const& chance) {
  std::int64_t const shift = -(chance.exponent + 64);
  if (chance.zero() || shift > 128) return {};
  if (shift < 64) return {0, true};  // >= 1
  uint128 const bits = (shift == 128 ? uint128{0} : chance.mantissa >> shift) + ((chance.mantissa >> (shift - 1)) & 1);
  return {static_cast<std::uint64_t>(bits), (bits >> 64) != 0};
}

/// A chance p.
/// @param   p  [1]; the double is taken as the exact number that it is
/// @return  never for p <= 0 or NaN, always for p >= 1
[[nodiscard]] T2_HD constexpr threshold bernoulli_threshold(double p) {
  if (!(p > 0)) return {};
  if (p >= 1) return {0, true};
  return nearest_threshold(wide::from(p));
}

/// At least one of k independent tries with chance p each.
/// @formula   1 - (1 - p)^k
/// @accuracy  within one unit of 2^-64 for k < 2^56 (tests/random/threshold_test.cpp)
[[nodiscard]] T2_HD constexpr threshold any_of_threshold(double p, std::uint64_t k) {
  if (!(p > 0) || k == 0) return {};
  if (p >= 1) return {0, true};
  return nearest_threshold(wide(1) - power(wide(1) - wide::from(p), k));
}

/// All of k independent tries with chance p each.
[[nodiscard]] T2_HD constexpr threshold all_of_threshold(double p, std::uint64_t k) {
  if (k == 0 || p >= 1) return {0, true};
  if (!(p > 0)) return {};
  return nearest_threshold(power(wide::from(p), k));
}

/// The chance whose negative logarithm is `nll` [nats].
/// @return  always for nll <= 0, never for NaN
[[nodiscard]] T2_HD constexpr threshold nll_threshold(double nll) {
  if (nll <= 0) return {0, true};
  if (!(nll < 100)) return {};  // e^-100 is below 2^-64
  return nearest_threshold(exponential(wide::from(nll), true));
}

/// At least one of k samples of a question that a trial run solved with chance p ~ Beta(a, b), p drawn anew each time.
/// @formula   1 - prod_{i < k} (b + i) / (a + b + i), by the shorter of the two products
/// @accuracy  within one unit of 2^-64 (tests/random/threshold_test.cpp); the time grows with k
/// @return    never for a <= 0 or NaN or k = 0, always for b <= 0
[[nodiscard]] T2_HD constexpr threshold beta_any_threshold(double a, double b, std::uint64_t k) {
  if (!(a > 0) || k == 0) return {};
  if (!(b > 0)) return {0, true};
  wide miss(1);
  wide const low = wide::from(b), sum = wide::from(a) + wide::from(b);
  for (std::uint64_t i = 0; i < k && !(miss.exponent < -127 - 70); ++i) miss = miss * (low + wide(i)) / (sum + wide(i));
  return nearest_threshold(wide(1) - miss);
}

}  // namespace t2::inline v0::random
