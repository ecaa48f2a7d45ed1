// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
#include "support/archetype.hpp"

#include <t2/optimize/newton.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>

using namespace t2;
using boost::multiprecision::cpp_bin_float_50;

namespace {

/// (1 - x)^2 + 100 (y - x^2)^2, least at (1, 1).
template <class T>
struct rosenbrock {
  jet<T, 2> operator()(T const* p) const {
    T const x = p[0], y = p[1], d = T(y - x * x), hundred(100), two(2);
    jet<T, 2> j;
    j.value = T((T(1) - x) * (T(1) - x) + hundred * d * d);
    j.gradient[0] = T(-two * (T(1) - x) - T(400) * x * d);
    j.gradient[1] = T(two * hundred * d);
    j.hessian[0][0] = T(two - T(400) * (y - T(3) * x * x));
    j.hessian[0][1] = j.hessian[1][0] = T(-T(400) * x);
    j.hessian[1][1] = T(200);
    return j;
  }
};

/// x' A x / 2 - b' x.
template <int Size>
struct quadratic {
  double a[Size][Size];
  double b[Size];
  jet<double, Size> operator()(double const* x) const {
    auto j = jet<double, Size>::zero();
    for (int r = 0; r < Size; ++r) {
      j.gradient[r] = -b[r];
      for (int c = 0; c < Size; ++c) {
        j.gradient[r] += a[r][c] * x[c];
        j.hessian[r][c] = a[r][c];
      }
      j.value += x[r] * (j.gradient[r] - b[r]) / 2;
    }
    return j;
  }
};

template <class T, int Size>
optimize::box<T, Size> everywhere() {
  optimize::box<T, Size> out;
  for (int i = 0; i < Size; ++i) {
    out.lower[i] = T(-infinity<T>());
    out.upper[i] = out.longest_step[i] = infinity<T>();
  }
  return out;
}

}  // namespace

TEST_CASE_TEMPLATE("Rosenbrock's valley to its floor", T, float, double, long double, cpp_bin_float_50,
                   test::archetype) {
  T const start[2] = {T(-1.5), T(2)};
  auto const found = optimize::newton(rosenbrock<T>{}, start, everywhere<T, 2>());
  CHECK(found.converged);
  CHECK(found.evaluations < 60);
  for (int i = 0; i < 2; ++i) {
    CHECK(math::abs(T(found.x[i] - T(1))) <= T(T(16) * epsilon<T>()));
    CHECK(found.active[i] == 0);
  }
}

TEST_CASE("Rosenbrock in boxes: bounds are met exactly and reported") {
  struct expected {
    double low[2], high[2];
    double x, y;
    int active[2];
  };
  for (expected const& e : {
           expected{{-2, -2}, {.5, 2}, .5, .25, {1, 0}},  // y = x^2 where x is held
           expected{{-2, .5}, {.5, 2}, .5, .5, {1, -1}},  // both held: gradient (-51, 50)
           expected{{1, -2}, {2, 2}, 1, 1, {0, 0}},       // the minimum lies on a bound without pushing
           expected{{.2, .2}, {.2, 2}, .2, .2, {1, -1}},  // x has no room at all; gradient (-14.4, 32)
       }) {
    CAPTURE(e.x);
    CAPTURE(e.y);
    auto box = everywhere<double, 2>();
    for (int i = 0; i < 2; ++i) {
      box.lower[i] = e.low[i];
      box.upper[i] = e.high[i];
    }
    double const start[2] = {e.high[0], e.high[1]};
    auto const found = optimize::newton(rosenbrock<double>{}, start, box);
    CHECK(found.converged);
    CHECK(found.x[0] == doctest::Approx(e.x).epsilon(1e-14));
    CHECK(found.x[1] == doctest::Approx(e.y).epsilon(1e-14));
    if (e.x == 1) continue;  // a zero gradient at a bound counts either way
    for (int i = 0; i < 2; ++i) {
      CHECK(found.active[i] == e.active[i]);
      if (found.active[i] < 0) CHECK(found.x[i] == e.low[i]);
      if (found.active[i] > 0) CHECK(found.x[i] == e.high[i]);
    }
  }
}

