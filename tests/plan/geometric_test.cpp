// SPDX-License-Identifier: BSL-1.0
// 10,000 random problems against brute force on a grid; whole numbers against exhaustive search.
#include "random_problems.hpp"
#include "support/near.hpp"

#include <t2/plan/constrained.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>

using namespace t2;
using test::near;

namespace {

// log N, log D and log k on a grid; the law's value where every limit is kept, else infinity.
struct grid_oracle {
  test::loss_law const& law;
  plan::limits<double> const& keep;
  std::array<double, plan::limits<double>::most_terms> log_coefficient{};

  grid_oracle(test::loss_law const& l, plan::limits<double> const& limits) : law(l), keep(limits) {
    for (int t = 0; t < keep.first[keep.count]; ++t)
      log_coefficient[static_cast<std::size_t>(t)] = std::log(keep.term[t].coefficient);
  }
  [[nodiscard]] double operator()(double n, double d, double k, double slack = 0) const {
    for (int i = 0; i < keep.count; ++i) {
      double use = 0;
      for (int t = keep.first[i]; t < keep.first[i + 1]; ++t) {
        auto const& term = keep.term[t];
        use += std::exp(log_coefficient[static_cast<std::size_t>(t)] + term.params * n + term.tokens * d +
                        term.samples * k);
      }
      if (use > 1 + slack) return infinity<double>();
    }
    return law.left.E + std::exp(std::log(law.left.A) - law.left.alpha * n) +
           std::exp(std::log(law.left.B) - law.left.beta * d) + std::exp(std::log(law.right.G) - law.right.gamma * k);
  }
};

}  // namespace

TEST_CASE("no point of a grid, wide or around the plan, is better") {
  test::random_problems random(7);
  int planned = 0, close = 0;
  for (int i = 0; i < 10000; ++i) {
    auto const law = random.law();
    auto const keep = random.limits();
    auto const plan = plan::solve(law, keep);
    grid_oracle const value(law, keep);
    double best = infinity<double>();
    double const low[3] = {15, 18, -3}, high[3] = {29, 34, 12};
    constexpr int points = 8;
    for (int a = 0; a < points; ++a)
      for (int b = 0; b < points; ++b)
        for (int c = 0; c < points; ++c)
          best = std::min(best, value(low[0] + (high[0] - low[0]) * a / (points - 1),
                                      low[1] + (high[1] - low[1]) * b / (points - 1),
                                      low[2] + (high[2] - low[2]) * c / (points - 1)));
    if (!plan) {
      REQUIRE(best == infinity<double>());
      continue;
    }
    ++planned;
    double const n = std::log(plan->params.value), d = std::log(plan->tokens.value), k = std::log(plan->samples.value);
    double const scale = plan->value - law.left.E, noise = 1e-10 * scale + 1e-15 * plan->value;
    REQUIRE(value(n, d, k, 1e-10) == near(plan->value, 1e-12));
    REQUIRE(best >= plan->value - noise);
    double around = infinity<double>();
    for (int a = -2; a <= 2; ++a)
      for (int b = -2; b <= 2; ++b)
        for (int c = -2; c <= 2; ++c) around = std::min(around, value(n + 0.01 * a, d + 0.01 * b, k + 0.01 * c));
    REQUIRE(around >= plan->value - noise);
    close += best < plan->value + scale ? 1 : 0;
  }
  CHECK(planned > 5000);
  CHECK(close > planned / 4);  // the grid is fine enough to be a threat
}

TEST_CASE("whole k is the best of all whole k") {
  test::random_problems random(11);
  int planned = 0;
  for (int i = 0; i < 300; ++i) {
    auto const law = random.law();
    auto keep = random.limits();
    keep.add(plan::at_most(samples{60.0}));
    plan::choices<double> const whole{.integer_samples = true};
    auto const plan = plan::solve(law, keep, whole);
    double best = infinity<double>(), at = 0;
    for (int k = 1; k <= 60; ++k) {
      auto const with_k = plan::solve(law, keep, plan::choices<double>{.samples = static_cast<double>(k)});
      if (with_k && with_k->value < best) {
        best = with_k->value;
        at = k;
      }
    }
    if (!plan) {
      REQUIRE(best == infinity<double>());
      continue;
    }
    ++planned;
    REQUIRE(plan->samples.value == at);
    REQUIRE(plan->value == near(best, 1e-14));
  }
  CHECK(planned > 100);
}

TEST_CASE("whole k, multiples of D and a menu together are the best of all combinations") {
  test::random_problems random(13);
  int planned = 0;
  for (int i = 0; i < 60; ++i) {
    auto const law = random.law();
    auto keep = plan::subject_to(budget::total{cost::training{} + 1e6 * cost::per_question{100.0, 100.0}, 4e19},
                                 plan::at_most(samples{12.0}), plan::at_most(tokens{2.4e10}));
    double const menu[] = {2e7, 1e8, 4e8};
    plan::choices<double> const from{.sizes = menu, .integer_samples = true, .tokens_multiple = 3e9};
    auto const plan = plan::solve(law, keep, from);
    double best = infinity<double>();
    for (double const n : menu)
      for (int k = 1; k <= 12; ++k)
        for (int m = 1; m <= 8; ++m) {
          bool inside = true;
          for (int l = 0; l < keep.count; ++l) inside = inside && keep.use(l, n, 3e9 * m, k) <= 1 + 1e-9;
          if (inside) best = std::min(best, law(params{n}, tokens{3e9 * m}, samples{k}));
        }
    if (!plan) {
      REQUIRE(best == infinity<double>());
      continue;
    }
    ++planned;
    REQUIRE(plan->value == near(best, 1e-13));
  }
  CHECK(planned > 40);
}
