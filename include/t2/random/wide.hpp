// SPDX-License-Identifier: BSL-1.0
// Positive numbers with 128 bits of mantissa, in integer arithmetic only: what thresholds are made of, with the same
// bits on every machine, compiler and flag.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/config.hpp>  // T2_HD

#include <cstdint>

namespace t2::inline v0::random {

__extension__ typedef unsigned __int128 uint128;  // NOLINT(modernize-use-using): __extension__ takes no using

/// mantissa 2^exponent with 2^127 <= mantissa < 2^128, or 0. Results are cut off, not rounded: every operation is
/// monotone and has a relative error below 2^-126.
struct wide {
  uint128 mantissa = 0;
  std::int64_t exponent = 0;

  constexpr wide() = default;
  T2_HD constexpr wide(uint128 number, std::int64_t power = 0) : mantissa(number), exponent(power) {
    if (mantissa == 0) exponent = 0;
    for (int step = 64; step > 0; step /= 2) {
      if (mantissa != 0 && (mantissa >> (128 - step)) == 0) {
        mantissa <<= step;
        exponent -= step;
      }
    }
  }

  [[nodiscard]] T2_HD constexpr bool zero() const { return mantissa == 0; }

  [[nodiscard]] friend T2_HD constexpr bool operator<(wide const& x, wide const& y) {
    if (x.zero() || y.zero()) return x.zero() && !y.zero();
    return x.exponent != y.exponent ? x.exponent < y.exponent : x.mantissa < y.mantissa;
  }

  [[nodiscard]] friend T2_HD constexpr wide operator*(wide const& x, wide const& y) {
    if (x.zero() || y.zero()) return {};
    std::uint64_t const x1 = high(x.mantissa), x0 = low(x.mantissa), y1 = high(y.mantissa), y0 = low(y.mantissa);
    uint128 const a = uint128{x1} * y0, b = uint128{x0} * y1;
    uint128 const middle = ((uint128{x0} * y0) >> 64) + low(a) + low(b);
    return renormal(uint128{x1} * y1 + high(a) + high(b) + (middle >> 64), low(middle), x.exponent + y.exponent + 128);
  }

  /// x / y; y must not be 0.
  [[nodiscard]] friend T2_HD constexpr wide operator/(wide const& x, wide const& y) {
    if (x.zero()) return {};
    bool const fits = x.mantissa < y.mantissa;
    uint128 rest = fits ? x.mantissa : x.mantissa >> 1;
    std::uint64_t const next = fits ? 0 : static_cast<std::uint64_t>(low(x.mantissa) << 63);
    std::uint64_t const q1 = digit(rest, next, y.mantissa);
    std::uint64_t const q0 = digit(rest, 0, y.mantissa);
    return {(uint128{q1} << 64) | q0, x.exponent - y.exponent - (fits ? 128 : 127)};
  }

  [[nodiscard]] friend T2_HD constexpr wide operator+(wide const& x, wide const& y) {
    if (x < y) return y + x;
    if (y.zero()) return x;
    std::int64_t const shift = x.exponent - y.exponent;
    if (shift >= 128) return x;
    uint128 const sum = x.mantissa + (y.mantissa >> shift);
    if (sum >= x.mantissa) return {sum, x.exponent};
    return {(sum >> 1) | (uint128{1} << 127), x.exponent + 1};
  }

  /// x - y for y <= x; what is below the last bit of x is cut off y.
  [[nodiscard]] friend T2_HD constexpr wide operator-(wide const& x, wide const& y) {
    std::int64_t const shift = x.exponent - y.exponent;
    if (y.zero() || shift >= 128) return x;
    return {x.mantissa - (y.mantissa >> shift), x.exponent};
  }

  /// The part before the point; the number must be below 2^63.
  [[nodiscard]] T2_HD constexpr std::uint64_t floor() const {
    if (zero() || exponent <= -128) return 0;
    return low(mantissa >> -exponent);
  }

