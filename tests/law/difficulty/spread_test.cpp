// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// Log-normal and gamma difficulties against integrals in long double by Simpson's rule on their own formulas.
#include "support/archetype.hpp"
#include "support/near.hpp"

#include <t2/core/dual.hpp>
#include <t2/law/difficulty/gamma.hpp>
#include <t2/law/difficulty/log_normal.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/loss/coupled.hpp>
#include <t2/law/task_loss.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <type_traits>

using namespace t2;
using test::near;
using wide = boost::multiprecision::cpp_bin_float_50;

namespace {

struct exact {
  long double pass = 0, miss = 0, negative_log = 0;
};

exact question(long double cost, long double k) {
  long double const hit = expl(-cost);
  long double const log_miss = k * (cost < 0.7L ? logl(-expm1l(-cost)) : log1pl(-hit));
  long double const pass = -expm1l(log_miss), miss = expl(log_miss);
  long double const loss = k * hit < 1e-19L ? cost - logl(k) : miss < 0.5L ? -log1pl(-miss) : -logl(pass);
  return {pass, miss, loss};
}

/// Simpson's rule for the mean over x in [low, high] with density e^log_density, normalised by itself.
template <class LogDensity, class Cost>
exact integrate(long double low, long double high, LogDensity const& log_density, Cost const& cost, long double k) {
  constexpr int panels = 6000;
  exact sum;
  long double total = 0;
  for (int i = 0; i <= panels; ++i) {
    long double const x = low + (high - low) * i / panels;
    long double const weight = (i == 0 || i == panels ? 1 : i % 2 == 1 ? 4 : 2) * expl(log_density(x));
    exact const each = question(cost(x), k);
    total += weight;
    sum.pass += weight * each.pass;
    sum.miss += weight * each.miss;
    sum.negative_log += weight * each.negative_log;
  }
  return {sum.pass / total, sum.miss / total, sum.negative_log / total};
}

exact reference(law::log_normal<> const& d, double mu, double k) {
  long double const m = mu, w = std::min(d.a + d.b * m, m), s = d.s;
  return integrate(
      -13, 13, [](long double z) { return -z * z / 2; },
      [&](long double z) { return m + w * (expl(s * z - s * s / 2) - 1); }, k);
}
exact reference(law::gamma<> const& d, double mu, double k) {
  long double const m = mu, w = std::min(d.a + d.b * m, m), v = static_cast<long double>(d.s) * d.s;
  return integrate(
      -60 * v - 13 * d.s, logl(1 + 60 * v + 13 * d.s), [&](long double t) { return (1 + t - expl(t)) / v; },
      [&](long double t) { return m + w * (expl(t) - 1); }, k);
}

template <class D>
void against_integral(D const& d, double bound) {
  double worst = 0;
  for (double const mu : {0.02, 0.3, 1., 2.5, 4.2, 8., 12.})
    for (double const k : {0.5, 1., 3., 16., 256., 1024., 10000.}) {
      exact const want = reference(d, mu, k);
      auto const got = d.metrics(nats{mu}, samples{k});
      auto const note = [&](double x, long double y) {
        if (y > 1e-10L) worst = std::max(worst, static_cast<double>(fabsl(x / y - 1)));
      };
      note(got.pass, want.pass);
      note(got.miss, want.miss);
      note(got.negative_log, want.negative_log);
      CHECK(got.pass + got.miss == near(1, 1e-13));
      if (k == 1) CHECK(got.negative_log == near(mu, 1e-11));
    }
  MESSAGE("largest relative error ", worst);
  CHECK(worst <= bound);
}

template <class D>
void slopes(D const& d) {
  using number = dual<double, 5>;
  for (double const mu : {0.5, 4.2, 9.})
    for (double const k : {1., 16., 1024.}) {
      law::rebind_t<D, number> const moved{number::variable(d.a, 0), number::variable(d.b, 1),
                                           number::variable(d.s, 2)};
      auto const got = moved.metrics(nats{number::variable(mu, 3)}, samples{number::variable(k, 4)});
      auto const at = [&](int which, long double h) {
        law::rebind_t<D, long double> shifted{d.a, d.b, d.s};
        long double m = mu, n = k;
        (which == 0 ? shifted.a : which == 1 ? shifted.b : which == 2 ? shifted.s : which == 3 ? m : n) += h;
        return shifted.metrics(nats{m}, samples{n});
      };
      for (int i = 0; i < 5; ++i) {
        long double const h = 1e-6L;
        auto const up = at(i, h), down = at(i, -h);
        auto const slope = [&](long double a, long double b) { return static_cast<double>((a - b) / (2 * h)); };
        CHECK(got.pass.partial[i] == doctest::Approx(slope(up.pass, down.pass)).epsilon(1e-6));
        CHECK(got.negative_log.partial[i] == doctest::Approx(slope(up.negative_log, down.negative_log)).epsilon(1e-6));
        CHECK(got.miss.partial[i] == doctest::Approx(-got.pass.partial[i]).epsilon(1e-12));
      }
    }
}

/// pass@k rises and -log pass@k falls with k and as the location falls.
template <class D>
void monotone(D const& d) {
  for (double mu = 0.1; mu < 12; mu *= 1.3) {
    double pass = 0, loss = infinity<double>();
    for (double k = 0.5; k < 1e7; k *= 1.9) {
      auto const m = d.metrics(nats{mu}, samples{k});
      auto const worse = d.metrics(nats{mu * 1.01}, samples{k});
      CHECK(m.pass >= pass * (1 - 1e-13));
      CHECK(m.negative_log <= loss);
      CHECK(worse.pass <= m.pass * (1 + 1e-13));
      CHECK(worse.negative_log >= m.negative_log);
      pass = m.pass;
      loss = m.negative_log;
    }
    CHECK(d.mean_negative_log_pass(nats{mu}, samples{1e12}) < 0.05 * mu);
  }
}

template <class T, class D>
T miss_of(D const& d, double mu, double k) {
  return law::rebind_t<D, T>{T(d.a), T(d.b), T(d.s)}.tails(nats<T>(T(mu)), samples<T>(T(k))).miss;
}

law::log_normal<> const piqa{.a = 2.0958, .b = 0, .s = 0.6268}, arce{.a = 1.0112, .b = 0.7533, .s = 0.5037};
law::gamma<> const steep{.a = 2, .b = 0.1, .s = 0.6}, broad{.a = 1, .b = 0.6, .s = 0.9},
    narrow{.a = 1, .b = 0.2, .s = 0.05};

}  // namespace

