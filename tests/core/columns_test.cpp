// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// Expected values come from the same functions in 50 digits.
#include "support/near.hpp"

#include <t2/core/columns.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <vector>

using namespace t2;
using wide = boost::multiprecision::cpp_bin_float_50;

namespace {

constexpr double eps = std::numeric_limits<double>::epsilon();

std::vector<double> uniform(double low, double high, std::size_t size) {
  std::mt19937_64 engine(5);
  std::uniform_real_distribution<double> draw(low, high);
  std::vector<double> out(size);
  for (double& x : out) x = draw(engine);
  return out;
}

double relative_error(double got, wide const& want) {
  return std::abs(static_cast<double>((wide(got) - want) / want));
}

}  // namespace

TEST_CASE("exp of a column: 1.5 epsilon from -708 to 708") {
  for (double const most : {1e-9, 1., 20., 708.}) {
    CAPTURE(most);
    auto const x = uniform(-most, most, 4099);
    auto y = x;
    math::exp_each(y.data(), y.size());
    double worst = 0;
    for (std::size_t i = 0; i < x.size(); ++i) worst = std::max(worst, relative_error(y[i], exp(wide(x[i]))));
    CHECK(worst <= 1.5 * eps);
  }
}

TEST_CASE("log of a column: 1.5 epsilon, also near 1") {
  for (double const most : {1e-12, 1e-3, .3, 5., 700.}) {
    CAPTURE(most);
    auto x = uniform(-most, most, 4099);
    for (double& v : x) v = std::exp(v);
    auto y = x;
    math::log_each(y.data(), y.size());
    double worst = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (x[i] == 1) CHECK(y[i] == 0);
      else worst = std::max(worst, relative_error(y[i], log(wide(x[i]))));
    }
    CHECK(worst <= 1.5 * eps);
  }
}

TEST_CASE("outside their domain") {
  double const infinite = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> x{infinite, -infinite, nan, 1e4, -1e4, 0};
  math::exp_each(x.data(), x.size());
  CHECK(x[0] > 3e307);
  CHECK(x[1] < 4e-308);
  CHECK(std::isnan(x[2]));
  CHECK(x[3] == x[0]);
  CHECK(x[4] == x[1]);
  CHECK(x[5] == 1);
  x = {0, -1, nan, infinite, -infinite, std::numeric_limits<double>::min(), std::numeric_limits<double>::max()};
  math::log_each(x.data(), x.size());
  for (std::size_t i = 0; i < 5; ++i) CHECK(std::isnan(x[i]));
  CHECK(relative_error(x[5], log(wide(std::numeric_limits<double>::min()))) <= 1.5 * eps);
  CHECK(relative_error(x[6], log(wide(std::numeric_limits<double>::max()))) <= 1.5 * eps);
}

TEST_CASE("other types take their own functions") {
  std::vector<wide> x{wide(-3), wide(1) / 7, wide(40)}, y = x;
  math::exp_each(y.data(), y.size());
  for (std::size_t i = 0; i < x.size(); ++i) CHECK(y[i] == exp(x[i]));
  math::log_each(y.data(), y.size());
  for (std::size_t i = 0; i < x.size(); ++i) CHECK(abs(y[i] - x[i]) < wide("1e-47"));
  std::vector<float> f{.5f, 2.f};
  math::log_each(f.data(), f.size());
  CHECK(f[0] == std::log(.5f));
}

TEST_CASE("dot products of any length") {
  for (std::size_t const size : {0u, 1u, 7u, 8u, 9u, 300u}) {
    auto const x = uniform(-1, 1, size), y = uniform(0, 2, size);
    wide want(0), magnitude(0);
    for (std::size_t i = 0; i < size; ++i) {
      want += wide(x[i]) * y[i];
      magnitude += abs(wide(x[i]) * y[i]);
    }
    double const bound = eps * (static_cast<double>(size) / 8 + 4);
    CHECK(std::abs(static_cast<double>(math::dot(x.data(), y.data(), size) - want)) <=
          bound * static_cast<double>(magnitude));
  }
}
