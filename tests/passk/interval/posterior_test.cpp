// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
#include <t2/passk/interval/posterior.hpp>

#include <boost/math/special_functions/gamma.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace t2;
using wide = boost::multiprecision::cpp_bin_float_100;

namespace {
wide exact_ratio(wide const& a, wide const& b, wide const& k) {
  using boost::math::lgamma;
  return exp(wide(lgamma(wide(b + k)) + lgamma(wide(a + b)) - lgamma(b) - lgamma(wide(a + b + k))));
}
}  // namespace

TEST_CASE("moments against 100 digits") {
  auto const m = passk::posterior(10, 3, 5., passk::beta_prior<double>{1, 1});
  CHECK(m.mean == doctest::Approx(0.81868131868131868).epsilon(1e-14));
  double worst_mean = 0, worst_variance = 0;
  for (double a : {0.5, 1.5, 4.0, 30.5, 5000.0})
    for (double b : {0.5, 8.0, 100.5, 10000.5})
      for (double k : {1.0, 2.5, 5.0, 1000.0, 10000.0}) {
        wide const r = exact_ratio(a, b, k), v = exact_ratio(a, b, 2 * wide(k)) - r * r;
        auto const got = passk::beta_moments(a, b, k);
        if (r > 1e-280) worst_mean = std::max(worst_mean, static_cast<double>(abs(wide(got.mean) / (1 - r) - 1)));
        if (v > 1e-280) worst_variance = std::max(worst_variance, static_cast<double>(abs(wide(got.variance) / v - 1)));
      }
  MESSAGE("worst relative errors: mean " << worst_mean << ", variance " << worst_variance);
  CHECK(worst_mean <= 1e-12);
  CHECK(worst_variance <= 1e-11);
}

TEST_CASE("the prior is a parameter, and a question never solved still has a standard deviation") {
  auto const jeffreys = passk::posterior(100, 0, 1000.);
  auto const uniform = passk::posterior(100, 0, 1000., passk::beta_prior<double>{1, 1});
  CHECK(jeffreys.mean > 0);
  CHECK(uniform.mean > jeffreys.mean);
  CHECK(uniform.mean == doctest::Approx(1000.0 / 1101).epsilon(1e-13));
  CHECK(jeffreys.variance > 0);
  CHECK(passk::posterior(100, 3, 0.).mean == 0.0);
  CHECK(passk::posterior(10'000, 9'000, 1e9).variance == 0);  // 1e-5,000 and less: below the type, and no NaN
  CHECK(std::isnan(passk::posterior(100, 101, 10.).mean));
  CHECK(std::isnan(passk::posterior(100, 3, -1.).mean));
  CHECK(std::isnan(passk::posterior(100, 3, 10., passk::beta_prior<double>{0, 1}).mean));
}

TEST_CASE("a benchmark") {
  std::vector<int> const n{10, 20}, c{3, 0}, n2{20, 10}, c2{0, 3};
  auto const one = passk::posterior_questions(passk::counts{n, c}, 5.);
  REQUIRE(one);
  auto const a = passk::posterior(10, 3, 5.), b = passk::posterior(20, 0, 5.);
  CHECK(one->value == doctest::Approx((a.mean + b.mean) / 2).epsilon(1e-15));
  CHECK(one->standard_error == doctest::Approx(std::sqrt(a.variance + b.variance) / 2).epsilon(1e-15));
  CHECK(passk::posterior_questions(passk::counts{n2, c2}, 5.)->standard_error == one->standard_error);
  auto const argument = [&](double k, passk::beta_prior<double> prior) {
    return std::string(passk::posterior_questions(passk::counts{n, c}, k, prior).error().argument);
  };
  CHECK(argument(0, {}) == "k");
  CHECK(argument(std::nan(""), {}) == "k");
  CHECK(argument(5, {-1, 1}) == "prior");
  CHECK(argument(5, {1, 0}) == "prior");
  CHECK(passk::posterior_questions(passk::counts<int>{}, 5).error().code == errc::empty);
}