TEST_CASE("values") {
  against_integral(piqa, 1e-7);
  against_integral(arce, 1e-7);
  against_integral(law::log_normal<>{.a = 0.5, .b = 0.9, .s = 1}, 1e-7);
  against_integral(steep, 1e-7);
  against_integral(broad, 1e-7);
  against_integral(narrow, 1e-7);
}

TEST_CASE("derivatives") {
  slopes(piqa);
  slopes(arce);
  slopes(steep);
}

TEST_CASE("monotone, and without a floor") {
  monotone(piqa);
  monotone(arce);
  monotone(steep);
}

TEST_CASE("one question") {
  for (double const cost : {0., 1e-9, 0.1, 0.69, 0.7, 3., 40., 800.})
    for (double const k : {0.5, 1., 7., 1e4}) {
      auto const got = law::question(cost, k);
      exact const want = question(cost, k);
      auto const same = [](double x, long double y, double bound) {
        return fabsl(x - y) <= bound * fabsl(y) + 1e-300L;
      };
      CHECK(same(got.pass, want.pass, 1e-14));
      CHECK(same(got.miss, want.miss, 4e-12));
      CHECK(same(got.negative_log, want.negative_log, 1e-13));
    }
  CHECK(std::isnan(law::question(-1., 2.).pass));
}

TEST_CASE("other reals") {
  for (double const k : {1., 64.}) {
    auto const want = static_cast<long double>(reference(arce, 4.2, k).miss);
    CHECK(miss_of<double>(arce, 4.2, k) == near(want, 1e-9));
    CHECK(miss_of<float>(arce, 4.2, k) == near(want, 1e-4));
    CHECK(miss_of<long double>(arce, 4.2, k) == near(want, 1e-11));
    CHECK(static_cast<long double>(miss_of<wide>(arce, 4.2, k)) == near(want, 1e-17));
    CHECK(static_cast<double>(miss_of<test::archetype>(arce, 4.2, k)) == miss_of<double>(arce, 4.2, k));
    CHECK(static_cast<double>(miss_of<test::archetype>(steep, 4.2, k)) == miss_of<double>(steep, 4.2, k));
    CHECK(static_cast<long double>(miss_of<wide>(steep, 4.2, k)) == near(reference(steep, 4.2, k).miss, 1e-16));
  }
}

TEST_CASE("a negative location is no location; a location of 0 is certainty") {
  CHECK(std::isnan(piqa(nats{-0.1}, samples{4})));
  CHECK(std::isnan(steep(nats{not_a_number<double>()}, samples{4})));
  CHECK(piqa(nats{0.}, samples{1}) == near(1, 1e-14));
}

TEST_CASE("any location with any difficulty, in either metric") {
  law::coupled const location{.A0 = 3.5175, .alpha = .0762, .B0 = .1420, .beta = .6464, .c = .2};
  law::task_accuracy<law::coupled<>, law::log_normal<>> const accuracy{location, piqa};
  law::task_loss<law::coupled<>, law::log_normal<>> const loss{location, piqa};
  double const mu = location(params{1e9}, tokens{1e11});
  CHECK(accuracy(params{1e9}, tokens{1e11}, samples{16}) == piqa(nats{mu}, samples{16}));
  CHECK(loss(params{1e9}, tokens{1e11}, samples{1}) == near(mu, 1e-12));
  static_assert(law::higher_is_better<std::remove_const_t<decltype(accuracy)>> &&
                !law::higher_is_better<std::remove_const_t<decltype(loss)>>);
  static_assert(decltype(loss)::parameters::name(0) == "A0" && decltype(loss)::parameters::name(7) == "s");
  static_assert(law::rebindable<law::task_loss<law::chinchilla<>, law::gamma<>>>);
}
