// SPDX-License-Identifier: BSL-1.0
// The mean of -log pass@k where the chance of one sample is Beta distributed, and the Beta law of a given mean -log p.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/beta_ratio.hpp>          // beta_ratio_kernel
#include <t2/core/config.hpp>              // T2_HD
#include <t2/core/dual.hpp>                // dual
#include <t2/core/math.hpp>                // math::exp, math::log, math::log1p
#include <t2/core/real.hpp>                // real
#include <t2/law/difficulty/question.hpp>  // question, quadrature_digits

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
// The number inside a dual, where only its size matters.
template <class T>
[[nodiscard]] T2_HD T const& plain(T const& x) {
  return x;
}
template <class Real, int N>
[[nodiscard]] T2_HD auto const& plain(dual<Real, N> const& x) {
  return plain(x.value);
}
template <class T>
using plain_t = std::remove_cvref_t<decltype(plain(std::declval<T const&>()))>;
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
    T t = T(-math::log(math::expm1(mean)));
    if (!math::isfinite(t)) t = T(-mean);
    for (int i = 0; i < 60; ++i) {
      T const step = logit_step(t, mean, nu);
      t = T(t - step);
      if (!(math::abs(step) > T(epsilon<T>() * (T(1) + math::abs(t))))) break;
    }
    return t;
  }
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
/// @formula   E[-log p] - log k b/(a + b) + E[r(p)],  r(p) = (1 - p) log k + log p - log(1 - (1 - p)^k), which
///            vanishes at both ends, so that a trapezoid in logit p takes it whatever a and b
/// @param     a, b  [1] > 0   @param  k  [samples] > 0, real   @return  [nats]
/// @accuracy  double: 1e-12 (1 + E[-log p]) absolute for a, b in 1e-3..1e4, k in 1..1e6
///            (tests/law/difficulty/beta_mean_test.cpp)
template <real T>
[[nodiscard]] T2_HD T beta_negative_log_pass(T const& a, T const& b, T const& k) {
  using Plain = detail::plain_t<T>;
  constexpr int digits = detail::quadrature_digits<T>;
  Plain const left_rate = Plain(detail::plain(a) + Plain(1));
  Plain const least = math::min(Plain(1), detail::plain(k));
  Plain const right_rate = Plain(detail::plain(b) + least);
  Plain const width = math::sqrt(Plain((left_rate + right_rate) / (left_rate * right_rate)));
  Plain const depth = Plain(Plain(digits) * Plain(2.4) + math::log(Plain(detail::plain(k) + Plain(1))));
  Plain const centre = math::log(Plain(left_rate / right_rate)),
              reach = Plain(width * math::sqrt(Plain(Plain(2) * depth)));
  Plain const low = Plain(centre - reach - depth / left_rate), high = Plain(centre + reach + depth / right_rate);
  Plain const finest = Plain(Plain(4.5) / Plain(digits));  // 0.3 for double
  Plain const h = math::min(finest, Plain(width * Plain(10) / Plain(digits)));
  T const log_k = math::log(k), shapes = T(a + b);
  // weights p^a (1-p)^b relative to the centre; E[p (1-p)] = a b / (nu (nu + 1)) is their normalisation
  auto const log_density = [&](Plain const& log_p, Plain const& log_q) { return T(a * T(log_p) + b * T(log_q)); };
  auto const log_logistic = [](Plain const& t) {  // log 1 / (1 + e^-t)
    return t < Plain(0) ? Plain(t - math::log1p(math::exp(t))) : Plain(-math::log1p(math::exp(Plain(-t))));
  };
  T const top = log_density(log_logistic(centre), log_logistic(Plain(-centre)));
  T sum(0), norm(0);
  for (Plain t = low; t <= high; t = Plain(t + h)) {
    Plain const log_p = log_logistic(t), log_q = log_logistic(Plain(-t));
    Plain const p = math::exp(log_p), q = math::exp(log_q);
    T const weight = math::exp(T(log_density(log_p, log_q) - top));
    T const negative_log = question(T(-log_p), k).negative_log;
    // k p << 1: pass@k = k p (1 - (k-1) p / 2 + ...)
    T const below = T(T(-log_p) - log_k + (k - T(1)) * T(p) / T(2));
    bool const tiny = detail::plain(k) * p * detail::plain(k) * p < epsilon<Plain>();
    sum += T(weight * (T(q) * log_k + T(log_p) + (tiny ? below : negative_log)));
    norm += T(weight * T(p) * T(q));
  }
  T const share = T(b / shapes);
  T const rest = T(sum / norm * (a * share / (shapes + T(1))));
  return T(beta_mean_nll(a, b) - log_k * share + rest);
}

}  // namespace t2::inline v0::law
