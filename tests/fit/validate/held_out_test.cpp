// SPDX-License-Identifier: BSL-1.0
// Splits, held-out errors and rankings on small data whose answers are known.
#include "support/near.hpp"

#include <t2/exec/scalar.hpp>
#include <t2/fit/least.hpp>
#include <t2/fit/validate/candidates.hpp>
#include <t2/fit/validate/held_out.hpp>
#include <t2/fit/validate/split.hpp>
#include <t2/law/loss/chinchilla.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace t2;
using test::near;

namespace {

constexpr law::chinchilla truth{.E = 1.8, .A = 480., .B = 2000., .alpha = 0.35, .beta = 0.36};

fit::dataset<> runs() {
  fit::dataset<> out;
  for (int level = 0; level < 5; ++level)
    for (int i = 0; i < 6; ++i) {
      double const compute = 1e19 * std::pow(4., level), n = 1e8 * std::pow(2., level + 0.5 * i);
      out.params.push_back(n);
      out.tokens.push_back(compute / (6 * n));
      out.value.push_back(truth(params{n}, tokens{compute / (6 * n)}));
    }
  return out;
}

std::size_t held(fit::split const& s, std::size_t fold) {
  return static_cast<std::size_t>(std::count(s.held_out[fold].begin(), s.held_out[fold].end(), true));
}

}  // namespace

TEST_CASE("splits") {
  auto const data = runs();
  auto const one = fit::leave_one_out(data.value.size());
  CHECK(one.held_out.size() == 30);
  for (std::size_t f = 0; f < 30; ++f) CHECK(held(one, f) == 1);

  auto const levels = fit::leave_compute_levels_out(data.params, data.tokens);
  REQUIRE(levels.held_out.size() == 5);
  for (std::size_t f = 0; f < 5; ++f) CHECK(held(levels, f) == 6);

  auto const models = fit::leave_models_out(data.params);
  std::size_t all = 0;
  for (std::size_t f = 0; f < models.held_out.size(); ++f) all += held(models, f);
  CHECK(all == 30);  // each once

  for (auto const& s : fit::extrapolations(data.params, data.tokens)) {
    CAPTURE(s.name);
    REQUIRE(s.held_out.size() == 1);
    CHECK(held(s, 0) > 0);
    CHECK(held(s, 0) <= 15);
  }
  auto const far = fit::extrapolate("far", std::vector<double>{1, 5, 3, 9}, 3.);
  CHECK(far.held_out[0] == std::vector<bool>{false, true, false, true});
}

TEST_CASE("the right law predicts what it has not seen, a wrong one does not, and the ranking says so") {
  auto data = runs();
  std::vector<fit::split> splits{fit::leave_compute_levels_out(data.params, data.tokens)};
  for (auto const& s : fit::extrapolations(data.params, data.tokens)) splits.push_back(s);
  auto const right = fit::validate(exec::scalar{}, "chinchilla", data, splits, [](fit::dataset<> const& train) {
    return fit::least<law::chinchilla<>>(train, fit::huber{}, fit::log_residual);
  });
  // a law of D alone
  using of_data = decltype(law::sampling_gain<>{} + law::sampling_gain<>{});
  for (std::size_t i = 0; i < data.value.size(); ++i) data.samples.push_back(data.tokens[i]);
  auto const wrong = fit::validate(exec::scalar{}, "data only", data, splits, [](fit::dataset<> const& train) {
    return fit::least<of_data>(train, fit::huber{}, fit::log_residual);
  });
  REQUIRE(right);
  REQUIRE(wrong);
  REQUIRE(right->size() == splits.size());
  CHECK((*right)[0].points == 30);
  CHECK((*right)[0].split == "leave_compute_level_out");
  for (auto const& e : *right) {
    CHECK(e.failed == 0);
    CHECK(e.error < 1e-5);
  }
  CHECK((*wrong)[0].error > 0.01);
  std::vector<fit::held_out_error> both = *wrong;
  both.insert(both.end(), right->begin(), right->end());
  auto const order = fit::ranking(both, "value");
  REQUIRE(order.size() == 2);
  CHECK(order[0].law == "chinchilla");
  CHECK(order[1].error > order[0].error);
}

TEST_CASE("folds that cannot be fitted are counted, and their law comes last") {
  auto const data = runs();
  std::vector<fit::split> const splits{fit::leave_one_out(data.value.size())};
  int calls = 0;
  auto const sometimes = fit::validate(exec::scalar{}, "fragile", data, splits, [&](fit::dataset<> const& train) {
    if (++calls % 2 == 0) return result<fit::fitted<law::chinchilla<>>>(status{.code = errc::not_converged});
    return fit::least<law::chinchilla<>>(train, fit::huber{}, fit::log_residual);
  });
  REQUIRE(sometimes);
  CHECK((*sometimes)[0].failed == 15);
  CHECK((*sometimes)[0].points == 15);
  std::vector<fit::held_out_error> both = *sometimes;
  both.push_back(
      {.law = "steady", .split = "leave_one_out", .metric = "value", .k = 0, .error = 0.5, .points = 30, .failed = 0});
  CHECK(fit::ranking(both, "value").front().law == "steady");
  CHECK(std::isnan(fit::ranking(both, "value").back().error));

  std::vector<fit::split> const short_split{{"wrong", {{true, false}}}};
  auto const bad = fit::validate(exec::scalar{}, "any", data, short_split, [](fit::dataset<> const& train) {
    return fit::least<law::chinchilla<>>(train, fit::huber{}, fit::log_residual);
  });
  CHECK(bad.error().code == errc::size_mismatch);
}

TEST_CASE("task laws: both metrics at each k and over all") {
  fit::task_points<> points;
  points.samples = {1, 16, 256};
  law::log_normal<> const spread{.a = 1, .b = 0.4, .s = 0.5};
  law::chinchilla<> const location{.E = 1, .A = 30, .B = 3e4, .alpha = 0.15, .beta = 0.45};
  for (double n = 5e7; n < 3e9; n *= 2.3)
    for (double d = 1e10; d < 4e11; d *= 2.6) {
      points.params.push_back(n);
      points.tokens.push_back(d);
      for (double const k : points.samples) {
        auto const m = spread.metrics(nats{location(params{n}, tokens{d})}, samples{k});
        points.pass.push_back(m.pass);
        points.negative_log.push_back(m.negative_log);
      }
    }
  std::vector<fit::split> const splits = fit::extrapolations(points.params, points.tokens);
  auto const ours = fit::validate(exec::scalar{}, "one stage", points, splits,
                                  fit::one_stage_candidate<law::chinchilla<>, law::log_normal<>>{.k = {}});
  auto const one = fit::validate(exec::scalar{}, "t2-loss", points, splits, fit::approach_1{});
  auto const two = fit::validate(exec::scalar{}, "t2-accuracy", points, splits, fit::approach_2{});
  for (auto const* errors : {&ours, &one, &two}) {
    REQUIRE(*errors);
    REQUIRE((*errors)->size() == splits.size() * 2 * 4);
    auto const& e = **errors;
    // all k first, the mean of the columns after it
    CHECK(e[0].k == 0);
    CHECK(e[0].error == near((e[1].error + e[2].error + e[3].error) / 3, 1e-12));
    CHECK(e[0].points == 3 * e[1].points);
    CHECK(e[4].metric == "negative_log_pass");
    CHECK(e[7].k == 256);
  }
  for (auto const& e : *ours) CHECK(e.error < 1e-3);
  CHECK((*one)[7].error > 0.1);  // the additive floor at large k
}
