// SPDX-License-Identifier: BSL-1.0
#include <t2/law/difficulty/beta_regression.hpp>
#include <t2/law/difficulty/pass_miss.hpp>

#include <doctest/doctest.h>

using namespace t2;

TEST_CASE("near 1 only the complement carries information") {
  law::beta_regression<> const law{.theta0 = 30, .theta1 = 1, .theta2 = 1, .theta3 = 3, .theta4 = 0};
  law::pass_miss<double> const few = law.tails(nats{2}, samples{10}), many = law.tails(nats{2}, samples{20});
  CHECK(few.pass == many.pass);  // both 1 to the last digit
  CHECK(few.miss > many.miss);
  CHECK(many.miss > 0);
}
