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
/// Unsigned integers with the bits of a lane of doubles; exec/simd.hpp adds those of batches.
template <class T>
struct lane_bits;
template <>
struct lane_bits<double> {
  using type = std::uint64_t;
};
template <class T>
using lane_bits_t = typename lane_bits<T>::type;

// log 2 in two parts: k times the first is exact for every exponent k of a double.
inline constexpr double log_2_high = 0x1.62e42feep-1;
inline constexpr double log_2_low = 0x1.a39ef35793c76p-33;

/// x = k log 2 + r with |r| <= log 2 / 2; the bits of `shifted` end with the integer k.
template <class T>
struct exp_reduction {
  T r, shifted;
  explicit exp_reduction(T const& x)
      : shifted(x * T(0x1.71547652b82fep0) + T(0x1.8p52)) {  // which rounds to an integer
    T const k = shifted - T(0x1.8p52);
    r = (x - k * T(log_2_high)) - k * T(log_2_low);
  }
  /// e^r
  [[nodiscard]] T power() const {
    T const r2 = r * r, r4 = r2 * r2;
    return ((T(1) + r) + r2 * (T(1.0 / 2) + r * T(1.0 / 6))) + r4 * rest(r2, r4);
  }
  /// e^r - 1
  [[nodiscard]] T less_one() const {
    T const r2 = r * r, r4 = r2 * r2;
    return r + (r2 * (T(1.0 / 2) + r * T(1.0 / 6)) + r4 * rest(r2, r4));
  }
  /// 2^(k + shift), a normal number
  [[nodiscard]] T power_of_2(int shift) const {
    using bits = lane_bits_t<T>;
    return std::bit_cast<T>((std::bit_cast<bits>(shifted) + bits(static_cast<std::uint64_t>(1023 + shift))) << 52);
  }

 private:
  [[nodiscard]] T rest(T const& r2, T const& r4) const {
    T const middle = (T(1.0 / 24) + r * T(1.0 / 120)) + r2 * (T(1.0 / 720) + r * T(1.0 / 5040));
    T const high = (T(1.0 / 40320) + r * T(1.0 / 362880)) + r2 * (T(1.0 / 3628800) + r * T(1.0 / 39916800));
    return middle + r4 * (high + r4 * (T(1.0 / 479001600) + r * T(1.0 / 6227020800)));
  }
};

/// x = 2^k (1 + g) with 1 + g in [sqrt(1/2), sqrt 2), for a positive normal number.
template <class T>
struct log_reduction {
  using bits = lane_bits_t<T>;
  bits exponent;
  T k, g;
  explicit log_reduction(T const& x) {
    constexpr std::uint64_t half_root = 0x3fe6a09e667f3bcd, mantissa = 0x000fffffffffffff;
    bits const raw = std::bit_cast<bits>(x) + bits(0x3ff0000000000000 - half_root);
    bits const place = raw >> 52;
    exponent = place;
    k = std::bit_cast<T>(place | bits(0x4330000000000000)) - T(0x1p52 + 1023);
    g = std::bit_cast<T>((raw & bits(mantissa)) + bits(half_root)) - T(1);
  }
  /// Of x + rest instead, where the rest is below the last place of x.
  void add(T const& rest) { g = g + (rest * std::bit_cast<T>((bits(2047) - exponent) << 52)) * T(0.5); }  // 2^(1-k)
  /// log(1 + g) = 2 artanh(g / (2 + g)), written as g and what follows, so that no rounding meets its leading digits
  [[nodiscard]] T beyond_g() const {
    T const w = (g + g) / (g + T(2)), t = w * w, t2 = t * t, t4 = t2 * t2;  // terms w (w / 2)^(2n) / (2n + 1)
    T const low = (T(0x1p-2 / 3) + t * T(0x1p-4 / 5)) + t2 * (T(0x1p-6 / 7) + t * T(0x1p-8 / 9));
    T const middle = (T(0x1p-10 / 11) + t * T(0x1p-12 / 13)) + t2 * (T(0x1p-14 / 15) + t * T(0x1p-16 / 17));
    T const high = (T(0x1p-18 / 19) + t * T(0x1p-20 / 21)) + t2 * T(0x1p-22 / 23);
    T const square = g * g;
    return w * (square * T(0.25) + t * (low + t4 * (middle + t4 * high))) - square * T(0.5);
  }
  /// log x
  [[nodiscard]] T value() const { return k * T(log_2_high) + (g + (beyond_g() + k * T(log_2_low))); }
};

// The functions of batches. Values beyond the range of the kernels are set lane by lane.
template <class T>
[[nodiscard]] T exp_lane(T const& x) {
  exp_reduction<T> const of(math::select(x > T(710), T(710), math::select(x < T(-708), T(-708), x)));
  T const half = of.power() * of.power_of_2(-1);
  return math::select(x < T(-708), T(0), half + half);
}
template <class T>
[[nodiscard]] T expm1_lane(T const& x) {
  exp_reduction<T> const of(math::select(x > T(710), T(710), math::select(x < T(-40), T(-40), x)));
  T const half = of.power_of_2(-1), value = half * of.less_one() + (half - T(0.5)), tiny(0x1p-1000);
  return math::select(x < tiny, math::select(x > -tiny, x, value + value), value + value);
}
// The value at x, which is positive, or what a logarithm is elsewhere.
template <class T>
[[nodiscard]] T log_or_limit(T const& x, T const& value) {
  T const inside = math::select(x < infinity<T>(), value, x);
  return math::select(x > T(0), inside, math::select(x == T(0), T(-infinity<T>()), not_a_number<T>()));
}
template <class T>
[[nodiscard]] T log_lane(T const& x) {
  auto const subnormal = x < T(0x1p-1022);
  log_reduction<T> of(math::select(subnormal, x * T(0x1p54), x));
  of.k = math::select(subnormal, of.k - T(54), of.k);
  return log_or_limit(x, of.value());
}
template <class T>
[[nodiscard]] T log1p_lane(T const& x) {
  T const u = T(1) + x;
  T const lost = math::select(x > T(1), T(1) - (u - x), x - (u - T(1)));  // 1 + x = u + lost, exactly
  log_reduction<T> of(u);
  of.add(lost);
  return log_or_limit(u, of.value());
}
template <class T>
[[nodiscard]] T leading_half(T const& x) {  // products of two of them are exact
  using bits = lane_bits_t<T>;
  return std::bit_cast<T>(std::bit_cast<bits>(x) & bits(~((std::uint64_t{1} << 27) - 1)));
}
// x^y for normal x > 0, |y| <= 8 and |y log x| <= 700.
template <class T>
[[nodiscard]] T pow_lane(T const& x, T const& y) {
  log_reduction<T> const of(x);
  T const beyond = of.beyond_g();
  T const whole = of.k * T(log_2_high), part = of.g + beyond, high = whole + part;
  T const low = (part - (high - whole)) + (of.k * T(log_2_low) + (beyond - (part - of.g)));
  T const y1 = leading_half(y), y2 = y - y1, h1 = leading_half(high), h2 = high - h1;
  exp_reduction<T> power(y1 * h1);
  power.r = power.r + ((y1 * h2 + y2 * h1) + (y2 * h2 + y * low));
  return power.power() * power.power_of_2(0);
}
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
      detail::exp_reduction<double> const of(x[i]);
      x[i] = of.power() * of.power_of_2(0);
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
    for (std::size_t i = 0; i < size; ++i)
      x[i] = detail::log_reduction<double>(x[i]).value() + (x[i] - x[i]);  // inf - inf is NaN
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
