// SPDX-License-Identifier: BSL-1.0
// B(a, b+k) / B(a, b) and its complement: the one kernel behind Beta laws of pass@k and the unbiased estimator alike.
// Flow: under every step.   Needs: nothing.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/dual.hpp>    // dual
#include <t2/core/math.hpp>    // math::exp, math::log1p, ...
#include <t2/core/real.hpp>    // lane, real

#include <limits>
#include <type_traits>
#include <utility>

namespace t2::inline v0 {

/// R = B(a, b+k) / B(a, b) and 1 - R, each with its own relative accuracy. With p ~ Beta(a, b), R is the chance that
/// k draws all miss and 1 - R is pass@k.
template <lane T>
struct beta_ratio_value {
  T ratio;
  T complement;
};

namespace detail {

// B_2j / (2j (2j-1)), the Stirling series of log Gamma, as exact fractions.
inline constexpr long long stirling_numerator[] = {
    1, -1, 1, -1, 1, -691, 1, -3617, 43867, -174611, 77683, -236364091, 657931, -3392780147, 1723168255201};
inline constexpr long long stirling_denominator[] = {12,     360,    1260, 1680,    1188, 360360, 156,    122400,
                                                     244188, 125400, 5796, 1506960, 300,  93960,  2492028};

// How many terms of the series, and from which argument on, give a type its full precision. The first term left out
// adds B_2j z^-2j, relatively, to the slopes.
template <class T>
struct stirling_plan {
  static constexpr int digits = std::numeric_limits<T>::digits;
  static constexpr bool builtin = digits <= 64 && std::numeric_limits<T>::radix == 2;
  static constexpr int terms = !builtin ? 15 : digits <= 24 ? 4 : digits <= 53 ? 7 : 8;
  T2_HD static T whole(int i) { return T(i); }
  /// How far a small argument is moved: an odd number of steps, few for float, whose product would underflow.
  T2_HD static constexpr int steps() {
    if constexpr (builtin) {
      return digits <= 24 ? 5 : digits <= 53 ? 11 : 15;
    } else {  // the first term left out is below 10^7.2 z^-31
      return 2 * static_cast<int>(math::exp((std::numeric_limits<T>::digits10 + 10) * 0.0742769384) / 2) + 3;
    }
  }
};
template <class Batch>
  requires enable_lane<Batch>
struct stirling_plan<Batch> : stirling_plan<value_t<Batch>> {
  static Batch whole(int i) { return Batch(static_cast<value_t<Batch>>(i)); }
};

// R = P e^-F, with Q = 1 - P kept beside P so that neither tail cancels, and the derivatives of log R.
template <lane T>
struct beta_ratio_parts {
  T P, Q, F;
  T by_a, by_b, by_k;
};

// prod_{0<i<steps} z0 z3 / (z1 z2), every z at z + i, as N / D and D - N. Factors are taken in pairs, i with m - i, as
// (z+i) (z+m-i) = z (z+m) + i (m-i), and for a pair
//   D - N = a k (z0 z3 + z1 z2 + m (z1 + z2) + i^2 + (m-i)^2),
// so that all are sums and products of positive numbers. They are measured in powers of z1 z2, which may be large.
template <lane T>
struct shifted_product {
  T N, D, difference;
};
template <lane T, class Take>
[[nodiscard]] T2_HD shifted_product<T> shift_up(T const& ak, T const& z0, T const& z1, T const& z2, T const& z3,
                                                int steps, Take const& take) {
  using plan = stirling_plan<T>;
  int const m = steps - 2;
  T const unit = T(T(1) / (z1 * z2)), top = plan::whole(m);
  auto const scaled = [&](T const& z) { return T((z * unit) * (z + top)); };
  T const y0 = scaled(z0), y1 = scaled(z1), y2 = scaled(z2), y3 = scaled(z3);
  T const hit = T(ak * unit), both = T((z0 * unit) * z3 + ((z1 * unit) * z2 + top * (z1 * unit + z2 * unit)));
  shifted_product<T> out{T(1), T(1), T(0)};
  for (int i = 0; 2 * i < m; ++i) {
    T const c = T(plan::whole(i * (m - i)) * unit), e = plan::whole(i * i + (m - i) * (m - i));
    T const d = T((y1 + c) * (y2 + c)), n = T((y0 + c) * (y3 + c));
    out.difference = T(out.difference * d + out.N * (hit * (both + e * unit)));
    out.N = T(out.N * n);
    out.D = T(out.D * d);
    take(out.N);
  }
  return out;
}

// A function f(z) on the four arguments: f1, f3, and the differences f1 - f3, f2 - f3, f0 - f1 - f2 + f3, none of which
// is formed by subtraction.
template <lane T>
struct four_corners {
  T at1, at3, d13, d23, second;
};
// w = 1/z, or its square, which has more to it: f0, f2 and f0 - f2.
template <lane T>
struct four_inverses {
  T at0, at2, d02;
  four_corners<T> rest;

