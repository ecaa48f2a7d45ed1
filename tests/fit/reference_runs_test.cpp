// SPDX-License-Identifier: BSL-1.0
// t2: labels real-data
// Fits of runs without starting points against global optima computed independently: Newton in 40-digit arithmetic from
// the best of thousands of descents with scipy, on the same CSV files.
#include "support/near.hpp"
#include "support/tables.hpp"

#include <t2/fit/least.hpp>
#include <t2/law/loss/chinchilla.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <vector>

using namespace t2;
using test::near;

TEST_CASE("Chinchilla, 240 runs: the global optimum of the Huber objective") {
  auto const runs = test::epoch_chinchilla();
  if (!runs) return;
  REQUIRE(runs->value.size() == 240);
  auto const found = fit::least<law::chinchilla<double>>(*runs, fit::huber{1e-3}, fit::log_residual);
  REQUIRE(found);
  CHECK(found->objective <= 0.001018274017800603 * (1 + 1e-9));
  CHECK(found->gradient <= 1e-12);
  CHECK(found->converged);
  CHECK(found->law.E == near(1.81721809901007675, 1e-6));
  CHECK(found->law.A == near(477.825868233905484, 1e-6));
  CHECK(found->law.B == near(2143.41736336045842, 1e-6));
  CHECK(found->law.alpha == near(0.347310498881754573, 1e-6));
  CHECK(found->law.beta == near(0.367172432627762205, 1e-6));
  CHECK(found->warnings.empty());
}

TEST_CASE("Chinchilla in long double: the same optimum") {
  auto const runs = test::epoch_chinchilla();
  if (!runs) return;
  auto const wide = [](std::vector<double> const& x) { return std::vector<long double>(x.begin(), x.end()); };
  fit::dataset<long double> const data{.params = wide(runs->params),
                                       .tokens = wide(runs->tokens),
                                       .samples = {},
                                       .location = {},
                                       .value = wide(runs->value),
                                       .weight = {},
                                       .unit = {}};
  auto const found = fit::least<law::chinchilla<long double>>(data, fit::huber{1e-3}, fit::log_residual);
  REQUIRE(found);
  CHECK(found->objective <= 0.001018274017800603L * (1 + 1e-9L));
  CHECK(found->gradient <= 1e-12L);
  CHECK(static_cast<double>(found->law.A) == near(477.825868233905484, 1e-6));
}

TEST_CASE("Porian et al., both sets of rows") {
  struct expected {
    double most;
    std::size_t rows;
    double objective, A, B, E, alpha, beta, error;
  };
  for (expected const& want : {
           expected{1e9, 121, 0.006693239338, 21180.9524, 860299.7546, 3.130757013, 0.6298123067, 0.7084651768,
                    0.05447},
           expected{5, 99, 0.002608527366, 573.9303613, 1323.460159, 2.707997876, 0.3902454384, 0.3742043055, 0.02596},
       }) {
    CAPTURE(want.most);
    auto const runs = test::porian("rw-tuned-short-const-standard-val", want.most);
    if (!runs) return;
    REQUIRE(runs->value.size() == want.rows);
    auto const found = fit::least<law::chinchilla<double>>(*runs, fit::huber{1e-3}, fit::log_residual);
    REQUIRE(found);
    CHECK(found->objective == near(want.objective, 1e-9));
    CHECK(found->law.A == near(want.A, 1e-6));
    CHECK(found->law.B == near(want.B, 1e-6));
    CHECK(found->law.E == near(want.E, 1e-8));
    CHECK(found->law.alpha == near(want.alpha, 1e-8));
    CHECK(found->law.beta == near(want.beta, 1e-8));
    CHECK(found->mean_relative_error == near(want.error, 2e-4));
    CHECK(found->gradient <= 1e-12);
  }
}
