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
struct stirling_term {
  long long numerator;
  long long denominator;
};
template <int J>
inline constexpr stirling_term stirling{};
template <> inline constexpr stirling_term stirling<1>{1, 12};
template <> inline constexpr stirling_term stirling<2>{-1, 360};
template <> inline constexpr stirling_term stirling<3>{1, 1260};
template <> inline constexpr stirling_term stirling<4>{-1, 1680};
template <> inline constexpr stirling_term stirling<5>{1, 1188};
template <> inline constexpr stirling_term stirling<6>{-691, 360360};
template <> inline constexpr stirling_term stirling<7>{1, 156};
template <> inline constexpr stirling_term stirling<8>{-3617, 122400};
template <> inline constexpr stirling_term stirling<9>{43867, 244188};
template <> inline constexpr stirling_term stirling<10>{-174611, 125400};
template <> inline constexpr stirling_term stirling<11>{77683, 5796};
template <> inline constexpr stirling_term stirling<12>{-236364091, 1506960};
template <> inline constexpr stirling_term stirling<13>{657931, 300};
template <> inline constexpr stirling_term stirling<14>{-3392780147, 93960};
template <> inline constexpr stirling_term stirling<15>{1723168255201, 2492028};

// How many terms of the series, and from which argument on, give a type its full precision.
template <class T>
struct stirling_plan {
  static constexpr bool builtin = std::numeric_limits<T>::digits <= 64 && std::numeric_limits<T>::radix == 2;
  static constexpr int terms = builtin ? 5 : 15;
  T2_HD static T shift() {
    if constexpr (builtin) {
      // small for float, so that the product of that many factors does not underflow in it
      return T(std::numeric_limits<T>::digits <= 24 ? 4 : std::numeric_limits<T>::digits <= 53 ? 16 : 34);
    } else {
      // the first term left out is below 10^7.2 z^-31
      T const decades = T(T(std::numeric_limits<T>::digits10 + 10) / T(31));
      return T(math::floor(math::exp(T(decades * math::log(T(10))))) + T(1));
    }
  }
};

template <class Batch>
  requires enable_lane<Batch>
struct stirling_plan<Batch> : stirling_plan<value_t<Batch>> {
  static Batch shift() { return Batch(stirling_plan<value_t<Batch>>::shift()); }
};

// R = P e^-F, with Q = 1 - P kept beside P so that neither tail cancels, and the derivatives of log R.
template <lane T>
struct beta_ratio_parts {
  T P, Q, F;
  T by_a, by_b, by_k;
};

