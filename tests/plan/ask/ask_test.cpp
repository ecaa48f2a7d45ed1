// SPDX-License-Identifier: BSL-1.0
// t2: labels once
// Questions to a planner: inverse problems, break-even, frontiers, flat optima, many budgets at once.
#include "support/near.hpp"

#include <t2/cost.hpp>
#include <t2/exec/scalar.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>
#include <t2/law/task_accuracy.hpp>
#include <t2/plan.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

using namespace t2;
using test::near;

namespace {

constexpr law::chinchilla<double> loss{.E = 1.8172, .A = 482.01, .B = 2085.43, .alpha = 0.3478, .beta = 0.3658};
auto const task = loss + law::sampling_gain<double>{.G = 1, .gamma = 0.3};
auto const lifetime = cost::training{} + 1e9 * cost::per_question{.prompt = 500.0, .output = 500.0};
auto const wall = plan::subject_to(plan::at_least(samples{1.0}), plan::data_wall{15e12});

law::task_accuracy<law::chinchilla<double>> const accuracy{
    {2.192947662, 54.98011496, 1277568.597, 0.1926953938, 0.6395516045},
    {0.7693388981, 1.032893622, 1, -0.701848641, 1.003261715}};

}  // namespace

TEST_CASE("the least cost of a target and the best value of a budget are inverse to each other") {
  for (double const target : {2.9, 3.2, 3.6}) {
    auto const cheapest = plan::least_cost(task, lifetime, target, wall);
    REQUIRE(cheapest);
    CHECK(cheapest->plan.value == near(target, 1e-13));
    CHECK(cheapest->plan.certificate.gap < 1e-11 * cheapest->cost);
    auto keep = wall;
    auto const back = plan::solve(task, keep.add(budget::total{lifetime, cheapest->cost}));
    CHECK(back->value == near(target, 1e-12));
    CHECK(back->params.value == near(cheapest->plan.params.value, 1e-9));
    CHECK(back->price("total") == near(cheapest->cost / cheapest->by_target, 1e-8));
  }
  CHECK(plan::least_cost(task, lifetime, 1.8, wall).error().code == errc::infeasible);
  auto const stopped = plan::least_cost(task, lifetime, 2.0, plan::subject_to(plan::at_most(samples{4.0})));
  CHECK(std::string(stopped.error().argument) == "max_samples");
}

TEST_CASE("Sardana's problem: the inverse without k, by their condition") {
  auto const served = cost::training{} + cost::tokens_served{2e12};
  auto const best = plan::least_cost(loss, served, 2.0);
  REQUIRE(best);
  double const n = best->plan.params.value, d = best->plan.tokens.value;
  double const by_params = loss.alpha * loss.A * std::pow(n, -loss.alpha),
               by_tokens = loss.beta * loss.B * std::pow(d, -loss.beta);
  CHECK(by_params / by_tokens == near(1 + 2e12 / (3 * d), 1e-10));
}

TEST_CASE("the least cost of an accuracy") {
  auto const keep = plan::subject_to(plan::at_most(samples{64.0}), plan::data_wall{1e13}, plan::at_least(params{1e8}));
  auto const best = plan::least_cost(accuracy, lifetime, 0.6, keep);
  REQUIRE(best);
  CHECK(best->plan.value == near(0.6, 1e-7));
  CHECK(best->plan.cautions.not_certified);
  // of a proven one, in both directions
  auto const proven_cost = [&](double least_params, double most_tokens) {
    return plan::least_cost(task, lifetime, 2.9, plan::subject_to(plan::at_least(samples{1.0}), plan::at_least(params{least_params}),
                                                                  plan::at_most(tokens{most_tokens})));
  };
  for (auto const& [n, d] : {std::pair{2e10, 1e20}, std::pair{1e5, 2e11}}) {
    auto const proven = proven_cost(n, d);
    REQUIRE(proven);
    double const h = 1e-3, close = 1e-4 * proven->cost;
    double const by_least = (proven_cost(n * std::exp(h), d)->cost - proven_cost(n * std::exp(-h), d)->cost) / (2 * h);
    double const by_most = (proven_cost(n, d * std::exp(h))->cost - proven_cost(n, d * std::exp(-h))->cost) / (2 * h);
    CHECK(std::abs(proven->plan.price("min_params") - by_least) < close);
    CHECK(std::abs(proven->plan.price("max_tokens") - by_most) < close);
    CHECK(by_least - by_most > 0.05 * proven->cost);  // one of them binds
  }
  // a price is what the cost changes by, also where the plan was searched
  CHECK(best->plan.binding.find("cost") == -1);
  auto const cost_of = [&](double most_samples, double least_params) {
    return plan::least_cost(accuracy, lifetime, 0.6,
                            plan::subject_to(plan::at_most(samples{most_samples}), plan::data_wall{1e13},
                                             plan::at_least(params{least_params})))
        ->cost;
  };
  double const step = 0.01, up = std::exp(step), down = std::exp(-step);
  double const by_samples = (cost_of(64 * up, 1e8) - cost_of(64 * down, 1e8)) / (2 * step);
  double const by_params = (cost_of(64, 1e8 * up) - cost_of(64, 1e8 * down)) / (2 * step);
  CHECK(best->plan.price("min_params") == near(by_params, 1e-3));
  CHECK(by_samples == 0);
  CHECK(best->plan.price("max_samples") == 0);
}

