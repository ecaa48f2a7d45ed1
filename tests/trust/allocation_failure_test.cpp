// SPDX-License-Identifier: BSL-1.0
// t2: needs threads
// t2: labels own-allocator
// Every function of the library that allocates, where the n-th allocation fails, for every n: std::bad_alloc reaches the
// caller or a status does, nothing is leaked, nothing hangs, and the same call succeeds afterwards.
#include "support/failing_allocation.hpp"
#include "support/synthetic.hpp"

#include <t2/exec/emulated.hpp>
#include <t2/exec/scalar.hpp>
#include <t2/exec/threads.hpp>
#include <t2/fit/bootstrap.hpp>
#include <t2/fit/bootstrap_outcomes.hpp>
#include <t2/fit/least.hpp>
#include <t2/fit/many_start.hpp>
#include <t2/fit/task/bootstrap.hpp>
#include <t2/fit/task/one_stage.hpp>
#include <t2/fit/task_accuracy.hpp>
#include <t2/fit/validate/held_out.hpp>
#include <t2/fit/validate/split.hpp>
#include <t2/law/difficulty/log_normal.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/loss/coupled.hpp>
#include <t2/law/task_accuracy.hpp>
#include <t2/passk/allocation.hpp>
#include <t2/passk/best_of.hpp>
#include <t2/passk/coverage.hpp>
#include <t2/passk/interval/benchmark.hpp>
#include <t2/passk/interval/bootstrap.hpp>
#include <t2/passk/interval/posterior.hpp>
#include <t2/passk/majority.hpp>
#include <t2/passk/mixture/beta_binomial.hpp>
#include <t2/passk/mixture/goodness.hpp>
#include <t2/passk/mixture/profile.hpp>
#include <t2/passk/mixture/these_questions.hpp>
#include <t2/passk/power_law.hpp>
#include <t2/plan/advice.hpp>
#include <t2/plan/confidence/uncertainty.hpp>
#include <t2/plan/constrained.hpp>
#include <t2/plan/constraint.hpp>
#include <t2/plan/solve.hpp>
#include <t2/sample/beta_binomial.hpp>
#include <t2/sample/geometric.hpp>
#include <t2/sample/multinomial.hpp>
#include <t2/sample/simulate.hpp>
#include <t2/sample/tally.hpp>
#include <t2/sample/verifier.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

using namespace t2;
using test::fail_each;

namespace {

fit::dataset<double> runs() {
  law::chinchilla<double> const law{.E = 1.7, .A = 410, .B = 1200, .alpha = 0.34, .beta = 0.37};
  return test::grid(law, {1e7, 1e8, 1e9}, {1e9, 1e10, 1e11, 1e12}, {1}, 0.01);
}

std::vector<std::int64_t> const trials(60, 50);
std::vector<std::int64_t> solved() {
  std::vector<std::int64_t> out;
  for (std::int64_t i = 0; i < 60; ++i) out.push_back(i * i % 41);
  return out;
}

}  // namespace

TEST_CASE("fits, their bootstrap and plans of it") {
  auto const data = runs();
  auto const fitted = [&] { return fit::least<law::chinchilla<double>>(data, fit::huber{1e-3}, fit::log_residual); };
  fail_each("fit::least", [&] { return static_cast<bool>(fitted()); });
  auto const found = fitted();
  REQUIRE(found);
  auto const drawn = [&](auto const& ex) {
    return fit::bootstrap_runs(ex, data, found->law, fit::huber{1e-3}, fit::log_residual,
                               {.draws = 8, .seed = 1, .what = fit::resample::runs});
  };
  fail_each("fit::bootstrap_runs", [&] { return static_cast<bool>(drawn(exec::scalar{})); });
  fail_each("fit::bootstrap_runs on threads", [&] { return static_cast<bool>(drawn(exec::threads<>{.count = 2})); });
  auto const draws = drawn(exec::scalar{});
  REQUIRE(draws);
  auto const solve = [](law::chinchilla<double> const& law) {
    return plan::solve(law, budget::training<>{flops{1e21}});
  };
  auto const best = solve(found->law);
  REQUIRE(best);
  fail_each("plan::plan_draws, plan::summarise", [&] {
    auto const plans = plan::plan_draws(exec::scalar{}, found->law, *draws, *best, solve);
    return plans && plan::summarise(*plans, 0.9).draws == 8;
  });
}

