// SPDX-License-Identifier: BSL-1.0
// What a plan says of itself: slopes, value, ratio, cautions.
#include "support/near.hpp"
#include "support/random_laws.hpp"

#include <t2/law/power_sum.hpp>
#include <t2/plan/allocation.hpp>

#include <doctest/doctest.h>

#include <cmath>

using namespace t2;
using test::near;

TEST_CASE("slopes are those of the law in the logarithms of N, D and k") {
  test::random_laws make(21);
  for (int i = 0; i < 50; ++i) {
    auto const law = make.law();
    double const x[3] = {make.uniform(15, 25), make.uniform(20, 30), make.uniform(-1, 8)};
    double c[7];
    law::store(law, c);
    auto const want = law::variable_jet<test::loss_law>(c, x);
    auto const got = plan::detail::slopes(law, x[0], x[1], x[2]);
    CHECK(got.value == near(want.value, 1e-13));
    for (int v = 0; v < 3; ++v) CHECK(got.partial[v] == near(want.gradient[v], 1e-12));
  }
}

TEST_CASE("a plan that is appraised") {
  test::loss_law const law =
      law::chinchilla<double>{1.8, 480, 2100, 0.35, 0.37} + law::sampling_gain<double>{3.4, 0.45};
  plan::allocation<double> plan{};
  plan.params = params<double>(1e9);
  plan.tokens = tokens<double>(2e10);
  plan.samples = samples<double>(0.5);
  plan.binding.train = true;
  plan::detail::appraise(law, plan);
  CHECK(plan.value == law(params{1e9}, tokens{2e10}, samples{0.5}));
  CHECK(plan.tokens_per_param() == 20);
  CHECK(plan.cautions.samples_below_one);
  CHECK(plan.by_train == near(-0.37 * 2100 * std::pow(2e10, -0.37), 1e-12));
  CHECK(plan.by_inference == 0);  // that budget does not bind
  plan.binding.inference = true;
  plan.samples = samples<double>(1.0);
  plan::detail::appraise(law, plan);
  CHECK(!plan.cautions.samples_below_one);
  CHECK(plan.by_inference == near(-0.45 * 3.4, 1e-12));
}