// b is shifted up to the range of the Stirling series by R = prod_i (1 - a k / ((b+i+k)(a+b+i))). There -log R is the
// second difference of log Gamma over z0 = b, z1 = b+k, z2 = a+b, z3 = a+b+k; its linear part cancels on paper. The
// second differences of z^-m follow from sums of positive terms only, with w = 1/z and, say, D13_m = w1^m - w3^m:
//   S_m = w0 S_{m-1} + (w0 - w2) D23_{m-1} + w1^{m-1} S_1 + D13_{m-1} (w2 - w3).
// The derivatives are differences of digamma: the same sums once more, term by term, again without cancellation.
// The product may underflow, in float soon: where log R is wanted, what P has of small factors is taken into F.
template <bool Slopes, bool Logarithm = false, lane T>
[[nodiscard]] T2_HD beta_ratio_parts<T> beta_ratio_kernel(T const& a, T const& b, T const& k) {
  using plan = stirling_plan<T>;
  T const shift = plan::shift();
  T P(1), Q(0), z1 = T(b + k), z2 = T(a + b), z3 = T(z2 + k);
  T z0 = math::select(b < T(0), shift, b);  // outside the domain: no step, as a large negative b would take them for ever
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
  auto const shift_up = [&](T const& step) {
    if constexpr (Slopes) {
      T const inverse = T(step / ((z0 * z3) * (z1 * z2)));
      by_a -= T(k * (z0 * z1) * inverse);
      by_b += T(a * k * (z0 + z3) * inverse);
      by_k -= T(a * (z0 * z2) * inverse);
    }
    z0 = T(z0 + step);
    z1 = T(z1 + step);
    z2 = T(z2 + step);
    z3 = T(z3 + step);
  };
  if (math::any_of(z0 < shift)) {
    auto const more = z0 < shift;
    T const inner = T(T(1) / (z1 * z2));
    P = math::select(more, T(z0 * z3 * inner), P);
    Q = math::select(more, T(a * k * inner), Q);
    take(P);
    shift_up(math::select(more, T(1), T(0)));
    // From here on all z are at least 1 and the product is kept as N / D, and D - N beside it, all of them sums and
    // products of positive numbers: one division at the end. z1 z2 is measured in its own first value.
    T const unit = T(T(1) / (z1 * z2)), hit = T(a * k * unit);
    T N(1), D(1), difference(0);
    while (math::any_of(z0 < shift)) {
      auto const below = z0 < shift;
      T const d = math::select(below, T(z1 * z2 * unit), T(1)), n = math::select(below, T(z0 * z3 * unit), T(1));
      difference = T(difference * d + N * math::select(below, hit, T(0)));
      N = T(N * n);
      D = T(D * d);
      take(N);
      shift_up(math::select(below, T(1), T(0)));
    }
    T const inverse = T(T(1) / D);
    Q = T(Q + P * (difference * inverse));
    P = T(P * (N * inverse));
  }
  T const w0 = T(T(1) / z0), w1 = T(T(1) / z1), w2 = T(T(1) / z2), w3 = T(T(1) / z3);
  T const x = T((a * w2) * (k * w1));
  T cross = math::log1p(T(-x));  // log of z0 z3 / (z1 z2)
  if (math::any_of(x > T(0.5))) cross = math::select(x > T(0.5), math::log(T((z0 * w1) * (z3 * w2))), cross);
  T const up_k = math::log1p(T(k * w2)), up_a = math::log1p(T(a * w1));
  T F = T((z0 - T(0.5)) * cross + a * up_k + k * up_a - taken);
  T const d13 = T((a * w1) * w3), d23 = T((k * w2) * w3), d02 = T((a * w0) * w2);
  T const S1 = T((a * w1) * (k * w2) * (w0 + w3));
  if constexpr (Slopes) {
    by_a -= T(up_k + d23 / T(2));
    by_b += T(S1 / T(2) - cross);
    by_k -= T(up_a + d13 / T(2));
  }
  T S = S1, D13 = d13, D23 = d23, w1m = w1, w3m = w3;
  T coefficient[plan::terms];
  [&]<int... J>(std::integer_sequence<int, J...>) {
    ((coefficient[J] = T(T(stirling<J + 1>.numerator) / T(stirling<J + 1>.denominator))), ...);
  }(std::make_integer_sequence<int, plan::terms>{});
  constexpr int last = Slopes ? 2 * plan::terms : 2 * plan::terms - 1;
  for (int m = 1;; ++m) {
    T const c = coefficient[(m - 1) / 2];
    if (m % 2 == 1) {
      F = T(F + S * c);
    } else if constexpr (Slopes) {
      T const even = T(c * T(m - 1));  // digamma has B_2j / (2j) z^-2j where log Gamma has z^(1-2j) / (2j-1)
      by_a -= T(even * D23);
      by_b += T(even * S);
      by_k -= T(even * D13);
    }
    if (m == last) break;
    S = T(w0 * S + d02 * D23 + w1m * S1 + D13 * d23);  // from the power m to m + 1
    D13 = T(w1 * D13 + w3m * d13);
    D23 = T(w2 * D23 + w3m * d23);
    w1m = T(w1m * w1);
    w3m = T(w3m * w3);
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
