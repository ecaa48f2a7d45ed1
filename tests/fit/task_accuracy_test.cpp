// SPDX-License-Identifier: BSL-1.0
// Approach 2 on data made by its own law; fits to real tasks are in reference_tasks_test.cpp.
#include "support/near.hpp"
#include "support/synthetic.hpp"

#include <t2/core/message.hpp>
#include <t2/fit/task_accuracy.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

using namespace t2;
using test::near;

namespace {

constexpr law::chinchilla loss{.E = 1.2, .A = 150., .B = 900., .alpha = .3, .beta = .35};

struct suite {
  fit::dataset<> loss;
  fit::dataset<> passes;
};
suite made_by(law::beta_regression<> const& difficulty, double noise = 0) {
  suite out;
  law::task_accuracy<law::chinchilla<>> const truth{loss, difficulty};
  out.loss = test::grid(loss, {1e7, 5e7, 2e8, 1e9}, {1e9, 4e9, 2e10, 1e11}, {1}, noise);
  out.passes = test::grid(truth, {1e7, 5e7, 2e8, 1e9}, {1e9, 4e9, 2e10, 1e11}, {1, 4, 16, 64, 256}, noise);
  for (double& p : out.passes.value) p = std::min(p, 1.);
  return out;
}

}  // namespace

TEST_CASE("both stages give back the law that made the data") {
  for (law::beta_regression<> const& truth :
       {law::beta_regression<>{1.5, 1.1, .8, .4, .6}, law::beta_regression<>{2.5, 2, .6, 1, .2},
        law::beta_regression<>{1, .8, .95, -.7, 1}}) {
    CAPTURE(truth.theta0);
    auto const [nll, passes] = made_by(truth);
    auto const found = fit::fit_task_accuracy(nll, passes);
    REQUIRE(found);
    CHECK(found->location.law.E == near(loss.E, 1e-6));
    CHECK(found->location.law.alpha == near(loss.alpha, 1e-6));
    CHECK(found->difficulty.objective < 1e-15);
    double theta[5], want[5];
    law::store(found->difficulty.law, theta);
    law::store(truth, want);
    for (int i = 0; i < 5; ++i) CHECK(theta[i] == near(want[i], 1e-5));
    CHECK(found->law()(params{3e8}, tokens{5e9}, samples{32}) ==
          near(truth(nats{loss(params{3e8}, tokens{5e9})}, samples{32}), 1e-8));
  }
}

TEST_CASE("the location of the second stage is filled from the first, whatever was in it") {
  auto [nll, passes] = made_by({1.5, 1.1, .8, .4, .6}, .01);
  auto const found = fit::fit_task_accuracy(nll, passes);
  passes.location.assign(3, -7);
  auto const again = fit::fit_task_accuracy(nll, passes);
  REQUIRE(found);
  REQUIRE(again);
  CHECK(found->difficulty.objective == again->difficulty.objective);
  CHECK(found->difficulty.law.theta3 == again->difficulty.law.theta3);
}

TEST_CASE("the paper's first stage: weighted squares with E on a grid") {
  auto const [nll, passes] = made_by({1.5, 1.1, .8, .4, .6});
  auto const found = fit::fit_task_accuracy(nll, passes, fit::first_stage::paper);
  REQUIRE(found);
  // E takes one of 40 values between 1 % and 95 % of the least loss, so the fit is close but not exact
  double const least = *std::min_element(nll.value.begin(), nll.value.end());
  double const step = (.95 - .01) / 39 * least;
  CHECK(std::abs(found->location.law.E - loss.E) < step);
  CHECK(std::remainder(found->location.law.E - .01 * least, step) == doctest::Approx(0).epsilon(1e-9));
  CHECK(found->location.law.alpha == near(loss.alpha, .1));
  CHECK(found->location.active[0] == 0);
  CHECK(found->difficulty.mean_relative_error < .01);
}

TEST_CASE("inverse variances by isoFLOP group") {
  // 6ND groups: {1e17, 1.01e17, 1.02e17} with losses 2, 3, 4 (variance 2/3), two runs at 1e19, pooled
  fit::dataset<> data;
  data.params = {1e8, 1.01e8, 1.02e8, 1e9, 1.01e9};
  data.tokens = {1e9, 1e9, 1e9, 1e10, 1e10};
  data.value = {2, 3, 4, 1, 2};
  auto const weight = fit::detail::inverse_variance_weights(data);
  for (std::size_t i = 0; i < 3; ++i) CHECK(weight[i] == near(1.5, 1e-14));
  for (std::size_t i = 3; i < 5; ++i) CHECK(weight[i] == near(5 / 2.5, 1e-14));  // sum of squares 2 + .5 over 5 runs
}

TEST_CASE("what cannot be fitted is said") {
  auto const text = [](auto const& spoil, fit::first_stage stage = fit::first_stage::huber) {
    suite data = made_by({1.5, 1.1, .8, .4, .6});
    spoil(data);
    auto const found = fit::fit_task_accuracy(data.loss, data.passes, stage);
    return found ? std::string("a fit") : message(found.error());
  };
  auto const paper = fit::first_stage::paper;
  CHECK(text([](suite&) {}) == "a fit");
  CHECK(text([](suite& s) { s.passes.value[7] = 1.25; }) == "value is outside its domain (value 1.25 at index 7)");
  CHECK(text([](suite& s) { s.passes.value[2] = -.5; }) == "value is outside its domain (value -0.5 at index 2)");
  CHECK(text([](suite& s) { s.passes.params.pop_back(); }) == "params has another length than the rest");
  CHECK(text([](suite& s) { s.passes.samples.clear(); }) == "samples has another length than the rest");
  CHECK(text([](suite& s) { s.passes = {}; }) == "no data");
  CHECK(text([](suite& s) { s.loss = {}; }) == "no data");
  CHECK(text([](suite& s) { s.loss = {}; }, paper) == "no data");
  CHECK(text([](suite& s) { s.loss.tokens.pop_back(); }, paper) == "tokens has another length than the rest");
  CHECK(text([](suite& s) {
          for (double& k : s.passes.samples) k = 4;
        }) == "samples has the same value at every point (value 4)");
}

TEST_CASE("the order of rows changes no bit") {
  auto const [nll, passes] = made_by({1.5, 1.1, .8, .4, .6}, .01);
  for (fit::first_stage const stage : {fit::first_stage::huber, fit::first_stage::paper}) {
    auto const found = fit::fit_task_accuracy(nll, passes, stage);
    auto const again = fit::fit_task_accuracy(test::shuffled(nll, 3), test::shuffled(passes, 4), stage);
    REQUIRE(found);
    REQUIRE(again);
    double a[10], b[10];
    law::store(found->law(), a);
    law::store(again->law(), b);
    for (int i = 0; i < 10; ++i) CHECK(a[i] == b[i]);
  }
}
