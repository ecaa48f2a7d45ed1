// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// t2: labels once
#include "passk/exact.hpp"

#include <t2/passk/interval/benchmark.hpp>
#include <t2/passk/interval/step_variance.hpp>
#include <t2/passk/interval/variance.hpp>
#include <t2/passk/majority.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace t2;
using namespace t2::test;
using passk::rising_steps;

namespace {

// U^2 less the mean of f(J) f(J') over all pairs of k-subsets without a common sample, as fractions.
cpp_rational exact(int n, int c, int k, int first, int last, cpp_rational const& height) {
  auto const f = [&](int j) { return cpp_rational(height * std::clamp(j - first + 1, 0, last - first + 1)); };
  cpp_rational u = 0, pairs = 0;
  for (int j = 0; j <= std::min(c, k); ++j) {
    cpp_int const ways = choose(c, j) * choose(n - c, k - j);
    u += f(j) * ways;
    for (int i = 0; i <= std::min(c - j, k); ++i)
      pairs += f(j) * f(i) * cpp_int(ways * choose(c - j, i) * choose(n - c - (k - j), k - i));
  }
  u /= choose(n, k);
  return cpp_rational(u * u - pairs / (choose(n, k) * choose(n - k, k)));
}

}  // namespace

TEST_CASE("every n to 12 and some larger, against exact fractions") {
  double worst = 0;
  auto const check = [&](int n, int c, int k, int first, int last, int over) {
    double const got = passk::variance_estimate(
        double(n), double(c), rising_steps<double>{double(k), double(first), double(last), 1.0 / over});
    worst = std::max(worst, relative(got, exact(n, c, k, first, last, cpp_rational(1, over))));
  };
  for (int n = 2; n <= 12; ++n)
    for (int c = 0; c <= n; ++c)
      for (int k = 1; 2 * k <= n; ++k)
        for (int first = 1; first <= k; ++first)
          for (int last = first; last <= k; ++last) check(n, c, k, first, last, 1);
  for (int c : {1, 40, 150, 299, 400})
    for (int k : {10, 77, 200}) {
      check(400, c, k, k / 2 + 1, k / 2 + 1, 1);
      check(400, c, k, k / 2, k / 2 + 1, 2);
      if (k < 100) check(400, c, k, (k + 1) / 2 + 1, k, k);
    }
  MESSAGE("worst relative error " << worst);
  CHECK(worst <= 1e-12);
}

TEST_CASE("pass@k is the step at 1: the same as its own estimate") {
  for (int c : {0, 1, 9, 40, 63})
    for (int k : {1, 4, 30})
      CHECK(passk::variance_estimate(64., double(c), rising_steps<double>{double(k), 1, 1, 1}) ==
            doctest::Approx(passk::variance_estimate(64, c, k)).epsilon(1e-12));
}

TEST_CASE("without bias: its mean over counts is the variance of the estimate") {
  for (double p : {0.2, 0.5, 0.9})
    for (auto const& rule : {passk::tie::lost, passk::tie::shared}) {
      passk::majority_at_k<double> const metric{6, rule};
      double mean = 0, square = 0, estimate = 0;
      for (int c = 0; c <= 20; ++c) {
        double const w = static_cast<double>(choose(20, c)) * std::pow(p, c) * std::pow(1 - p, 20 - c);
        mean += w * metric(20, c);
        square += w * metric(20, c) * metric(20, c);
        estimate += w * passk::variance_estimate(20., double(c), metric.steps());
      }
      CHECK(estimate == doctest::Approx(square - mean * mean).epsilon(1e-11));
    }
}

TEST_CASE("outside the domain: NaN") {
  auto const of = [](double n, double c, double k, double first, double last) {
    return std::isnan(passk::variance_estimate(n, c, rising_steps<double>{k, first, last, 1}));
  };
  CHECK(of(9, 3, 5, 2, 2));  // n < 2k: two subsets without a common sample do not exist
  CHECK(of(10, 11, 5, 2, 2));
  CHECK(of(10, -1, 5, 2, 2));
  CHECK(of(10, 3, 2.5, 2, 2));
  CHECK(of(10, 3, 5, 0, 2));
  CHECK(of(10, 3, 5, 3, 2));
  CHECK(of(10, 3, 5, 2, 6));
  CHECK(of(std::nan(""), 3, 5, 2, 2));
  CHECK_FALSE(of(10, 3, 5, 2, 2));
}

TEST_CASE("standard errors of a benchmark for these questions") {
  std::vector<int> const n{20, 20, 30, 24}, c{0, 7, 22, 24}, few{20, 20, 11, 24}, some{0, 7, 9, 24};
  passk::counts const data{n, c};
  auto const by_hand = [&](auto const& metric) {
    double variance = 0;
    for (std::size_t i = 0; i < n.size(); ++i)
      variance += passk::variance_estimate(double(n[i]), double(c[i]), metric.steps());
    return std::sqrt(variance) / 4;
  };
  auto const check = [&](auto const& metric) {
    auto const got = passk::fixed_questions(data, metric);
    REQUIRE(got);
    double mean = 0;
    for (std::size_t i = 0; i < n.size(); ++i) mean += metric(n[i], c[i]) / 4;
    CHECK(got->value == doctest::Approx(mean).epsilon(1e-14));
    CHECK(got->standard_error == doctest::Approx(by_hand(metric)).epsilon(1e-14));
    CHECK(got->standard_error > 0);
    CHECK(passk::sampled_questions(data, metric)->standard_error > got->standard_error);
    auto const refused = passk::fixed_questions(passk::counts{few, some}, metric);  // 11 < 2 * 6
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::not_identified);
    CHECK(refused.error().index == 2);
  };
  check(passk::g_pass_at_k<double>{6, 0.5});
  check(passk::mg_pass_at_k<double>{6});
  check(passk::pass_hat_k<double>{6});
  check(passk::majority_at_k<double>{6, passk::tie::shared});
  check(passk::majority_at_k<double>{6});
  CHECK(std::string(passk::fixed_questions(data, passk::g_pass_at_k<double>{6, 1.5}).error().argument) == "metric");
}
