// SPDX-License-Identifier: BSL-1.0
// Chinchilla plans of laws whose location is no sum of powers: the coupled one has its optimum in closed form.
#include "support/near.hpp"

#include <t2/law/difficulty/log_normal.hpp>
#include <t2/law/loss/coupled.hpp>
#include <t2/law/task_accuracy.hpp>
#include <t2/law/task_loss.hpp>
#include <t2/plan.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace t2;
using test::near;

namespace {

law::coupled<double> const location{3.5175, 0.0762, 0.1420, 0.6464, 0.2};
law::log_normal<double> const difficulty{2.0958, 0, 0.6268};

}  // namespace

TEST_CASE("the training optimum of the coupled law, by its closed form in 50 digits") {
  // N0 (alpha A0 / ((beta + c) B0) (C / (6 N0 D0))^beta)^(1 / (alpha + beta + c))
  struct golden {
    double train;
    long double params, tokens, value;
  };
  for (golden const& want : {golden{1e19, 1.35089685288561707e+8L, 1.23374827849109395e+10L, 4.07450758324050165L},
                             golden{1e21, 3.40313757501305001e+9L, 4.89744134619734114e+10L, 3.18639287966014409L},
                             golden{1e24, 4.30294188535594804e+11L, 3.87331902468582058e+11L, 2.20361445059153773L}}) {
    auto const best = plan::solve(location, budget::training<double>{flops{want.train}});
    REQUIRE(best);
    CHECK(best->params.value == near(want.params, 1e-12));
    CHECK(best->tokens.value == near(want.tokens, 1e-12));
    CHECK(best->value == near(want.value, 1e-14));
    CHECK(best->samples.value == 1);
    CHECK(best->binding.train);
    CHECK(!best->binding.search);
    CHECK(best->cautions.not_certified);
    CHECK(!best->certificate.certified);
  }
}

TEST_CASE("a law around it: the location's optimum, k from the inference budget, the value of the task") {
  budget::split<double> const budget{flops{1e21}, flops{2e11}};
  auto const alone = plan::solve(location, budget::training<double>{budget.train});
  auto const check = [&](auto const& law) {
    auto const plan = plan::chinchilla_plan(law, budget);
    REQUIRE(plan);
    CHECK(plan->params.value == alone->params.value);
    CHECK(plan->samples.value == near(1e11 / alone->params.value, 1e-15));
    CHECK(plan->value == near(law(plan->params, plan->tokens, plan->samples), 1e-15));
    CHECK(plan->cautions.not_certified);
    auto const under_limits = plan::chinchilla_for(law, plan::subject_to(budget), budget.train);
    REQUIRE(under_limits);
    CHECK(under_limits->samples.value == near(plan->samples.value, 1e-9));
    auto const best = plan::solve(law, budget);
    REQUIRE(best);
    constexpr bool up = law::higher_is_better<std::decay_t<decltype(law)>>;
    CHECK((up ? best->value >= plan->value : best->value <= plan->value));
    // The general solver and the sensitivities take second derivatives of the law. With k held the task's optimum is the
    // location's, N ~ A0^(1 / (alpha + beta + c)).
    plan::choices<double> const held{.samples = 16};
    auto const keep = plan::subject_to(budget::training<double>{budget.train});
    auto const general = plan::solve(law, keep, held);
    REQUIRE(general);
    CHECK(general->params.value == near(alone->params.value, 1e-9));
    auto const moved = plan::sensitivity(law, keep, *general, held);
    REQUIRE(moved);
    CHECK(moved->coefficient[0].log_params * location.A0 == near(1 / (0.0762 + 0.6464 + 0.2), 1e-7));
  };
  check(law::task_loss<law::coupled<double>, law::log_normal<double>>{location, difficulty});
  check(law::task_accuracy<law::coupled<double>, law::log_normal<double>>{location, difficulty});
}

TEST_CASE("no optimum inside: said, not hidden; budgets outside their domain") {
  law::coupled<double> flat = location;
  flat.B0 = 0;
  auto const best = plan::solve(flat, budget::training<double>{flops{1e21}});
  REQUIRE(best);
  CHECK(best->binding.search);
  law::task_loss<law::coupled<double>, law::log_normal<double>> const task{flat, difficulty};
  CHECK(plan::chinchilla_plan(task, {flops{1e21}, flops{2e11}})->binding.search);
  CHECK(std::string(plan::solve(location, budget::training<double>{flops{-1.0}}).error().argument) == "train");
}
