// SPDX-License-Identifier: BSL-1.0
// The numbers the library computes with: concepts, constants, promotion.
// Flow: under every step.   Needs: nothing.
#pragma once

#include <t2/core/config.hpp>  // T2_HD

#include <concepts>
#include <limits>
#include <type_traits>

namespace t2::inline v0 {

/// A real number: float, double, long double, Boost.Multiprecision (expression templates on or off), `dual`.
/// Only what the library uses is asked for; elementary functions are found by argument-dependent lookup.
template <class T>
concept real = std::semiregular<T> && std::numeric_limits<T>::is_specialized && !std::numeric_limits<T>::is_integer &&
               std::constructible_from<T, int> && std::constructible_from<T, long long> &&
               std::constructible_from<T, double> && requires(T const& a, T& b) {
                 T(a + b);
                 T(a - b);
                 T(a * b);
                 T(a / b);
                 T(-a);
                 b += a;
                 b -= a;
                 b *= a;
                 b /= a;
                 { a < b } -> std::convertible_to<bool>;
                 { a > b } -> std::convertible_to<bool>;
                 { a <= b } -> std::convertible_to<bool>;
                 { a >= b } -> std::convertible_to<bool>;
                 { a == b } -> std::convertible_to<bool>;
               };

/// Opens `lane` to types that hold several built-in reals side by side and name their `value_type` (exec/simd.hpp does it
/// for xsimd batches).
template <class T>
inline constexpr bool enable_lane = false;

/// A real, or a batch of reals computed side by side. Code on lanes does not branch on values.
template <class T>
concept lane = real<T> || enable_lane<T>;

/// Only built-in numbers promise not to throw: a multiprecision number may allocate.
template <class T>
inline constexpr bool nothrow_real = std::floating_point<T>;

/// The real type of a law, a fit, a plan.
template <class T>
using value_t = typename T::value_type;

namespace detail {
// Device code may read a variable template but not call a host constexpr function.
template <class T>
inline constexpr T epsilon_v = std::numeric_limits<T>::epsilon();
template <class T>
inline constexpr T infinity_v = std::numeric_limits<T>::infinity();
template <class T>
inline constexpr T nan_v = std::numeric_limits<T>::quiet_NaN();
}  // namespace detail

/// Distance from 1 to the next number of the type.
template <class T>
[[nodiscard]] T2_HD constexpr T epsilon() {
  if constexpr (std::floating_point<T>) {
    return detail::epsilon_v<T>;
  } else if constexpr (enable_lane<T>) {
    return T(detail::epsilon_v<value_t<T>>);
  } else {
    return std::numeric_limits<T>::epsilon();
  }
}

template <class T>
[[nodiscard]] T2_HD constexpr T infinity() {
  if constexpr (std::floating_point<T>) {
    return detail::infinity_v<T>;
  } else if constexpr (enable_lane<T>) {
    return T(detail::infinity_v<value_t<T>>);
  } else {
    return std::numeric_limits<T>::infinity();
  }
}

/// The value of an element function outside its domain.
template <class T>
[[nodiscard]] T2_HD constexpr T not_a_number() {
  if constexpr (std::floating_point<T>) {
    return detail::nan_v<T>;
  } else if constexpr (enable_lane<T>) {
    return T(detail::nan_v<value_t<T>>);
  } else {
    return std::numeric_limits<T>::quiet_NaN();
  }
}

/// The number nearest to x, for messages and reports; `dual` has an overload that leaves its derivatives out.
template <real Real>
  requires std::constructible_from<double, Real const&>
[[nodiscard]] T2_HD constexpr double to_double(Real const& x) {
  return static_cast<double>(x);
}

/// m 10^e, the decimal a paper prints, correct to one rounding in any type: a literal such as 1.69 is already a double.
/// @param  mantissa  |m| < 2^53   @param  exponent  |e| <= 22
template <real Real>
[[nodiscard]] T2_HD constexpr Real decimal(long long mantissa, int exponent) {
  Real power(1);
  for (int i = 0; i < (exponent < 0 ? -exponent : exponent); ++i) power *= Real(10);
  return exponent < 0 ? Real(Real(mantissa) / power) : Real(Real(mantissa) * power);
}

namespace detail {
template <class Real, class Arg>
struct promote;
template <class Real, class Arg>
  requires std::is_arithmetic_v<Arg>
struct promote<Real, Arg> {
  using type = Real;
};
template <class Real>
  requires(!std::is_arithmetic_v<Real>)
struct promote<Real, Real> {
  using type = Real;
};
template <class Real, class Arg>
  requires(!std::is_arithmetic_v<Arg> && !std::same_as<Real, Arg>)
struct promote<Real, Arg> {
  using type = std::conditional_t<std::constructible_from<Arg, Real const&>, Arg, Real>;
};

template <class Real, class... Args>
struct promote_all {
  using type = Real;
};
template <class Real, class First, class... Rest>
struct promote_all<Real, First, Rest...> {
  using type = typename promote_all<typename promote<Real, First>::type, Rest...>::type;
};
}  // namespace detail

/// Result of a law whose coefficients are `Real` at arguments `Args`: arithmetic arguments convert to the law's real,
/// dual numbers, batches and wider numbers win.
template <class Real, class... Args>
using promote_t = typename detail::promote_all<Real, Args...>::type;

}  // namespace t2::inline v0
