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

namespace t2::inline v0 {

/// R = B(a, b+k) / B(a, b) and 1 - R, each with its own relative accuracy. With p ~ Beta(a, b), R is the chance that
/// k draws all miss and 1 - R is pass@k.
template <lane T>
struct beta_ratio_value {
  T ratio;
  T complement;
};

namespace detail {

// B_2j / (2j (2j-1)), the Stirling series of log Gamma; exact as fractions of integers.
struct stirling_term {
  long long numerator;
  long long denominator;
};
T2_HD constexpr stirling_term stirling(int j) {
  constexpr stirling_term terms[] = {{1, 12},
                                     {-1, 360},
                                     {1, 1260},
                                     {-1, 1680},
                                     {1, 1188},
                                     {-691, 360360},
                                     {1, 156},
                                     {-3617, 122400},
                                     {43867, 244188},
                                     {-174611, 125400},
                                     {77683, 5796},
                                     {-236364091, 1506960},
                                     {657931, 300},
                                     {-3392780147, 93960},
                                     {1723168255201, 2492028}};
  return terms[j];
}

// How many terms of the series, and from which argument on, give a type its full precision.
template <class T>
struct stirling_plan {
  static constexpr bool builtin = std::numeric_limits<T>::digits <= 64 && std::numeric_limits<T>::radix == 2;
  static constexpr int terms = builtin ? 5 : 15;
  T2_HD static T shift() {
    if constexpr (builtin) {
      return T(std::numeric_limits<T>::digits <= 53 ? 16 : 34);
    } else {
      // the first term left out is below 10^7.2 z^-31
      return T(math::floor(T(math::exp(T(T(std::numeric_limits<T>::digits10 + 10) / T(31) *
                                         math::log(T(10))))) + T(1)));
    }
  }
};
template <class Real, int N>
struct stirling_plan<dual<Real, N>> : stirling_plan<Real> {
  T2_HD static dual<Real, N> shift() { return dual<Real, N>(stirling_plan<Real>::shift()); }
};
template <class Batch>
  requires enable_lane<Batch>
struct stirling_plan<Batch> : stirling_plan<value_t<Batch>> {
  static Batch shift() { return Batch(stirling_plan<value_t<Batch>>::shift()); }
};

// The j-th coefficient; a batch gets it from its own real, so that nothing is divided lane by lane.
template <lane T>
[[nodiscard]] T2_HD T stirling_coefficient(int j) {
  stirling_term const c = stirling(j);
  if constexpr (enable_lane<T>) {
    return T(stirling_coefficient<value_t<T>>(j));
  } else {
    return T(T(c.numerator) / T(c.denominator));
  }
}

// R = P e^-F, with Q = 1 - P kept beside P so that neither tail cancels.
template <lane T>
struct beta_ratio_parts {
  T P, Q, F;
};

// b is shifted up to the range of the Stirling series by R = prod_i (1 - a k / ((b+i+k)(a+b+i))). There -log R is the
// second difference of log Gamma over z0 = b, z1 = b+k, z2 = a+b, z3 = a+b+k; its linear part cancels on paper. The
// second differences of z^-m follow from sums of positive terms only, with w = 1/z and, say, D13_m = w1^m - w3^m:
//   S_m = w0 S_{m-1} + (w0 - w2) D23_{m-1} + w1^{m-1} S_1 + D13_{m-1} (w2 - w3).
template <lane T>
[[nodiscard]] T2_HD beta_ratio_parts<T> beta_ratio_kernel(T const& a, T const& b, T const& k) {
  using plan = stirling_plan<T>;
  T const shift = plan::shift();
  T P(1), Q(0), z0 = b, z1 = T(b + k), z2 = T(a + b), z3 = T(z2 + k);
  while (math::any_of(z0 < shift)) {
    auto const more = z0 < shift;
    T const x = T((a / z2) * (k / z1));
    T const keep = T((z0 / z2) * (z3 / z1));
    P = math::select(more, T(P * keep), P);
    Q = math::select(more, T(Q + x * (T(1) - Q)), Q);
    T const step = math::select(more, T(1), T(0));
    z0 = T(z0 + step);
    z1 = T(z1 + step);
    z2 = T(z2 + step);
    z3 = T(z3 + step);
  }
  T const w0 = T(T(1) / z0), w1 = T(T(1) / z1), w2 = T(T(1) / z2), w3 = T(T(1) / z3);
  T F = T((z0 - T(0.5)) * math::log1p(T(-(a * w2) * (k * w1))) + a * math::log1p(T(k * w2)) +
          k * math::log1p(T(a * w1)));
  T const d13 = T((a * w1) * w3), d23 = T((k * w2) * w3), d02 = T((a * w0) * w2);
  T const S1 = T((a * w1) * (k * w2) * (w0 + w3));
  T S = S1, D13 = d13, D23 = d23, w1m = w1, w3m = w3;
  for (int j = 0; j < plan::terms; ++j) {
    F = T(F + S * stirling_coefficient<T>(j));
    for (int up = 0; up < 2; ++up) {
      S = T(w0 * S + d02 * D23 + w1m * S1 + D13 * d23);
      D13 = T(w1 * D13 + w3m * d13);
      D23 = T(w2 * D23 + w3m * d23);
      w1m = T(w1m * w1);
      w3m = T(w3m * w3);
    }
  }
  return {P, Q, F};
}

template <lane T>
[[nodiscard]] T2_HD T inside_domain(T const& a, T const& b, T const& k, T const& value) {
  T const nan = not_a_number<T>();
  return math::select(a >= T(0), math::select(b >= T(0), math::select(k >= T(0), value, nan), nan), nan);
}

}  // namespace detail

/// R = B(a, b+k) / B(a, b) and 1 - R.
/// @formula   R = Gamma(b+k) Gamma(a+b) / (Gamma(b) Gamma(a+b+k)), symmetric in a and k
/// @param     a, b, k  [1], >= 0; k need not be an integer. k = 0 or a = 0 gives R = 1, b = 0 < a, k gives R = 0
/// @return    ratio R and complement 1 - R [1]; NaN outside the domain
/// @accuracy  double: both <= 1e-12 relative for a, b in 1e-6..1e8 and k to 1e12 (tests/core/beta_ratio_test.cpp);
///            wider types: all digits of types up to 100 digits. Derivatives by `dual` hold the same.
template <lane T>
[[nodiscard]] T2_HD beta_ratio_value<T> beta_ratio(T const& a, T const& b, T const& k) {
  detail::beta_ratio_parts<T> const parts = detail::beta_ratio_kernel(a, b, k);
  T const minus = T(-parts.F);
  T const ratio = T(parts.P * math::exp(minus));
  T const complement = T(parts.Q - parts.P * math::expm1(minus));
  // 0/0 of the shift where b = k = 0: no draw at all never hits
  auto const none = k == T(0);
  return {detail::inside_domain(a, b, k, T(math::select(none, T(1), ratio))),
          detail::inside_domain(a, b, k, T(math::select(none, T(0), complement)))};
}

/// The same with derivatives: the kernel runs once on three dual numbers (a, b, k), whatever the number of inputs
/// behind them, and the chain rule does the rest.
template <class Real, int N>
  requires(N > 3)
[[nodiscard]] T2_HD beta_ratio_value<dual<Real, N>> beta_ratio(dual<Real, N> const& a, dual<Real, N> const& b,
                                                               dual<Real, N> const& k) {
  using inner = dual<Real, 3>;
  beta_ratio_value<inner> const f =
      beta_ratio(inner::variable(a.value, 0), inner::variable(b.value, 1), inner::variable(k.value, 2));
  beta_ratio_value<dual<Real, N>> out{f.ratio.value, f.complement.value};
  for (int i = 0; i < N; ++i) {
    out.ratio.partial[i] = Real(f.ratio.partial[0] * a.partial[i] + f.ratio.partial[1] * b.partial[i] +
                                f.ratio.partial[2] * k.partial[i]);
    out.complement.partial[i] = Real(f.complement.partial[0] * a.partial[i] + f.complement.partial[1] * b.partial[i] +
                                     f.complement.partial[2] * k.partial[i]);
  }
  return out;
}

/// log R, which does not underflow: log of the chance that k draws all miss.
/// @return  [1], <= 0; -inf where R = 0, NaN outside the domain
/// @accuracy  double: <= 1e-12 relative on the domain of beta_ratio
template <lane T>
[[nodiscard]] T2_HD T log_beta_ratio(T const& a, T const& b, T const& k) {
  detail::beta_ratio_parts<T> const parts = detail::beta_ratio_kernel(a, b, k);
  // Q is accurate where P is near 1, P where it is near 0
  T const log_product = math::select(parts.Q < T(0.5), T(math::log1p(T(-parts.Q))), T(math::log(parts.P)));
  return detail::inside_domain(a, b, k, T(math::select(k == T(0), T(0), T(log_product - parts.F))));
}

}  // namespace t2::inline v0