  /// A double, exactly. Not for negative numbers, infinity and NaN.
  [[nodiscard]] T2_HD static constexpr wide from(double number) {
    std::uint64_t const bits = __builtin_bit_cast(std::uint64_t, number);
    std::uint64_t const fraction = bits & ((std::uint64_t{1} << 52) - 1);
    std::int64_t const power = static_cast<std::int64_t>(bits >> 52);
    if (power == 0) return {fraction, -1074};
    return {fraction | (std::uint64_t{1} << 52), power - 1075};
  }

  /// The nearest double, ties upwards; outside the normal range 0 or infinity.
  [[nodiscard]] T2_HD constexpr double nearest() const {
    std::uint64_t const rounded = low(mantissa >> 75) + low((mantissa >> 74) & 1);  // 53 bits, or 2^53
    std::int64_t const power = exponent + 75 + 1075;
    if (zero() || power < 1) return 0;
    std::uint64_t const bits = rounded + (static_cast<std::uint64_t>(power - 1) << 52);
    return __builtin_bit_cast(double, power > 2046 ? std::uint64_t{0x7FF} << 52 : bits);
  }

 private:
  [[nodiscard]] T2_HD static constexpr std::uint64_t low(uint128 x) { return static_cast<std::uint64_t>(x); }
  [[nodiscard]] T2_HD static constexpr std::uint64_t high(uint128 x) { return static_cast<std::uint64_t>(x >> 64); }

  // A product of normal mantissas is short of at most one bit, which `next` holds.
  [[nodiscard]] T2_HD static constexpr wide renormal(uint128 top, std::uint64_t next, std::int64_t power) {
    wide out;
    bool const whole = (top >> 127) != 0;
    out.mantissa = whole ? top : (top << 1) | (next >> 63);
    out.exponent = whole ? power : power - 1;
    return out;
  }

  // One digit to base 2^64 of (rest, next) / y with rest < y, which becomes the remainder.
  // Source: Knuth, The Art of Computer Programming 2, section 4.3.1, algorithm D
  [[nodiscard]] T2_HD static constexpr std::uint64_t digit(uint128& rest, std::uint64_t next, uint128 y) {
    std::uint64_t const y1 = high(y), y0 = low(y);
    std::uint64_t q = high(rest) < y1 ? low(rest / y1) : ~std::uint64_t{0};
    uint128 left = rest - uint128{q} * y1;
    while (high(left) == 0 && uint128{q} * y0 > ((left << 64) | next)) {
      --q;
      left += y1;
    }
    rest = ((rest << 64) | next) - (uint128{q} * y0 + ((uint128{q} * y1) << 64));
    return q;
  }
};

/// x^k by squaring, x <= 1; relative error below 2k 2^-126, and 0 where it is below 2^-(2^40).
[[nodiscard]] T2_HD constexpr wide power(wide x, std::uint64_t k) {
  wide out(1);
  for (; k != 0; k >>= 1) {
    if ((k & 1) != 0) out = out * x;
    x = x * x;
    if (x.exponent < -(std::int64_t{1} << 40)) x = {};  // or its exponent would overflow
  }
  return out;
}

/// e^x or, if `inverse`, e^-x for 0 <= x < 2^40.
/// @accuracy  relative error below (1 + x) 2^-120 (tests/random/wide_test.cpp)
[[nodiscard]] T2_HD constexpr wide exponential(wide const& x, bool inverse) {
  wide const ln2((uint128{0xB17217F7D1CF79ABu} << 64) | 0xC9E3B39803F2F6AFu, -128);
  wide const by_ln2 = x / ln2;
  std::uint64_t const n = by_ln2.floor();
  wide const t = (by_ln2 - wide(n)) * ln2;  // in [0, ln 2)
  wide sum(1);
  for (std::uint64_t j = 36; j > 0; --j) sum = wide(1) + sum * t / wide(j);
  wide out = inverse ? wide(1) / sum : sum;
  out.exponent += inverse ? -static_cast<std::int64_t>(n) : static_cast<std::int64_t>(n);
  return out;
}

}  // namespace t2::inline v0::random
