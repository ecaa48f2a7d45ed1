// SPDX-License-Identifier: BSL-1.0
// How plans move with coefficients and limits, against differences of plans; plans over draws.
#include "plan/random_problems.hpp"
#include "support/near.hpp"

#include <t2/exec/emulated.hpp>
#include <t2/exec/scalar.hpp>
#include <t2/law/bind.hpp>
#include <t2/law/loss/data_constrained.hpp>
#include <t2/law/task_accuracy.hpp>
#include <t2/plan.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

using namespace t2;
using test::near;

namespace {

// The plan's numbers as an array, for differences.
template <class Plan>
std::array<double, 4> numbers(Plan const& plan) {
  return {std::log(plan->params.value), std::log(plan->tokens.value), std::log(plan->samples.value), plan->value};
}
std::array<double, 4> numbers(plan::movement<double> const& m) {
  return {m.log_params, m.log_tokens, m.log_samples, m.value};
}

// A limit that starts or stops binding on the way is a kink.
template <class Plan>
bool same_limits(Plan const& a, Plan const& b) {
  return a && b && std::equal(a->binding.begin(), a->binding.end(), b->binding.begin(), b->binding.end());
}

// Where a term weighs next to nothing its variable is free over a wide range, and differences of plans are noise.
template <class Plan>
bool balanced(test::loss_law const& law, Plan const& plan) {
  double const n = law.left.A * std::pow(plan->params.value, -law.left.alpha),
               d = law.left.B * std::pow(plan->tokens.value, -law.left.beta),
               k = law.right.G * std::pow(plan->samples.value, -law.right.gamma);
  return std::min({n, d, k}) > 1e-3 * (n + d + k);
}

template <class Law>
void check_derivatives(Law const& law, plan::limits<double> const& keep, double step, double tolerance, int& checked) {
  auto const best = plan::solve(law, keep);
  if (!best) return;
  auto const moves = plan::sensitivity(law, keep, *best);
  REQUIRE(moves);
  double plain[law::parameter_count<Law>];
  law::store(law, plain);
  for (int p = 0; p < law::parameter_count<Law>; ++p) {
    double const h = step * std::max(std::abs(plain[p]), 1e-3);
    Law up = law, down = law;
    double moved[law::parameter_count<Law>];
    std::copy(std::begin(plain), std::end(plain), moved);
    moved[p] = plain[p] + h;
    law::load(up, moved);
    moved[p] = plain[p] - h;
    law::load(down, moved);
    auto const above = plan::solve(up, keep), below = plan::solve(down, keep);
    if (!same_limits(above, best) || !same_limits(below, best)) continue;
    auto const exact = numbers(moves->coefficient[static_cast<std::size_t>(p)]);
    auto const a = numbers(above), b = numbers(below);
    for (std::size_t i = 0; i < 4; ++i) {
      double const difference = (a[i] - b[i]) / (2 * h);
      CHECK(std::abs(difference - exact[i]) * h <= tolerance * (std::abs(exact[i]) * h + 1e-4 * step));
      ++checked;
    }
  }
}

}  // namespace

TEST_CASE("derivatives of the optimum with respect to every coefficient") {
  test::random_problems random(3);
  int checked = 0;
  for (int i = 0; i < 400; ++i) {
    auto const law = random.law();
    auto const keep = random.limits();
    if (auto const plan = plan::solve(law, keep); plan && balanced(law, plan))
      check_derivatives(law, keep, 1e-5, 1e-4, checked);
  }
  MESSAGE(checked << " derivatives compared");
  CHECK(checked > 1000);
}

TEST_CASE("of an accuracy, and of a law that holds more than its coefficients") {
  int checked = 0;
  law::task_accuracy<law::chinchilla<double>> const accuracy{
      {2.192947662, 54.98011496, 1277568.597, 0.1926953938, 0.6395516045},
      {0.7693388981, 1.032893622, 0.9, -0.701848641, 1.003261715}};
  check_derivatives(accuracy,
                    plan::subject_to(budget::split<double>{flops{1e20}, flops{2e9}}, plan::at_least(params{5e7})), 1e-4,
                    1e-3, checked);
  law::data_constrained<double> const repeated{1.869144, 520.825, 1487.7161, 0.3526596, 0.3526596, 15.387756, 5.309743};
  check_derivatives(law::bind(repeated, unique_tokens{25e9}), plan::subject_to(budget::training<double>{flops{1e22}}),
                    1e-4, 1e-3, checked);
  CHECK(checked > 40);
}