  [[nodiscard]] T2_HD four_inverses squared() const {
    return {T(at0 * at0), T(at2 * at2), T(d02 * (at0 + at2)), times(rest)};
  }
  [[nodiscard]] T2_HD T second_of_product(four_corners<T> const& f) const {
    return T((at0 * f.second + d02 * f.d23) + (rest.second * f.at1 + rest.d23 * f.d13));
  }
  [[nodiscard]] T2_HD four_corners<T> times(four_corners<T> const& f) const {
    return {T(rest.at1 * f.at1), T(rest.at3 * f.at3), T(rest.at1 * f.d13 + rest.d13 * f.at3),
            T(at2 * f.d23 + rest.d23 * f.at3), second_of_product(f)};
  }
};
// The j-th term's, of log Gamma's series or of digamma's, which has B_2j / (2j) z^-2j for z^(1-2j) / (2j-1).
template <bool Digamma, int J, lane T>
[[nodiscard]] T2_HD T stirling_coefficient() {
  constexpr long long numerator = (Digamma ? 2 * J + 1 : 1) * stirling_numerator[J],
                      denominator = stirling_denominator[J];
  return T(T(numerator) / T(denominator));
}
// sum_j coefficient(j) w^(2j) by Horner's rule, written out term by term for compilers that would not.
template <bool Digamma, lane T>
[[nodiscard]] T2_HD four_corners<T> even_series(four_inverses<T> const& square) {
  four_corners<T> f{T(0), T(0), T(0), T(0), T(0)};
  auto const step = [&](T const& c) {
    f = square.times(f);
    f.at1 = T(f.at1 + c);
    f.at3 = T(f.at3 + c);
  };
  constexpr int terms = stirling_plan<T>::terms;
  [&]<int... J>(std::integer_sequence<int, J...>) {
    (step(stirling_coefficient<Digamma, terms - 1 - J, T>()), ...);
  }(std::make_integer_sequence<int, terms>{});
  return f;
}

// b is shifted up to the range of the Stirling series by R = prod_i (1 - a k / ((b+i+k)(a+b+i))). There -log R is the
// second difference of log Gamma over z0 = b, z1 = b+k, z2 = a+b, z3 = a+b+k; its linear part cancels on paper, the
// series has sums of positive terms only for differences. The derivatives are differences of digamma, likewise.
// The product may underflow, in float soon: where log R is wanted, what P has of small factors is taken into F.
template <bool Slopes, bool Logarithm = false, lane T>
[[nodiscard]] T2_HD beta_ratio_parts<T> beta_ratio_kernel(T const& a, T const& b, T const& k) {
  using plan = stirling_plan<T>;
  int const steps = plan::steps();
  T const start = plan::whole(steps);
  T P(1), Q(0), z1 = T(b + k), z2 = T(a + b), z3 = T(z2 + k);
  T z0 = math::select(b < T(0), start, b);  // outside the domain: the series is as good as any
  T by_a(0), by_b(0), by_k(0), taken(0);
  auto const take = [&](T& factor) {
    if constexpr (Logarithm) {
      T const least = T(epsilon<T>());
      if (math::any_of(factor < least)) {
        taken = math::select(factor < least, T(taken + math::log(factor)), taken);
        factor = math::select(factor < least, T(1), factor);
      }
    }
  };
  auto const below = z0 < start;
  if (math::any_of(below)) {
    T const one(1), ak = T(a * k), inner = T(one / (z1 * z2));
    T first = T(z0 * z3 * inner);  // on its own, as its arguments may be as small as they like
    take(first);
    auto const f = shift_up(ak, T(z0 + one), T(z1 + one), T(z2 + one), T(z3 + one), steps, take);
    T const inverse = T(one / f.D);
    Q = math::select(below, T(ak * inner + first * (f.difference * inverse)), Q);
    P = math::select(Q < T(0.5), T(one - Q), T(first * (f.N * inverse)));  // the difference has the digits then
    taken = math::select(below, taken, T(0));
    if constexpr (Slopes) {
      T const step = math::select(below, one, T(0));
      for (int i = 0; i < steps; ++i) {
        T const y0 = T(z0 + plan::whole(i)), y1 = T(z1 + plan::whole(i)), y2 = T(z2 + plan::whole(i)),
                y3 = T(z3 + plan::whole(i));
        T const each = T(step / ((y0 * y3) * (y1 * y2)));
        by_a -= T(k * (y0 * y1) * each);
        by_b += T(ak * (y0 + y3) * each);
        by_k -= T(a * (y0 * y2) * each);
      }
    }
    T const up = math::select(below, start, T(0));
    z0 = T(z0 + up);
    z1 = T(z1 + up);
    z2 = T(z2 + up);
    z3 = T(z3 + up);
  }
  T const w0 = T(T(1) / z0), w1 = T(T(1) / z1), w2 = T(T(1) / z2), w3 = T(T(1) / z3);
  T const x = T((a * w2) * (k * w1));
  T cross = math::log1p(T(-x));  // log of z0 z3 / (z1 z2)
  if (math::any_of(x > T(0.5))) cross = math::select(x > T(0.5), math::log(T((z0 * w1) * (z3 * w2))), cross);
  T const up_k = math::log1p(T(k * w2)), up_a = math::log1p(T(a * w1));
  T F = T((z0 - T(0.5)) * cross + a * up_k + k * up_a - taken);
  T const d13 = T((a * w1) * w3), d23 = T((k * w2) * w3), d02 = T((a * w0) * w2);
  T const S1 = T((a * w1) * (k * w2) * (w0 + w3));
  four_inverses<T> const w{w0, w2, d02, {w1, w3, d13, d23, S1}}, square = w.squared();
  F = T(F + w.second_of_product(even_series<false>(square)));
  if constexpr (Slopes) {
    four_corners<T> const tail = square.times(even_series<true>(square));
    by_a -= T(up_k + d23 / T(2) + tail.d23);
    by_b += T(S1 / T(2) - cross + tail.second);
    by_k -= T(up_a + d13 / T(2) + tail.d13);
  }
  return {P, Q, F, by_a, by_b, by_k};
}

template <lane T>
[[nodiscard]] T2_HD T inside_domain(T const& a, T const& b, T const& k, T const& value) {
  T const nan = not_a_number<T>();
  return math::select(a >= T(0), math::select(b >= T(0), math::select(k >= T(0), value, nan), nan), nan);
}

template <lane T>
[[nodiscard]] T2_HD beta_ratio_value<T> beta_ratio_from(beta_ratio_parts<T> const& parts, T const& a, T const& b,
                                                        T const& k) {
  T const minus = T(-parts.F);
  T power, less_one;  // e^-F and e^-F - 1
  if constexpr (enable_lane<T>) {
    power = math::exp(minus);
    less_one = math::expm1(minus);
  } else if (minus > T(-0.5)) {  // one function for both, with no digit lost
    less_one = math::expm1(minus);
    power = T(T(1) + less_one);
  } else {
    power = math::exp(minus);
    less_one = T(power - T(1));
  }
  T const ratio = T(parts.P * power);
  // Below one half the difference is exact to its last digit, and never above 1 as the sum can be.
  T const complement = math::select(ratio < T(0.5), T(T(1) - ratio), T(parts.Q - parts.P * less_one));
  // 0/0 of the shift where b = k = 0: no draw at all never hits
  auto const none = k == T(0);
  return {inside_domain(a, b, k, T(math::select(none, T(1), ratio))),
          inside_domain(a, b, k, T(math::select(none, T(0), complement)))};
}
}  // namespace detail

/// R = B(a, b+k) / B(a, b) and 1 - R.
/// @formula   R = Gamma(b+k) Gamma(a+b) / (Gamma(b) Gamma(a+b+k)), symmetric in a and k
/// @param     a, b, k  [1], >= 0; k need not be an integer. k = 0 or a = 0 < b gives R = 1, b = 0 < a, k gives R = 0,
///            a = b = 0 < k has no limit: NaN; none above 1e150, where products overflow, or, but for 0, below 1e-150
///            (float: above 1e15 or below 1e-12)
/// @return    ratio R and complement 1 - R [1]; NaN outside the domain
/// @accuracy  double: both <= 1e-12 relative for a, b in 1e-6..1e8 and k to 1e12 (tests/core/beta_ratio_test.cpp);
///            wider types: all digits of types up to 100 digits. Derivatives by `dual` hold the same, also at
///            b = 0 < a, k, where d R / db = B(a, k); at b = k = 0 there is none.
template <lane T>
[[nodiscard]] T2_HD beta_ratio_value<T> beta_ratio(T const& a, T const& b, T const& k) {
  return detail::beta_ratio_from(detail::beta_ratio_kernel<false>(a, b, k), a, b, k);
}

/// The same with derivatives, at about twice the cost of the value whatever the number of inputs behind a, b and k.
template <class Real, int N>
[[nodiscard]] T2_HD beta_ratio_value<dual<Real, N>> beta_ratio(dual<Real, N> const& a, dual<Real, N> const& b,
                                                               dual<Real, N> const& k) {
  detail::beta_ratio_parts<Real> const d = detail::beta_ratio_kernel<true>(a.value, b.value, k.value);
  beta_ratio_value<Real> const f = detail::beta_ratio_from(d, a.value, b.value, k.value);
  if (b.value == Real(0) && a.value > Real(0) && k.value > Real(0)) {  // R = 0 there, d log R / db is not finite
    dual<Real, N> const next = dual<Real, N>(b + dual<Real, N>(1));
    dual<Real, N> const ratio = b * beta_ratio(a, next, k).ratio * (a + b + k) / ((b + k) * (a + b));
    return {ratio, dual<Real, N>(1) - ratio};
  }
  beta_ratio_value<dual<Real, N>> out{f.ratio, f.complement};
  for (int i = 0; i < N; ++i) {
    out.ratio.partial[i] = Real(f.ratio * (d.by_a * a.partial[i] + d.by_b * b.partial[i] + d.by_k * k.partial[i]));
    out.complement.partial[i] = Real(-out.ratio.partial[i]);
  }
  return out;
}

/// log R, which does not underflow: log of the chance that k draws all miss.
/// @return  [1], <= 0; -inf where R = 0, NaN outside the domain
/// @accuracy  double: <= 1e-12 relative on the domain of beta_ratio, float: <= 3e-5 for k to 1e6. At b = 0 < a, k the
///            derivative by b is infinite, those by a and k are the limits.
template <lane T>
[[nodiscard]] T2_HD T log_beta_ratio(T const& a, T const& b, T const& k) {
  detail::beta_ratio_parts<T> const parts = detail::beta_ratio_kernel<false, true>(a, b, k);
  // Q is accurate where P is near 1, P where it is near 0
  T const log_product = math::select(parts.Q < T(0.5), T(math::log1p(T(-parts.Q))), T(math::log(parts.P)));
  return detail::inside_domain(a, b, k, T(math::select(k == T(0), T(0), T(log_product - parts.F))));
}

template <class Real, int N>
[[nodiscard]] T2_HD dual<Real, N> log_beta_ratio(dual<Real, N> const& a, dual<Real, N> const& b,
                                                 dual<Real, N> const& k) {
  detail::beta_ratio_parts<Real> const d = detail::beta_ratio_kernel<true>(a.value, b.value, k.value);
  dual<Real, N> out(log_beta_ratio(a.value, b.value, k.value));
  if (b.value == Real(0) && a.value > Real(0) && k.value > Real(0)) {  // log b + what is finite
    dual<Real, N> const next = dual<Real, N>(b + dual<Real, N>(1));
    dual<Real, N> const rest = log_beta_ratio(a, next, k) + log(dual<Real, N>((a + b + k) / ((b + k) * (a + b))));
    for (int i = 0; i < N; ++i)
      out.partial[i] = b.partial[i] == Real(0) ? rest.partial[i] : Real(b.partial[i] / b.value);
    return out;
  }
  for (int i = 0; i < N; ++i)
    out.partial[i] = Real(d.by_a * a.partial[i] + d.by_b * b.partial[i] + d.by_k * k.partial[i]);
  return out;
}

}  // namespace t2::inline v0
