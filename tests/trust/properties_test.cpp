// SPDX-License-Identifier: BSL-1.0
// What must hold whatever the law, the data and the budgets: of random ones, the same in every run.
#include "plan/random_problems.hpp"
#include "support/near.hpp"
#include "support/random_laws.hpp"
#include "support/synthetic.hpp"

#include <t2/fit/least.hpp>
#include <t2/passk/unbiased.hpp>
#include <t2/plan/constrained.hpp>
#include <t2/plan/solve.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

using namespace t2;
using test::near;

TEST_CASE("no plan is beaten by 1e4 random points that both budgets allow") {
  test::random_laws random(11);
  for (int problem = 0; problem < 40; ++problem) {
    auto const law = random.law();
    auto const budget = random.budget();
    auto const best = plan::solve(law, budget);
    REQUIRE(best);
    double least = infinity<double>();
    for (int i = 0; i < 10'000; ++i) {
      double const n = best->params.value * random.log_uniform(1e-4, 1e4);
      double const d = budget.train.value / (6 * n) * random.uniform(0.2, 1);
      double const k = budget.inference.value / (2 * n) * random.uniform(0.2, 1);
      least = std::min(least, law::evaluate(law, params{n}, tokens{d}, samples{k}));
    }
    CHECK(best->value <= least * (1 + 1e-12));
  }
}

TEST_CASE("no plan under random limits is beaten by 1e4 random points that keep them") {
  test::random_problems random(23);
  int planned = 0, tried = 0;
  for (int problem = 0; problem < 60; ++problem) {
    auto const law = random.law();
    auto const keep = random.limits();
    auto const best = plan::solve(law, keep);
    if (!best) continue;
    ++planned;
    double least = infinity<double>();
    for (int i = 0; i < 10'000; ++i) {
      params const n{best->params.value * random.log_uniform(1e-2, 1e2)};
      tokens const d{best->tokens.value * random.log_uniform(1e-2, 1e2)};
      samples const k{best->samples.value * random.log_uniform(1e-2, 1e2)};
      bool allowed = true;
      for (int c = 0; c < keep.count; ++c) allowed = allowed && keep.use(c, n.value, d.value, k.value) <= 1;
      if (!allowed) continue;
      ++tried;
      least = std::min(least, law::evaluate(law, n, d, k));
    }
    CHECK(best->value <= least * (1 + 1e-9));
  }
  CHECK(planned > 20);
  CHECK(tried > 20'000);
}

TEST_CASE("more of a budget is never worse") {
  test::random_laws random(12);
  for (int problem = 0; problem < 400; ++problem) {
    auto const law = random.law();
    auto budget = random.budget();
    auto const before = plan::solve(law, budget);
    (random.uniform(0, 1) < 0.5 ? budget.train.value : budget.inference.value) *= random.log_uniform(1.0001, 1e3);
    auto const after = plan::solve(law, budget);
    REQUIRE(before);
    REQUIRE(after);
    CHECK(after->value <= before->value * (1 + 1e-13));
  }
}

TEST_CASE("a fit in millions of parameters and billions of tokens is the same fit") {
  law::chinchilla<double> const truth{.E = 1.7, .A = 410, .B = 1200, .alpha = 0.34, .beta = 0.37};
  auto data = test::grid(truth, {1e7, 5e7, 2e8, 1e9, 4e9}, {1e9, 4e9, 2e10, 1e11}, {1});
  test::random_laws random(5);
  for (double& loss : data.value) loss *= std::exp(0.01 * (random.uniform(-1, 1) + random.uniform(-1, 1)));
  auto const fitted = [](fit::dataset<double> const& points) {
    return fit::least<law::chinchilla<double>>(points, fit::huber{1e-3}, fit::log_residual);
  };
  auto const one = fitted(data);
  REQUIRE(one);
  for (double& n : data.params) n /= 1e6;
  for (double& d : data.tokens) d /= 1e9;
  auto const other = fitted(data);
  REQUIRE(other);
  CHECK(other->objective == near(one->objective, 1e-12));
  CHECK(other->law.E == near(one->law.E, 1e-7));
  CHECK(other->law.alpha == near(one->law.alpha, 1e-7));
  CHECK(other->law.beta == near(one->law.beta, 1e-7));
  CHECK(other->law.A == near(one->law.A * std::pow(1e6, -one->law.alpha), 1e-6));
  CHECK(other->law.B == near(one->law.B * std::pow(1e9, -one->law.beta), 1e-6));
}

TEST_CASE("a plan in millions of parameters and billions of tokens is the same plan") {
  test::random_laws random(6);
  for (int problem = 0; problem < 200; ++problem) {
    auto const law = random.law();
    auto const budget = random.budget();
    auto scaled = law;
    scaled.left.A *= std::pow(1e6, -law.left.alpha);
    scaled.left.B *= std::pow(1e9, -law.left.beta);
    auto const one = plan::solve(law, budget);
    auto const other = plan::solve(
        scaled, budget::split<double>{flops{budget.train.value / 1e15}, flops{budget.inference.value / 1e6}});
    REQUIRE(one);
    REQUIRE(other);
    CHECK(other->params.value * 1e6 == near(one->params.value, 1e-11));
    CHECK(other->tokens.value * 1e9 == near(one->tokens.value, 1e-11));
    CHECK(other->samples.value == near(one->samples.value, 1e-11));
    CHECK(other->value == near(one->value, 1e-13));
  }
}

TEST_CASE("pass@k rises with k and with c, and so does every digit of what is left") {
  test::random_laws random(7);
  for (int i = 0; i < 20'000; ++i) {
    double const n = std::floor(random.log_uniform(3, 1e9));
    double const c = std::floor(random.log_uniform(1, n)), k = std::floor(random.log_uniform(1, n));
    if (c + 1 > n || k + 1 > n) continue;
    auto const here = passk::unbiased_tails(n, c, k);
    for (auto const& more : {passk::unbiased_tails(n, c + 1, k), passk::unbiased_tails(n, c, k + 1)}) {
      CHECK(more.pass >= here.pass * (1 - 1e-14));
      double const digits = here.miss > 0 ? -std::log(here.miss) : 0;
      CHECK(more.miss <= here.miss * (1 + 1e-14 * (1 + digits)));
    }
  }
}
