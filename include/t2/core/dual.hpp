// SPDX-License-Identifier: BSL-1.0
// Forward-mode automatic differentiation: a number that carries its partial derivatives. `dual` of `dual` gives the Hessian.
// Flow: under every step.   Needs: nothing.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/math.hpp>    // math::exp, math::log, ...
#include <t2/core/real.hpp>    // real

#include <concepts>
#include <limits>
#include <type_traits>

namespace t2::inline v0 {

/// x + sum_i partial[i] e_i with e_i e_j = 0: a value and its derivatives with respect to N inputs.
/// @param  Real  the underlying real, itself possibly a dual   @param  N  number of derivatives carried, >= 1
/// @accuracy  each operation is as accurate as its formula in Real; comparisons look at the value only
template <real Real, int N = 1>
struct dual {
  using value_type = Real;
  static constexpr int size = N;

  Real value;
  Real partial[N];

  dual() = default;

  /// A constant.
  template <class U>
    requires std::constructible_from<Real, U const&>
  T2_HD constexpr dual(U const& constant) : value(static_cast<Real>(constant)), partial{} {
    for (int i = 0; i < N; ++i) partial[i] = Real(0);
  }

  /// Input number `index`: its derivative with respect to itself is 1.
  [[nodiscard]] T2_HD static constexpr dual variable(Real const& x, int index = 0) {
    dual out(x);
    out.partial[index] = Real(1);
    return out;
  }

  T2_HD constexpr dual& operator+=(dual const& y) {
    value += y.value;
    for (int i = 0; i < N; ++i) partial[i] += y.partial[i];
    return *this;
  }
  T2_HD constexpr dual& operator-=(dual const& y) {
    value -= y.value;
    for (int i = 0; i < N; ++i) partial[i] -= y.partial[i];
    return *this;
  }
  T2_HD constexpr dual& operator*=(dual const& y) {
    for (int i = 0; i < N; ++i) partial[i] = Real(partial[i] * y.value + value * y.partial[i]);
    value *= y.value;
    return *this;
  }
  T2_HD constexpr dual& operator/=(dual const& y) {
    Real const inverse = Real(1) / y.value;
    value *= inverse;
    for (int i = 0; i < N; ++i) partial[i] = Real((partial[i] - value * y.partial[i]) * inverse);
    return *this;
  }

  [[nodiscard]] friend T2_HD constexpr dual operator-(dual x) {
    x.value = Real(-x.value);
    for (int i = 0; i < N; ++i) x.partial[i] = Real(-x.partial[i]);
    return x;
  }
  [[nodiscard]] friend T2_HD constexpr dual operator+(dual x, dual const& y) { return x += y; }
  [[nodiscard]] friend T2_HD constexpr dual operator-(dual x, dual const& y) { return x -= y; }
  [[nodiscard]] friend T2_HD constexpr dual operator*(dual x, dual const& y) { return x *= y; }
  [[nodiscard]] friend T2_HD constexpr dual operator/(dual x, dual const& y) { return x /= y; }

  [[nodiscard]] friend T2_HD constexpr bool operator==(dual const& x, dual const& y) { return x.value == y.value; }
  [[nodiscard]] friend T2_HD constexpr bool operator<(dual const& x, dual const& y) { return x.value < y.value; }
  [[nodiscard]] friend T2_HD constexpr bool operator>(dual const& x, dual const& y) { return y < x; }
  [[nodiscard]] friend T2_HD constexpr bool operator<=(dual const& x, dual const& y) { return x.value <= y.value; }
  [[nodiscard]] friend T2_HD constexpr bool operator>=(dual const& x, dual const& y) { return y <= x; }
};

namespace detail {
template <class T>
inline constexpr bool is_dual = false;
template <class Real, int N>
inline constexpr bool is_dual<dual<Real, N>> = true;
}  // namespace detail

/// Its value alone.
template <class Real, int N>
[[nodiscard]] T2_HD constexpr double to_double(dual<Real, N> const& x) {
  return to_double(x.value);
}

/// f(x) for a dual x, from f and f' at its value: the chain rule, and the way to teach `dual` another function.
template <class Real, int N>
[[nodiscard]] T2_HD constexpr dual<Real, N> chain(dual<Real, N> x, Real const& f, Real const& derivative) {
  x.value = f;
  for (int i = 0; i < N; ++i) x.partial[i] = Real(derivative * x.partial[i]);
  return x;
}

template <class Real, int N>
[[nodiscard]] T2_HD dual<Real, N> exp(dual<Real, N> const& x) {
  Real const f = math::exp(x.value);
  return chain(x, f, f);
}
template <class Real, int N>
[[nodiscard]] T2_HD dual<Real, N> expm1(dual<Real, N> const& x) {
  return chain(x, math::expm1(x.value), math::exp(x.value));
}
template <class Real, int N>
[[nodiscard]] T2_HD dual<Real, N> log(dual<Real, N> const& x) {
  return chain(x, math::log(x.value), Real(Real(1) / x.value));
}
template <class Real, int N>
[[nodiscard]] T2_HD dual<Real, N> log1p(dual<Real, N> const& x) {
  return chain(x, math::log1p(x.value), Real(Real(1) / (Real(1) + x.value)));
}
template <class Real, int N>
[[nodiscard]] T2_HD dual<Real, N> sqrt(dual<Real, N> const& x) {
  Real const f = math::sqrt(x.value);
  return chain(x, f, Real(Real(1) / (Real(2) * f)));
}
template <class Real, int N>
[[nodiscard]] T2_HD dual<Real, N> fabs(dual<Real, N> const& x) {
  return x.value < Real(0) ? -x : x;
}
template <class Real, int N>
[[nodiscard]] T2_HD dual<Real, N> floor(dual<Real, N> const& x) {
  return dual<Real, N>(math::floor(x.value));
}
/// x^y for x > 0; the derivative with respect to y takes log x.
template <class Real, int N>
[[nodiscard]] T2_HD dual<Real, N> pow(dual<Real, N> const& x, dual<Real, N> const& y) {
  Real const f = math::pow(x.value, y.value);
  Real const by_x = Real(y.value * f / x.value);
  Real const by_y = Real(f * math::log(x.value));
  dual<Real, N> out(f);
  for (int i = 0; i < N; ++i) out.partial[i] = Real(by_x * x.partial[i] + by_y * y.partial[i]);
  return out;
}
template <class Real, int N>
[[nodiscard]] T2_HD bool isfinite(dual<Real, N> const& x) {
  return math::isfinite(x.value);
}

}  // namespace t2::inline v0

/// A dual has the precision of the real it carries.
template <class Real, int N>
struct std::numeric_limits<t2::dual<Real, N>> : std::numeric_limits<Real> {
  static T2_HD t2::dual<Real, N> epsilon() { return t2::epsilon<Real>(); }
  static T2_HD t2::dual<Real, N> infinity() { return t2::infinity<Real>(); }
  static T2_HD t2::dual<Real, N> quiet_NaN() { return t2::not_a_number<Real>(); }
};
