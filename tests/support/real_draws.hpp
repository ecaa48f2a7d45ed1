// SPDX-License-Identifier: BSL-1.0
// Checks of the real-valued draws with a given number of them.
#pragma once

#include "support/distribution.hpp"

#include <t2/exec/scalar.hpp>
#include <t2/random/normal.hpp>
#include <t2/sample/beta.hpp>
#include <t2/sample/gamma.hpp>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <vector>

namespace t2::test {

namespace policies = boost::math::policies;
using policy = policies::policy<policies::promote_double<false>, policies::underflow_error<policies::ignore_error>,
                                policies::overflow_error<policies::ignore_error>>;

// exec chooses the lanes: scalar, or batches.
template <class Exec>
void check_beta(Exec const& ex, std::size_t n, bool print) {
  struct shape {
    double a, b;
  };
  std::vector<double> p(n);
  std::uint32_t stream = 0;
  for (shape const s : {shape{1e-6, 1e-6}, shape{1e-6, 0.3}, shape{0.05, 0.5}, shape{0.3, 2}, shape{0.7, 0.2},
                        shape{1, 1}, shape{2, 5}, shape{50, 120}, shape{3, 1e6}, shape{1e5, 2e5}}) {
    boost::math::beta_distribution<double, policy> const law(s.a, s.b);
    REQUIRE(sample::beta_draws(ex, s.a, s.b, {2026, 0, 0, ++stream}, p).ok());
    double const m = s.a / (s.a + s.b), v = m * (1 - m) / (s.a + s.b + 1);
    double const t = s.a + s.b;  // excess kurtosis of the Beta law
    double const excess =
        6 * ((s.a - s.b) * (s.a - s.b) * (t + 1) - s.a * s.b * (t + 2)) / (s.a * s.b * (t + 2) * (t + 3));
    moments const z = moment_scores(p, m, v, (excess + 3) * v * v);
    double const low = quantile(law, 1e-4), high = quantile(complement(law, 1e-4));
    double below = 0, above = 0;
    for (double x : p) below += x < low ? 1 : 0, above += x > high ? 1 : 0;
    double const count = static_cast<double>(n);
    // quantiles that underflow or round to 1 say nothing
    double const z_low = low > 1e-290 ? tail_score(below, count, 1e-4) : 0;
    double const z_high = high < 1 - 1e-9 ? tail_score(above, count, 1e-4) : 0;
    // above 1 - 2^-53 a double cannot tell p from 1: there the law is that of the complement
    // and Beta(a, tiny) has half of its mass there
    double const d = s.b < 1e-3 ? 0 : kolmogorov(p, [&](double x) { return x < 1 ? cdf(law, x) : 1.; }, 1e-300);
    INFO("Beta " << s.a << " " << s.b << " D " << d << " moments " << z.mean_score << " " << z.variance_score
                 << " tails " << z_low << " " << z_high);
    if (print)
      std::printf("Beta(%g, %g): sqrt(n) D %.2f, mean %+.2f, variance %+.2f, tails %+.2f %+.2f\n", s.a, s.b, d,
                  z.mean_score, z.variance_score, z_low, z_high);
    CHECK(d < 1.95);
    CHECK(std::fabs(z.mean_score) < 4);
    // with a tiny mean the variance is that of a handful of draws, not normal at all
    if (m * count > 1e4) CHECK(std::fabs(z.variance_score) < 4);
    CHECK(std::fabs(z_low) < 4);
    CHECK(std::fabs(z_high) < 4);
  }
}

inline void check_gamma(std::size_t n, bool print) {
  std::vector<double> x(n);
  std::uint32_t stream = 100;
  for (double shape : {1e-6, 0.01, 0.3, 1., 2.5, 30., 1e6}) {
    ++stream;
    for (std::size_t i = 0; i < n; ++i) x[i] = sample::log_gamma_draw(shape, {2026, i, 0, stream});
    boost::math::gamma_distribution<double, policy> const law(shape);
    // below e^-700 the chance is x^shape / Gamma(shape + 1), whatever the shape
    double const d = kolmogorov(
        x, [&](double y) { return y > -700 ? cdf(law, std::exp(y)) : std::exp(shape * y - std::lgamma(shape + 1)); });
    INFO("Gamma " << shape << " D " << d);
    if (print) std::printf("Gamma(%g): sqrt(n) D %.2f\n", shape, d);
    CHECK(d < 1.95);
  }
}

inline void check_normal(std::size_t n, bool print) {
  std::vector<double> x(n);
  double product = 0;
  for (std::size_t i = 0; i + 1 < n; i += 2) {
    auto const z = random::normals<double>({2026, i / 2});
    x[i] = z.first;
    x[i + 1] = z.second;
    product += z.first * z.second;
  }
  boost::math::normal_distribution<double, policy> const law;
  moments const z = moment_scores(x, 0, 1, 3);
  double above = 0, below = 0;
  for (double y : x) above += y > 4 ? 1 : 0, below += y < -4 ? 1 : 0;
  double const chance = cdf(law, -4.), count = static_cast<double>(n);
  double const d = kolmogorov(x, [&](double y) { return cdf(law, y); });
  if (print)
    std::printf("normal: sqrt(n) D %.2f, mean %+.2f, variance %+.2f, beyond 4: %+.2f %+.2f\n", d, z.mean_score,
                z.variance_score, tail_score(above, count, chance), tail_score(below, count, chance));
  CHECK(d < 1.95);
  CHECK(std::fabs(z.mean_score) < 4);
  CHECK(std::fabs(z.variance_score) < 4);
  CHECK(std::fabs(tail_score(above, count, chance)) < 4);
  CHECK(std::fabs(tail_score(below, count, chance)) < 4);
  CHECK(std::fabs(product) / std::sqrt(count / 2) < 4);
}

}  // namespace t2::test
