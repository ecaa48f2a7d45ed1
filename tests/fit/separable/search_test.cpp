// SPDX-License-Identifier: BSL-1.0
#include "support/near.hpp"

#include <t2/fit/separable/search.hpp>
#include <t2/law/loss/chinchilla.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <vector>

using namespace t2;
using test::near;

TEST_CASE("non-negative least squares: no other non-negative coefficients do better") {
  constexpr int n = 3;
  std::mt19937 engine(3);
  std::normal_distribution<double> normal;
  int active = 0;
  for (int repeat = 0; repeat < 100; ++repeat) {
    double rows[8][n], y[8], normal_matrix[n][n] = {}, right[n] = {}, square = 0, best[n];
    for (int r = 0; r < 8; ++r) {
      y[r] = normal(engine) + 1;
      square += y[r] * y[r];
      for (double& x : rows[r]) x = normal(engine);
      for (int i = 0; i < n; ++i) {
        right[i] += rows[r][i] * y[r];
        for (int j = 0; j < n; ++j) normal_matrix[i][j] += rows[r][i] * rows[r][j];
      }
    }
    auto const error = [&](double const* c) {
      double sum = 0;
      for (int r = 0; r < 8; ++r) sum += std::pow(rows[r][0] * c[0] + rows[r][1] * c[1] + rows[r][2] * c[2] - y[r], 2);
      return sum;
    };
    double const least = fit::detail::non_negative(normal_matrix, right, square, best);
    CHECK(least == near(error(best), 1e-10));
    for (int i = 0; i < n; ++i) {
      CHECK(best[i] >= 0);
      // Karush-Kuhn-Tucker: the slope vanishes where the coefficient is free and is not negative where it is 0
      double slope = -right[i];
      for (int j = 0; j < n; ++j) slope += normal_matrix[i][j] * best[j];
      if (best[i] > 0) CHECK(std::abs(slope) < 1e-10);
      if (best[i] == 0) CHECK(slope > -1e-10);
      active += best[i] == 0 ? 1 : 0;
    }
  }
  CHECK(active > 20);  // the cases are not all interior
}

TEST_CASE("the best start is near the law that made the data, and the list is in order") {
  constexpr law::chinchilla truth{.E = 1.5, .A = 2., .B = 3., .alpha = .45, .beta = .3};  // of centred variables
  std::array<std::vector<double>, 2> log_x;
  std::vector<double> y, weight;
  for (double n = -4; n <= 4; n += 1)
    for (double d = -3; d <= 3; d += 1) {
      log_x[0].push_back(n);
      log_x[1].push_back(d);
      y.push_back(truth(params{std::exp(n)}, tokens{std::exp(d)}));
      weight.push_back(1);
    }
  double const infinite = std::numeric_limits<double>::infinity();
  double const lower[] = {0, 0, 0, 0, 0}, upper[] = {infinite, infinite, infinite, 3, 3};
  auto const found = fit::detail::linear_search<law::chinchilla<>>(log_x, y, weight, lower, upper, 6);
  REQUIRE(!found.empty());
  CHECK(found.size() <= 6);
  CHECK(std::is_sorted(found.begin(), found.end(), [](auto const& a, auto const& b) { return a.error < b.error; }));
  CHECK(std::abs(found[0].parameters[3] - .45) < .15);
  CHECK(std::abs(found[0].parameters[4] - .3) < .15);
  for (auto const& start : found)
    for (std::size_t i = 0; i < 5; ++i) {
      CHECK(start.parameters[i] >= lower[i]);
      CHECK(start.parameters[i] <= upper[i]);
    }
}

TEST_CASE("exponents stay in their box and a fixed constant is kept") {
  std::array<std::vector<double>, 2> log_x;
  std::vector<double> y, weight;
  for (int i = 0; i < 20; ++i) {
    log_x[0].push_back(.3 * (i % 5) - .6);
    log_x[1].push_back(.5 * (i / 5) - .75);
    y.push_back(3 + std::exp(-.8 * log_x[0].back()) + std::exp(-.2 * log_x[1].back()));
    weight.push_back(1);
  }
  double const infinite = std::numeric_limits<double>::infinity();
  double const lower[] = {2, 0, 0, .1, .1}, upper[] = {2, infinite, infinite, .4, .5};
  for (auto const& start : fit::detail::linear_search<law::chinchilla<>>(log_x, y, weight, lower, upper, 4)) {
    CHECK(start.parameters[0] == 2);
    CHECK(start.parameters[3] <= .4);
    CHECK(start.parameters[3] > .1);
    CHECK(start.parameters[4] <= .5);
  }
}
