// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// t2: labels once
#include <t2/passk/mixture/goodness.hpp>
#include <t2/passk/mixture/profile.hpp>
#include <t2/passk/mixture/scaled_beta.hpp>
#include <t2/passk/mixture/zero_inflated.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace t2;
using passk::counts;
using wide = boost::multiprecision::number<
    boost::multiprecision::cpp_bin_float<500>>;  // the series alternates, with terms up to 1e100 and more

namespace {

// 2F1(-m, a; c; s) by its series.
wide hypergeometric(int m, wide const& a, wide const& c, wide const& s) {
  wide term = 1, sum = 1;
  for (int j = 0; j < m; ++j) {
    term *= (wide(j - m) * (a + j) * s) / ((c + j) * (j + 1));
    sum += term;
  }
  return sum;
}

// Counts whose frequencies are those of a model, as near as whole questions allow.
template <class Model>
std::vector<int> typical_counts(Model const& model, int n, int questions) {
  std::vector<int> out;
  double cumulated = 0;
  for (int c = 0; c <= n; ++c) {
    cumulated += std::exp(model.log_probability(n, c) + passk::detail::log_choose(double(n), double(c)));
    while (static_cast<int>(out.size()) < questions && (static_cast<double>(out.size()) + 0.5) / questions < cumulated)
      out.push_back(c);
  }
  while (static_cast<int>(out.size()) < questions) out.push_back(n);
  return out;
}

}  // namespace

TEST_CASE("pass@k of a scaled Beta law against its alternating series in 500 digits") {
  CHECK(passk::scaled_beta<double>{0.3, 2, 0.4}.pass_tails(12).miss == doctest::Approx(0.6768394828).epsilon(1e-9));
  double worst = 0;
  for (double a : {0.02, 0.3, 4.0})
    for (double b : {0.1, 2.0, 100.0})
      for (double s : {1e-4, 0.4, 0.999, 1.0})
        for (int k : {1, 12, 300}) {
          wide const miss = hypergeometric(k, a, wide(a) + wide(b), s);
          auto const got = passk::scaled_beta<double>{a, b, s}.pass_tails(k);
          worst = std::max(worst, std::abs(static_cast<double>((wide(got.miss) - miss) / miss)));
          worst = std::max(worst, std::abs(static_cast<double>((wide(got.pass) - (1 - miss)) / (1 - miss))));
        }
  MESSAGE("worst relative error " << worst);
  CHECK(worst <= 1e-12);
  CHECK(passk::scaled_beta<double>{0.3, 2, 1}.pass_at(10000) ==
        doctest::Approx(passk::beta_binomial<double>{0.3, 2}.pass_at(10000)).epsilon(1e-14));
  CHECK(passk::scaled_beta<double>{0.3, 2, 0.4}.pass_at(0) == 0);
  CHECK(std::isnan(passk::scaled_beta<double>{0.3, 2, 0.4}.pass_at(2.5)));
  CHECK(std::isnan(passk::scaled_beta<double>{0.3, 2, 1.4}.pass_at(2)));
}

TEST_CASE("its likelihood: against the series, summed over all counts, and at s = 1") {
  double worst = 0;
  for (double s : {0.07, 0.6, 1.0})
    for (int n : {1, 40, 300})
      for (int c : {0, 1, 20, 290}) {
        if (c > n) continue;
        double const a = 0.4, b = 3;
        // s^c B(a+c, b)/B(a, b) 2F1
        wide want = log(hypergeometric(n - c, wide(a) + c, wide(a) + wide(b) + c, s)) + c * log(wide(s));
        for (int i = 0; i < c; ++i) want += log((wide(a) + i) / (wide(a) + wide(b) + i));
        double const got = passk::scaled_beta<double>{a, b, s}.log_probability(n, c);
        worst = std::max(worst, std::abs(static_cast<double>((wide(got) - want) / want)));
      }
  CHECK(worst <= 1e-12);
  double sum = 0;
  for (int c = 0; c <= 80; ++c)
    sum += std::exp(passk::scaled_beta<double>{0.4, 3, 0.3}.log_probability(80, c) +
                    passk::detail::log_choose(80.0, double(c)));
  CHECK(sum == doctest::Approx(1).epsilon(1e-12));
  CHECK(std::isfinite(passk::scaled_beta<double>{0.5, 5, 0.12}.log_probability(10112, 10000)));
  CHECK(passk::scaled_beta<double>{0.4, 3, 1}.log_probability(5000, 40) ==
        doctest::Approx(passk::beta_binomial<double>{0.4, 3}.log_probability(5000, 40)).epsilon(1e-13));
}