TEST_CASE("pass@k of many questions") {
  auto const c = solved();
  passk::counts const data{std::span<std::int64_t const>(trials), std::span<std::int64_t const>(c)};
  fail_each("passk::mean_pass", [&] { return static_cast<bool>(passk::mean_pass(data, 10.0)); });
  fail_each("passk::fixed_questions", [&] { return static_cast<bool>(passk::fixed_questions(data, 10.0)); });
  fail_each("passk::coverage", [&] { return static_cast<bool>(passk::coverage<double>(data, 10.0)); });
  fail_each("passk::beta_binomial::fit", [&] { return static_cast<bool>(passk::beta_binomial<double>::fit(data)); });
  auto const found = passk::beta_binomial<double>::fit(data);
  REQUIRE(found);
  fail_each("passk::profile_interval",
            [&] { return static_cast<bool>(passk::profile_interval(*found, data, 100.0, 0.9)); });
  std::vector<double> const ks{1, 2, 4, 8};
  fail_each("passk::power_law::fit",
            [&] { return static_cast<bool>(passk::power_law<double>::fit(data, std::span<double const>(ks))); });
  std::vector<std::int64_t> const answers{5, 4, 3, 2, 1};
  fail_each("passk::majority",
            [&] { return static_cast<bool>(passk::majority<double>(std::span<std::int64_t const>(answers), 0, 4)); });
  std::vector<double> const rewards{0.1, 0.7, 0.3, 0.9};
  fail_each("passk::max_at", [&] { return static_cast<bool>(passk::max_at(std::span<double const>(rewards), 2)); });
  std::vector<std::uint64_t> out(rewards.size());
  fail_each("passk::allocate",
            [&] { return passk::allocate(std::span<double const>(rewards), 100, 1, std::span(out)).ok(); });
  fail_each("passk::best_samples", [&] {
    return static_cast<bool>(passk::best_samples(std::span<double const>(rewards), passk::verifier<double>{0.9, 0.1},
                                                 passk::payoff<double>{}, 10));
  });
}

TEST_CASE("the bootstrap of pass@k") {
  auto const c = solved();
  passk::counts const data{std::span<std::int64_t const>(trials), std::span<std::int64_t const>(c)};
  auto const drawn = [&](auto const& ex) {
    return static_cast<bool>(passk::bootstrap(ex, data, 5, {.replicates = 20}));
  };
  fail_each("passk::bootstrap", [&] { return drawn(exec::scalar{}); });
  fail_each("passk::bootstrap on threads", [&] { return drawn(exec::threads<>{.count = 2}); });
  fail_each("passk::posterior_questions",
            [&] { return static_cast<bool>(passk::posterior_questions<double>(data, 100.0)); });
  auto const found = passk::beta_binomial<double>::fit(data);
  REQUIRE(found);
  fail_each("passk::goodness_of_fit", [&] { return static_cast<bool>(passk::goodness_of_fit(*found, data)); });
}

TEST_CASE("many starts, and laws held against runs they have not seen") {
  auto const data = runs();
  auto const few = test::grid(law::chinchilla<double>{.E = 1.7, .A = 410, .B = 1200, .alpha = 0.34, .beta = 0.37},
                              {1e7, 1e9}, {1e9, 1e10, 1e12}, {1});
  fail_each(
      "fit::many_start", [&] { return static_cast<bool>(fit::many_start(exec::scalar{}, few, fit::huber{1e-3})); }, 1);
  fail_each("fit::validate, fit::ranking", [&] {
    auto const errors = fit::validate(
        exec::scalar{}, "chinchilla", data, {fit::leave_models_out(data.params), fit::extrapolate("D", data.tokens)},
        [](fit::dataset<double> const& train) {
          return fit::least<law::chinchilla<double>>(train, fit::squared{}, fit::log_residual);
        });
    // where the folds run out of memory, they are not taken for fits that failed
    return errors && errors->size() == 2 && errors->front().failed == 0 && fit::ranking(*errors, "value").size() == 1;
  });
}

namespace {

/// Negative log-likelihoods of 20 questions at 12 checkpoints.
fit::outcomes<double> answers() {
  law::coupled<double> const location{.A0 = 4, .alpha = 0.1, .B0 = 0.3, .beta = 0.6, .c = 0.2};
  fit::outcomes<double> out;
  out.questions = 20;
  for (double const n : {5e7, 2e8, 1e9})
    for (double const d : {1e10, 3e10, 1e11, 4e11}) {
      out.params.push_back(n);
      out.tokens.push_back(d);
      for (int q = 0; q < 20; ++q)
        out.nll.push_back(location(params{n}, tokens{d}) * std::exp(0.5 * std::sin(37. * q)));
    }
  return fit::canonical(out);
}
std::vector<double> const samples_each{1, 8, 64};

}  // namespace

