// SPDX-License-Identifier: BSL-1.0
// Plans under limits: the data wall, what binds and what it is worth, conflicts, things that are given, errors.
#include "support/near.hpp"

#include <t2/cost.hpp>
#include <t2/law/bind.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/centred_kaplan.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/loss/coupled.hpp>
#include <t2/law/loss/data_constrained.hpp>
#include <t2/law/loss/kaplan.hpp>
#include <t2/law/sampling/sampling_gain.hpp>
#include <t2/law/task_accuracy.hpp>
#include <t2/plan.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <type_traits>

using namespace t2;
using test::near;

namespace {

constexpr law::chinchilla<double> loss{.E = 1.8172, .A = 482.01, .B = 2085.43, .alpha = 0.3478, .beta = 0.3658};
auto const task = loss + law::sampling_gain<double>{.G = 1, .gamma = 0.3};
budget::split<double> const paper{flops{2.56e19}, flops{2e9}};

// Muennighoff et al. 2023, the constants of the authors' function.
law::data_constrained<double> const repeated{
    std::exp(0.6254804), std::exp(6.255414), std::exp(7.3049974), 0.3526596, 0.3526596, 15.387756, 5.309743};

}  // namespace

TEST_CASE("the paper's problem: both solvers agree") {
  auto const fast = plan::solve(task, paper);
  auto const general = plan::solve(task, plan::subject_to(paper));
  REQUIRE(fast);
  REQUIRE(general);
  CHECK(general->params.value == near(fast->params.value, 1e-13));
  CHECK(general->tokens.value == near(fast->tokens.value, 1e-13));
  CHECK(general->samples.value == near(fast->samples.value, 1e-13));
  CHECK(general->by_train == near(fast->by_train, 1e-12));
  CHECK(general->price("inference") == near(fast->price("inference"), 1e-12));
  CHECK(general->certificate.certified);
  CHECK(general->certificate.gap < 1e-12);
  CHECK(general->binding.train);
  CHECK(general->binding.count == 2);
  CHECK(std::string(general->binding.name[0]) == "train");
}

TEST_CASE("only so many tokens exist: the wall binds in place of the training budget") {
  budget::split<double> const large{flops{1e25}, flops{2e11}};
  CHECK(plan::solve(task, large)->tokens.value == near(8.049020083e14, 1e-8));
  auto const walled = plan::solve(task, plan::subject_to(large, plan::data_wall{15e12}, plan::at_least(samples{1.0})));
  REQUIRE(walled);
  CHECK(walled->tokens.value == near(15e12, 1e-12));
  CHECK(walled->binding.find("unique_tokens") >= 0);
  CHECK(walled->binding.find("train") < 0);
  CHECK(walled->by_train == 0);
  // on the wall D is fixed, and N balances its own term against that of k
  double const n = walled->params.value, k = walled->samples.value;
  CHECK(loss.alpha * loss.A * std::pow(n, -loss.alpha) == near(0.3 * std::pow(k, -0.3), 1e-11));
}

TEST_CASE("repetition with its decaying value: the exact optimum at 1e22 FLOP and 25e9 unique tokens") {
  auto const best =
      plan::solve(law::bind(repeated, unique_tokens{25e9}), plan::subject_to(budget::training<double>{flops{1e22}}));
  REQUIRE(best);
  CHECK(best->tokens.value == near(2.37208786e11, 3e-9));  // the grid search of the authors: 2.37337e11
  CHECK(best->params.value == near(1e22 / 6 / 2.37208786e11, 3e-9));
  CHECK(best->certificate.certified);
  CHECK(best->certificate.gap < 1e-10);
  auto const grid = law::bind(repeated, unique_tokens{25e9})(params{1e22 / 6 / 2.37337e11}, tokens{2.37337e11});
  CHECK(best->value < grid);
  auto const law = law::bind(repeated, unique_tokens{25e9});
  SUBCASE("the value of one more epoch that is allowed is the shadow price of the wall") {
    for (double const epochs : {1.0, 4.0, 8.0}) {
      auto const at = [&](double e) {
        return plan::solve(law, plan::subject_to(budget::training<double>{flops{1e22}}, plan::data_wall{25e9, e}));
      };
      auto const plan = at(epochs);
      CHECK(plan->tokens.value == near(25e9 * epochs, 1e-9));
      double const h = 1e-4 * epochs;
      // at one epoch the law has a kink: on the far side more tokens are repeated ones
      double const difference = epochs > 1 ? (at(epochs + h)->value - at(epochs - h)->value) / (2 * h)
                                           : (at(epochs + h)->value - plan->value) / h;
      CHECK(plan->price("unique_tokens") / epochs == near(difference, 1e-3));
    }
    auto const enough =
        plan::solve(law, plan::subject_to(budget::training<double>{flops{1e22}}, plan::data_wall{25e9, 10.0}));
    CHECK(enough->binding.find("unique_tokens") < 0);
    CHECK(enough->value == near(best->value, 1e-12));
  }
  SUBCASE("beyond 3.3e23 FLOP more repetition is worth less than a thousandth of a nat in all") {
    double const model = repeated.fed(25e9) * (1 + repeated.RN), data = 25e9 * (1 + repeated.RD);
    double const floor =
        repeated.E + repeated.A * std::pow(model, -repeated.alpha) + repeated.B * std::pow(data, -repeated.beta);
    CHECK(floor == near(2.155902237, 1e-9));
    auto const there = plan::least_cost(law, cost::training{}, floor + 1e-3);
    REQUIRE(there);
    CHECK(there->cost == near(3.32567e23, 1e-4));
    CHECK(there->plan.tokens.value / 25e9 == near(67.7, 1e-2));
    CHECK(there->plan.certificate.certified);
    CHECK(there->plan.certificate.gap < 1e-5 * there->cost);
  }
}

