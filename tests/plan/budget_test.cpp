// SPDX-License-Identifier: BSL-1.0
// The training budget alone is Chinchilla's problem, with its closed form; beside it the plan that spends both budgets.
#include "support/near.hpp"
#include "support/random_laws.hpp"

#include <t2/law/published.hpp>
#include <t2/plan/budget.hpp>
#include <t2/plan/solve.hpp>

#include <doctest/doctest.h>

#include <cmath>

using namespace t2;
using test::near;

namespace {

/// N* = (alpha A / (beta B))^(1/s) (C/6)^(beta/s), s = alpha + beta: Hoffmann et al. 2022, eq. (4).
template <class Real>
Real closed_form(law::chinchilla<Real> const& law, Real compute) {
  Real const s = law.alpha + law.beta;
  return std::pow(law.alpha * law.A / (law.beta * law.B), 1 / s) * std::pow(compute / 6, law.beta / s);
}

}  // namespace

TEST_CASE_TEMPLATE("the closed form, for all published coefficients", Real, float, double, long double) {
  Real const tolerance = 100 * std::numeric_limits<Real>::epsilon();
  for (law::published::entry const& entry : law::published::entries) {
    auto const law = entry.law<Real>();
    for (Real const compute : {Real(1e18), Real(5.76e23), Real(1e27)}) {
      auto const best = plan::solve(law, budget::training<Real>{flops<Real>(compute)});
      REQUIRE(best);
      CHECK(best->params.value == near(closed_form(law, compute), static_cast<double>(tolerance)));
      CHECK(best->tokens.value == near(compute / 6 / best->params.value, static_cast<double>(tolerance)));
      CHECK(best->samples.value == 1);
      CHECK(best->binding.train);
      CHECK(!best->binding.inference);
      CHECK(best->certificate.certified);
    }
  }
}

TEST_CASE("a law with samples has the training optimum of its loss, whatever k does") {
  test::random_laws make(31);
  for (int i = 0; i < 50; ++i) {
    auto const law = make.law();
    auto const budget = make.budget();
    auto const alone = plan::solve(law.left, budget::training<double>{budget.train});
    auto const with_samples = plan::solve(law, budget::training<double>{budget.train});
    auto const beside = plan::chinchilla_plan(law, budget);
    REQUIRE(alone);
    REQUIRE(with_samples);
    REQUIRE(beside);
    CHECK(with_samples->params.value == alone->params.value);
    CHECK(beside->params.value == alone->params.value);
    CHECK(2 * beside->params.value * beside->samples.value == near(budget.inference.value, 1e-14));
    CHECK(beside->value == near(law(beside->params, beside->tokens, beside->samples), 1e-13));
    CHECK(beside->value >= plan::solve(law, budget)->value);
  }
}