TEST_CASE("samples for a target") {
  auto const k = plan::samples_for(task, params{1e9}, tokens{1e12}, 2.7);
  REQUIRE(k);
  CHECK(task(params{1e9}, tokens{1e12}, *k) == near(2.7, 1e-13));
  CHECK(plan::samples_for(task, params{1e9}, tokens{1e12}, 1.9).error().code == errc::infeasible);
  auto const many = plan::samples_for(accuracy, params{1e9}, tokens{1e12}, 0.9);
  CHECK(accuracy(params{1e9}, tokens{1e12}, *many) == near(0.9, 1e-12));
}

TEST_CASE("break-even of two models") {
  plan::served_model<double> const small{params{1e9}, tokens{1e12}}, large{params{4e9}, tokens{8e10}};
  cost::per_question<double> const question{.prompt = 100, .output = 100};
  auto const q = plan::break_even(small, large, cost::training{}, question);
  REQUIRE(q);
  CHECK(*q == near((6e21 - 6 * 4e9 * 8e10) / (2 * 3e9 * 200), 1e-13));
  CHECK(*plan::break_even(large, small, cost::training{}, 0.0 * question) == 0);
  CHECK(plan::break_even(large, small, cost::training{}, question).error().code == errc::infeasible);
}

TEST_CASE("a frontier falls, and its exchange rate is its slope") {
  cost::per_question<double> const question{.prompt = 500, .output = 500};
  auto const keep = plan::subject_to(plan::at_least(samples{1.0}), plan::at_most(samples{1e4}), plan::data_wall{15e12});
  auto const front = plan::frontier(task, cost::training{}, question, 3.0, 50.0, 41, keep);
  REQUIRE(front);
  REQUIRE(front->size() == 41);
  for (std::size_t i = 1; i < front->size(); ++i) {
    auto const& a = (*front)[i - 1];
    auto const& b = (*front)[i];
    CHECK(b.training > a.training);
    CHECK(b.inference < a.inference);
    CHECK(b.plan.value == near(3.0, 1e-11));
    if (i < 5) continue;  // the first points are steep
    double const slope = -std::log(b.inference / a.inference) / std::log(b.training / a.training);
    CHECK(slope == near((a.exchange + b.exchange) / 2, 0.05));
  }
}

TEST_CASE("all N, D and k within a tolerance of the best") {
  auto const keep = plan::subject_to(budget::split<double>{flops{2.56e19}, flops{2e9}});
  auto const best = plan::solve(task, keep);
  auto const near_best = plan::near_optimal(task, keep, 0.01);
  REQUIRE(near_best);
  CHECK(near_best->certified);
  for (double const n : {near_best->params.low, near_best->params.high})
    CHECK(plan::solve(task, keep, {.params = n})->value == near(best->value + 0.01, 1e-12));
  CHECK(plan::solve(task, keep, {.samples = near_best->samples.high})->value == near(best->value + 0.01, 1e-12));
  CHECK(near_best->params.high / near_best->params.low >
        1.9);  // a loss of 0.3 per cent leaves N free by a factor of two

  auto const limited =
      plan::subject_to(budget::split<double>{flops{1e19}, flops{2e11}}, plan::at_most(samples{1024.0}));
  auto const top = plan::solve(accuracy, limited);
  auto const around = plan::near_optimal(accuracy, limited, 0.001);
  REQUIRE(around);
  CHECK(!around->certified);
  CHECK(plan::solve(accuracy, limited, {.params = around->params.high})->value == near(top->value - 0.001, 1e-6));
}

TEST_CASE("a sweep over budgets is the solver, many at once") {
  std::vector<double> train, inference;
  for (int i = 0; i < 2000; ++i) {
    train.push_back(1e17 * std::pow(1e9, i / 2000.0));
    inference.push_back(1e7 * std::pow(1e7, (i * 7919 % 2000) / 2000.0));
  }
  std::vector<double> n(2000);
  REQUIRE(plan::sweep(exec::scalar{}, task, std::span<double const>(train), std::span<double const>(inference),
                      std::span<double>(n))
              .ok());
  for (std::size_t i = 0; i < 2000; ++i)
    CHECK(n[i] ==
          near(plan::solve(task, budget::split<double>{flops{train[i]}, flops{inference[i]}})->params.value, 1e-12));
  CHECK(plan::sweep(exec::scalar{}, task, std::span<double const>(train), std::span<double const>(inference).first(3),
                    std::span<double>(n))
            .code == errc::size_mismatch);
}
