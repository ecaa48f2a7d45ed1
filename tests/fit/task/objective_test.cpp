// SPDX-License-Identifier: BSL-1.0
// t2: program fit.task
// What a one-stage fit minimises, put together by hand; its gradient against differences; its coordinates and priors.
#include "support/near.hpp"

#include <t2/fit/task/objective.hpp>
#include <t2/fit/task/prior.hpp>
#include <t2/law/difficulty/log_normal.hpp>
#include <t2/law/loss/centred_kaplan.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/loss/coupled.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

using namespace t2;
using test::near;

namespace {

using task_law = law::task_accuracy<law::coupled<>, law::log_normal<>>;  // A0 alpha B0 beta c, a b s
using objective_type = fit::detail::task_objective<law::coupled<>, law::log_normal<>>;

task_law const some_law{{.A0 = 4, .alpha = 0.1, .B0 = 0.3, .beta = 0.6, .c = 0.2}, {.a = 1.2, .b = 0.5, .s = 0.5}};
fit::task_points<> const some_points{.params = {1e8, 1e9, 3e8},
                                     .tokens = {2e10, 3e10, 6e10},
                                     .samples = {4, 32},
                                     .pass = {0.3, 0.6, 0.4, 0.7, 0.2, 0.8},
                                     .negative_log = {1.5, 0.6, 1.1, 0.4, 1.9, 0.3},
                                     .questions = 100};

objective_type::box_type wide_box() {
  objective_type::box_type out;
  for (int i = 0; i < objective_type::size; ++i) out[static_cast<std::size_t>(i)] = task_law::parameters::box(i);
  return out;
}

// rho of the documentation, in a form of its own
double rho(double r) {
  long double const s = 0.05L;
  return static_cast<double>(s * std::sqrt(s * s + static_cast<long double>(r) * r) - s * s);
}

}  // namespace

TEST_CASE("rho: 50 digits, near 0 too") {
  struct {
    double sigma, r, value, first, second;
  } const rows[] = {
      {0.02, 0, 0, 0, 1},
      {0.02, 1e-9, 4.9999999999999974978e-19, 9.9999999999999881228e-10, 0.99999999999999625},
      {0.02, 0.01, 0.000047213595499957941247, 0.0089442719099991589718, 0.71554175279993270285},
      {0.02, -0.3, 0.0056133185513491631959, -0.019955703157132179531, 0.00029433190497245107031},
      {1e-3, 5, 0.004999000099999999104, 0.00099999998000000062082, 7.9999995200000244996e-12},
  };
  for (auto const& row : rows) {
    auto const got = fit::soft_absolute{row.sigma}(row.r);
    CHECK(got.value == near(row.value, 1e-15));
    CHECK(got.first == near(row.first, 1e-15));
    CHECK(got.second == near(row.second, 2e-15));
  }
  CHECK(fit::soft_absolute{0.02}.relaxed(8).width() == 0.16);
}

TEST_CASE("the value: rho of both metrics, weights, priors by value and by logarithm") {
  std::vector<fit::prior> const priors{{"alpha", 0.085, 0.4, true}, {"A0", 3, 2, false}, {"c", 0.1, 0.1, false}};
  objective_type const objective(some_points, wide_box(), 0.05, priors, 0.7, {1, 0, 2.5});
  double want = 0.7 * (std::pow(std::log(0.1 / 0.085) / 0.4, 2) + std::pow((4 - 3) / 2., 2) + std::pow(0.1 / 0.1, 2));
  double const weight[] = {1, 0, 2.5};
  for (std::size_t i = 0; i < 6; ++i) {
    nats const mu{some_law.loss(params{some_points.params[i / 2]}, tokens{some_points.tokens[i / 2]})};
    samples const k{some_points.samples[i % 2]};
    want += weight[i / 2] * rho(std::log(some_law.difficulty.tails(mu, k).pass / some_points.pass[i]));
    want += weight[i / 2] * rho(std::log(some_law.difficulty.mean_negative_log_pass(mu, k) / some_points.negative_log[i]));
  }
  fit::parameters_t<task_law> at;
  law::store(some_law, at.data());
  auto const x = objective.inside(at);
  CHECK(objective.value(x.data()) == near(want, 1e-10));
  CHECK(objective(x.data()).value == near(want, 1e-10));

  fit::task_points<> only_pass = some_points;
  only_pass.negative_log.clear();
  objective_type const less(only_pass, wide_box(), 0.05, {}, 0.7);
  CHECK(less.value(x.data()) == near(less(x.data()).value, 1e-12));
  CHECK(less.value(x.data()) < want);
  CHECK(less.negative_log_error(some_law) == 0);
}

