// SPDX-License-Identifier: BSL-1.0
// exp, log and dot products of whole columns of numbers, in loops that compilers turn into vector instructions.
// Flow: under every step.   Needs: nothing.
#pragma once

#include <t2/core/math.hpp>  // math::exp, math::log
#include <t2/core/real.hpp>  // real, epsilon
#include <t2/core/sum.hpp>   // sum_lanes

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>

namespace t2::inline v0::math {

namespace detail {
// log 2 in two parts: k times the first is exact for every exponent k of a double.
inline constexpr double log_2_high = 0x1.62e42feep-1;
inline constexpr double log_2_low = 0x1.a39ef35793c76p-33;
}  // namespace detail

/// x[i] = exp(x[i]) for i < size.
/// @accuracy  double: 1.5 epsilon for |x| <= 708; beyond, the value at 708 or -708 (tests/core/columns_test.cpp). Other
///            types: as math::exp
template <real Real>
void exp_each(Real* x, std::size_t size) {
  if constexpr (std::same_as<Real, double>) {
    // One loop a bound: a compiler that sees both in one turns them into branches instead of vector code.
    for (std::size_t i = 0; i < size; ++i) x[i] = x[i] < -708.0 ? -708.0 : x[i];
    for (std::size_t i = 0; i < size; ++i) x[i] = x[i] > 708.0 ? 708.0 : x[i];
    for (std::size_t i = 0; i < size; ++i) {
      // x = k log 2 + r with |r| <= log 2 / 2; adding 1.5 2^52 rounds to an integer and leaves it in the low bits
      double const shifted = x[i] * 0x1.71547652b82fep0 + 0x1.8p52;
      double const k = shifted - 0x1.8p52;
      double const r = (x[i] - k * detail::log_2_high) - k * detail::log_2_low;
      double const r2 = r * r, r4 = r2 * r2;
      double const low = (1 + r) + r2 * (1.0 / 2 + r * (1.0 / 6));
      double const middle = (1.0 / 24 + r * (1.0 / 120)) + r2 * (1.0 / 720 + r * (1.0 / 5040));
      double const high = (1.0 / 40320 + r * (1.0 / 362880)) + r2 * (1.0 / 3628800 + r * (1.0 / 39916800));
      double const last = 1.0 / 479001600 + r * (1.0 / 6227020800);
      double const power_of_2 = std::bit_cast<double>((std::bit_cast<std::uint64_t>(shifted) + 1023) << 52);
      x[i] = (low + r4 * (middle + r4 * (high + r4 * last))) * power_of_2;
    }
  } else {
    for (std::size_t i = 0; i < size; ++i) x[i] = math::exp(x[i]);
  }
}

/// x[i] = log(x[i]) for i < size.
/// @errors    NaN unless x is positive and finite
/// @accuracy  double: 1.5 epsilon relative, also near 1, for normal numbers (tests/core/columns_test.cpp). Other types:
///            as math::log
template <real Real>
void log_each(Real* x, std::size_t size) {
  if constexpr (std::same_as<Real, double>) {
    for (std::size_t i = 0; i < size; ++i) x[i] = x[i] > 0.0 ? x[i] : not_a_number<double>();
    for (std::size_t i = 0; i < size; ++i) {
      // x = 2^k f with f in [sqrt(1/2), sqrt 2); log f = 2 artanh(s)
      constexpr std::uint64_t half_root = 0x3fe6a09e667f3bcd, mantissa = 0x000fffffffffffff;
      std::uint64_t const bits = std::bit_cast<std::uint64_t>(x[i]) + (0x3ff0000000000000 - half_root);
      double const k = std::bit_cast<double>((bits >> 52) | 0x4330000000000000) - (0x1p52 + 1023);
      double const f = std::bit_cast<double>((bits & mantissa) + half_root);
      double const s = (f - 1) / (f + 1), t = s * s;
      double p = 1.0 / 23;
      p = p * t + 1.0 / 21;
      p = p * t + 1.0 / 19;
      p = p * t + 1.0 / 17;
      p = p * t + 1.0 / 15;
      p = p * t + 1.0 / 13;
      p = p * t + 1.0 / 11;
      p = p * t + 1.0 / 9;
      p = p * t + 1.0 / 7;
      p = p * t + 1.0 / 5;
      p = p * t + 1.0 / 3;
      double const twice = s + s;
      x[i] = k * detail::log_2_high + (twice + (twice * t * p + k * detail::log_2_low)) + (x[i] - x[i]);  // inf - inf is NaN
    }
  } else {
    for (std::size_t i = 0; i < size; ++i) x[i] = math::log(x[i]);
  }
}

/// sum_i x[i] y[i], index i in partial sum i mod 8 whatever the width of the hardware.
template <real Real>
[[nodiscard]] Real dot(Real const* x, Real const* y, std::size_t size) {
  Real part[sum_lanes];
  for (Real& p : part) p = Real(0);
  std::size_t const whole = size - size % sum_lanes;
  for (std::size_t i = 0; i < whole; i += sum_lanes)
    for (std::size_t lane = 0; lane < sum_lanes; ++lane) part[lane] += Real(x[i + lane] * y[i + lane]);
  for (std::size_t lane = 0; lane < size % sum_lanes; ++lane) part[lane] += Real(x[whole + lane] * y[whole + lane]);
  for (std::size_t width = sum_lanes / 2; width > 0; width /= 2)
    for (std::size_t lane = 0; lane < width; ++lane) part[lane] += part[lane + width];
  return part[0];
}

}  // namespace t2::inline v0::math
