// SPDX-License-Identifier: BSL-1.0
// Plans against brute force: free k, bounded k, whole k, both approaches; what has no plan; prices and certificates.
#include "support/near.hpp"
#include "support/random_laws.hpp"

#include <t2/law/task_accuracy.hpp>
#include <t2/plan/solve.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

using namespace t2;
using test::loss_law;
using test::near;
using test::value_at;

namespace {

using accuracy_law = law::task_accuracy<law::chinchilla<double>>;

loss_law const plain = law::chinchilla<double>{1.8, 480, 2100, 0.35, 0.37} + law::sampling_gain<double>{3.4, 0.45};
accuracy_law const accuracy{{2.2, 55, 1.28e6, 0.19, 0.64}, {0.77, 1.03, 1, -0.70, 1.0}};

// The best value over a grid of N; k(N) says how many samples.
template <class Law, class Samples>
double best_on_grid(Law const& law, budget::split<double> const& budget, double low, double high, Samples const& k) {
  double const sign = law::higher_is_better<Law> ? -1 : 1;
  double best = std::numeric_limits<double>::infinity();
  for (int i = 0; i <= 4000; ++i) {
    double const n = std::exp(std::log(low) + (std::log(high) - std::log(low)) * i / 4000);
    best = std::min(best, sign * value_at(law, budget, n, k(n)));
  }
  return sign * best;
}

std::string refused(status const& error, errc code) {
  CHECK(error.code == code);
  return error.argument;
}

}  // namespace

TEST_CASE("free k: no grid point is better, both budgets are spent, marginals balance") {
  test::random_laws make(11);
  for (int i = 0; i < 100; ++i) {
    auto const law = make.law();
    auto const budget = make.budget();
    CAPTURE(i);
    auto const best = plan::solve(law, budget);
    REQUIRE(best);
    double const n = best->params.value, d = best->tokens.value, k = best->samples.value;
    CHECK(6 * n * d == near(budget.train.value, 1e-14));
    CHECK(2 * n * k == near(budget.inference.value, 1e-14));
    CHECK(best->value == near(law(params{n}, tokens{d}, samples{k}), 1e-15));
    double const draws = budget.inference.value / 2;
    double const grid = best_on_grid(law, budget, n / 1e4, n * 1e4, [&](double m) { return draws / m; });
    CHECK(best->value <= grid * (1 + 1e-14));
    CHECK(best->value - best->certificate.gap <= grid * (1 + 1e-14));
    // KKT: what one per cent of N gives is what one per cent of D and k together take
    auto const& [loss, sampling] = std::pair(law.left, law.right);
    double const gain = loss.alpha * loss.A * std::pow(n, -loss.alpha);
    double const cost =
        loss.beta * loss.B * std::pow(d, -loss.beta) + sampling.gamma * sampling.G * std::pow(k, -sampling.gamma);
    CHECK(gain == near(cost, 1e-11));
    CHECK(best->certificate.certified);
    CHECK(best->certificate.residual <= 1e-13);
    CHECK(best->binding.train);
    CHECK(best->binding.inference);
    CHECK(!best->binding.min_samples);
    CHECK(best->cautions.samples_below_one == (k < 1));
  }
}

TEST_CASE("least k: kept, and the best that keeps to it") {
  test::random_laws make(12);
  int held = 0;
  for (int i = 0; i < 200; ++i) {
    auto const law = make.law();
    auto const budget = make.budget();
    double const least = make.log_uniform(0.5, 1e4), draws = budget.inference.value / 2;
    CAPTURE(i);
    auto const free = plan::solve(law, budget);
    auto const best = plan::solve(law, budget, {.min_samples = least});
    REQUIRE(free);
    REQUIRE(best);
    CHECK(best->samples.value >= least);
    CHECK(best->value >= free->value);
    CHECK(best->binding.min_samples == (free->samples.value < least));
    if (!best->binding.min_samples) {
      CHECK(best->params.value == free->params.value);
      continue;
    }
    ++held;
    CHECK(best->samples.value == least);
    CHECK(best->params.value == near(draws / least, 1e-15));
    CHECK(best->value <= best_on_grid(law, budget, draws / least / 1e6, draws / least, [&](double n) {
                           return draws / n;
                         }) * (1 + 1e-12));
  }
  CHECK(held > 20);
}

TEST_CASE("whole k: the best of all whole k, each with its own best N") {
  test::random_laws make(13);
  for (int i = 0; i < 40; ++i) {
    auto const law = make.law();
    budget::split<double> const budget{flops{make.log_uniform(1e17, 1e22)}, flops{make.log_uniform(1e6, 1e9)}};
    double const draws = budget.inference.value / 2;
    CAPTURE(i);
    auto const best = plan::solve(law, budget, {.integer_samples = true});
    REQUIRE(best);
    CHECK(best->samples.value == std::floor(best->samples.value));
    CHECK(best->samples.value >= 1);
    CHECK(best->params.value * best->samples.value <= draws * (1 + 1e-15));
    for (int k = 1; k <= 200; ++k) {
      double const ceiling = draws / k;
      double const grid = best_on_grid(law, budget, ceiling / 1e5, ceiling, [&](double) { return k; });
      CHECK(best->value <= grid * (1 + 1e-12));
    }
  }
}