TEST_CASE("the gradient is the difference, the matrix is symmetric") {
  std::vector<fit::prior> const priors{{"alpha", 0.085, 0.4, true}, {"A0", 3, 2, false}, {"c", 0.1, 0.1, false},
                                       {"s", 0.7, 0.3, true}};
  objective_type const objective(some_points, wide_box(), 0.05, priors, 0.7);
  fit::parameters_t<task_law> at;
  law::store(some_law, at.data());
  auto const x = objective.inside(at);
  auto const got = objective(x.data());
  for (std::size_t p = 0; p < x.size(); ++p) {
    double const h = 1e-5;
    auto up = x, down = x;
    up[p] += h;
    down[p] -= h;
    double const difference = (objective.value(up.data()) - objective.value(down.data())) / (2 * h);
    INFO(task_law::parameters::name(static_cast<int>(p)));
    CHECK(got.gradient[p] == doctest::Approx(difference).epsilon(1e-6));
    CHECK(got.hessian[p][p] > 0);
    for (std::size_t q = 0; q < p; ++q) CHECK(got.hessian[p][q] == got.hessian[q][p]);
  }
}

TEST_CASE("coordinates: logarithms where the bound is 0, kept in the box, and back; equal bounds hold") {
  auto limits = wide_box();
  limits[1] = {0, 0.5};  // alpha
  limits[4] = {0.3, 0.3};  // c
  objective_type const objective(some_points, limits, 0.05, {}, 0);
  CHECK(objective_type::by_log(0));
  CHECK(!objective_type::by_log(4));
  fit::parameters_t<task_law> at;
  law::store(some_law, at.data());
  at[1] = 2;  // beyond its bound
  at[2] = 0;  // has no logarithm
  auto const x = objective.inside(at);
  task_law law{};
  objective.load(law, x.data());
  CHECK(law.loss.A0 == near(4, 1e-14));
  CHECK(law.loss.alpha == near(0.5, 1e-14));
  CHECK(law.loss.B0 == 0);
  CHECK(law.loss.c == 0.3);
  CHECK(law.difficulty.s == near(0.5, 1e-14));
}

TEST_CASE("the mean NLL of a checkpoint comes from its least k") {
  auto const both = fit::detail::mean_nll(some_points);
  REQUIRE(both.value.size() == 3);
  CHECK(both.value[1] == near(1.1 + std::log(4.), 1e-15));
  CHECK(both.params == some_points.params);
  fit::task_points<> only_pass = some_points;
  only_pass.negative_log.clear();
  CHECK(fit::detail::mean_nll(only_pass).value[2] == near(std::log(5.) + std::log(4.), 1e-15));
  only_pass.samples = {1, 32};
  only_pass.pass[0] = 1;  // solved: 0 nats have no logarithm
  CHECK(fit::detail::mean_nll(only_pass).value[0] == 1e-6);
}

TEST_CASE("the relative error of -log pass@k") {
  objective_type const objective(some_points, wide_box(), 0.05, {}, 0);
  double want = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    nats const mu{some_law.loss(params{some_points.params[i / 2]}, tokens{some_points.tokens[i / 2]})};
    double const m = some_law.difficulty.mean_negative_log_pass(mu, samples{some_points.samples[i % 2]});
    want += std::abs(m / some_points.negative_log[i] - 1) / 6;
  }
  CHECK(objective.negative_log_error(some_law) == near(want, 1e-13));
}

TEST_CASE("priors that are there unless others are given") {
  REQUIRE(fit::default_priors<law::coupled<>>().size() == 3);
  CHECK(fit::default_priors<law::coupled<float>>()[0].name == "alpha");
  REQUIRE(fit::default_priors<law::centred_kaplan<>>().size() == 2);
  CHECK(fit::default_priors<law::centred_kaplan<>>()[1].centre_coordinate() == near(std::log(0.23), 1e-15));
  CHECK(fit::default_priors<law::centred_kaplan<>>()[0].centre_coordinate() == 0.36);
  CHECK(fit::default_priors<law::chinchilla<>>().empty());
}
