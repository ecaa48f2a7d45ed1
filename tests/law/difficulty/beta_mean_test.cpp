// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// The Beta law of a given mean NLL and the mean of -log pass@k under a Beta law, against 50 digits and long double
// sums.
#include "support/archetype.hpp"
#include "support/near.hpp"

#include <t2/core/dual.hpp>
#include <t2/law/difficulty/beta_log_pass.hpp>
#include <t2/law/difficulty/beta_mean.hpp>
#include <t2/law/difficulty/beta_regression.hpp>

#include <boost/math/special_functions/digamma.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace t2;
using test::near;
using wide = boost::multiprecision::cpp_bin_float_50;

namespace {

/// E[-log(1 - (1-p)^k)] = sum over j of E[(1-p)^(k j)] / j, by Simpson's rule in the logit of p.
long double by_integral(long double a, long double b, long double k) {
  long double const low = -60 / a - 20, high = 60 / b + 20, log_beta = lgammal(a) + lgammal(b) - lgammal(a + b);
  int const panels = 2 * static_cast<int>((high - low) / 0.05L);
  long double sum = 0;
  for (int i = 0; i <= panels; ++i) {
    long double const t = low + (high - low) * i / panels;
    long double const log_p = t < 0 ? t - log1pl(expl(t)) : -log1pl(expl(-t));
    long double const log_q = log_p - t;
    long double const log_miss = k * log_q, pass = -expm1l(log_miss);
    long double const loss = k * expl(log_p) < 1e-18L ? -log_p - logl(k)
                             : pass > 0.5L            ? -log1pl(-expl(log_miss))
                                                      : -logl(pass);
    sum += (i == 0 || i == panels ? 1 : i % 2 == 1 ? 4 : 2) * expl(a * log_p + b * log_q - log_beta) * loss;
  }
  return sum * (high - low) / panels / 3;
}

}  // namespace

TEST_CASE("E[-log p] is a difference of digammas without its cancellation") {
  using boost::math::digamma;
  for (double const a : {1e-6, 1e-3, 0.3, 2., 50., 1e4, 1e8})
    for (double const b : {1e-6, 0.02, 1., 40., 1e6}) {
      wide const want = digamma(wide(wide(a) + wide(b))) - digamma(wide(a));
      CHECK(law::beta_mean_nll(a, b) == near(static_cast<long double>(want), 1e-12));
    }
}

TEST_CASE("shapes of a given mean and concentration") {
  using boost::math::digamma;
  double worst = 0;
  for (double const mean : {1e-6, 1e-3, 0.1, 1., 4., 12., 100., 300.})
    for (double const nu : {1e-3, 0.1, 1., 5., 60., 1e4, 1e8}) {
      law::beta_shape<double> const got = law::beta_of_mean_nll(mean, nu);
      CHECK(got.a + got.b == near(nu, 1e-14));
      if (!(got.a > 0)) continue;  // underflow: not even one question is ever solved
      worst = std::max(worst, std::fabs(law::beta_mean_nll(got.a, got.b) / mean - 1));
    }
  MESSAGE("largest relative error of the mean ", worst);
  CHECK(worst <= 1e-11);
}

TEST_CASE("mean -log pass@k") {
  double worst = 0;
  for (double const a : {0.05, 0.4, 2., 30.})
    for (double const b : {0.1, 1., 8., 300.})
      for (double const k : {0.5, 1., 2., 16., 1024., 1e6}) {
        CAPTURE(a);
        CAPTURE(b);
        CAPTURE(k);
        long double const want = by_integral(a, b, k), all = by_integral(a, b, 1);
        worst = std::max(worst, static_cast<double>(fabsl(law::beta_negative_log_pass(a, b, k) - want) / (1 + all)));
      }
  MESSAGE("largest error, in units of 1 + E[-log p]: ", worst);
  CHECK(worst <= 1e-12);
  CHECK(law::beta_negative_log_pass(1e-3, 1e4, 1.) == near(law::beta_mean_nll(1e-3, 1e4), 1e-14));
}

TEST_CASE("the mean NLL is the location, and derivatives hold") {
  law::beta_mean<> const law{.nu0 = 1, .nu1 = 0.3};
  using number = dual<double, 4>;
  law::beta_mean<number> const moved{number::variable(1, 0), number::variable(0.3, 1)};
  for (double const mu : {0.05, 1., 4., 9.})
    for (double const k : {1., 8., 1024.}) {
      if (k == 1) CHECK(law.mean_negative_log_pass(nats{mu}, samples{k}) == near(mu, 1e-11));
      auto const at = [&](int which, long double h) {
        long double x[] = {1, 0.3, mu, k};
        x[which] += h;
        law::beta_mean<long double> const shifted{x[0], x[1]};
        return law::task_metrics<long double>{shifted(nats{x[2]}, samples{x[3]}), 0,
                                              shifted.mean_negative_log_pass(nats{x[2]}, samples{x[3]})};
      };
      number const pass = moved(nats{number::variable(mu, 2)}, samples{number::variable(k, 3)});
      number const loss = moved.mean_negative_log_pass(nats{number::variable(mu, 2)}, samples{number::variable(k, 3)});
      for (int i = 0; i < 4; ++i) {
        long double const h = 1e-6L;
        auto const up = at(i, h), down = at(i, -h);
        CHECK(pass.partial[i] == doctest::Approx(static_cast<double>((up.pass - down.pass) / (2 * h))).epsilon(1e-7));
        CHECK(loss.partial[i] ==
              doctest::Approx(static_cast<double>((up.negative_log - down.negative_log) / (2 * h))).epsilon(1e-7));
      }
    }
}

TEST_CASE("approach 2 has the exact expectation of its Beta law too") {
  law::beta_regression<> const law{.theta0 = 0.77, .theta1 = 1.03, .theta2 = 1, .theta3 = -0.70, .theta4 = 1};
  law::beta_shape<double> const at = law.shape(2.5);
  CHECK(law.mean_negative_log_pass(nats{2.5}, samples{64}) == near(by_integral(at.a, at.b, 64), 1e-12));
}

TEST_CASE("other reals") {
  auto const value = []<class T>(T) {
    return law::beta_mean<T>{T(1), T(0.25)}.mean_negative_log_pass(nats<T>(T(3)), samples<T>(T(16)));
  };
  wide const want = value(wide(0));
  CHECK(value(0.) == near(static_cast<long double>(want), 1e-13));
  CHECK(value(0.f) == near(static_cast<long double>(want), 1e-4));
  CHECK(value(0.L) == near(static_cast<long double>(want), 1e-14));
  CHECK(static_cast<double>(value(test::archetype(0.))) == value(0.));
  law::beta_shape<wide> const shape = law::beta_mean<wide>{wide(1), wide(0.25)}.shape(wide(3));
  CHECK(static_cast<long double>(want) ==
        near(by_integral(static_cast<long double>(shape.a), static_cast<long double>(shape.b), 16), 1e-15));
}