TEST_CASE("whole k and a least k that is not whole: rounded up") {
  budget::split<double> const budget{flops{1e20}, flops{1e9}};
  auto const best = plan::solve(plain, budget, {.min_samples = 1000.5, .integer_samples = true});
  REQUIRE(best);
  CHECK(best->samples.value == 1001);
}

TEST_CASE("approach 2: the best of a finer grid, not certified, whole k too") {
  for (double const train : {1e19, 1e21}) {
    for (double const inference : {1e9, 1e12}) {
      budget::split<double> const budget{flops{train}, flops{inference}};
      CAPTURE(train);
      CAPTURE(inference);
      auto const best = plan::solve(accuracy, budget);
      REQUIRE(best);
      double const grid = best_on_grid(accuracy, budget, 1e5, 1e14, [&](double n) { return inference / 2 / n; });
      CHECK(best->value >= grid * (1 - 1e-14));
      CHECK(best->cautions.not_certified);
      CHECK(!best->certificate.certified);
      auto const whole = plan::solve(accuracy, budget, {.integer_samples = true});
      REQUIRE(whole);
      CHECK(whole->samples.value == std::floor(whole->samples.value));
      CHECK(whole->value <= best->value * (1 + 1e-13));
      auto const bounded = plan::solve(accuracy, budget, {.min_samples = 2 * best->samples.value});
      // twice the samples of the best plan may need a model below the smallest that is searched
      if (bounded) CHECK(bounded->samples.value >= 2 * best->samples.value * (1 - 1e-14));
    }
  }
}

TEST_CASE("shadow prices are slopes in the logarithm of each budget") {
  double const h = 1e-5;
  auto const check = [&](auto const& law, budget::split<double> const& budget, plan::options<double> const& keep) {
    auto const value = [&](double by_train, double by_inference) {
      return plan::solve(law,
                         {flops{budget.train.value * std::exp(by_train)},
                          flops{budget.inference.value * std::exp(by_inference)}},
                         keep)
          ->value;
    };
    auto const best = plan::solve(law, budget, keep);
    REQUIRE(best);
    CHECK(best->by_train == doctest::Approx((value(h, 0) - value(-h, 0)) / (2 * h)).epsilon(1e-5));
    CHECK(best->by_inference == doctest::Approx((value(0, h) - value(0, -h)) / (2 * h)).epsilon(1e-5));
  };
  check(plain, {flops{1e21}, flops{1e11}}, {});
  check(plain, {flops{1e21}, flops{1e9}}, {.min_samples = 50});
  check(accuracy, {flops{1e19}, flops{1e11}}, {});
}

TEST_CASE("no interior optimum: the missing term is named") {
  budget::split<double> const budget{flops{1e20}, flops{1e10}};
  auto const without = [&](auto const& remove) {
    loss_law law = plain;
    remove(law);
    return law;
  };
  CHECK(refused(plan::solve(without([](auto& l) { l.left.A = 0; }), budget).error(), errc::unbounded) == "A");
  CHECK(refused(plan::solve(without([](auto& l) { l.left.B = 0; }), budget).error(), errc::unbounded) == "B");
  CHECK(refused(plan::solve(without([](auto& l) { l.right.G = 0; }), budget).error(), errc::unbounded) == "G");
  CHECK(refused(plan::solve(without([](auto& l) { l.left.alpha = 0; }), budget, {.integer_samples = true}).error(),
                errc::unbounded) == "A");
  accuracy_law flat = accuracy;
  flat.loss.B = 0;
  CHECK(refused(plan::chinchilla_plan(flat, budget).error(), errc::unbounded) == "B");
}

TEST_CASE("budgets and options outside their domain") {
  double const bad[] = {0, -1, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()};
  for (double const x : bad) {
    CHECK(refused(plan::solve(plain, {flops{x}, flops{1e9}}).error(), errc::out_of_domain) == "train");
    CHECK(refused(plan::solve(plain, {flops{1e20}, flops{x}}).error(), errc::out_of_domain) == "inference");
    CHECK(refused(plan::solve(plain.left, budget::training<double>{flops{x}}).error(), errc::out_of_domain) == "train");
    CHECK(refused(plan::chinchilla_plan(plain, {flops{x}, flops{1e9}}).error(), errc::out_of_domain) == "train");
    if (x != 0)
      CHECK(refused(plan::solve(plain, {flops{1e20}, flops{1e9}}, {.min_samples = x}).error(), errc::out_of_domain) ==
            "min_samples");
  }
  CHECK(refused(plan::solve(plain, {flops{1e20}, flops{1.9}}, {.min_samples = 1}).error(), errc::infeasible) ==
        "min_samples");
  CHECK(refused(plan::solve(plain, {flops{1e20}, flops{1.9}}, {.integer_samples = true}).error(), errc::infeasible) ==
        "min_samples");
  CHECK(plan::solve(plain, {flops{1e20}, flops{2.0}}, {.min_samples = 1})->params.value == 1);
  CHECK(refused(plan::solve(accuracy, {flops{1e20}, flops{1e5}}, {.min_samples = 1}).error(), errc::infeasible) ==
        "min_samples");
  CHECK(refused(plan::solve(plain.left, budget::split<double>{flops{1e20}, flops{1e9}}).error(), errc::unsupported) !=
        "");
}