TEST_CASE("with respect to limits: shadow prices are derivatives of the value") {
  test::random_problems random(5);
  int checked = 0, lower = 0;
  for (int i = 0; i < 300; ++i) {
    auto const law = random.law();
    auto const keep = random.limits();
    auto const best = plan::solve(law, keep);
    if (!best || !balanced(law, best)) continue;
    auto const moves = plan::sensitivity(law, keep, *best);
    REQUIRE(moves);
    for (int l = 0; l < keep.count; ++l) {
      double const h = 1e-5;
      auto wider = keep, tighter = keep;
      std::string const name = keep.name[l];
      double const side = name.starts_with("min_") ? -1 : 1;  // more of a least value leaves less room
      lower += name.starts_with("min_") && best->binding.find(name) >= 0 ? 1 : 0;
      for (int t = keep.first[l]; t < keep.first[l + 1]; ++t) {
        wider.term[t].coefficient *= std::exp(-side * h);
        tighter.term[t].coefficient *= std::exp(side * h);
      }
      auto const above = plan::solve(law, wider), below = plan::solve(law, tighter);
      if (!same_limits(above, best) || !same_limits(below, best)) continue;
      auto const exact = numbers(moves->limit[static_cast<std::size_t>(l)]);
      auto const a = numbers(above), b = numbers(below);
      for (std::size_t v = 0; v < 4; ++v) {
        CHECK(std::abs((a[v] - b[v]) / (2 * h) - exact[v]) <= 1e-5 * (std::abs(exact[v]) + 0.1));
        ++checked;
      }
    }
  }
  CHECK(checked > 1000);
  CHECK(lower > 0);
  // a least k in the solver of the two budgets, and the number itself for a limit told as one
  law::task_accuracy<law::chinchilla<double>> const accuracy{
      {2.192947662, 54.98011496, 1277568.597, 0.1926953938, 0.6395516045},
      {0.7693388981, 1.032893622, 0.9, -0.701848641, 1.003261715}};
  test::loss_law const loss = law::chinchilla<double>{1.8, 482, 2085, 0.348, 0.366} + law::sampling_gain<double>{1, 0.3};
  auto const train = budget::training<double>{flops{1e22}};
  auto const by = [](auto const& price_of) { return (price_of(std::exp(1e-3)) - price_of(std::exp(-1e-3))) / 2e-3; };
  auto const with = [&](auto const& law, double least) {
    return plan::solve(law, plan::subject_to(train, plan::at_most(samples{64.0}), plan::at_least(params{least})));
  };
  CHECK(with(loss, 5e10)->price("min_params") == near(by([&](double f) { return with(loss, 5e10 * f)->value; }), 1e-4));
  CHECK(with(loss, 5e10)->price("min_params") > 0);  // nats more
  CHECK(with(accuracy, 5e10)->price("min_params") ==
        near(by([&](double f) { return with(accuracy, 5e10 * f)->value; }), 1e-3));
  CHECK(with(accuracy, 5e10)->price("min_params") < 0);
  budget::split<double> const both{flops{1e22}, flops{1e9}};
  auto const held = [&](double least) { return plan::solve(loss, both, {.min_samples = least}); };
  auto const plain = held(50);
  REQUIRE(plain->binding.min_samples);
  CHECK(plain->price("min_samples") == near(by([&](double f) { return held(50 * f)->value; }), 1e-4));
  auto const keep = plan::subject_to(both, plan::at_least(samples{50.0}));
  CHECK(plan::solve(loss, keep)->price("min_samples") == near(plain->price("min_samples"), 1e-9));
  auto const moves = plan::sensitivity(loss, keep, *plain);
  REQUIRE(moves);
  CHECK(moves->limit[static_cast<std::size_t>(keep.find("min_samples"))].log_params == near(-1, 1e-9));
}

TEST_CASE("plans over draws: intervals, and the regret of the plan in hand") {
  test::random_problems random(9);
  test::loss_law const law = law::chinchilla<double>{1.8, 482, 2085, 0.348, 0.366} + law::sampling_gain<double>{1, 0.3};
  double plain[7];
  law::store(law, plain);
  fit::bootstrap_draws<double, 7> draws;
  for (int i = 0; i < 200; ++i) {
    std::array<double, 7> row;
    for (std::size_t p = 0; p < 7; ++p) row[p] = plain[p] * random.uniform(0.97, 1.03);
    draws.rows.push_back(row);
  }
  draws.rows[17][5] = 0;  // G = 0: no optimum
  budget::split<double> const budget{flops{2.56e19}, flops{2e9}};
  auto const point = plan::solve(law, budget);
  auto const fast = plan::plan_draws(exec::scalar{}, law, draws, *point, budget);
  auto const general = plan::plan_draws(exec::scalar{}, law, draws, *point, plan::subject_to(budget));
  REQUIRE(fast);
  REQUIRE(general);
  CHECK(!(*fast)[17].found);
  for (std::size_t i = 0; i < 200; ++i) {
    if (i == 17) continue;
    auto const& plan = (*fast)[i];
    CHECK(plan.regret >= -1e-14);
    CHECK(plan.params == near((*general)[i].params, 1e-11));
    CHECK(plan.committed - plan.value == near(plan.regret, 1e-12));
  }
  // on a device the same, but with k free only
  exec::emulated const device{};
  CHECK(plan::plan_draws(device, law, draws, *point, budget, {.min_samples = 1.}).error().code == errc::unsupported);
  CHECK(plan::plan_draws(device, law, draws, *point, budget, {.integer_samples = true}).error().code ==
        errc::unsupported);
  CHECK(plan::plan_draws(device, law, draws, *point, {flops{0.}, flops{2e9}}).error().code == errc::out_of_domain);
  CHECK(plan::plan_draws(device, law, {}, *point, budget)->empty());
  auto const spread = plan::summarise(*fast, 0.9);
  CHECK(spread.draws == 199);
  CHECK(spread.failed == 1);
  CHECK(spread.params.low < point->params.value);
  CHECK(spread.params.high > point->params.value);
  CHECK(spread.mean_regret > 0);
  CHECK(spread.regret.high < 0.1);
}
