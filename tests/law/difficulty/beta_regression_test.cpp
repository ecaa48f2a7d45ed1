// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
#include "support/archetype.hpp"
#include "support/near.hpp"

#include <t2/core/dual.hpp>
#include <t2/law/difficulty/beta_regression.hpp>
#include <t2/law/law.hpp>
#include <t2/law/power_sum.hpp>

#include <boost/math/special_functions/gamma.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace t2;
using boost::multiprecision::cpp_bin_float_50;
using boost::multiprecision::cpp_dec_float_50;
using test::near;
using wide = cpp_bin_float_50;

static_assert(law::law<law::beta_regression<>> && !law::separable<law::beta_regression<>> &&
              law::rebindable<law::beta_regression<>> && law::higher_is_better<law::beta_regression<>>);
static_assert(law::beta_regression<>::parameters::box(2).upper == 1 &&
              law::beta_regression<>::parameters::box(2).lower > 0);

TEST_CASE("values by mpmath with 60 digits") {
  struct expected {
    law::beta_regression<> law;
    double location, k, a, b, pass, miss;
  };
  // clang-format off
  expected const values[] = {
      {{.77, 1.03, 1, -.7, 1}, 2.5, 64,
       0.87156473134702560, 5.1780827330659205, 0.89658958981676374, 0.10341041018323626},
      {{.77, 1.03, 1, -.7, 1}, 1.9, 10,
       0.79005288891400375, 2.5300640338225437, 0.72441142386191055, 0.27558857613808945},
      {{.77, 1.03, .6, -.7, 1}, 2.5, .5,
       0.52293883880821536, 5.5267086256047307, 0.046057259602824526, 0.95394274039717547},
      {{-1.02, .63, 1, .82, .44}, .01, 1024,
       0.78275716863797475, 1.4977548788885337, 0.99427698386491364, 0.0057230161350863647},
  };
  // clang-format on
  for (expected const& e : values) {
    CAPTURE(e.location);
    auto const shape = e.law.shape(e.location);
    CHECK(shape.a == near(e.a, 2e-15));
    CHECK(shape.b == near(e.b, 2e-15));
    auto const tails = e.law.tails(nats{e.location}, samples{e.k});
    CHECK(tails.pass == near(e.pass, 1e-14));
    CHECK(tails.miss == near(e.miss, 1e-14));
    CHECK(e.law(nats{e.location}, samples{e.k}) == tails.pass);
  }
}

TEST_CASE("a sharp Beta law is a single question: nu = 1e12, mu = .3, k = 10") {
  law::beta_regression<> const law{.theta0 = 0, .theta1 = 0, .theta2 = .6, .theta3 = std::log(1e12), .theta4 = 0};
  auto const shape = law.shape(2.);
  CHECK(shape.a / (shape.a + shape.b) == near(.3, 1e-15));
  CHECK(shape.a + shape.b == near(1e12, 1e-14));
  CHECK(law(nats{2}, samples{10}) == near(1 - std::pow(.7, 10), 1e-10));
  CHECK(law(nats{2}, samples{10}) == near(0.97175247509945523, 1e-12));  // mpmath
}

TEST_CASE("both tails hold 1e-12 given a and b, far into them") {
  using boost::math::lgamma;
  law::beta_regression<> const law{.theta0 = .77, .theta1 = 1.03, .theta2 = 1, .theta3 = -.7, .theta4 = 1};
  for (double const location : {1e-3, .1, 1., 3., 9., 20., 28.})
    for (double const k : {.01, 1., 64., 1e6, 1e12}) {
      CAPTURE(location);
      CAPTURE(k);
      auto const shape = law.shape(location);
      wide const a(shape.a), b(shape.b);
      wide const log_miss = (lgamma(wide(b + k)) - lgamma(b)) - (lgamma(wide(a + b + k)) - lgamma(wide(a + b)));
      auto const got = law.tails(nats{location}, samples{k});
      CHECK(got.miss == near(static_cast<long double>(exp(log_miss)), 1e-12));
      CHECK(got.pass == near(static_cast<long double>(wide(-expm1(log_miss))), 1e-12));
    }
}

TEST_CASE("1 - mu does not cancel where almost every question is easy") {
  law::beta_regression<> const law{.theta0 = 50, .theta1 = 1, .theta2 = 1, .theta3 = 0, .theta4 = 0};
  CHECK(law.shape(1.).b == near(std::exp(-49.), 1e-14));  // exp(-49) / (1 + exp(-49))
}

TEST_CASE_TEMPLATE("any real", T, float, double, long double, cpp_bin_float_50, cpp_dec_float_50) {
  law::beta_regression<T> const law{decimal<T>(77, -2), decimal<T>(103, -2), T(1), decimal<T>(-7, -1), T(1)};
  wide const error = abs(wide(law(nats{T(2.5)}, samples{T(64)})) - wide("0.8965895898167637395649263"));  // as above
  CHECK(error <= 100 * std::max(wide(epsilon<T>()), wide("1e-26")));
}

TEST_CASE("the least real type will do") {
  using number = test::archetype;
  law::beta_regression<number> const law{number(.77), number(1.03), number(1), number(-.7), number(1)};
  law::beta_regression<> const same{.77, 1.03, 1, -.7, 1};
  CHECK(static_cast<double>(law(nats{number(2.5)}, samples{number(64)})) == near(same(nats{2.5}, samples{64}), 1e-15));
}

TEST_CASE("the ends of the domain") {
  law::beta_regression<> const law{.theta0 = .77, .theta1 = 1.03, .theta2 = 1, .theta3 = -.7, .theta4 = 1};
  CHECK(law(nats{2}, samples{0}) == 0);
  CHECK(std::isnan(law(nats{2}, samples{-1})));
  CHECK(std::isnan(law(nats{not_a_number<double>()}, samples{1})));
  CHECK(law(nats{2}, samples{1}) == near(law.shape(2.).a / (law.shape(2.).a + law.shape(2.).b), 1e-14));
}
