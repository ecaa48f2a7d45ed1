// SPDX-License-Identifier: BSL-1.0
#include "support/near.hpp"
#include "support/synthetic.hpp"

#include <t2/core/message.hpp>
#include <t2/fit/separable/fit.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

using namespace t2;
using test::near;

namespace {

using approach1 = decltype(law::chinchilla<double>{} + law::sampling_gain<double>{});

constexpr law::chinchilla truth{.E = 1.7, .A = 400., .B = 1200., .alpha = .34, .beta = .37};
constexpr law::sampling_gain gain{.G = 2.5, .gamma = .4};

fit::dataset<> runs(double noise) {
  return test::grid(truth, {1e7, 5e7, 2e8, 1e9, 4e9}, {1e9, 4e9, 2e10, 1e11}, {1}, noise);
}

template <class Law>
std::vector<double> parameters(Law const& law) {
  std::vector<double> out(static_cast<std::size_t>(law::parameter_count<Law>));
  law::store(law, out.data());
  return out;
}

}  // namespace

TEST_CASE("exact data give back their law, by any objective") {
  auto const check = [](auto const& found) {
    REQUIRE(found);
    CHECK(found->law.E == near(1.7, 1e-8));
    CHECK(found->law.A == near(400, 1e-6));
    CHECK(found->law.B == near(1200, 1e-6));
    CHECK(found->law.alpha == near(.34, 1e-8));
    CHECK(found->law.beta == near(.37, 1e-8));
    CHECK(found->objective < 1e-18);
    CHECK(found->points == 20);
    CHECK(found->warnings.empty());
  };
  check(fit::fit_separable<law::chinchilla<>>(runs(0), fit::squared{}, fit::linear_residual));
  check(fit::fit_separable<law::chinchilla<>>(runs(0), fit::squared{}, fit::log_residual));
  check(fit::fit_separable<law::chinchilla<>>(runs(0), fit::huber{1e-3}, fit::log_residual));
  check(fit::fit_separable<law::chinchilla<>>(runs(0), fit::huber{.1}, fit::linear_residual));
}

TEST_CASE("a law of three variables in any order of its terms") {
  auto const data = test::grid(truth + gain, {1e7, 1e8, 1e9}, {1e9, 1e10, 1e11}, {1, 4, 16, 64});
  auto const found = fit::fit_separable<approach1>(data, fit::squared{}, fit::linear_residual);
  REQUIRE(found);
  auto const want = parameters(truth + gain), got = parameters(found->law);
  for (std::size_t i = 0; i < want.size(); ++i) CHECK(got[i] == near(want[i], 1e-5));
  auto const turned = fit::fit_separable<decltype(gain + truth)>(data, fit::squared{}, fit::linear_residual);
  REQUIRE(turned);
  CHECK(turned->law.left.G == near(2.5, 1e-5));
}

TEST_CASE("in float and long double") {
  law::chinchilla<float> const small{1.7f, 400, 1200, .34f, .37f};
  auto const coarse = fit::fit_separable<law::chinchilla<float>>(
      test::grid(small, {1e7, 5e7, 2e8, 1e9, 4e9}, {1e9, 4e9, 2e10, 1e11}, {1}), fit::squared{}, fit::log_residual);
  REQUIRE(coarse);
  CHECK(coarse->law.E == near(1.7f, 1e-3));
  CHECK(coarse->law.alpha == near(.34f, 1e-2));
  law::chinchilla<long double> const wide{1.7L, 400, 1200, .34L, .37L};
  auto const fine = fit::fit_separable<law::chinchilla<long double>>(
      test::grid(wide, {1e7, 5e7, 2e8, 1e9, 4e9}, {1e9, 4e9, 2e10, 1e11}, {1}), fit::squared{}, fit::log_residual);
  REQUIRE(fine);
  CHECK(fine->law.B == near(1200, 1e-9));
}

TEST_CASE("noisy data: the gradient vanishes and no start given by hand does better") {
  auto const data = runs(.01);
  for (double const delta : {1e-3, 1e-2, 1.}) {
    CAPTURE(delta);
    auto const found = fit::fit_separable<law::chinchilla<>>(data, fit::huber{delta}, fit::log_residual);
    REQUIRE(found);
    CHECK(found->converged);
    CHECK(found->gradient < 1e-12);
    auto const objective = [&](law::chinchilla<> const& law) {
      double sum = 0;
      for (std::size_t i = 0; i < data.value.size(); ++i)
        sum += fit::huber{delta}(std::log(law(params{data.params[i]}, tokens{data.tokens[i]}) / data.value[i])).value;
      return sum;
    };
    CHECK(found->objective == near(objective(found->law), 1e-9));
    CHECK(found->objective <= objective(truth));
    for (std::size_t i = 0; i < 5; ++i)
      for (double const shift : {.999, 1.001}) {
        auto moved = parameters(found->law);
        moved[i] *= shift;
        law::chinchilla<> law{};
        law::load(law, moved.data());
        CHECK(found->objective < objective(law));
      }
  }
}

