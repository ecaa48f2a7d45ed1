// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// t2: labels once
#include "passk/exact.hpp"

#include <t2/passk/consistency.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

using namespace t2;
using namespace t2::test;

namespace {
cpp_rational exact_at_least(int n, int c, int k, int j) {
  cpp_int sum = 0;
  for (int i = j; i <= std::min(c, k); ++i) sum += choose(c, i) * choose(n - c, k - i);
  return cpp_rational(sum, choose(n, k));
}
}  // namespace

TEST_CASE("published examples") {
  // rows 01101 and 11011 of scorio's documentation
  auto const mean = [](auto f) { return (f(3) + f(4)) / 2; };
  CHECK(mean([](int c) { return passk::pass_hat(5, c, 1); }) == doctest::Approx(0.7).epsilon(1e-15));
  CHECK(mean([](int c) { return passk::pass_hat(5, c, 2); }) == doctest::Approx(0.45).epsilon(1e-15));
  CHECK(mean([](int c) { return passk::g_pass(5, c, 2, 0.5); }) == doctest::Approx(0.95).epsilon(1e-15));
  CHECK(mean([](int c) { return passk::g_pass(5, c, 2, 1.0); }) == doctest::Approx(0.45).epsilon(1e-15));
  CHECK(mean([](int c) { return passk::mg_pass(5, c, 2); }) == doctest::Approx(0.45).epsilon(1e-15));
  CHECK(mean([](int c) { return passk::mg_pass(5, c, 3); }) == doctest::Approx(1.0 / 6).epsilon(1e-15));
}

TEST_CASE("every n, c, k, j to n = 14 against exact rationals") {
  double worst = 0;
  for (int n = 1; n <= 14; ++n)
    for (int c = 0; c <= n; ++c)
      for (int k = 1; k <= n; ++k) {
        cpp_rational mean = 0;
        for (int j = 0; j <= k; ++j) {
          cpp_rational const want = exact_at_least(n, c, k, j), rest = cpp_rational(1 - want);
          auto const got = passk::at_least_tails<double>(n, c, k, j);
          worst = std::max({worst, relative(got.pass, want), relative(got.miss, rest)});
          if (j > (k + 1) / 2) mean += want;
        }
        worst = std::max(worst, relative(passk::mg_pass(n, c, k), cpp_rational(mean * 2 / k)));
        worst = std::max(worst, relative(passk::pass_hat(n, c, k), cpp_rational(choose(c, k), choose(n, k))));
      }
  CHECK(worst <= 1e-14);
}

TEST_CASE("both tails to k = 1000 against exact rationals") {
  double worst = 0;
  for (int n : {1500, 2000, 10000})
    for (int c : {1, 20, 300, 750, 1400})
      for (int k : {40, 333, 1000})
        for (int j : {2, 17, 167, 320, 900}) {
          if (j > k) continue;
          cpp_rational const want = exact_at_least(n, c, k, j);
          if (to_wide(want) < 1e-290 && want != 0) continue;
          auto const got = passk::at_least_tails<double>(n, c, k, j);
          cpp_rational const rest = cpp_rational(1 - want);
          worst = std::max(worst, relative(got.pass, want));
          if (to_wide(rest) > 1e-290) worst = std::max(worst, relative(got.miss, rest));
        }
  MESSAGE("worst relative error " << worst);
  CHECK(worst <= 1e-13);
}

TEST_CASE("the ceiling of tau k is exact") {
  CHECK(0.28 * 25 > 7);  // what a floating ceiling sees
  CHECK(passk::required(0.28, 25.0) == 7);
  CHECK(passk::required(0.07, 100.0) == 7);
  CHECK(passk::required(0.55, 100.0) == 55);
  CHECK(passk::required(0.28f, 25.f) == 7);
  CHECK(passk::g_pass(100, 30, 25, 0.28) == passk::at_least(100, 30, 25, 7));
  for (int k = 1; k <= 1000; ++k)
    for (int j = 1; j <= k; ++j) {
      if (passk::required(double(j) / k, double(k)) != j) FAIL(j, " of ", k);
    }
  for (int percent = 1; percent <= 100; ++percent)  // decimals as they are written
    for (int k = 1; k <= 300; ++k) {
      int const want = (percent * k + 99) / 100;
      if (passk::required(std::stod("0" + std::string(percent == 100 ? "" : ".") + (percent < 10 ? "0" : "") +
                                    std::to_string(percent == 100 ? 1 : percent)),
                          double(k)) != want)
        FAIL(percent, " % of ", k);
    }
  CHECK(passk::required(0.0, 10.0) == 1);  // an empty demand would be met by nothing solved
  CHECK(passk::required(1e-9, 10.0) == 1);
  CHECK(passk::required(1.0, 10.0) == 10);
  CHECK(std::isnan(passk::required(1.5, 10.0)));
  CHECK(std::isnan(passk::required(-0.1, 10.0)));
  CHECK(std::isnan(passk::required(std::numeric_limits<double>::quiet_NaN(), 10.0)));
}

TEST_CASE("tau at its ends is pass@k and pass^k, bit for bit") {
  for (int c = 0; c <= 40; ++c)
    for (int k = 1; k <= 40; ++k) {
      CHECK(passk::g_pass(40, c, k, 0.0) == passk::unbiased(40, c, k));
      if (k > 1) CHECK(passk::g_pass(40, c, k, 1.0) == passk::pass_hat(40, c, k));
    }
}

TEST_CASE("outside the domain") {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(std::isnan(passk::pass_hat(10, 3, 11)));
  CHECK(std::isnan(passk::pass_hat(10, 11, 3)));
  CHECK(std::isnan(passk::g_pass(10, 3, 11, 0.5)));
  CHECK(std::isnan(passk::g_pass(10, 3, 5, 1.01)));
  CHECK(std::isnan(passk::g_pass(10, 3, 2.5, 0.5)));
  CHECK(std::isnan(passk::g_pass(10, 3, 5, nan)));
  CHECK(std::isnan(passk::mg_pass(10, -1, 5)));
  CHECK(std::isnan(passk::mg_pass(10, 3, 0)));
  CHECK(std::isnan(passk::mg_pass(nan, 3, 5)));
  CHECK(std::isnan(passk::at_least(10, 3, 5, 6)));
  CHECK(passk::pass_hat(10, 3, 4) == 0.0);
}

TEST_CASE("cover at tau") {
  CHECK(passk::covers(25, 7, 0.28) == 1.0);
  CHECK(passk::covers(25, 6, 0.28) == 0.0);
  CHECK(passk::covers(10, 0, 0.0) == 1.0);
  CHECK(std::isnan(passk::covers(0, 0, 0.5)));
  CHECK(std::isnan(passk::covers(10, 11, 0.5)));
  CHECK(std::isnan(passk::covers(10, 1, 1.5)));
}