TEST_CASE("laws that say so are convex in logarithms: midpoints, and proofs against grids and random points") {
  // the midpoint of two random points is never above the mean of their values
  auto const check_midpoints = [](auto const& law) {
    static_assert(plan::convex_in_logs<std::decay_t<decltype(law)>>);
    std::uint64_t state = 7;
    auto const next = [&] {
      state = state * 6364136223846793005u + 1442695040888963407u;
      return static_cast<long double>(state >> 11) / 9007199254740992.0L;
    };
    int broken = 0;
    for (int i = 0; i < 20000; ++i) {
      long double x[2][2], value[2];
      for (int p = 0; p < 2; ++p) {
        x[p][0] = std::log(1e6L) + next() * std::log(1e8L);
        x[p][1] = std::log(1e8L) + next() * std::log(1e8L);
        if (p == 1 && i % 2 == 0)  // near to each other, where a kink would show
          for (int v = 0; v < 2; ++v) x[1][v] = x[0][v] + 0.2L * (next() - 0.5L);
        value[p] = law(params<long double>(std::exp(x[p][0])), tokens<long double>(std::exp(x[p][1])));
      }
      long double const middle = law(params<long double>(std::exp((x[0][0] + x[1][0]) / 2)),
                                     tokens<long double>(std::exp((x[0][1] + x[1][1]) / 2)));
      if (middle > (value[0] + value[1]) / 2 + 1e-15L) ++broken;
    }
    CHECK(broken == 0);
  };
  law::data_constrained<long double> wide{};
  double numbers[7];
  law::store(repeated, numbers);
  law::load(wide, numbers);
  check_midpoints(law::bind(wide, unique_tokens<long double>(25e9L)));
  wide.RD = 0.5L;
  wide.RN = 0.1L;
  wide.beta = 0.9L;
  check_midpoints(law::bind(wide, unique_tokens<long double>(1e12L)));
  check_midpoints(law::coupled<long double>{3.5L, 0.1L, 0.2L, 0.6L, 0.2L});
  check_midpoints(law::kaplan<long double>{6.4e13L, 1.8e13L, 0.076L, 0.103L});
  check_midpoints(law::centred_kaplan<long double>{3, 0.7L, 1, 0.1L});
  static_assert(!plan::convex_in_logs<law::task_accuracy<law::chinchilla<double>>>);

  auto const law = law::bind(repeated, unique_tokens{25e9}) + law::sampling_gain<double>{.G = 3, .gamma = 0.4};
  auto const keep = plan::subject_to(
      budget::total<decltype(cost::training{} + cost::tokens_served{1.0})>{cost::training{} + cost::tokens_served{1e12}, 1e22},
      budget::inference<double>{flops{1e11}}, plan::tokens_per_param<double>{1, 30}, plan::at_least(samples{1.0}));
  auto const best = plan::solve(law, keep);
  REQUIRE(best);
  CHECK(best->certificate.certified);
  double const bound = best->value - best->certificate.gap;
  int feasible = 0, below = 0;
  for (double u = std::log(1e8); u < std::log(1e12); u += 0.02)
    for (double ratio = 0; ratio <= std::log(30); ratio += 0.05) {
      double const n = std::exp(u), d = n * std::exp(ratio), k = 1e11 / 2 / n;
      bool const fits = keep.use(0, n, d, k) <= 1 && k >= 1;
      feasible += fits ? 1 : 0;
      below += fits && law(params{n}, tokens{d}, samples{k}) < bound ? 1 : 0;
    }
  CHECK(feasible > 1000);
  CHECK(below == 0);
}

