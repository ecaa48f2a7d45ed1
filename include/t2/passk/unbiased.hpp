// SPDX-License-Identifier: BSL-1.0
// pass@k, the chance that at least one of k samples is correct: without bias from counts, by plug-in, at a known rate.
// Flow: sample -> [passk] -> fit.   Needs: core.
#pragma once

#include <t2/core/beta_ratio.hpp>  // beta_ratio, log_beta_ratio
#include <t2/core/config.hpp>      // T2_HD
#include <t2/core/math.hpp>        // math::expm1, math::log, math::log1p
#include <t2/core/real.hpp>        // lane, real
#include <t2/core/status.hpp>      // result
#include <t2/passk/counts.hpp>     // check_draw, joint_t, tails

#include <concepts>

namespace t2::inline v0::passk {

namespace detail {

// Up to so many factors the product is shorter than the kernel. Its terms are positive, so it is as accurate.
inline constexpr int few_factors = 12;

// R = prod_{i < few} (1 - many / (n-i)) and 1 - R, few = min(c, k) whole and many = max(c, k) <= n - few.
template <lane T>
[[nodiscard]] T2_HD tails<T> product_tails(T const& n, T const& few, T const& many) {
  T pass(0), miss(1), i(0);
  while (math::any_of(i < few)) {
    T const left = T(n - i), x = math::select(i < few, T(many / left), T(0));
    pass = T(pass + x * (T(1) - pass));
    miss = math::select(i < few, T(miss * ((left - many) / left)), miss);
    i = T(i + T(1));
  }
  return {pass, miss};
}

// The same by the kernel, for room = n - c - k + 1 > 0.
template <lane T>
[[nodiscard]] T2_HD tails<T> kernel_tails(T const& c, T const& k, T const& room) {
  beta_ratio_value<T> const f = beta_ratio(c, room, k);
  return {f.complement, f.ratio};
}

// log C(m, j) by the kernel that has all digits
template <real T>
[[nodiscard]] T2_HD T log_choose(T const& m, T const& j) {
  return T(math::log(T((m - j + T(1)) / (m + T(1)))) - log_beta_ratio(T(m - j + T(1)), T(1), j));
}

template <lane T>
[[nodiscard]] T2_HD T kernel_pass(T const& c, T const& k, T const& room) {
  auto const parts = t2::detail::beta_ratio_kernel<false>(c, room, k);
  return T(parts.Q - parts.P * math::expm1(T(-parts.F)));
}
}  // namespace detail

/// pass@k and 1 - pass@k from c correct of n samples: the mean over all k-subsets of the n samples.
/// @formula   pass@k = 1 - C(n-c, k) / C(n, k) = 1 - B(c, b+k) / B(c, b),  b = n - c - k + 1;  1 where n - c < k
/// @param     n  samples drawn, whole, 1 <= n   @param  c  correct ones, whole, 0 <= c <= n
/// @param     k  [samples], 1 <= k <= n; unbiased at whole k, between them the interpolation by gamma functions
/// @return    pass@k and its complement [1]
/// @errors    NaN outside the domain, k > n with c = 0 or c = n included
/// @accuracy  double, n to 1e12: pass <= 1e-14, miss <= 1e-14 + 2 epsilon |log miss|, relative
///            (tests/passk/unbiased_test.cpp)
/// @source    Chen et al. 2021, arXiv:2107.03374, eq. (1)
template <lane T>
[[nodiscard]] T2_HD tails<T> unbiased_tails(T const& n, T const& c, T const& k) {
  T const room = T((n - c) - k + T(1));
  if constexpr (std::floating_point<T>) {  // a dual number or a batch takes the kernel throughout
    T const few = c < k ? c : k;
    if (few <= T(detail::few_factors) && few >= T(0) && room > T(0) && math::floor(few) == few) {
      tails<T> const f = detail::product_tails(n, few, T(c < k ? k : c));
      return {detail::valid_draw(n, c, k, f.pass), detail::valid_draw(n, c, k, f.miss)};
    }
  }
  auto const open = room > T(0);
  // fewer failures than draws: one draw at least is correct. The kernel gets an argument that costs it nothing there.
  tails<T> const f = detail::kernel_tails(c, k, T(math::select(open, room, T(64))));
  return {detail::valid_draw(n, c, k, T(math::select(open, f.pass, T(1)))),
          detail::valid_draw(n, c, k, T(math::select(open, f.miss, T(0))))};
}

/// pass@k; see unbiased_tails.
template <class N, class C, class K>
[[nodiscard]] T2_HD joint_t<N, C, K> unbiased(N const& n, C const& c, K const& k) {
  using T = joint_t<N, C, K>;
  return unbiased_tails<T>(detail::to<T>(n), detail::to<T>(c), detail::to<T>(k)).pass;
}

/// pass@k as a metric. A metric is any function (n, c) -> value, NaN where it is not defined.
template <real Real>
struct pass_at_k {
  Real k;
  [[nodiscard]] T2_HD Real operator()(Real const& n, Real const& c) const { return unbiased(n, c, k); }
};

/// 1 - pass@k; see unbiased_tails.
template <class N, class C, class K>
[[nodiscard]] T2_HD joint_t<N, C, K> unbiased_miss(N const& n, C const& c, K const& k) {
  using T = joint_t<N, C, K>;
  return unbiased_tails<T>(detail::to<T>(n), detail::to<T>(c), detail::to<T>(k)).miss;
}

/// log(1 - pass@k), which does not underflow.
/// @return  [1], <= 0; -inf where n - c < k, NaN outside the domain of unbiased_tails
template <class N, class C, class K>
[[nodiscard]] T2_HD joint_t<N, C, K> log_miss(N const& n, C const& c, K const& k) {
  using T = joint_t<N, C, K>;
  T const nn = detail::to<T>(n), cc = detail::to<T>(c), kk = detail::to<T>(k);
  T const room = T((nn - cc) - kk + T(1));
  T const inside = math::select(room > T(0), room, T(1));
  T const value = math::select(room > T(0), T(log_beta_ratio(cc, inside, kk)), T(-infinity<T>()));
  return detail::valid_draw(nn, cc, kk, value);
}

/// -log pass@k, without cancellation where pass@k is near 1.
/// @return  [nats], >= 0; inf at c = 0, NaN outside the domain of unbiased_tails
template <class N, class C, class K>
[[nodiscard]] T2_HD joint_t<N, C, K> neg_log_pass(N const& n, C const& c, K const& k) {
  using T = joint_t<N, C, K>;
  tails<T> const f = unbiased_tails<T>(detail::to<T>(n), detail::to<T>(c), detail::to<T>(k));
  T const rare = math::select(f.miss < T(0.5), T(0.5), f.pass);
  T const sure = math::select(f.miss < T(0.5), f.miss, T(0));
  return math::select(f.miss < T(0.5), T(-math::log1p(T(-sure))), T(-math::log(rare)));
}

/// pass@k and its complement where the rate of success p is known.
/// @formula   1 - (1 - p)^k
/// @param     p  [1] in [0, 1]   @param  k  [samples] >= 0, real
/// @errors    NaN outside the domain
/// @accuracy  pass <= 4 epsilon, miss <= 4 epsilon + epsilon |log miss|, relative
template <lane T>
[[nodiscard]] T2_HD tails<T> rate_tails(T const& p, T const& k) {
  T const fails = math::log1p(T(-p));
  T const exponent = math::select(k == T(0), T(0), T(k * fails));
  T const pass = T(-math::expm1(exponent)), miss = math::exp(exponent);
  auto const domain = [&](T const& value) {
    return detail::valid_if(p >= T(0), detail::valid_if(p <= T(1), detail::valid_if(k >= T(0), value)));
  };
  return {domain(pass), domain(miss)};
}

/// The plug-in estimate, 1 - (1 - c/n)^k. Its mean is below pass@k for every k > 1 and 0 < p < 1, because (1 - p)^k is
/// convex in p: with k = n it still says 1 - (1 - 1/n)^n = 63 % for the one success that the samples had. For k > n it
/// is defined, where no unbiased estimate exists, and c = 0 gives 0 however few samples were drawn. For comparison
/// only.
/// @param   k  [samples] >= 0, real   @errors  NaN outside the domain
template <class N, class C, class K>
[[nodiscard]] T2_HD joint_t<N, C, K> plug_in(N const& n, C const& c, K const& k) {
  using T = joint_t<N, C, K>;
  T const nn = detail::to<T>(n), cc = detail::to<T>(c);
  T const value = rate_tails<T>(T(cc / nn), detail::to<T>(k)).pass;
  return detail::valid_draw(nn, cc, T(1), value);
}

/// The estimate, or which argument does not allow one.
/// @return  pass@k [1], or out_of_domain with "n", "c" or "k"
template <class N, class C, class K>
[[nodiscard]] result<joint_t<N, C, K>> checked_unbiased(N const& n, C const& c, K const& k) {
  if (status const problem = check_draw(n, c, k); !problem.ok()) return problem;
  return unbiased(n, c, k);
}

}  // namespace t2::inline v0::passk
