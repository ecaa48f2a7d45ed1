// SPDX-License-Identifier: BSL-1.0
#include "support/near.hpp"
#include "support/synthetic.hpp"

#include <t2/fit/least.hpp>
#include <t2/law/difficulty/beta_regression.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>

using namespace t2;
using test::near;

namespace {

/// A user's own loss that happens to be separable: no irreducible part.
struct pure_power {
  double A, alpha;
  using value_type = double;
  using variables = variable_list<params>;
  using parameters = law::parameter_list<law::parameter<"A", &pure_power::A, law::role::coefficient>,
                                         law::parameter<"alpha", &pure_power::alpha, law::role::exponent>>;
  static constexpr auto terms =
      law::power_terms<parameters, variables, law::power<&pure_power::A, &pure_power::alpha, params>>();
  double operator()(params<double> const& n) const { return A * std::pow(n.value, -alpha); }
};

}  // namespace

TEST_CASE("a separable law needs no start, whoever wrote it") {
  auto const found = fit::least<pure_power>(test::grid(pure_power{40, .3}, {1e6, 1e7, 1e8, 1e9}, {1}, {1}),
                                            fit::squared{}, fit::log_residual);
  REQUIRE(found);
  CHECK(found->law.A == near(40, 1e-9));
  CHECK(found->law.alpha == near(.3, 1e-9));
  CHECK(found->warnings.empty());  // a global optimum: nothing is "not proven"
}

TEST_CASE("another law goes by multistart over its box") {
  law::beta_regression<> const truth{.theta0 = .8, .theta1 = 1, .theta2 = .9, .theta3 = -.5, .theta4 = .9};
  fit::dataset<> data;
  for (double location = .5; location < 5; location += .3)
    for (double const k : {1., 4., 64.}) {
      data.location.push_back(location);
      data.samples.push_back(k);
      data.value.push_back(truth(nats{location}, samples{k}));
    }
  CHECK(fit::least<law::beta_regression<>>(data, fit::squared{}, fit::linear_residual).error().code ==
        errc::unsupported);
  std::array<law::bounds, 5> const box{{{-3, 3}, {.1, 3}, {.1, 1}, {-3, 3}, {0, 3}}};
  auto const found = fit::least<law::beta_regression<>>(data, fit::squared{}, fit::linear_residual, box);
  REQUIRE(found);
  CHECK(found->law.theta0 == near(.8, 1e-6));
  CHECK(found->law.theta2 == near(.9, 1e-6));
  CHECK(found->law.theta4 == near(.9, 1e-6));
}

TEST_CASE("limits reach the fit") {
  std::array<law::bounds, 2> const box{{{0, infinity<double>()}, {0, .2}}};
  auto const found = fit::least<pure_power>(test::grid(pure_power{40, .3}, {1e6, 1e7, 1e8, 1e9}, {1}, {1}),
                                            fit::squared{}, fit::log_residual, box);
  REQUIRE(found);
  CHECK(found->law.alpha == .2);
  CHECK(found->active == std::array{0, 1});
}