TEST_CASE("Chinchilla's plan of the same cost, however training is counted") {
  constexpr cost::transformer<double> shape{.layers = 32, .width = 4096, .heads = 32, .head_dim = 128, .kv_heads = 8,
                                            .feed_forward = 14336, .vocabulary = 128256, .feed_forward_matrices = 3};
  auto const keep = plan::subject_to(budget::inference<double>{flops{1e11}});
  auto const by_flop = plan::chinchilla_for(task, keep, flops{1e22});
  auto const by_cost = plan::chinchilla_for(task, keep, cost::training{}, 1e22, task);
  REQUIRE(by_flop);
  REQUIRE(by_cost);
  CHECK(by_cost->params.value == near(by_flop->params.value, 1e-12));
  cost::training_with_attention<double> const palm{{shape, 8e9}, 8192};
  auto const attended = plan::chinchilla_for(task, keep, palm, 1e22, task);
  REQUIRE(attended);
  CHECK(palm(attended->params, attended->tokens, attended->samples) == near(1e22, 1e-12));
  // on Chinchilla's own line
  auto const same = plan::chinchilla_for(task, keep, flops{6 * attended->params.value * attended->tokens.value});
  CHECK(attended->params.value == near(same->params.value, 1e-12));
  CHECK(attended->params.value < by_flop->params.value);
}

TEST_CASE("an accuracy under limits is searched, and agrees with the line search of the two budgets") {
  law::task_accuracy<law::chinchilla<double>> const accuracy{
      {2.192947662, 54.98011496, 1277568.597, 0.1926953938, 0.6395516045},
      {0.7693388981, 1.032893622, 1, -0.701848641, 1.003261715}};
  budget::split<double> const budget{flops{1e20}, flops{2e9}};
  auto const line = plan::solve(accuracy, budget);
  auto const searched = plan::solve(accuracy, plan::subject_to(budget));
  REQUIRE(line);
  REQUIRE(searched);
  CHECK(searched->params.value == near(line->params.value, 1e-6));
  CHECK(searched->value == near(line->value, 1e-12));
  CHECK(searched->by_inference == near(line->by_inference, 1e-6));
  CHECK(searched->by_inference > 0);
  CHECK(searched->cautions.not_certified);
  auto const held =
      plan::solve(accuracy, plan::subject_to(budget, plan::at_most(samples{64.0}), plan::data_wall{1e12}));
  REQUIRE(held);
  CHECK(held->samples.value <= 64 * (1 + 1e-9));
  CHECK(held->tokens.value <= 1e12 * (1 + 1e-9));
  CHECK(held->value < line->value);
}

