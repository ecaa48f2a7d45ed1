// SPDX-License-Identifier: BSL-1.0
// The mean of -log pass@k where the chance of one sample is Beta distributed, and the Beta law of a given mean -log p.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/beta_ratio.hpp>          // beta_ratio_kernel
#include <t2/core/config.hpp>              // T2_HD
#include <t2/core/dual.hpp>                // dual
#include <t2/core/math.hpp>                // math::exp, math::log, math::log1p
#include <t2/core/real.hpp>                // real
#include <t2/law/difficulty/quadrature.hpp>  // plain, quadrature_depth

namespace t2::inline v0::law {

/// The two shapes of a Beta law.
template <lane T>
struct beta_shape {
  T a;
  T b;
};

/// E[-log p] for p ~ Beta(a, b).
/// @formula   psi(a + b) - psi(a), formed without cancellation
/// @accuracy  double: 1e-12 relative for a, b in 1e-6..1e8 (tests/law/difficulty/beta_mean_test.cpp)
template <real T>
[[nodiscard]] T2_HD T beta_mean_nll(T const& a, T const& b) {
  return T(-t2::detail::beta_ratio_kernel<true>(b, a, T(0)).by_k);
}

namespace detail {
template <class T>
inline constexpr int dual_depth = 0;
template <class Real, int N>
inline constexpr int dual_depth<dual<Real, N>> = 1 + dual_depth<Real>;

// One step of Newton's method for log E[-log p] = log mean in t, the logit of a / nu; the slope lies in (-1, 0).
template <real T>
[[nodiscard]] T2_HD T logit_step(T const& t, T const& mean, T const& nu) {
  using D = dual<T, 1>;
  D const at = D::variable(t);
  D const a = D(D(nu) / (D(1) + math::exp(D(-at)))), b = D(D(nu) / (D(1) + math::exp(at)));
  D const f = math::log(beta_mean_nll(a, b));
  T const step = T((f.value - math::log(mean)) / f.partial[0]);
  return math::min(math::max(step, T(-8)), T(8));
}
template <real T>
[[nodiscard]] T2_HD T logit_of_mean(T const& mean, T const& nu) {
  if constexpr (t2::detail::is_dual<T>) {
    // steps from the root of the plain numbers carry its derivatives over: one for each order
    T t = T(logit_of_mean(plain(mean), plain(nu)));
    for (int i = 0; i < dual_depth<T>; ++i) t = T(t - logit_step(t, mean, nu));
    return t;
  } else {
    // both are below the root: E[-log p] >= -log E[p], and psi(nu) - psi(a) >= 1/a - 1/nu
    T t = math::max(T(-math::log(math::expm1(mean))), T(-math::log(T(nu * mean))));
    for (int i = 0; i < 60; ++i) {
      T const step = logit_step(t, mean, nu);
      t = T(t - step);
      if (!(math::abs(step) > T(epsilon<T>() * (T(1) + math::abs(t))))) break;
    }
    return t;
  }
}

// (-log(1 - q^k) / q^k + log(k p)) / p
template <real T>
[[nodiscard]] T2_HD T beta_rest(T const& minus_log_q, T const& k, T const& p) {
  T const y = math::min(T(k * minus_log_q), T(3 * quadrature_depth<T>));
  T const pass = T(-math::expm1(T(-y)));
  T const log_pass = y < T(1) ? math::log(pass) : math::log1p(T(-math::exp(T(-y))));
  return T((math::log(T(k * p / pass)) - math::expm1(y) * log_pass) / p);
}
}  // namespace detail

/// The Beta law with a + b = nu and E[-log p] = mean.
/// @param   mean  [nats] > 0   @param  nu  [1] > 0   @return  its shapes; NaN outside the domain
/// @accuracy  double: 1e-11 relative for mean in 1e-6..300, nu in 1e-3..1e8 (tests/law/difficulty/beta_mean_test.cpp)
template <real T>
[[nodiscard]] T2_HD beta_shape<T> beta_of_mean_nll(T const& mean, T const& nu) {
  T const t = detail::logit_of_mean(mean, nu);
  return {T(nu / (T(1) + math::exp(T(-t)))), T(nu / (T(1) + math::exp(t)))};
}

/// E[-log(1 - (1 - p)^k)] for p ~ Beta(a, b): the mean over questions of -log pass@k.
/// @formula   m (psi(a + b + k) - psi(a) - log k + a/(a + b + k) E'[g(p)]),  m = B(a, b + k) / B(a, b) = 1 - pass@k,
///            g(p) = (-log(1 - q^k) / q^k + log(k p)) / p,  q = 1 - p,  E' under Beta(a + 1, b + k): nothing cancels
///            however small the mean is, and a trapezoid in logit p takes g whatever a and b
/// @param     a, b  [1] > 0   @param  k  [samples] > 0, real   @return  [nats]
/// @accuracy  double: 500 ulp for a, b in 1e-3..1e7, k in 0.5..1e12 (tests/law/difficulty/quadrature_test.cpp)
template <real T>
[[nodiscard]] T2_HD T beta_negative_log_pass(T const& a, T const& b, T const& k) {
  using P = detail::plain_t<T>;
  constexpr int depth = detail::quadrature_depth<P>;
  // p^left (1 - p)^right about its mode
  T const left = T(a + T(1)), right = T(b + k);
  P const l = detail::plain(left), r = detail::plain(right), log_k = math::log(detail::plain(k));
  P const centre = math::log(P(l / r)), width = math::sqrt(P((l + r) / (l * r)));
  P const reach = P(width * math::sqrt(P(2 * depth)));
  P const turn = math::abs(P(centre + log_k));
  P const low = P(centre - reach - P(depth + 10) / l), high = P(centre + reach + (P(depth + 10) + turn) / r);
  // the singularities of g lie i pi / 2 from the real axis; a Gaussian of this width has none
  P const sharp = P(P(depth) / P(9.6)), smooth = P(math::sqrt(P(depth)) / (P(4.4) * width));
  P const h = P(P(1) / math::sqrt(P(sharp * sharp + smooth * smooth)));
  P const start = P(1) / (P(1) + r / l);  // the mode
  T sum(0), norm(0);
  P t = low;
  for (int i = 0; i < 40000 && t <= high; ++i, t = P(t + h)) {
    P const away = P(t - centre);
    // log q - log q(centre), and log p - log p(centre) is `away` more
    P const log_q = t > P(0) ? P(math::log1p(P(l / r)) - t - math::log1p(math::exp(P(-t))))
                             : P(-math::log1p(P(start * math::expm1(away))));
    T const weight = math::exp(T(left * T(away) + (left + right) * T(log_q)));
    P const p = P(P(1) / (P(1) + math::exp(P(-t))));
    P const minus_log_q = t > P(0) ? P(t + math::log1p(math::exp(P(-t)))) : P(math::log1p(math::exp(t)));
    sum += T(weight * detail::beta_rest(T(minus_log_q), k, T(p)));
    norm += weight;
  }
  T const miss = beta_ratio(a, b, k).ratio;
  T const all = T(a + b + k);
  return T(miss * (beta_mean_nll(a, right) - math::log(k) + a / all * (sum / norm)));
}

}  // namespace t2::inline v0::law
