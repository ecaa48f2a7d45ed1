// SPDX-License-Identifier: BSL-1.0
// How much the unbiased estimate of one question's pass@k scatters: its exact variance, and that estimated without
// bias.
// Flow: sample -> [passk] -> fit.   Needs: core.
#pragma once

#include <t2/core/config.hpp>     // T2_HD
#include <t2/core/math.hpp>       // math::exp, math::expm1, math::log1p
#include <t2/core/real.hpp>       // real
#include <t2/core/status.hpp>     // result
#include <t2/core/sum.hpp>        // compensated
#include <t2/passk/counts.hpp>    // check_draw, joint_t
#include <t2/passk/unbiased.hpp>  // unbiased_miss

namespace t2::inline v0::passk {

/// Variance of the unbiased pass@k of a question that is solved at rate p, over draws of n samples.
/// @formula   sum_{j=1..k} P(J = j) q^(2k-j) (1 - q^j),  q = 1 - p, J = overlap of two k-subsets of the n samples:
///            the textbook sum less q^(2k), taken term by term so that nothing cancels
/// @param     n, k  whole, 1 <= k <= n   @param  p  [1] in [0, 1]
/// @return    [1]; NaN outside the domain
/// @accuracy  double: <= 1e-12 relative for k to 1000 (tests/passk/interval/variance_test.cpp)
/// @source    variance of a U-statistic, Hoeffding 1948; with p for 1 - p it is that of pass^k
template <real T>
[[nodiscard]] T2_HD T variance(T const& n, T const& k, T const& p) {
  if (!(detail::is_index(n) && detail::is_count(k) && T(1) <= k && k <= n && p >= T(0) && p <= T(1)))
    return not_a_number<T>();
  if (p == T(0) || p == T(1)) return T(0);
  T const log_q = math::log1p(T(-p));
  T const spare = T((n - k) - k);
  T const least = spare < T(0) ? T(-spare) : T(0);
  T mode = math::floor(T(T(k + T(1)) * T(T(k + T(1)) / T(n + T(2)))));
  mode = mode < least ? least : k < mode ? k : mode;
  auto const term = [&](T const& j) { return T(-math::exp(T((T(2) * k - j) * log_q)) * math::expm1(T(j * log_q))); };
  compensated<T> all, sum;
  T weight(1);
  all += weight;
  sum += term(mode);
  T const rounding = T(epsilon<T>() / T(16));
  for (T j = mode; j < k && weight > T(0);) {  // terms may still grow where the weights fall: the tilt is 1/q a step
    T const ratio = T(T(T(k - j) / T(j + T(1))) * T(T(k - j) / T(spare + j + T(1))));
    weight *= ratio;
    j += T(1);
    T const value = T(weight * term(j));
    all += weight;
    sum += value;
    T const tilted = T(ratio * math::exp(T(-log_q)) * T(2));
    if (tilted < T(1) && value < T(rounding * (T(1) - tilted) * sum.sum) && weight < T(rounding * (T(1) - ratio)))
      break;
  }
  weight = T(1);
  for (T j = mode; j > least && weight > T(0);) {
    T const ratio = T(T(j / T(k - j + T(1))) * T(T(spare + j) / T(k - j + T(1))));
    weight *= ratio;
    j -= T(1);
    all += weight;
    sum += T(weight * term(j));
    if (ratio < T(1) && weight < T(rounding * (T(1) - ratio))) break;
  }
  return T(sum.value() / all.value());
}

/// The unbiased estimate of that variance from the counts; it exists for n >= 2k. It is never negative, though its
/// textbook form, a difference of nearly equal numbers, may be.
/// @formula   R_k^2 - R_2k = R_k^2 (1 - prod_{i < min(c,k)} (1 - x_i)),  R_k = C(n-c, k)/C(n, k),
///            x_i = max(c,k) k / ((n-k-i) (n-max(c,k)-i)) for c, k in either role
/// @param     n, c  as unbiased_tails   @param  k  whole, 1 <= 2k <= n
/// @return    [1]; NaN outside the domain   @accuracy  double: <= 1e-13 + 4 epsilon |log miss| relative; time min(c, k)
///            steps
template <class N, class C, class K>
[[nodiscard]] T2_HD joint_t<N, C, K> variance_estimate(N const& n, C const& c, K const& k) {
  using T = joint_t<N, C, K>;
  T const nn = detail::to<T>(n), cc = detail::to<T>(c), kk = detail::to<T>(k);
  if (!(detail::is_index(nn) && detail::is_count(cc) && detail::is_count(kk))) return not_a_number<T>();
  if (!(cc <= nn && T(1) <= kk && kk + kk <= nn)) return not_a_number<T>();
  T const miss = unbiased_miss(nn, cc, kk);
  if (nn - cc < kk + kk) return T(miss * miss);
  // R(n-k)/R(n) as a product over the smaller of c and k: prod_{i<k} 1 - k c / ((n-k-i)(n-c-i)) or the same over i < c
  // with k^2 / (n-k-i)^2
  bool const over_k = kk <= cc;
  T const steps = over_k ? kk : cc;
  T y(0);
  for (T i(0); i < steps && y < T(1); i += T(1)) {
    T const left = T(nn - kk - i), right = over_k ? T(nn - cc - i) : left;
    y += T(T(kk / left) * T((over_k ? cc : kk) / right) * (T(1) - y));
  }
  return T(miss * miss * y);
}

/// The estimate, or which argument does not allow one.
/// @return  out_of_domain with "n", "c" or "k"; not_identified with "n" where n < 2k: fewer samples cannot tell
template <class N, class C, class K>
[[nodiscard]] result<joint_t<N, C, K>> checked_variance_estimate(N const& n, C const& c, K const& k) {
  using T = joint_t<N, C, K>;
  if (status const problem = check_draw(n, c, k); !problem.ok()) return problem;
  if (!detail::is_count(detail::to<T>(k))) return status{errc::out_of_domain, "k", static_cast<double>(k), -1};
  if (detail::to<T>(n) < T(2) * detail::to<T>(k)) return status{errc::not_identified, "n", static_cast<double>(n), -1};
  return variance_estimate(n, c, k);
}

}  // namespace t2::inline v0::passk