TEST_CASE("no feasible point: the limits that conflict are named, the others are not") {
  auto const keep =
      plan::subject_to(paper, plan::at_least(params{1e9}), plan::at_least(tokens{1e12}), plan::at_most(samples{64.0}));
  auto const none = plan::solve(task, keep);
  REQUIRE(!none);
  CHECK(none.error().code == errc::infeasible);
  auto const names = plan::conflict(keep);
  auto const named = [&](std::string const& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  CHECK(names.size() == 3);
  CHECK(named("train"));
  CHECK(named("min_params"));
  CHECK(named("min_tokens"));
  CHECK(named(none.error().argument));
  CHECK(plan::conflict(plan::subject_to(paper)).empty());
  double const menu[] = {1e12};
  CHECK(plan::solve(task, plan::subject_to(paper, plan::at_least(samples{1.0})), {.sizes = menu}).error().code ==
        errc::infeasible);
}

TEST_CASE("budgets in FLOP, hours and money are one problem") {
  auto h100 = cost::find_data_sheet("h100-sxm")->figures();
  h100.hour_price = 2;
  auto const lifetime = cost::training{} + 1e9 * cost::per_question{.prompt = 500.0, .output = 500.0};
  auto const k = plan::at_least(samples{1.0});
  double const per_flop = cost::money(lifetime, h100).factor;
  auto const by_flop = plan::solve(task, plan::subject_to(budget::total{lifetime, 1e22}, k));
  auto const by_money =
      plan::solve(task, plan::subject_to(budget::total{cost::money(lifetime, h100), 1e22 * per_flop}, k));
  auto const by_hour =
      plan::solve(task, plan::subject_to(budget::total{cost::gpu_hours(lifetime, h100), 1e22 * per_flop / 2}, k));
  REQUIRE(by_flop);
  CHECK(by_money->params.value == near(by_flop->params.value, 1e-11));
  CHECK(by_hour->value == near(by_flop->value, 1e-13));
  CHECK(by_money->price("total") == near(by_flop->price("total"), 1e-10));
}

TEST_CASE("a model that is given, and a memory that limits k") {
  cost::family<double> const sizes{{.layers = 32,
                                    .width = 4096,
                                    .heads = 32,
                                    .head_dim = 128,
                                    .kv_heads = 8,
                                    .feed_forward = 14336,
                                    .vocabulary = 128256,
                                    .feed_forward_matrices = 3},
                                   8e9};
  auto const memory = cost::serving_memory<double>{.sizes = sizes, .prompt = 1000, .output = 4000};
  auto const plan =
      plan::solve(task, plan::subject_to(budget::inference<double>{flops{1e13}}, plan::at_most(memory, 80e9, "memory")),
                  {.params = 8e9, .tokens = 15e12});
  REQUIRE(plan);
  CHECK(plan->params.value == 8e9);
  CHECK(plan->tokens.value == 15e12);
  CHECK(memory(plan->params, plan->tokens, plan->samples) == near(80e9, 1e-11));
  CHECK(plan->binding.count == 1);
  CHECK(std::string(plan->binding.name[0]) == "memory");
}

TEST_CASE("values that are no limits, terms that are missing, variables that nothing holds") {
  CHECK(plan::solve(task, plan::subject_to(plan::at_most(params{-1.0}))).error().code == errc::out_of_domain);
  auto const unlimited = plan::solve(task, plan::subject_to(budget::training<double>{flops{1e22}}));
  CHECK(unlimited.error().code == errc::unbounded);
  CHECK(std::string(unlimited.error().argument) == "samples");
  auto const knowledge = loss + law::sampling_gain<double>{.G = 0, .gamma = 0.3};
  auto const no_gain = plan::solve(knowledge, plan::subject_to(paper));
  CHECK(no_gain.error().code == errc::unbounded);
  CHECK(std::string(no_gain.error().argument) == "G");
  auto const one = plan::solve(knowledge, plan::subject_to(paper, plan::at_least(samples{1.0})));
  REQUIRE(one);
  CHECK(one->samples.value == 1);
  CHECK(one->params.value == near(plan::solve(loss, budget::training<double>{flops{2.56e19}})->params.value, 1e-12));
  auto const below_one = plan::solve(task, plan::subject_to(budget::split<double>{flops{1e22}, flops{1e7}}));
  CHECK(below_one->cautions.samples_below_one);
}

TEST_CASE("advice: what binds, the gain over Chinchilla, whether sampling helps, what is extrapolated") {
  auto const keep = plan::subject_to(paper);
  auto const plan = plan::solve(task, keep);
  auto const advice = plan::advise(task, keep, *plan, {.params = {1e8, 1e10}, .tokens_per_param = {1, 100}});
  REQUIRE(advice.chinchilla);
  auto const direct = plan::chinchilla_plan(task, paper);
  CHECK(advice.chinchilla->params.value == near(direct->params.value, 1e-12));
  CHECK(advice.chinchilla->samples.value == near(direct->samples.value, 1e-8));
  CHECK(advice.gain == near(direct->value - plan->value, 1e-6));
  CHECK(advice.sampling_helps);
  REQUIRE(advice.outside.size() == 1);
  CHECK(std::string(advice.outside[0].variable) == "tokens_per_param");
  CHECK(advice.outside[0].factor == near(plan->tokens_per_param() / 100, 1e-14));
  CHECK(advice.sentences.size() == 5);
  auto const knowledge = loss + law::sampling_gain<double>{.G = 1e-3, .gamma = 0.3};
  auto const with_k = plan::subject_to(paper, plan::at_least(samples{1.0}));
  CHECK(!plan::advise(knowledge, with_k, *plan::solve(knowledge, with_k)).sampling_helps);
}
