// SPDX-License-Identifier: BSL-1.0
// Elementary functions for any lane, called qualified: math::exp(x). The type's own function is found by
// argument-dependent lookup, and the result is a T, never an expression template.
// Flow: under every step.   Needs: nothing.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/real.hpp>    // lane

#include <cmath>

namespace t2::inline v0::math {

/// The functions of a type: its own, found by argument-dependent lookup, or those of the standard library. exec/simd.hpp
/// has others for batches of double.
template <class T>
struct elementary {
  [[nodiscard]] T2_HD static T exp(T const& x) {
    using std::exp;
    return T(exp(x));
  }
  [[nodiscard]] T2_HD static T expm1(T const& x) {
    using std::expm1;
    return T(expm1(x));
  }
  [[nodiscard]] T2_HD static T log(T const& x) {
    using std::log;
    return T(log(x));
  }
  [[nodiscard]] T2_HD static T log1p(T const& x) {
    using std::log1p;
    return T(log1p(x));
  }
  [[nodiscard]] T2_HD static T pow(T const& x, T const& y) {
    using std::pow;
    return T(pow(x, y));
  }
};

template <lane T>
[[nodiscard]] T2_HD inline T exp(T const& x) {
  return elementary<T>::exp(x);
}

template <lane T>
[[nodiscard]] T2_HD inline T expm1(T const& x) {
  return elementary<T>::expm1(x);
}

template <lane T>
[[nodiscard]] T2_HD inline T log(T const& x) {
  return elementary<T>::log(x);
}

template <lane T>
[[nodiscard]] T2_HD inline T log1p(T const& x) {
  return elementary<T>::log1p(x);
}

template <lane T>
[[nodiscard]] T2_HD inline T sqrt(T const& x) {
  using std::sqrt;
  return T(sqrt(x));
}

template <lane T>
[[nodiscard]] T2_HD inline T pow(T const& x, T const& y) {
  return elementary<T>::pow(x, y);
}

template <lane T>
[[nodiscard]] T2_HD inline T abs(T const& x) {
  using std::fabs;
  return T(fabs(x));
}

template <lane T>
[[nodiscard]] T2_HD inline T floor(T const& x) {
  using std::floor;
  return T(floor(x));
}

template <real T>
[[nodiscard]] T2_HD inline bool isfinite(T const& x) {
  using std::isfinite;
  return static_cast<bool>(isfinite(x));
}

template <real T>
[[nodiscard]] T2_HD inline bool isnan(T const& x) {
  return !(x == x);
}

/// The smaller and the larger of two lanes; a NaN in the second argument is passed over.
template <real T>
[[nodiscard]] T2_HD constexpr T min(T const& x, T const& y) {
  return y < x ? y : x;
}
template <real T>
[[nodiscard]] T2_HD constexpr T max(T const& x, T const& y) {
  return x < y ? y : x;
}

/// `yes` where the condition holds, else `no`; both are evaluated.
template <real T>
[[nodiscard]] T2_HD constexpr T select(bool condition, T const& yes, T const& no) {
  return condition ? yes : no;
}
/// The same lane by lane: the type's own, more specialised `select` is found by argument-dependent lookup.
template <class Mask, class T>
  requires enable_lane<T>
[[nodiscard]] inline T select(Mask const& condition, T const& yes, T const& no) {
  return T(select(condition, yes, no));
}

/// Whether the condition holds in any lane; a batch's mask brings its own `any`.
[[nodiscard]] T2_HD constexpr bool any_of(bool condition) { return condition; }
template <class Mask>
  requires requires(Mask const& mask) { any(mask); }
[[nodiscard]] inline bool any_of(Mask const& condition) {
  return any(condition);
}

/// log(1 - e^-x) for x > 0, without cancellation at either end (Maechler 2012).
/// @return  -inf at x = 0, NaN for x < 0   @accuracy  a few epsilon (tests/core/math_test.cpp)
template <real T>
[[nodiscard]] T2_HD inline T log1mexp(T const& x) {
  return x < decimal<T>(693147180559945, -15) ? math::log(T(-math::expm1(T(-x)))) : math::log1p(T(-math::exp(T(-x))));
}

/// log(e^x + e^y) without overflow.
template <real T>
[[nodiscard]] T2_HD inline T log_sum_exp(T const& x, T const& y) {
  T const top = math::max(x, y);
  if (!math::isfinite(top)) return top;
  return T(top + math::log1p(math::exp(T(-math::abs(T(x - y))))));
}

}  // namespace t2::inline v0::math