TEST_CASE("a fit finds a ceiling that is there, and says where there is none") {
  std::vector<int> const n(400, 200);
  auto const capped = typical_counts(passk::scaled_beta<double>{0.8, 1.2, 0.25}, 200, 400);
  auto const fit = passk::scaled_beta<double>::fit(counts{n, capped});
  REQUIRE(fit);
  CHECK(fit->converged);
  CHECK(fit->s == doctest::Approx(0.25).epsilon(0.05));
  CHECK(fit->a == doctest::Approx(0.8).epsilon(0.05));
  CHECK(fit->nll < passk::beta_binomial<double>::fit(counts{n, capped})->nll - 5);

  auto const free = typical_counts(passk::beta_binomial<double>{0.3, 6}, 200, 400);
  auto const none = passk::scaled_beta<double>::fit(counts{n, free});
  auto const plain = passk::beta_binomial<double>::fit(counts{n, free});
  REQUIRE(none);
  REQUIRE(plain);
  CHECK(none->s > 0.8);
  CHECK(none->nll <= plain->nll + 1e-9);
}

TEST_CASE("impossible questions: found where they are many, and then the Beta law alone promises too much") {
  passk::zero_inflated_beta<double> const truth{2, 30, 0.4};
  std::vector<int> const n(500, 400);
  auto const c = typical_counts(truth, 400, 500);
  auto const fit = passk::zero_inflated_beta<double>::fit(counts{n, c});
  auto const plain = passk::beta_binomial<double>::fit(counts{n, c});
  REQUIRE(fit);
  REQUIRE(plain);
  CHECK(fit->impossible == doctest::Approx(0.4).epsilon(0.02));
  CHECK(fit->a == doctest::Approx(2).epsilon(0.05));
  CHECK(fit->nll < plain->nll - 20);
  CHECK(truth.pass_at(1e6) == doctest::Approx(0.6).epsilon(1e-6));
  CHECK(fit->pass_at(1e6) == doctest::Approx(0.6).epsilon(0.02));
  CHECK(plain->pass_at(1e6) > 0.8);
  CHECK(passk::goodness_of_fit(*fit, counts{n, c})->p_value > 0.5);
  CHECK(passk::goodness_of_fit(*plain, counts{n, c})->p_value < 1e-6);
  auto const range = passk::profile_interval(*fit, counts{n, c}, 1e6, 0.95);
  REQUIRE(range);
  CHECK(range->lower < 0.6);
  CHECK(0.6 < range->upper);
  CHECK(range->upper - range->lower < 0.1);

  double sum = 0;
  for (int k = 0; k <= 50; ++k)
    sum += std::exp(truth.log_probability(50, k) + passk::detail::log_choose(50.0, double(k)));
  CHECK(sum == doctest::Approx(1).epsilon(1e-12));
  auto const f = truth.pass_tails(7);
  CHECK(f.pass + f.miss == doctest::Approx(1).epsilon(1e-15));

  // none impossible: the bound is active and the fit is the Beta law's
  auto const free = typical_counts(passk::beta_binomial<double>{0.9, 6}, 400, 500);
  auto const none = passk::zero_inflated_beta<double>::fit(counts{n, free});
  REQUIRE(none);
  CHECK(none->impossible < 0.02);
}

TEST_CASE("the profile interval is where the likelihood has fallen by half the squared quantile") {
  std::vector<int> const n(100, 60);
  auto const c = typical_counts(passk::beta_binomial<double>{0.3, 6}, 60, 100);
  auto const fit = passk::beta_binomial<double>::fit(counts{n, c});
  REQUIRE(fit);
  auto const range = passk::profile_interval(*fit, counts{n, c}, 5000., 0.9);
  REQUIRE(range);
  auto const groups = passk::grouped<double>(counts{n, c});
  passk::detail::mixture_objective<passk::beta_binomial<double>> const objective{groups};
  // by brute force: the extremes of pass@k over a fine grid of a and b within the likelihood bound
  double low = 1, high = 0;
  for (double u = -1; u <= 1; u += 1.0 / 120)
    for (double v = -1; v <= 1; v += 1.0 / 120) {
      double const x[] = {fit->x[0] + u, fit->x[1] + v};
      auto const model = passk::beta_binomial<double>::at(x);
      if (objective.value(model) - fit->nll > 1.6448536 * 1.6448536 / 2) continue;
      low = std::min(low, model.pass_at(5000));
      high = std::max(high, model.pass_at(5000));
    }
  CHECK(range->lower == doctest::Approx(low).epsilon(5e-3));
  CHECK(range->upper == doctest::Approx(high).epsilon(5e-3));
  auto const argument = [&](double k, double level) {
    return std::string(passk::profile_interval(*fit, counts{n, c}, k, level).error().argument);
  };
  CHECK(argument(0, 0.9) == "k");
  CHECK(argument(std::nan(""), 0.9) == "k");
  CHECK(argument(10, 1) == "level");
}

TEST_CASE("chi-square tail") {
  CHECK(passk::detail::chi_square_tail(3.841458820694124, 1) == doctest::Approx(0.05).epsilon(1e-12));
  CHECK(passk::detail::chi_square_tail(5.991464547107979, 2) == doctest::Approx(0.05).epsilon(1e-12));
  CHECK(passk::detail::chi_square_tail(11.070497693516351, 5) == doctest::Approx(0.05).epsilon(1e-12));
  CHECK(passk::detail::chi_square_tail(18.307038053275146, 10) == doctest::Approx(0.05).epsilon(1e-12));
  CHECK(passk::detail::chi_square_tail(0, 3) == doctest::Approx(1));
}
