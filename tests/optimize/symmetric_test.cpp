// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
#include "support/archetype.hpp"
#include "support/near.hpp"

#include <t2/optimize/symmetric.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <numbers>

using namespace t2;
using boost::multiprecision::cpp_bin_float_50;
using test::near;

TEST_CASE_TEMPLATE("Cholesky solves Hilbert's system", T, double, long double, cpp_bin_float_50, test::archetype) {
  // sum_j x_j / (i + j + 1) = 1 has the integer solution -4, 60, -180, 140
  T a[4][4], b[4], x[4];
  bool const all[4] = {};
  for (int i = 0; i < 4; ++i) {
    b[i] = T(1);
    for (int j = 0; j < 4; ++j) a[i][j] = T(T(1) / T(i + j + 1));
  }
  REQUIRE(optimize::solve_positive(a, b, all, x));
  int const expected[4] = {-4, 60, -180, 140};
  T const tolerance = T(T(1e5) * epsilon<T>());  // its condition number is 1.6e4
  for (int i = 0; i < 4; ++i) CHECK(math::abs(T(x[i] - T(expected[i]))) <= T(tolerance * T(140)));
}

TEST_CASE("rows and columns that are skipped do not matter") {
  double const nan = not_a_number<double>();
  double const a[3][3] = {{4, nan, 2}, {nan, nan, nan}, {2, nan, 3}}, b[3] = {10, nan, 9};
  bool const skip[3] = {false, true, false};
  double x[3];
  REQUIRE(optimize::solve_positive(a, b, skip, x));
  CHECK(x[0] == doctest::Approx(1.5));
  CHECK(x[1] == 0);
  CHECK(x[2] == doctest::Approx(2));
}

TEST_CASE("what is not positive definite to working accuracy is refused") {
  bool const all[2] = {};
  double const b[2] = {1, 1};
  double x[2];
  for (auto const& a : {std::array{1., 2., 1.},
                        {0., 0., 1.},
                        {-1., 0., 1.},
                        {1., 1., 1.},
                        {1., 1., 1. + 1e-16},
                        {not_a_number<double>(), 0., 1.}}) {
    double const matrix[2][2] = {{a[0], a[1]}, {a[1], a[2]}};
    CHECK(!optimize::solve_positive(matrix, b, all, x));
  }
}

TEST_CASE_TEMPLATE("eigenvalues of the second difference", T, float, double, long double, cpp_bin_float_50,
                   test::archetype) {
  constexpr int n = 5;
  T a[n][n];
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) a[i][j] = T(i == j ? 2 : i - j == 1 || j - i == 1 ? -1 : 0);
  optimize::eigensystem<T, n> const e = optimize::eigen(a);
  T const small = T(T(32) * epsilon<T>());
  for (int j = 0; j < n; ++j) {
    CHECK(static_cast<double>(e.value[j]) == doctest::Approx(2 - 2 * std::cos((j + 1) * std::numbers::pi / (n + 1))));
    for (int i = 0; i < n; ++i) {
      T product(0), dot(0);
      for (int k = 0; k < n; ++k) {
        product += T(a[i][k] * e.vector[j][k]);
        dot += T(e.vector[i][k] * e.vector[j][k]);
      }
      CHECK(math::abs(T(product - e.value[j] * e.vector[j][i])) <= small);
      CHECK(math::abs(T(dot - T(i == j ? 1 : 0))) <= small);
    }
  }
}

TEST_CASE("eigenvalues come in ascending order with their vectors, repeated ones too") {
  double const a[3][3] = {{5, 0, 0}, {0, -1, 0}, {0, 0, 5}};
  auto const e = optimize::eigen(a);
  CHECK(e.value[0] == -1);
  CHECK(e.value[1] == 5);
  CHECK(e.value[2] == 5);
  CHECK(std::abs(e.vector[0][1]) == 1);
}

TEST_CASE("small eigenvalues of a graded matrix") {
  double const a[2][2] = {{1, 1e-9}, {1e-9, 1e-12}};  // determinant 1e-12 - 1e-18
  CHECK(optimize::eigen(a).value[0] == near(9.99999e-13, 1e-9));
}
