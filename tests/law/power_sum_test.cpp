// SPDX-License-Identifier: BSL-1.0
// The shared routine of separable laws against nested duals through the laws' call operators.
#include "support/archetype.hpp"
#include "support/near.hpp"

#include <t2/core/dual.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/power_sum.hpp>
#include <t2/law/sampling/sampling_gain.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <random>

using namespace t2;
using test::near;

namespace {

using approach1 = decltype(law::chinchilla<double>{} + law::sampling_gain<double>{});
using reversed = decltype(law::sampling_gain<double>{} + law::chinchilla<double>{});
using two_gains = decltype((law::chinchilla<double>{} + law::sampling_gain<double>{}) + law::sampling_gain<double>{});

/// Random coefficients and variables in the ranges of real laws.
template <class Law>
struct point {
  double coefficients[static_cast<std::size_t>(law::parameter_count<Law>)];
  double x[static_cast<std::size_t>(Law::variables::size)];

  explicit point(std::mt19937& engine) {
    auto const draw = [&](double low, double high) { return std::uniform_real_distribution<>(low, high)(engine); };
    for (int i = 0; i < law::parameter_count<Law>; ++i)
      coefficients[i] = Law::parameters::kind(i) == law::role::exponent ? draw(.05, 1.5) : std::exp(draw(-1, 9));
    for (double& each : x) each = std::exp(draw(0, 28));
  }
};

template <class T>
T nested_variable(double x, int i) {
  return T::variable(T::value_type::variable(x, i), i);
}

}  // namespace

TEST_CASE_TEMPLATE("with respect to the coefficients", Law, law::chinchilla<>, law::sampling_gain<>, approach1,
                   reversed, two_gains) {
  constexpr int n = law::parameter_count<Law>, variables = Law::variables::size;
  using number = dual<dual<double, n>, n>;
  std::mt19937 engine(1);
  for (int repeat = 0; repeat < 200; ++repeat) {
    point<Law> const p(engine);
    double log_x[variables];
    number x[variables], input[n];
    for (int v = 0; v < variables; ++v) {
      log_x[v] = std::log(p.x[v]);
      x[v] = number(p.x[v]);
    }
    for (int i = 0; i < n; ++i) input[i] = nested_variable<number>(p.coefficients[i], i);
    law::rebind_t<Law, number> lifted{};
    law::load(lifted, static_cast<number const*>(input));
    number const want = law::evaluate_at(lifted, static_cast<number const*>(x));

    auto const got = law::parameter_jet<Law>(p.coefficients, log_x);
    CHECK(got.value == near(want.value.value, 1e-13));
    for (int i = 0; i < n; ++i) {
      CHECK(got.gradient[i] == near(want.partial[i].value, 1e-13));
      for (int j = 0; j < n; ++j) CHECK(got.hessian[i][j] == near(want.partial[i].partial[j], 1e-13));
    }
  }
}

TEST_CASE_TEMPLATE("with respect to the logarithms of the variables", Law, law::chinchilla<>, law::sampling_gain<>,
                   approach1, reversed, two_gains) {
  constexpr int n = Law::variables::size;
  using number = dual<dual<double, n>, n>;
  std::mt19937 engine(2);
  for (int repeat = 0; repeat < 200; ++repeat) {
    point<Law> const p(engine);
    double log_x[n];
    number x[n];
    for (int v = 0; v < n; ++v) {
      log_x[v] = std::log(p.x[v]);
      x[v] = math::exp(nested_variable<number>(log_x[v], v));
    }
    Law law{};
    law::load(law, p.coefficients);
    number const want = law::evaluate_at(law, static_cast<number const*>(x));

    auto const got = law::variable_jet<Law>(p.coefficients, log_x);
    CHECK(got.value == near(want.value.value, 1e-13));
    for (int i = 0; i < n; ++i) {
      CHECK(got.gradient[i] == near(want.partial[i].value, 1e-13));
      CHECK(got.hessian[i][i] == near(want.partial[i].partial[i], 1e-12));  // the oracle cancels there
      for (int j = 0; j < n; ++j)
        if (j != i) CHECK(got.hessian[i][j] == 0);
    }
  }
}

TEST_CASE("a zero coefficient leaves the slope of its coefficient, not of its exponent") {
  double const coefficients[] = {2, 0, 3, .5, .25}, log_x[] = {4, 8};
  auto const got = law::parameter_jet<law::chinchilla<>>(coefficients, log_x);
  CHECK(got.value == near(2 + 3 * std::exp(-2.), 1e-15));
  CHECK(got.gradient[1] == near(std::exp(-2.), 1e-15));
  CHECK(got.gradient[3] == 0);
  CHECK(got.hessian[3][3] == 0);
  CHECK(got.hessian[1][3] == near(-4 * std::exp(-2.), 1e-15));
}

TEST_CASE_TEMPLATE("any real", T, float, double, long double, test::archetype) {
  T const coefficients[] = {T(2), T(1), T(3), T(.5), T(.25)}, log_x[] = {T(0), T(0)};
  CHECK(law::parameter_jet<law::chinchilla<T>>(coefficients, log_x).value == T(6));
  CHECK(law::variable_jet<law::chinchilla<T>>(coefficients, log_x).gradient[1] == T(-.75));
}