TEST_CASE("convex quadratics in random boxes against all active sets") {
  constexpr int n = 4;
  std::mt19937 engine(7);
  std::normal_distribution<double> normal;
  for (int repeat = 0; repeat < 200; ++repeat) {
    quadratic<n> f;
    double root[n][n];
    for (auto& row : root)
      for (double& x : row) x = normal(engine);
    for (int r = 0; r < n; ++r) {
      f.b[r] = 3 * normal(engine);
      for (int c = 0; c < n; ++c) {
        f.a[r][c] = r == c ? .01 : 0;
        for (int k = 0; k < n; ++k) f.a[r][c] += root[r][k] * root[c][k];
      }
    }
    auto box = everywhere<double, n>();
    double start[n];
    for (int i = 0; i < n; ++i) {
      box.lower[i] = -std::abs(normal(engine));
      box.upper[i] = std::abs(normal(engine));
      start[i] = box.lower[i] + .3 * (box.upper[i] - box.lower[i]);
    }
    double least = infinity<double>();
    for (int set = 0; set < 81; ++set) {  // each variable free, low or high: solve and keep what is feasible
      double x[n], right[n];
      bool held[n];
      for (int i = 0, rest = set; i < n; ++i, rest /= 3) {
        held[i] = rest % 3 != 0;
        x[i] = rest % 3 == 1 ? box.lower[i] : rest % 3 == 2 ? box.upper[i] : 0;
      }
      for (int i = 0; i < n; ++i) {
        right[i] = f.b[i];
        for (int j = 0; j < n; ++j)
          if (held[j]) right[i] -= f.a[i][j] * x[j];
      }
      double y[n];
      if (!optimize::solve_positive(f.a, right, held, y)) continue;
      bool inside = true;
      for (int i = 0; i < n; ++i) {
        if (!held[i]) x[i] = y[i];
        inside = inside && x[i] >= box.lower[i] && x[i] <= box.upper[i];
      }
      if (inside) least = std::fmin(least, f(x).value);
    }
    auto const found = optimize::newton(f, start, box);
    CHECK(found.converged);
    CHECK(found.at.value - least <= 1e-12 * std::abs(least));
    CHECK(found.evaluations < 25);
  }
}

TEST_CASE("never worse than the start, never outside the box") {
  struct waves {  // many minima, an indefinite Hessian in between and no value for x > 4
    jet<double, 2> operator()(double const* x) const {
      auto j = jet<double, 2>::zero();
      j.value = x[0] > 4 ? not_a_number<double>() : std::sin(3 * x[0]) * std::cos(2 * x[1]);
      j.gradient[0] = 3 * std::cos(3 * x[0]) * std::cos(2 * x[1]);
      j.gradient[1] = -2 * std::sin(3 * x[0]) * std::sin(2 * x[1]);
      j.hessian[0][0] = -9 * j.value;
      j.hessian[1][1] = -4 * j.value;
      j.hessian[0][1] = j.hessian[1][0] = -6 * std::cos(3 * x[0]) * std::sin(2 * x[1]);
      return j;
    }
  };
  std::mt19937 engine(11);
  std::uniform_real_distribution<double> uniform(-3.9, 3.9);
  for (int repeat = 0; repeat < 500; ++repeat) {
    double const start[2] = {uniform(engine), uniform(engine)};
    optimize::box<double, 2> const box{{-4, -4}, {5, 4}, {.5, .5}};
    auto const found = optimize::newton(waves{}, start, box, {.most = 40});
    CHECK(found.at.value <= waves{}(start).value);
    CHECK(found.at.value == waves{}(found.x).value);
    CHECK(found.evaluations <= 40);
    for (int i = 0; i < 2; ++i) {
      CHECK(found.x[i] >= box.lower[i]);
      CHECK(found.x[i] <= box.upper[i]);
    }
  }
}

TEST_CASE("a start without a value is returned as it is") {
  double const start[2] = {0, 0};
  auto const found = optimize::newton(
      [](double const*) {
        auto j = jet<double, 2>::zero();
        j.value = not_a_number<double>();
        return j;
      },
      start, everywhere<double, 2>());
  CHECK(!found.converged);
  CHECK(found.evaluations == 1);
  CHECK(found.x[0] == 0);
}

TEST_CASE("a start that no step improves is returned, and converged only if its gradient says so") {
  for (double const slope : {1., 1e-9}) {
    double const start[1] = {2};
    auto const found = optimize::newton(
        [slope](double const* x) {
          auto j = jet<double, 1>::zero();
          j.value = x[0] == 2 ? 1 : not_a_number<double>();
          j.gradient[0] = slope;
          j.hessian[0][0] = 1;
          return j;
        },
        start, everywhere<double, 1>());
    CHECK(found.x[0] == 2);
    CHECK(found.at.value == 1);
    CHECK(found.evaluations < 100);
    CHECK(found.converged == (slope == 1e-9));
  }
}

TEST_CASE("no step is longer than allowed") {
  double const start[1] = {0};
  auto box = everywhere<double, 1>();
  box.longest_step[0] = 1;
  auto const found = optimize::newton(quadratic<1>{{{2}}, {20}}, start, box);
  CHECK(found.x[0] == doctest::Approx(10));
  CHECK(found.evaluations > 10);
}
