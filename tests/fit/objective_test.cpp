// SPDX-License-Identifier: BSL-1.0
#include "support/archetype.hpp"
#include "support/near.hpp"

#include <t2/core/dual.hpp>
#include <t2/fit/objective.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace t2;
using test::near;

namespace {

struct cauchy {  // a user's own loss
  double width = 1;
  template <real Real>
  fit::curve<Real> operator()(Real const& r) const {
    Real const s = Real(r / Real(width)), d = Real(Real(1) + s * s);
    return {math::log(d), Real(Real(2) * r / (Real(width * width) * d)),
            Real(Real(2) * (Real(1) - s * s) / (Real(width * width) * d * d))};
  }
};

}  // namespace

static_assert(fit::loss_function<fit::squared> && fit::loss_function<fit::huber> && fit::loss_function<cauchy>);
static_assert(!fit::loss_function<double (*)(double)> && !fit::loss_function<std::string>);
static_assert(fit::residual_function<fit::linear_residual_t> && fit::residual_function<fit::log_residual_t>);
static_assert(!fit::residual_function<fit::squared>);

TEST_CASE_TEMPLATE("squares are r^2, not r^2/2", T, float, double, long double, test::archetype) {
  fit::curve<T> const c = fit::squared{}(T(-3));
  CHECK(c.value == T(9));
  CHECK(c.first == T(-6));
  CHECK(c.second == T(2));
}

TEST_CASE_TEMPLATE("Huber's loss is quadratic up to delta and linear beyond", T, float, double, long double,
                   test::archetype) {
  struct expected {
    double r, value, first, second;
  };
  for (expected const& e : {expected{0, 0, 0, 1}, expected{.25, .03125, .25, 1}, expected{-.25, .03125, -.25, 1},
                            expected{.5, .125, .5, 1},  // at delta, still quadratic
                            expected{2, .875, .5, 0}, expected{-2, .875, -.5, 0}}) {
    fit::curve<T> const c = fit::huber{.5}(T(e.r));
    CHECK(c.value == T(e.value));
    CHECK(c.first == T(e.first));
    CHECK(c.second == T(e.second));
  }
  CHECK(fit::huber{.5}.relaxed(4).delta == 2);
  CHECK(fit::huber{}.delta == 1e-3);  // the papers'
}

TEST_CASE_TEMPLATE("derivatives against dual numbers", Rho, fit::squared, fit::huber, cauchy) {
  using number = dual<dual<double>>;
  Rho const rho{};
  for (double const at : {-2., -1e-4, 3e-4, .7}) {
    number const d = rho(number::variable(dual<double>::variable(at))).value;
    fit::curve<double> const c = rho(at);
    CHECK(c.value == near(d.value.value, 1e-15));
    CHECK(c.first == near(d.value.partial[0], 1e-15));
    CHECK(c.second == near(d.partial[0].partial[0], 1e-14));
  }
}

TEST_CASE_TEMPLATE("residuals with their derivatives", T, float, double, long double, test::archetype) {
  fit::curve<T> const linear = fit::linear_residual(T(3), T(5));
  CHECK(linear.value == T(-2));
  CHECK(linear.first == T(1));
  CHECK(linear.second == T(0));
  fit::curve<T> const logarithmic = fit::log_residual(T(4), T(2));
  CHECK(logarithmic.value == math::log(T(2)));
  CHECK(logarithmic.first == T(.25));
  CHECK(logarithmic.second == T(-.0625));
  static_assert(!fit::linear_residual_t::relative && fit::log_residual_t::relative);
}
