// SPDX-License-Identifier: BSL-1.0
// Geometric programs whose answers are known, and the corners: no interior, held variables, conflicts, degenerate.
#include "support/near.hpp"

#include <t2/optimize/program.hpp>

#include <doctest/doctest.h>

#include <cmath>

using namespace t2;
using test::near;

namespace {

using program = optimize::geometric_program<double, 2, 16, 8>;
constexpr double start[2] = {0, 0};

program box_design() {  // minimise x + 1/(x y) under x y <= 2, y <= 8: y = 8, x = 1/4
  program p;
  p.reset(-20, 20);
  p.open_group();
  p.add({0, {1, 0}});
  p.add({0, {-1, -1}});
  p.open_group();
  p.add({-std::log(2.0), {1, 1}});
  p.open_group();
  p.add({-std::log(8.0), {0, 1}});
  return p;
}

}  // namespace

TEST_CASE("an optimum on constraints, with its multipliers") {
  auto const found = optimize::minimise(box_design(), start);
  REQUIRE(found.end == optimize::ending::optimal);
  CHECK(std::exp(found.x[0]) == near(0.25, 1e-14));
  CHECK(std::exp(found.x[1]) == near(8, 1e-14));
  CHECK(std::exp(found.value) == near(0.75, 1e-14));
  CHECK(found.multiplier[1] == near(1.0 / 3, 1e-13));  // the terms are 1/3 and 2/3 of the objective
  CHECK(found.multiplier[2] == near(1.0 / 3, 1e-13));
  CHECK(found.gap < 1e-13);
  CHECK(found.relaxed == 0);
}

TEST_CASE("a held variable stays where it is") {
  program p = box_design();
  p.hold(0, std::log(0.125));
  auto const found = optimize::minimise(p, start);
  REQUIRE(found.end == optimize::ending::optimal);
  CHECK(found.x[0] == std::log(0.125));
  CHECK(std::exp(found.value) == near(0.125 + 1, 1e-13));
}

TEST_CASE("constraints that touch leave one point") {
  program p = box_design();
  p.open_group();
  p.add({std::log(8.0), {0, -1}});  // y >= 8
  auto const found = optimize::minimise(p, start);
  REQUIRE(found.end == optimize::ending::optimal);
  CHECK(std::exp(found.x[1]) == near(8, 1e-8));
  CHECK(std::exp(found.value) == near(0.75, 1e-8));
  CHECK(found.relaxed > 0);
  CHECK(found.relaxed < 1e-8);
}

TEST_CASE("a conflict names the constraints it is between") {
  program p = box_design();
  p.open_group();
  p.add({std::log(9.0), {0, -1}});  // y >= 9 against y <= 8
  auto const found = optimize::minimise(p, start);
  REQUIRE(found.end == optimize::ending::infeasible);
  CHECK(found.multiplier[1] < 1e-6);
  CHECK(found.multiplier[2] == near(0.5, 1e-6));
  CHECK(found.multiplier[3] == near(0.5, 1e-6));
  CHECK(-found.slack[2] == near(std::log(9.0 / 8) / 2, 1e-6));
}

TEST_CASE("an objective without optimum ends at the bounds") {
  program p;
  p.reset(-20, 20);
  p.open_group();
  p.add({0, {-1, 0}});
  p.add({0, {0, 1}});
  auto const found = optimize::minimise(p, start);
  REQUIRE(found.end == optimize::ending::optimal);
  CHECK(found.at_bound[0] == 1);
  CHECK(found.at_bound[1] == -1);
}

TEST_CASE("two constraints that say the same") {
  program p = box_design();
  p.open_group();
  p.add({-std::log(8.0), {0, 1}});
  auto const found = optimize::minimise(p, start);
  REQUIRE(found.end == optimize::ending::optimal);
  CHECK(std::exp(found.value) == near(0.75, 1e-10));
}

TEST_CASE("a program that does not fit says so") {
  program p = box_design();
  for (int i = 0; i < 8; ++i) {
    p.open_group();
    p.add({-1, {1, 0}});
  }
  CHECK(p.overflow);
}

TEST_CASE_TEMPLATE("other reals", Real, float, long double) {
  optimize::geometric_program<Real, 2, 8, 4> p;
  p.reset(Real(-20), Real(20));
  p.open_group();
  p.add({Real(0), {Real(1), Real(0)}});
  p.add({Real(0), {Real(-1), Real(-1)}});
  p.open_group();
  p.add({-std::log(Real(8)), {Real(0), Real(1)}});
  Real const from[2] = {Real(0), Real(0)};
  auto const found = optimize::minimise(p, from);
  REQUIRE(found.end == optimize::ending::optimal);
  CHECK(std::exp(found.value) == near(2 / std::sqrt(8.0L), 20 * static_cast<double>(epsilon<Real>())));
}

TEST_CASE("what does not fit is not taken, and said") {
  optimize::geometric_program<double, 1, 2, 1> p;
  p.reset(-1, 1);
  p.open_group();
  p.add({0, {1}});
  p.add({0, {2}});
  CHECK(!p.overflow);
  p.open_group();
  CHECK(p.overflow);
  CHECK(p.groups == 1);
  p.reset(-1, 1);
  p.open_group();
  for (int i = 0; i < 3; ++i) p.add({0, {1}});
  CHECK(p.overflow);
  CHECK(p.first[1] == 2);
}
