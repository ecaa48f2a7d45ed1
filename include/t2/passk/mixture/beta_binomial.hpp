// SPDX-License-Identifier: BSL-1.0
// Questions of unequal difficulty: rates spread as Beta(a, b), so counts are beta-binomial and pass@k has a closed form
// at any k, also far beyond the samples drawn.
// Flow: sample -> [passk] -> fit.   Needs: core, optimize.
#pragma once

#include <t2/core/beta_ratio.hpp>    // beta_ratio, log_beta_ratio
#include <t2/core/config.hpp>        // T2_HD
#include <t2/core/math.hpp>          // math::exp
#include <t2/core/real.hpp>          // promote_t, real
#include <t2/core/status.hpp>        // result
#include <t2/passk/counts.hpp>       // counts, tails
#include <t2/passk/mixture/fit.hpp>  // fitted, fit_mixture

#include <array>
#include <cmath>
#include <vector>

namespace t2::inline v0::passk {

/// The chance of solving a question is Beta(a, b) over questions.
/// @param     a, b  [1], > 0; 1 - pass@k falls as k^-a
/// @source    Levi 2024, arXiv:2410.16377 (its alpha is our b); Kazdan et al. 2025, arXiv:2510.05197 for the likelihood
template <real Real = double>
struct beta_binomial {
  Real a;
  Real b;

  using value_type = Real;
  template <class Other>
  using rebind = beta_binomial<Other>;

  /// Coordinates of a fit: log a and log b, so that both stay positive.
  static constexpr int coordinates = 2;
  static constexpr coordinate_bounds bounds[] = {{-18, 18, 2}, {-18, 18, 2}};
  [[nodiscard]] static beta_binomial at(Real const* x) { return {math::exp(x[0]), math::exp(x[1])}; }
  /// Where a fit may start, given the mean rate of success.
  [[nodiscard]] static std::vector<std::array<double, 2>> starts(double rate) {
    std::vector<std::array<double, 2>> out;
    for (double const total : {0.3, 3.0, 30.0, 300.0})
      out.push_back({std::log(rate * total), std::log((1 - rate) * total)});
    return out;
  }

  /// Whether this is a spread of rates at all: a, b -> 0 means that every question is all right or all wrong.
  [[nodiscard]] bool supported() const { return a > Real(1e-7) && b > Real(1e-7); }

  /// Mean pass@k and 1 - pass@k over questions.
  /// @formula   1 - B(a, b+k)/B(a, b)   @param  k  [samples] >= 0, real   @errors  NaN outside the domain
  /// @accuracy  both <= 1e-12 relative (core/beta_ratio.hpp)
  template <class K>
  [[nodiscard]] T2_HD tails<promote_t<Real, K>> pass_tails(K const& k) const {
    using T = promote_t<Real, K>;
    beta_ratio_value<T> const f = beta_ratio(T(a), T(b), T(k));
    return {f.complement, f.ratio};
  }
  template <class K>
  [[nodiscard]] T2_HD promote_t<Real, K> pass_at(K const& k) const {
    return pass_tails(k).pass;
  }
  /// Mean pass^k over questions: that all of k samples are correct, B(a+k, b)/B(a, b).
  template <class K>
  [[nodiscard]] T2_HD promote_t<Real, K> pass_hat_at(K const& k) const {
    using T = promote_t<Real, K>;
    return beta_ratio(T(b), T(a), T(k)).ratio;
  }

  /// log of the chance of one given sequence of n outcomes with c successes: the likelihood without the number of
  /// sequences, log B(a+c, b+n-c) - log B(a, b) as two ratios of one sign.
  [[nodiscard]] T2_HD Real log_probability(Real const& n, Real const& c) const {
    Real const failures = Real(n - c);
    return Real(log_beta_ratio(a, b, failures) + log_beta_ratio(Real(b + failures), a, c));
  }

  /// Maximum of the likelihood over a and b, with unequal numbers of trials.
  /// @return  the fit, or as fit_mixture
  template <class Count>
  [[nodiscard]] static result<fitted<beta_binomial>> fit(counts<Count> const& data, fit_options const& options = {}) {
    return fit_mixture<beta_binomial>(data, options);
  }
};

}  // namespace t2::inline v0::passk