TEST_CASE("the order of rows and the numbers of units change no bit") {
  auto const data = test::grid(truth + gain, {1e7, 1e8, 1e9}, {1e9, 1e10, 1e11}, {1, 4, 16}, .02);
  auto const found = fit::fit_separable<approach1>(data, fit::squared{}, fit::linear_residual);
  REQUIRE(found);
  for (unsigned seed = 1; seed < 6; ++seed) {
    auto const again = fit::fit_separable<approach1>(test::shuffled(data, seed), fit::squared{}, fit::linear_residual);
    REQUIRE(again);
    CHECK(parameters(again->law) == parameters(found->law));
    CHECK(again->objective == found->objective);
    CHECK(again->gradient == found->gradient);
  }
}

TEST_CASE("a weight of two is a row twice, a weight of zero none") {
  auto weighted = runs(.01), doubled = weighted;
  weighted.weight.assign(20, 1);
  doubled.unit.clear();
  for (std::size_t const i : {3u, 8u, 15u}) {
    weighted.weight[i] = 2;
    doubled.params.push_back(weighted.params[i]);
    doubled.tokens.push_back(weighted.tokens[i]);
    doubled.value.push_back(weighted.value[i]);
  }
  weighted.params.push_back(1e7), weighted.tokens.push_back(1e9), weighted.value.push_back(90);
  weighted.weight.push_back(0), weighted.unit.push_back(99);
  auto const a = fit::fit_separable<law::chinchilla<>>(weighted, fit::huber{1e-2}, fit::log_residual);
  auto const b = fit::fit_separable<law::chinchilla<>>(doubled, fit::huber{1e-2}, fit::log_residual);
  REQUIRE(a);
  REQUIRE(b);
  CHECK(a->objective == near(b->objective, 1e-12));
  for (std::size_t i = 0; i < 5; ++i) CHECK(parameters(a->law)[i] == near(parameters(b->law)[i], 1e-6));
}

TEST_CASE("bounds are kept exactly and reported") {
  auto box = fit::default_box<law::chinchilla<>>();
  box[3] = {.1, .3};  // alpha, below its true .34
  box[4] = {.4, 1};   // beta, above its true .37
  auto const held = fit::fit_separable<law::chinchilla<>>(runs(.01), fit::squared{}, fit::log_residual, box);
  REQUIRE(held);
  CHECK(held->law.alpha == .3);
  CHECK(held->law.beta == .4);
  CHECK(held->active == std::array{0, 0, 0, 1, -1});
  CHECK(held->gradient < 1e-9);

  box = fit::default_box<law::chinchilla<>>();
  box[0] = {1.5, 1.5};  // E fixed
  auto const fixed = fit::fit_separable<law::chinchilla<>>(runs(.01), fit::squared{}, fit::log_residual, box);
  REQUIRE(fixed);
  CHECK(fixed->law.E == 1.5);

  law::chinchilla const without{.E = 0., .A = 400., .B = 1200., .alpha = .34, .beta = .37};
  auto data = test::grid(without, {1e7, 5e7, 2e8, 1e9, 4e9}, {1e9, 4e9, 2e10, 1e11}, {1});
  for (double& v : data.value) v -= .02;  // pulls E below zero
  auto const zero = fit::fit_separable<law::chinchilla<>>(data, fit::squared{}, fit::linear_residual);
  REQUIRE(zero);
  CHECK(zero->law.E == 0);
  CHECK(zero->active[0] == -1);
}

TEST_CASE("bounds that cannot be kept are refused by name") {
  auto const text = [](std::size_t parameter, law::bounds b) {
    auto box = fit::default_box<law::chinchilla<>>();
    box[parameter] = b;
    auto const found = fit::fit_separable<law::chinchilla<>>(runs(0), fit::squared{}, fit::log_residual, box);
    return found ? std::string("a fit") : message(found.error());
  };
  CHECK(text(0, {1, 2}) == "a fit");                         // the constant term can be bounded
  CHECK(text(1, {1, 500}).find("A is not supported") == 0);  // a power's coefficient cannot
  CHECK(text(3, {0, infinity<double>()}).find("alpha is not supported") == 0);
  CHECK(text(4, {2, 1}).find("beta is outside its domain") == 0);
}

TEST_CASE("too little data is said, not guessed") {
  auto const four = test::grid(truth, {1e7, 1e8}, {1e9, 1e10}, {1});
  CHECK(fit::fit_separable<law::chinchilla<>>(four, fit::squared{}, fit::log_residual).error().code ==
        errc::too_few_points);
  auto const one_size = test::grid(truth, {1e8}, {1e9, 2e9, 4e9, 8e9, 1e10, 2e10}, {1});
  status const error = fit::fit_separable<law::chinchilla<>>(one_size, fit::squared{}, fit::log_residual).error();
  CHECK(error.code == errc::no_variation);
  CHECK(error.argument == std::string("params"));
  CHECK(fit::fit_separable<law::chinchilla<>>({}, fit::squared{}, fit::log_residual).error().code == errc::empty);
}

TEST_CASE("ranges of the data come with the fit") {
  auto const found = fit::fit_separable<law::chinchilla<>>(runs(.01), fit::squared{}, fit::log_residual);
  REQUIRE(found);
  CHECK(found->variables[0].low == 1e7);
  CHECK(found->variables[1].high == 1e11);
  CHECK(found->tokens_per_param.low == 1e9 / 4e9);
  CHECK(found->tokens_per_param.high == 1e11 / 1e7);
  CHECK(found->condition > 1);
  CHECK(found->mean_relative_error > 0);
  CHECK(found->mean_relative_error < .02);
}
