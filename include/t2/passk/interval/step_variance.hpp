// SPDX-License-Identifier: BSL-1.0
// How much the unbiased estimate of G-Pass@k, pass^k or a majority scatters for one question, estimated without bias.
// Flow: sample -> [passk] -> fit.   Needs: core.
#pragma once

#include <t2/core/math.hpp>       // math::exp, math::floor
#include <t2/core/real.hpp>       // real
#include <t2/core/sum.hpp>        // compensated
#include <t2/passk/counts.hpp>    // rising_steps
#include <t2/passk/unbiased.hpp>  // detail::log_choose

#include <cstddef>
#include <vector>

namespace t2::inline v0::passk {

/// The unbiased estimate of the variance of an unbiased estimate U = E[f(J)], f rising by steps and J correct ones in k
/// of n samples; it exists for n >= 2k and is never negative. For pass@k it is variance_estimate, which is quicker.
/// @formula   U^2 - E[f(J) f(J')], J and J' the correct ones of two k-subsets without a common sample
///            = sum_s d(s) sum_{i <= s < j} P(J = i) P(J = j) (f(j) - f(i)),
///            d(s) = E[f(J') | J = s] - E[f(J') | J = s+1] = height sum_t C(c-s-1, t-1) C(n-k-c+s, k-t) / C(n-k, k):
///            every term is positive, so nothing cancels
/// @param     n, c  as unbiased_tails   @param  of  steps at whole 1 <= first <= last <= k, 2k <= n
/// @return    [1]; NaN outside the domain
/// @accuracy  double: <= 1e-12 relative for k to 200, where U and its complement are above 1e-100
///            (tests/passk/interval/step_variance_test.cpp); time about k (last - first + 1) steps
template <real T>
[[nodiscard]] T variance_estimate(T const& n, T const& c, rising_steps<T> const& of) {
  T const k = of.k;
  T const numbers[] = {n, c, k, of.first, of.last};  // nvcc takes no list in the loop of a template
  for (T const& x : numbers)
    if (!detail::is_count(x)) return not_a_number<T>();
  if (!(c <= n && T(1) <= k && T(k + k) <= n && T(1) <= of.first && of.first <= of.last && of.last <= k))
    return not_a_number<T>();
  T const spare = T((n - c) - k);
  T const least = spare < T(0) ? T(-spare) : T(0), most = c < k ? c : k;
  if (!(least < most)) return T(0);
  std::vector<T> chance;  // P(J = least + i)
  compensated<T> all;
  for (T j = least; j <= most; j += T(1)) {
    chance.push_back(
        math::exp(T(detail::log_choose(c, j) + detail::log_choose(T(n - c), T(k - j)) - detail::log_choose(n, k))));
    all += chance.back();
  }
  auto const value = [&](T const& j) {
    T const reached = j < of.first ? T(0) : j < of.last ? T(j - of.first + T(1)) : T(of.last - of.first + T(1));
    return T(of.height * reached);
  };
  // L(s) G_f(s) - G(s) L_f(s) = sum_{i <= s < j} P(i) P(j) (f(j) - f(i)): with f measured from f(s) both parts are >= 0
  std::size_t const size = chance.size();
  std::vector<T> above(size, T(0)), above_rise(size, T(0));  // of J > s: P, and P (f(J) - f(s))
  for (std::size_t i = size - 1; i-- > 0;) {
    T const rise = T(value(T(least + detail::to<T>(i + 1))) - value(T(least + detail::to<T>(i))));
    above[i] = T(above[i + 1] + chance[i + 1]);
    above_rise[i] = T(above_rise[i + 1] + rise * above[i]);
  }
  compensated<T> sum;
  T below(0), below_rise(0);  // of J <= s: P, and P (f(s) - f(J))
  T const rest = T(n - k);
  for (std::size_t i = 0; i + 1 < size; ++i) {
    T const s = T(least + detail::to<T>(i));
    if (i > 0) below_rise += T(T(value(s) - value(T(s - T(1)))) * below);
    below += chance[i];
    T const left = T(c - s - T(1)), wrong = T(rest - c + s);  // of the other samples, one of them set apart
    T d(0);
    for (T t = of.first; t <= of.last; t += T(1)) {
      if (left < t - T(1) || wrong < k - t) continue;
      d += math::exp(
          T(detail::log_choose(left, T(t - T(1))) + detail::log_choose(wrong, T(k - t)) - detail::log_choose(rest, k)));
    }
    sum += T(of.height * d * T(below * above_rise[i] + above[i] * below_rise));
  }
  T const total = all.value();
  return T(sum.value() / (total * total));
}

}  // namespace t2::inline v0::passk
