// SPDX-License-Identifier: BSL-1.0
// t2: program fit.kernel
// The sums behind a separable fit: of one point by hand, and the same in columns of any width.
#include "support/near.hpp"

#include <t2/fit/kernel/separable_points.hpp>
#include <t2/law/loss/chinchilla.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <vector>

using namespace t2;
using test::near;
using loss = law::chinchilla<double>;

namespace {

// Columns of up to `Most` points.
template <std::size_t Most>
struct columns {
  static constexpr std::size_t most = Most;
  double const* log_x[2];
  double const *value, *weight;

  template <int T>
  void powers(double const* parameters, std::size_t begin, std::size_t count, double* out) const {
    for (std::size_t i = 0; i < count; ++i)
      out[i] = std::exp(-parameters[loss::terms[T].exponent] * log_x[loss::terms[T].variable][begin + i]);
  }
  template <class Residual>
  void compare(Residual const& residual, double const* prediction, std::size_t begin, std::size_t count, double* r,
               double* first, double* second) const {
    for (std::size_t i = 0; i < count; ++i) {
      auto const at = residual(prediction[i], value[begin + i]);
      r[i] = at.value, first[i] = at.first, second[i] = at.second;
    }
  }
  static double dot(double const* x, double const* y, std::size_t count) {
    double out = 0;
    for (std::size_t i = 0; i < count; ++i) out += x[i] * y[i];
    return out;
  }
};

double const parameters[] = {1.5, 0.8, 0.6, 0.4, 0.3};  // E, A, B, alpha, beta

}  // namespace

TEST_CASE("one point: slope, bend and the derivatives of the law") {
  double const x = 0.5, y = -1, value = 3, weight = 2;
  columns<1> const point{{&x, &y}, &value, &weight};
  auto sums = fit::separable_sums<loss>::zero();
  fit::add_points<columns<1>, loss>(point, parameters, fit::squared{}, fit::linear_residual, 0, 1, sums);
  double const n = std::exp(-0.4 * x), d = std::exp(-0.3 * y), off = 1.5 + 0.8 * n + 0.6 * d - 3;
  auto const rho = fit::squared{}(off);
  CHECK(sums.value == near(2 * rho.value, 1e-14));
  double const by[] = {1, n, d, -x * n, -y * d};
  for (int p = 0; p < 5; ++p) {
    CHECK(sums.slope[p] == near(2 * rho.first * by[p], 1e-14));
    for (int q = 0; q <= p; ++q) CHECK(sums.bend[p][q] == near(2 * rho.second * by[p] * by[q], 1e-14));
  }
  CHECK(sums.slope_x[3] == near(2 * rho.first * x * by[3], 1e-14));
  CHECK(sums.at(parameters).gradient[3] == near(0.8 * sums.slope[3], 1e-14));
  CHECK(sums.at(parameters).hessian[1][3] == near(0.8 * sums.bend[3][1] + sums.slope[3], 1e-14));
}

TEST_CASE("the width of the columns changes nothing but rounding") {
  std::size_t const size = 2 * sum_leaf + 77;
  std::vector<double> x(size), y(size), value(size), weight(size);
  for (std::size_t i = 0; i < size; ++i) {
    double const u = static_cast<double>(i) / static_cast<double>(size);
    x[i] = std::sin(40 * u), y[i] = std::cos(7 * u), value[i] = 2.5 + 0.3 * std::sin(99 * u), weight[i] = 1 + u;
  }
  auto const sum = [&]<std::size_t Most>(std::integral_constant<std::size_t, Most>) {
    columns<Most> const points{{x.data(), y.data()}, value.data(), weight.data()};
    return fit::sum_points<columns<Most>, loss>(points, size, parameters, fit::huber{1e-3}, fit::log_residual);
  };
  auto const one = sum(std::integral_constant<std::size_t, 1>{}), many = sum(std::integral_constant<std::size_t, 256>{});
  CHECK(many.value == near(one.value, 1e-13));
  for (int p = 0; p < 5; ++p) CHECK(std::abs(many.gradient[p] - one.gradient[p]) < 1e-12 * one.value / 1e-3);
}
