// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// t2: labels slow
// Every difficulty in double against itself in 50 digits, whose quadratures are finer: values over the domain, and the
// derivatives of dual numbers against differences of 50 digits.
#include <t2/core/dual.hpp>
#include <t2/law/difficulty.hpp>
#include <t2/law/task_loss.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace t2;
using wide = boost::multiprecision::cpp_bin_float_50;

namespace {

struct errors {
  double pass = 0, negative_log = 0, derivative = 0;
};

template <class T>
struct both {
  T pass, negative_log;
};

template <class D, class T>
both<T> at(D const& difficulty, T const& location, T const& k) {
  return {difficulty(nats<T>(location), samples<T>(k)),
          difficulty.mean_negative_log_pass(nats<T>(location), samples<T>(k))};
}

template <class D>
errors measure(D const& difficulty) {
  constexpr int size = D::parameters::size;
  using number = dual<double, size + 2>;
  double coefficients[size];
  law::store(difficulty, coefficients);
  // coefficients, location and k as 50 digits, one of them moved
  auto const exact = [&](double location, double k, int moved, wide const& by) {
    wide x[size + 2];
    for (int i = 0; i < size; ++i) x[i] = wide(coefficients[i]);
    x[size] = wide(location);
    x[size + 1] = wide(k);
    if (moved >= 0) x[moved] += by;
    law::rebind_t<D, wide> law{};
    law::load(law, static_cast<wide const*>(x));
    return at(law, x[size], x[size + 1]);
  };
  errors worst;
  auto const off = [](double got, wide const& want, double least) {
    return std::fabs(static_cast<double>(wide(got) - want)) / std::max(std::fabs(static_cast<double>(want)), least);
  };
  // none of them where a + b location = location, where the slopes jump
  for (double const location : {0.25, 1.5, 3.7, 9.0})
    for (double const k : {1.0, 16.0, 1024.0}) {
      auto const want = exact(location, k, -1, wide(0));
      auto const got = at(difficulty, location, k);
      worst.pass = std::max(worst.pass, off(got.pass, want.pass, 0));
      // below a nat what counts is the error in nats: the mean is over questions, most of which are solved
      worst.negative_log = std::max(worst.negative_log, off(got.negative_log, want.negative_log, location));
      if (k != 16 || location == 9) continue;
      number x[size + 2];
      for (int i = 0; i < size; ++i) x[i] = number::variable(coefficients[i], i);
      law::rebind_t<D, number> moved{};
      law::load(moved, static_cast<number const*>(x));
      auto const slopes = at(moved, number::variable(location, size), number::variable(k, size + 1));
      for (int i = 0; i < size + 2; ++i) {
        wide const step("1e-15");
        auto const up = exact(location, k, i, step), down = exact(location, k, i, wide(-step));
        wide const by_pass = wide((up.pass - down.pass) / (wide(2) * step));
        wide const by_loss = wide((up.negative_log - down.negative_log) / (wide(2) * step));
        worst.derivative = std::max(worst.derivative, off(slopes.pass.partial[i], by_pass, 1e-2));
        worst.derivative = std::max(worst.derivative, off(slopes.negative_log.partial[i], by_loss, 1e-2));
      }
    }
  MESSAGE(D::about.name, ": pass ", worst.pass, ", -log pass ", worst.negative_log, ", derivative ", worst.derivative);
  return worst;
}

}  // namespace

TEST_CASE("quadratures: log-normal and gamma") {
  for (errors const& e : {measure(law::log_normal<>{.a = 2.1, .b = 0, .s = 0.63}),
                          measure(law::log_normal<>{.a = 1.0, .b = 0.75, .s = 0.5})}) {
    CHECK(e.pass <= 16 * epsilon<double>());
    CHECK(e.negative_log <= 16 * epsilon<double>());
    CHECK(e.derivative <= 1e-11);
  }
  errors const e = measure(law::gamma<>{.a = 2, .b = 0.1, .s = 0.6});
  CHECK(e.pass <= 1e-11);
  CHECK(e.negative_log <= 1e-11);
  CHECK(e.derivative <= 1e-8);
}

TEST_CASE("closed forms of the Beta law") {
  errors const mean = measure(law::beta_mean<>{.nu0 = 0.5, .nu1 = 0.3});
  CHECK(mean.pass <= 16 * epsilon<double>());
  CHECK(mean.negative_log <= 32 * epsilon<double>());
  CHECK(mean.derivative <= 1e-10);
  errors const regression = measure(law::beta_regression<>{0.77, 1.03, 0.9, -0.7, 1});
  CHECK(regression.pass <= 16 * epsilon<double>());
  CHECK(regression.negative_log <= 64 * epsilon<double>());
  CHECK(regression.derivative <= 1e-12);
}
