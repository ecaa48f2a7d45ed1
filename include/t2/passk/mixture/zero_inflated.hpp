// SPDX-License-Identifier: BSL-1.0
// Questions of unequal difficulty, some of which are never solved: a beta-binomial with a mass at rate 0.
// Flow: sample -> [passk] -> fit.   Needs: core, optimize.
#pragma once

#include <t2/core/config.hpp>                  // T2_HD
#include <t2/core/math.hpp>                    // math::exp, math::log, math::log1p
#include <t2/core/real.hpp>                    // promote_t, real
#include <t2/core/status.hpp>                  // result
#include <t2/passk/counts.hpp>                 // counts, tails
#include <t2/passk/mixture/beta_binomial.hpp>  // beta_binomial
#include <t2/passk/mixture/fit.hpp>            // fitted, fit_mixture

#include <array>
#include <vector>

namespace t2::inline v0::passk {

/// A share of the questions is impossible, the rates of the others are Beta(a, b). A Beta law alone has no mass at 0
/// and so promises pass@k -> 1: where impossible questions exist it extrapolates too high. Whether they exist is seldom
/// told by the counts: see the standard error and the profile interval, and compare nll with that of beta_binomial.
/// @param     a, b  [1], > 0   @param  impossible  [1] in [0, 1)
template <real Real = double>
struct zero_inflated_beta {
  Real a;
  Real b;
  Real impossible;

  using value_type = Real;
  template <class Other>
  using rebind = zero_inflated_beta<Other>;
  static constexpr int coordinates = 3;  ///< log a, log b, impossible
  static constexpr coordinate_bounds bounds[] = {{-18, 18, 2}, {-18, 18, 2}, {0, 0.9999, 0.2}};
  [[nodiscard]] static zero_inflated_beta at(Real const* x) { return {math::exp(x[0]), math::exp(x[1]), x[2]}; }
  [[nodiscard]] static std::vector<std::array<double, 3>> starts(double rate) {
    std::vector<std::array<double, 3>> out;
    for (double const share : {0.02, 0.2, 0.6})
      for (auto const& x : beta_binomial<double>::starts(rate / (1 - share) < 0.99 ? rate / (1 - share) : 0.99))
        out.push_back({x[0], x[1], share});
    return out;
  }
  [[nodiscard]] bool supported() const { return a > Real(1e-7) && b > Real(1e-7); }

  /// @formula   (1 - impossible) (1 - B(a, b+k)/B(a, b))   @param  k  [samples] >= 0, real   @errors  NaN outside the
  ///            domain
  template <class K>
  [[nodiscard]] T2_HD tails<promote_t<Real, K>> pass_tails(K const& k) const {
    using T = promote_t<Real, K>;
    tails<T> const f = beta_binomial<Real>{a, b}.pass_tails(k);
    T const possible = T(T(1) - T(impossible));
    return {T(possible * f.pass), T(T(impossible) + possible * f.miss)};
  }
  template <class K>
  [[nodiscard]] T2_HD promote_t<Real, K> pass_at(K const& k) const {
    return pass_tails(k).pass;
  }

  [[nodiscard]] T2_HD Real log_probability(Real const& n, Real const& c) const {
    Real const possible = beta_binomial<Real>{a, b}.log_probability(n, c);
    if (c > Real(0)) return Real(math::log1p(Real(-impossible)) + possible);
    return math::log1p(Real((Real(1) - impossible) * math::expm1(possible)));
  }

  template <class Count>
  [[nodiscard]] static result<fitted<zero_inflated_beta>> fit(counts<Count> const& data,
                                                              fit_options const& options = {}) {
    return fit_mixture<zero_inflated_beta>(data, options);
  }
};

}  // namespace t2::inline v0::passk
