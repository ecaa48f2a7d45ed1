// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// t2: labels once
#include "passk/exact.hpp"

#include <t2/passk/coverage.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace t2;
using namespace t2::test;

TEST_CASE("attempts at a known rate") {
  CHECK(passk::expected_attempts(0.25) == 4.0);
  CHECK(passk::expected_attempts(0.0) == std::numeric_limits<double>::infinity());
  CHECK(passk::expected_attempts(0.25, 3.0) == doctest::Approx(1 + 0.75 + 0.5625).epsilon(1e-15));
  CHECK(passk::expected_attempts(0.0, 7.0) == 7.0);
  CHECK(passk::expected_attempts(1.0, 7.0) == 1.0);
  CHECK(passk::expected_attempts(1e-20, 7.0) == doctest::Approx(7).epsilon(1e-15));
  CHECK(std::isnan(passk::expected_attempts(1.5)));
  CHECK(std::isnan(passk::expected_attempts(-0.1, 3.0)));
}

TEST_CASE("attempts from counts against exact rationals") {
  double worst = 0;
  for (int n = 1; n <= 12; ++n)
    for (int c = 0; c <= n; ++c) {
      cpp_rational sum = 0;
      for (int k = 1; k <= n; ++k) {
        sum += cpp_rational(choose(n - c, k - 1), choose(n, k - 1));
        worst = std::max(worst, relative(passk::attempts(n, c, k), sum));
      }
    }
  CHECK(worst <= 1e-14);
  CHECK(std::isnan(passk::attempts(10, 3, 11)));
}

TEST_CASE("attempts of a Beta law against its sum in 100 digits") {
  auto const sum = [](double a, double b, int k) {
    wide term = 1, total = 0;
    for (int j = 0; j < k; ++j) {
      total += term;
      term *= (wide(b) + j) / (wide(a) + wide(b) + j);
    }
    return total;
  };
  double worst = 0;
  for (double a : {1e-6, 0.02, 0.18, 0.5, 0.999, 1 - 1e-9, 1.0, 1 + 1e-9, 1.0001, 2.5, 40.0})
    for (double b : {1e-4, 0.01, 0.2, 0.9, 1.0, 3.0, 28.7, 1e4})
      for (int k : {1, 2, 10, 77, 1000, 10000})
        worst = std::max(worst, relative(passk::beta_attempts(a, b, double(k)), sum(a, b, k)));
  MESSAGE("worst relative error " << worst);
  CHECK(worst <= 1e-12);
  CHECK(passk::beta_attempts(0.3, 2.0, 0.0) == 0.0);
  CHECK(std::isnan(passk::beta_attempts(0.0, 2.0, 3.0)));
  CHECK(std::isnan(passk::beta_attempts(1.0, 2.0, -3.0)));
}

TEST_CASE("stopping at the r-th success") {
  // the mean over K of (r-1)/(K-1), r = 3, p = 0.3, is p
  double mean = 0, weight = 0.3 * 0.3 * 0.3;
  for (int trials = 3; trials < 400; ++trials) {
    mean += weight * passk::pass_until(3.0, double(trials));
    weight *= 0.7 * trials / (trials - 2);
  }
  CHECK(mean == doctest::Approx(0.3).epsilon(1e-13));
  CHECK(std::isnan(passk::pass_until(1.0, 5.0)));
  CHECK(std::isnan(passk::pass_until(3.0, 2.0)));
}

TEST_CASE("coverage at a cost") {
  std::vector<int> const n{10, 12, 10}, c{3, 0, 10};
  auto const at = passk::coverage(passk::counts{n, c}, 4, 2.0, 0.5);
  REQUIRE(at);
  CHECK(at->solved == doctest::Approx((passk::unbiased(10, 3, 4) + 0 + 1) / 3).epsilon(1e-15));
  double const tried =
      (1 + passk::unbiased_miss(10, 3, 1) + passk::unbiased_miss(10, 3, 2) + passk::unbiased_miss(10, 3, 3)) + 4 + 1;
  CHECK(at->attempts == doctest::Approx(tried / 3).epsilon(1e-15));
  CHECK(at->cost == doctest::Approx(2 * tried / 3 + 0.5 * at->solved).epsilon(1e-15));
  std::vector<int> const n2{12, 10, 10}, c2{0, 10, 3};
  CHECK(passk::coverage(passk::counts{n2, c2}, 4)->attempts == at->attempts);
  auto const too_many = passk::coverage(passk::counts{n, c}, 11);
  CHECK(too_many.error().code == errc::out_of_domain);
  CHECK(std::string(too_many.error().argument) == "k");
  CHECK(too_many.error().index == 0);

  auto const paid = passk::coverage_at_attempts(passk::counts{n, c}, at->attempts);
  REQUIRE(paid);
  CHECK(paid->rounds == doctest::Approx(4).epsilon(1e-12));
  CHECK(paid->solved == doctest::Approx(at->solved).epsilon(1e-12));
  CHECK(std::string(passk::coverage_at_attempts(passk::counts{n, c}, 100.0).error().argument) == "attempts");
  CHECK(std::string(passk::coverage_at_attempts(passk::counts{n, c}, 0.5).error().argument) == "attempts");
  CHECK(passk::coverage(passk::counts<int>{}, 1).error().code == errc::empty);
}
