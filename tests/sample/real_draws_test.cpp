// SPDX-License-Identifier: BSL-1.0
// Beta, gamma and normal numbers follow their laws: 2e5 of each; real_draws_slow_test.cpp takes 1e7.
// t2: needs boost
#include "support/real_draws.hpp"

#include <limits>

using namespace t2;

TEST_CASE("Beta") { test::check_beta(exec::scalar{}, 200'000, false); }
TEST_CASE("gamma") { test::check_gamma(200'000, false); }
TEST_CASE("normal") { test::check_normal(200'000, false); }

TEST_CASE("both chances are accurate and the ends are what they must be") {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  for (std::uint64_t i = 0; i < 1000; ++i) {
    auto const p = sample::beta_pair(0.01, 0.02, {1, i});
    CHECK(p.hit + p.miss == doctest::Approx(1).epsilon(1e-15));
  }
  CHECK(sample::beta_draw(0., 1., 1, 1) == 0);
  CHECK(sample::beta_draw(1., 0., 1, 1) == 1);
  CHECK(std::isnan(sample::beta_draw(-1., 1., 1, 1)));
  CHECK(std::isnan(sample::beta_draw(1., nan, 1, 1)));
  CHECK(std::isnan(sample::beta_draw(0., 0., 1, 1)));
  CHECK(std::isnan(sample::gamma_draw(0., {1, 1})));
  CHECK(sample::beta_draw(2., 3., 1, 5) == sample::beta_draw(2., 3., 1, 5));
  CHECK(sample::beta_draw(2., 3., 1, 5) != sample::beta_draw(2., 3., 1, 6));
}