TEST_CASE("task laws: both stages, both at once, and their bootstrap") {
  std::span<double const> const k(samples_each);
  auto const data = answers();
  std::vector<double> const once{1};
  auto const nll = fit::tabulate<double>(data, fit::metric::negative_log_pass, std::span<double const>(once));
  auto const pass = fit::tabulate<double>(data, fit::metric::pass, k);
  REQUIRE(nll);
  REQUIRE(pass);
  fail_each("fit::tabulate", [&] { return static_cast<bool>(fit::tabulate<double>(data, fit::metric::pass, k)); });
  auto const loss_points = fit::points<double>(data, std::span<double const>(once), nll->means());
  auto const pass_points = fit::points<double>(data, k, pass->means());
  auto const two = fit::fit_task_accuracy(loss_points, pass_points);
  REQUIRE(two);
  fail_each(
      "fit::fit_task_accuracy", [&] { return static_cast<bool>(fit::fit_task_accuracy(loss_points, pass_points)); }, 4);
  fail_each(
      "fit::bootstrap_accuracy",
      [&] {
        auto const draws =
            fit::bootstrap_accuracy(exec::scalar{}, data, loss_points, *nll, *pass, k, *two, {.draws = 4, .seed = 1});
        return draws && draws->failed == 0;
      },
      4);
  fit::one_stage_options how;
  how.prior_weight = 0.1;
  auto const points = fit::both_metrics(data, k);
  REQUIRE(points);
  auto const one = [&] { return fit::one_stage<law::coupled<double>, law::log_normal<double>>(*points, how); };
  auto const found = one();
  REQUIRE(found);
  fail_each("fit::one_stage", [&] { return static_cast<bool>(one()); }, 2);
  fail_each(
      "fit::bootstrap_task",
      [&] {
        auto const draws = fit::bootstrap_task(exec::scalar{}, data, k, *found, {.draws = 4, .seed = 1}, how);
        return draws && draws->failed == 0;
      },
      2);
}

TEST_CASE("plans that are searched") {
  law::task_accuracy<law::chinchilla<double>> const accuracy{
      {2.192947662, 54.98011496, 1277568.597, 0.1926953938, 0.6395516045},
      {0.7693388981, 1.032893622, 1, -0.701848641, 1.003261715}};
  budget::split<double> const budget{flops{1e20}, flops{2e9}};
  fail_each(
      "plan::solve, a search", [&] { return static_cast<bool>(plan::solve(accuracy, plan::subject_to(budget))); }, 2);
  law::chinchilla<double> const loss{.E = 1.7, .A = 410, .B = 1200, .alpha = 0.34, .beta = 0.37};
  auto const limits = plan::subject_to(budget::training<>{flops{1e21}}, plan::data_wall{1e11});
  auto const best = plan::solve(loss, limits);
  REQUIRE(best);
  fail_each("plan::advise", [&] { return !plan::advise(loss, limits, *best).sentences.empty(); });
  auto const both =
      plan::subject_to(budget::training<>{flops{1e21}}, plan::data_wall{1e11}, plan::at_least(tokens{1e12}));
  fail_each("plan::conflict", [&] { return !plan::conflict(both).empty(); });
}

TEST_CASE("simulated answers") {
  std::vector<double> const chances{0.01, 0.2, 0.7};
  auto const fresh = [](auto const& ex) {
    auto const t = sample::fresh(ex, law::beta_shape<double>{0.3, 2}, 50, samples{16}, seed{1}, {20});
    return t && sample::pass_at(*t, 4).value > 0;
  };
  auto const repeated = [&](auto const& ex) {
    return static_cast<bool>(sample::repeated(ex, chances, samples{16}, seed{1}, {100}));
  };
  fail_each("sample::fresh", [&] { return fresh(exec::scalar{}); });
  fail_each("sample::fresh on threads", [&] { return fresh(exec::threads<>{.count = 2}); });
  fail_each("sample::fresh on a device", [&] { return fresh(exec::emulated{}); });
  fail_each("sample::repeated", [&] { return repeated(exec::scalar{}); });
  fail_each("sample::repeated on threads", [&] { return repeated(exec::threads<>{.count = 2}); });
  fail_each("sample::repeated on a device", [&] { return repeated(exec::emulated{}); });
  fail_each("sample::beta_binomial_table", [] { return static_cast<bool>(sample::beta_binomial_table(0.3, 2, 64)); });
  fail_each("sample::geometric_table", [] { return static_cast<bool>(sample::geometric_table(0.3, 64)); });
  fail_each("sample::verified_thresholds", [] { return static_cast<bool>(sample::verified_thresholds(64, {})); });
}

TEST_CASE("a pool of threads with fewer of them") {
  fail_each("exec::threads", [] {
    std::atomic<int> ran{0};
    return exec::threads<>{.count = 4}.for_each_index(1000, [&](std::size_t) { ++ran; }).ok() && ran == 1000;
  });
  fail_each("exec::threads::reduce", [] {
    return exec::threads<>{.count = 4}.reduce<double>(100'000, [](std::size_t) { return 1.0; }) == 100'000;
  });
}
