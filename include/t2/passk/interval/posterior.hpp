// SPDX-License-Identifier: BSL-1.0
// pass@k as a Bayesian sees it: its posterior mean and variance under a Beta prior of each question's rate.
// Flow: sample -> [passk] -> fit.   Needs: core.
#pragma once

#include <t2/core/beta_ratio.hpp>          // beta_ratio, log_beta_ratio
#include <t2/core/config.hpp>              // T2_HD
#include <t2/core/math.hpp>                // math::expm1, math::sqrt
#include <t2/core/real.hpp>                // lane, real
#include <t2/core/status.hpp>              // result
#include <t2/core/sum.hpp>                 // compensated
#include <t2/passk/counts.hpp>             // check, counts
#include <t2/passk/grouped.hpp>            // grouped
#include <t2/passk/interval/estimate.hpp>  // estimate

namespace t2::inline v0::passk {

/// The prior of a question's rate, Beta(a, b), a and b > 0: Jeffreys' by default, {1, 1} is the uniform one, and a
/// fitted beta_binomial is the one that the other questions suggest.
template <real Real = double>
struct beta_prior {
  Real a = Real(1) / Real(2);
  Real b = Real(1) / Real(2);
};

/// Mean and variance of pass@k over p ~ Beta(a, b).
template <lane T>
struct moments {
  T mean;
  T miss;  ///< 1 - mean
  T variance;
};

/// @formula   mean = 1 - R_k, R_k = B(a, b+k)/B(a, b);  variance = R_2k - R_k^2 = R_2k (1 - R(a, b; k)/R(a, b+k; k)),
///            its logarithm a difference of the kernel's values in that of its two symmetric forms which cancels less
/// @param     a, b  > 0   @param  k  [samples] >= 0, real   @errors  NaN outside the domain
/// @accuracy  double: mean and miss <= 1e-12, variance <= 1e-11 relative for a, b in 0.5 .. 1e4
///            (tests/passk/interval/posterior_test.cpp)
template <lane T>
[[nodiscard]] T2_HD moments<T> beta_moments(T const& a, T const& b, T const& k) {
  beta_ratio_value<T> const f = beta_ratio(a, b, k);
  T const next = log_beta_ratio(a, T(b + k), k);  // R_2k / R_k, a logarithm
  T const shifted = T(next - log_beta_ratio(a, b, k));
  T const mirrored = T(log_beta_ratio(k, T(a + b), k) - log_beta_ratio(k, b, k));
  T const more = math::select(a < k, shifted, mirrored);
  T const variance = T(-(f.ratio * math::exp(next)) * math::expm1(T(-more)));  // no factor can overflow
  return {f.complement, f.ratio, math::select(k > T(0), variance, T(f.complement))};
}

/// Posterior moments of one question's pass@k. k may exceed n: then the prior speaks, and more of it the larger k is.
/// @errors  NaN where n and c are no counts or the prior is none
template <class N, class C, lane T>
[[nodiscard]] T2_HD moments<T> posterior(N const& n, C const& c, T const& k, beta_prior<T> const& prior = {}) {
  T const nn = detail::to<T>(n), cc = detail::to<T>(c);
  moments<T> const out = beta_moments(T(prior.a + cc), T(prior.b + (nn - cc)), k);
  auto const checked = [&](T const& value) {
    return detail::valid_draw(nn, cc, T(1), detail::valid_if(prior.a > T(0), detail::valid_if(prior.b > T(0), value)));
  };
  return {checked(out.mean), checked(out.miss), checked(out.variance)};
}

/// Posterior mean of the benchmark's pass@k for these questions and its posterior standard deviation.
/// @return  empty, size_mismatch, out_of_domain ("trials", "successes", "k", "prior")
template <real Real = double, class Count, class K>
[[nodiscard]] result<estimate<Real>> posterior_questions(counts<Count> const& data, K const& k,
                                                         beta_prior<Real> const& prior = {}) {
  if (status const problem = check(data); !problem.ok()) return problem;
  if (!(k > K(0)) || !math::isfinite(Real(k))) return status{errc::out_of_domain, "k", static_cast<double>(k), -1};
  if (!(prior.a > Real(0) && prior.b > Real(0) && math::isfinite(Real(prior.a + prior.b))))
    return status{errc::out_of_domain, "prior", static_cast<double>(prior.a > Real(0) ? prior.b : prior.a), -1};
  compensated<Real> mean, variance;
  for (group<Real> const& g : grouped<Real>(data)) {
    moments<Real> const m = posterior(g.n, g.c, Real(k), prior);
    mean += Real(g.questions * m.mean);
    variance += Real(g.questions * m.variance);
  }
  Real const size = detail::to<Real>(data.size());
  return estimate<Real>{Real(mean.value() / size), Real(math::sqrt(variance.value()) / size)};
}

}  // namespace t2::inline v0::passk
