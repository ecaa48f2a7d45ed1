// SPDX-License-Identifier: BSL-1.0
// How steadily a question is solved: pass^k (all of k), G-Pass@k (a share tau of k) and its mean, cover@tau.
// Flow: sample -> [passk] -> fit.   Needs: core.
#pragma once

#include <t2/core/config.hpp>     // T2_HD
#include <t2/core/math.hpp>       // math::floor
#include <t2/core/real.hpp>       // lane, real
#include <t2/core/sum.hpp>        // compensated
#include <t2/passk/counts.hpp>    // joint_t, rising_steps, tails
#include <t2/passk/unbiased.hpp>  // unbiased_tails

#include <concepts>

namespace t2::inline v0::passk {

namespace detail {

// Weights of J, the correct ones among k of n samples, on both sides of j; the mode has weight 1, so nothing overflows.
template <real T>
struct hypergeometric_split {
  T below;   // J < j
  T from;    // J >= j
  T excess;  // sum of (J - j + 1) over J >= j
};

// Each side is summed outwards from the mode, until what is left is below rounding on the side of j that it adds to.
template <real T>
[[nodiscard]] T2_HD hypergeometric_split<T> split_hypergeometric(T const& n, T const& c, T const& k, T const& j) {
  T const spare = T((n - c) - k);  // failures that need not be drawn, < 0 where some successes must be
  T const least = spare < T(0) ? T(-spare) : T(0);
  T const most = c < k ? c : k;
  T mode = math::floor(T(T(k + T(1)) * T(T(c + T(1)) / T(n + T(2)))));
  mode = mode < least ? least : most < mode ? most : mode;
  compensated<T> below, from, excess;
  auto const add = [&](T const& i, T const& weight) {
    if (i < j) {
      below += weight;
    } else {
      from += weight;
      excess += T(weight * (i - j + T(1)));
    }
  };
  T const rounding = T(epsilon<T>() / T(8));
  T weight(1);
  add(mode, weight);
  for (T i = mode; i < most && weight > T(0);) {
    T const ratio = T(T(T(c - i) / T(i + T(1))) * T(T(k - i) / T(spare + i + T(1))));
    weight *= ratio;
    i += T(1);
    add(i, weight);
    if (i >= j && ratio < T(1) && T(weight * ratio * (i - j + T(2))) < T(rounding * (T(1) - ratio) * from.sum)) break;
  }
  weight = T(1);
  for (T i = mode; i > least && weight > T(0);) {
    T const ratio = T(T(i / T(c - i + T(1))) * T(T(spare + i) / T(k - i + T(1))));
    weight *= ratio;
    i -= T(1);
    add(i, weight);
    if (i < j && ratio < T(1) && T(weight * ratio) < T(rounding * (T(1) - ratio) * below.sum)) break;
  }
  return {below.value(), from.value(), excess.value()};
}

}  // namespace detail

/// pass^k, the chance that all of k samples are correct, and its complement.
/// @formula   C(c, k) / C(n, k)
/// @errors    NaN outside the domain of unbiased_tails; 0 where c < k   @accuracy  as unbiased_tails
/// @source    Yao et al. 2024 (tau-bench), arXiv:2406.12045
template <lane T>
[[nodiscard]] T2_HD tails<T> pass_hat_tails(T const& n, T const& c, T const& k) {
  tails<T> const fails = unbiased_tails<T>(n, T(n - c), k);  // that one of k is wrong
  return {detail::valid_draw(n, c, k, fails.miss), detail::valid_draw(n, c, k, fails.pass)};
}
template <class N, class C, class K>
[[nodiscard]] T2_HD joint_t<N, C, K> pass_hat(N const& n, C const& c, K const& k) {
  using T = joint_t<N, C, K>;
  return pass_hat_tails<T>(detail::to<T>(n), detail::to<T>(c), detail::to<T>(k)).pass;
}

/// The chance that at least j of k samples are correct, and its complement.
/// @formula   sum_{i >= j} C(c, i) C(n-c, k-i) / C(n, k)
/// @param     k  whole, 1 <= k <= n   @param  j  whole, 0 <= j <= k   @errors  NaN outside the domain
///            and for n above 2/epsilon, beyond which whole numbers are not told apart
/// @accuracy  double: each tail <= 1e-13 relative for k to 1000 (tests/passk/consistency_test.cpp); j = 1 is
///            unbiased_tails and j = k pass_hat_tails, bit for bit
template <real T>
[[nodiscard]] T2_HD tails<T> at_least_tails(T const& n, T const& c, T const& k, T const& j) {
  T const nan = not_a_number<T>();
  if (!(detail::is_index(n) && detail::is_count(c) && detail::is_count(k) && detail::is_count(j))) return {nan, nan};
  if (!(c <= n && T(1) <= k && k <= n && j <= k)) return {nan, nan};
  if (j == T(1)) return unbiased_tails(n, c, k);
  if (j == k) return pass_hat_tails(n, c, k);
  detail::hypergeometric_split<T> const w = detail::split_hypergeometric(n, c, k, j);
  T const all = T(w.below + w.from);
  return {T(w.from / all), T(w.below / all)};
}
template <class N, class C, class K, class J>
[[nodiscard]] T2_HD joint_t<N, C, K> at_least(N const& n, C const& c, K const& k, J const& j) {
  using T = joint_t<N, C, K>;
  return at_least_tails<T>(detail::to<T>(n), detail::to<T>(c), detail::to<T>(k), detail::to<T>(j)).pass;
}

/// The correct samples that a share tau of k asks for: the least j >= 1 with j/k >= tau, both as Tau rounds them. A tau
/// written as a decimal or computed as a fraction of k means that fraction: 0.28 of 25 is 7, though 0.28 * 25 > 7 in
/// binary.
/// @param   tau  [1] in [0, 1]   @param  k  [samples] >= 1   @errors  NaN outside the domain
template <real Tau>
[[nodiscard]] T2_HD Tau required(Tau const& tau, Tau const& k) {
  if (!(tau >= Tau(0) && tau <= Tau(1) && k >= Tau(1))) return not_a_number<Tau>();
  Tau j = Tau(-math::floor(Tau(-tau * k)));
  if (Tau(Tau(j - Tau(1)) / k) >= tau) j -= Tau(1);
  if (Tau(j / k) < tau) j += Tau(1);
  return j < Tau(1) ? Tau(1) : j;
}

/// G-Pass@k at tau: the chance that at least a share tau of k samples is correct. tau = 1 is pass^k, tau -> 0 is
/// pass@k.
/// @formula   sum_{j >= max(1, ceil(tau k))} C(c, j) C(n-c, k-j) / C(n, k); the ceiling is exact, see required
/// @errors    NaN outside the domain   @accuracy  as at_least_tails
/// @source    Liu et al. 2024, arXiv:2412.13147, eq. (4)
template <class N, class C, class K, real Tau>
[[nodiscard]] T2_HD joint_t<N, C, K> g_pass(N const& n, C const& c, K const& k, Tau const& tau) {
  return at_least(n, c, k, required<Tau>(tau, detail::to<Tau>(k)));
}

/// mG-Pass@k: twice the mean of G-Pass@k over tau from 1/2 to 1 on the grid of k, as its paper sums it.
/// @formula   (2/k) sum_{i = ceil(k/2)+1 .. k} G-Pass@k at i/k = (2/k) E[max(0, J - ceil(k/2))]
/// @errors    NaN outside the domain   @accuracy  double: <= 1e-13 relative for k to 1000
/// @source    Liu et al. 2024, arXiv:2412.13147, eq. (6)
template <class N, class C, class K>
[[nodiscard]] T2_HD joint_t<N, C, K> mg_pass(N const& n, C const& c, K const& k) {
  using T = joint_t<N, C, K>;
  T const nn = detail::to<T>(n), cc = detail::to<T>(c), kk = detail::to<T>(k);
  if (!(detail::is_index(nn) && detail::is_count(cc) && detail::is_count(kk))) return not_a_number<T>();
  if (!(cc <= nn && T(1) <= kk && kk <= nn)) return not_a_number<T>();
  T const j = T(T(1) - math::floor(T(-kk / T(2))));
  detail::hypergeometric_split<T> const w = detail::split_hypergeometric(nn, cc, kk, j);
  return T(T(2) * w.excess / (kk * T(w.below + w.from)));
}

/// The same as metrics (see pass_at_k).
template <real Real>
struct pass_hat_k {
  Real k;
  [[nodiscard]] T2_HD Real operator()(Real const& n, Real const& c) const { return pass_hat(n, c, k); }
  [[nodiscard]] T2_HD rising_steps<Real> steps() const { return {k, k, k, Real(1)}; }
};
template <real Real>
struct g_pass_at_k {
  Real k;
  Real tau;
  [[nodiscard]] T2_HD Real operator()(Real const& n, Real const& c) const { return g_pass(n, c, k, tau); }
  [[nodiscard]] T2_HD rising_steps<Real> steps() const {
    Real const j = required(tau, k);
    return {k, j, j, Real(1)};
  }
};
template <real Real>
struct mg_pass_at_k {
  Real k;
  [[nodiscard]] T2_HD Real operator()(Real const& n, Real const& c) const { return mg_pass(n, c, k); }
  [[nodiscard]] T2_HD rising_steps<Real> steps() const {
    return {k, Real(Real(1) - math::floor(Real(-k / Real(2)))), k, Real(Real(2) / k)};
  }
};

/// cover@tau by plug-in: 1 where the observed rate c/n reaches tau, as Tau rounds both, else 0. Its mean over questions
/// is the share of questions solved at rate tau or better; at a rate near tau it is biased as any threshold is.
/// @errors  NaN outside the domain   @source  cover@tau of arXiv:2510.08325
template <class N, class C, real Tau>
[[nodiscard]] T2_HD Tau covers(N const& n, C const& c, Tau const& tau) {
  Tau const nn = detail::to<Tau>(n), cc = detail::to<Tau>(c);
  if (!(detail::is_count(nn) && detail::is_count(cc) && Tau(1) <= nn && cc <= nn)) return not_a_number<Tau>();
  if (!(tau >= Tau(0) && tau <= Tau(1))) return not_a_number<Tau>();
  return Tau(cc / nn) < tau ? Tau(0) : Tau(1);
}

}  // namespace t2::inline v0::passk
