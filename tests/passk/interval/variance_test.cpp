// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
#include "passk/exact.hpp"

#include <t2/passk/interval/variance.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

using namespace t2;
using namespace t2::test;

namespace {

// The textbook forms.
wide exact_variance(int n, int k, wide const& p) {
  wide const q = 1 - p;
  wide sum = 0;
  for (int c = 0; c <= k; ++c)
    sum += wide(choose(k, c) * choose(n - k, k - c)) / wide(choose(n, k)) * pow(q, 2 * k - c);
  return sum - pow(q, 2 * k);
}
cpp_rational exact_estimate(int n, int c, int k) {
  cpp_rational const miss(choose(n - c, k), choose(n, k));
  return miss * miss - cpp_rational(choose(n - c, 2 * k), choose(n, 2 * k));
}

}  // namespace

TEST_CASE("known variances") {
  CHECK(passk::variance(20., 5., 0.1) == doctest::Approx(0.0507354085).epsilon(1e-9));
  CHECK(passk::variance(30., 7., 0.3) == doctest::Approx(0.0061820781).epsilon(1e-8));
  CHECK(passk::variance(100., 1., 0.3) == doctest::Approx(0.0021).epsilon(1e-14));  // p q / n
  CHECK(passk::variance(10., 10., 0.1) == doctest::Approx(std::pow(0.9, 10) * (1 - std::pow(0.9, 10))).epsilon(1e-14));
}

TEST_CASE("variance against the textbook sum in 100 digits") {
  double worst = 0;
  for (int n : {1, 2, 3, 8, 20, 21, 200})
    for (int k : {1, 2, 3, 8, 13, 20, 150})
      for (double p : {1e-12, 1e-4, 0.01, 0.3, 0.5, 0.9, 0.99})
        if (k <= n && std::pow(1 - p, 2 * k) > 1e-280)
          worst = std::max(worst, relative(passk::variance<double>(n, k, p), exact_variance(n, k, wide(p))));
  for (int n : {2000})
    for (double p : {1e-9, 5e-4, 0.1})
      worst = std::max(worst, relative(passk::variance<double>(n, 1000, p), exact_variance(n, 1000, wide(p))));
  MESSAGE("worst relative error " << worst);
  CHECK(worst <= 1e-12);
}

TEST_CASE("the estimate against exact rationals; it is never negative and is unbiased") {
  double worst = 0;
  for (int n = 2; n <= 30; ++n)
    for (int c = 0; c <= n; ++c)
      for (int k = 1; 2 * k <= n; ++k) {
        double const got = passk::variance_estimate(n, c, k);
        worst = std::max(worst, relative(got, exact_estimate(n, c, k)));
        CHECK(got >= 0);
      }
  for (int c : {1, 3, 40, 400, 5000, 9990, 9999, 10000})
    for (int k : {1, 10, 333, 5000})
      if (to_wide(exact_estimate(10000, c, k)) > 1e-290 || exact_estimate(10000, c, k) == 0)
        worst = std::max(worst, relative(passk::variance_estimate(10000, c, k), exact_estimate(10000, c, k)));
  MESSAGE("worst relative error " << worst);
  CHECK(worst <= 1e-12);

  for (int k : {1, 3, 7, 10}) {
    double mean = 0, weight = std::pow(0.8, 20);
    for (int c = 0; c <= 20; ++c) {
      mean += weight * passk::variance_estimate(20, c, k);
      weight *= 0.25 * (20 - c) / (c + 1);
    }
    CHECK(mean == doctest::Approx(passk::variance<double>(20, k, 0.2)).epsilon(1e-13));
  }
}

TEST_CASE("n = 2000, k = 1000 has a standard error") {
  for (int c : {1, 2, 5, 20}) {
    double const got = passk::variance_estimate(2000, c, 1000);
    CHECK(got > 0);
    CHECK(relative(got, exact_estimate(2000, c, 1000)) <= 1e-13);
  }
  CHECK(passk::variance(2000., 1000., 0.3) > 0);
}

TEST_CASE("outside the domain") {
  CHECK(std::isnan(passk::variance(10., 11., 0.3)));
  CHECK(std::isnan(passk::variance(10., 0., 0.3)));
  CHECK(std::isnan(passk::variance(10., 2., 1.3)));
  CHECK(std::isnan(passk::variance(10., 2., std::numeric_limits<double>::quiet_NaN())));
  CHECK(passk::variance(10., 2., 0.) == 0);
  CHECK(passk::variance(10., 2., 1.) == 0);
  CHECK(std::isnan(passk::variance_estimate(10, 3, 6)));
  CHECK(std::isnan(passk::variance_estimate(10, 11, 2)));
  auto const argument = [](double n, double c, double k) {
    return std::string(passk::checked_variance_estimate(n, c, k).error().argument);
  };
  CHECK(argument(10, 3, 6) == "n");
  CHECK(passk::checked_variance_estimate(10, 3, 6).error().code == errc::not_identified);
  CHECK(argument(10, 3, 11) == "k");
  CHECK(argument(10, 3, 1.5) == "k");
  CHECK(argument(10, 11, 1) == "c");
  CHECK(argument(0, 0, 1) == "n");
  CHECK(passk::checked_variance_estimate(10, 3, 5));
}
