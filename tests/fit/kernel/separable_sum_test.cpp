// SPDX-License-Identifier: BSL-1.0
// t2: program fit.kernel
// The sum of a fit in a kernel, against dual numbers, and centred coefficients.
#include "support/near.hpp"

#include <t2/core/dual.hpp>
#include <t2/core/sum.hpp>
#include <t2/fit/kernel/separable_sum.hpp>
#include <t2/law/loss/chinchilla.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace t2;
using test::near;

TEST_CASE("value, gradient and Hessian are those of dual numbers") {
  double const x[] = {-1.5, 0.25, 1.5, 0.5}, y[] = {0.5, -2., 1., 0.75}, value[] = {2.9, 3.1, 2.4, 2.6},
               weight[] = {1, 2, 0, 0.5};
  fit::separable_sum<law::chinchilla<double>, fit::squared, fit::log_residual_t> const sum{{}, {}, 4, {x, y}, value, weight};
  double const at[] = {1.5, 0.8, 0.6, 0.4, 0.3};  // E, A, B, alpha, beta
  jet<double, 5> const got = sum(at);

  using number = dual<dual<double, 5>, 5>;
  number p[5], total(0.);
  for (int i = 0; i < 5; ++i) p[i] = number::variable(dual<double, 5>::variable(at[i], i), i);
  for (int i = 0; i < 4; ++i) {
    number const m = p[0] + p[1] * exp(number(-p[3] * number(x[i]))) + p[2] * exp(number(-p[4] * number(y[i])));
    number const r = log(number(m / number(value[i])));
    total = total + number(weight[i]) * r * r;
  }
  CHECK(got.value == near(total.value.value, 1e-14));
  for (int i = 0; i < 5; ++i) {
    CHECK(got.gradient[i] == near(total.partial[i].value, 1e-13));
    for (int j = 0; j < 5; ++j) CHECK(got.hessian[i][j] == near(total.partial[i].partial[j], 1e-12));
  }
}

TEST_CASE("points that fill several leaves of the sum are all in it") {
  std::size_t const points = 2 * sum_leaf + 3;
  std::vector<double> const x(points, 0.), value(points, 2.), weight(points, 0.25);
  fit::separable_sum<law::chinchilla<double>, fit::squared, fit::linear_residual_t> const sum{
      {}, {}, points, {x.data(), x.data()}, value.data(), weight.data()};
  double const at[] = {1, 0.5, 1, 0.3, 0.3};  // E + A + B - 2 = 0.5 at the mean of the variables
  fit::curve<double> const one = fit::squared{}(0.5);
  CHECK(sum(at).value == near(0.25 * static_cast<double>(points) * one.value, 1e-14));
  CHECK(sum(at).gradient[0] == near(0.25 * static_cast<double>(points) * one.first, 1e-14));
}

TEST_CASE("centred coefficients and back") {
  double const centre[] = {std::log(1e9), std::log(2e10)};
  double x[] = {1.69, 406.4, 410.7, 0.34, 0.28};
  fit::uncentre<law::chinchilla<double>>(x, centre, -1);
  CHECK(x[0] == 1.69);
  CHECK(x[1] == near(406.4 * std::pow(1e9, -0.34), 1e-14));
  CHECK(x[2] == near(410.7 * std::pow(2e10, -0.28), 1e-14));
  CHECK(x[3] == 0.34);
  fit::uncentre<law::chinchilla<double>>(x, centre);
  CHECK(x[1] == near(406.4, 1e-14));
  CHECK(x[2] == near(410.7, 1e-14));
}
