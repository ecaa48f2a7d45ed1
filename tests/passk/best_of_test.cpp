// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
#include "passk/exact.hpp"

#include <t2/passk/best_of.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <vector>

using namespace t2;
using namespace t2::test;

TEST_CASE("max@k") {
  std::vector<double> const rewards{3, 1, 2, 5};
  auto const at = [&](std::size_t k) { return *passk::max_at(std::span<double const>(rewards), k); };
  CHECK(at(1) == doctest::Approx(11.0 / 4).epsilon(1e-15));
  CHECK(at(2) == doctest::Approx(23.0 / 6).epsilon(1e-15));
  CHECK(at(4) == 5.0);
  // rewards 0 and 1: pass@k
  std::vector<double> binary(500, 0);
  std::fill(binary.begin() + 40, binary.begin() + 53, 1.0);
  for (std::size_t k : {1u, 10u, 100u, 487u, 488u, 500u})
    CHECK(*passk::max_at(std::span<double const>(binary), k) ==
          doctest::Approx(passk::unbiased(500, 13, k)).epsilon(1e-13));
  std::vector<double> reversed(rewards.rbegin(), rewards.rend());
  CHECK(*passk::max_at(std::span<double const>(reversed), 2) == at(2));
  // exact, with ranks as rewards: (n + 1) k / (k + 1)
  std::vector<double> ranks(1000);
  for (std::size_t i = 0; i < ranks.size(); ++i) ranks[i] = static_cast<double>(i + 1);
  for (std::size_t k : {1u, 7u, 500u, 999u})
    CHECK(*passk::max_at(std::span<double const>(ranks), k) ==
          doctest::Approx(1001.0 * static_cast<double>(k) / static_cast<double>(k + 1)).epsilon(1e-14));

  std::vector<double> bad{1, std::numeric_limits<double>::quiet_NaN()};
  CHECK(std::string(passk::max_at(std::span<double const>(bad), 1).error().argument) == "rewards");
  CHECK(passk::max_at(std::span<double const>(bad), 1).error().index == 1);
  CHECK(std::string(passk::max_at(std::span<double const>(rewards), 5).error().argument) == "k");
  CHECK(std::string(passk::max_at(std::span<double const>(rewards), 0).error().argument) == "k");
  CHECK(passk::max_at(std::span<double const>(), 1).error().code == errc::empty);
}

TEST_CASE("area under pass@k") {
  cpp_rational sum = 0;
  for (int j = 1; j <= 20; ++j) {
    cpp_rational const value = 1 - cpp_rational(choose(40 - 3, j), choose(40, j));
    sum += j == 1 || j == 20 ? cpp_rational(value / 2) : value;
  }
  CHECK(relative(*passk::area_at(40, 3, 20), cpp_rational(sum / 19)) <= 1e-14);
  CHECK(*passk::area_at(40, 3, 1) == passk::unbiased(40, 3, 1));
  CHECK(*passk::area_at(40, 40, 9) == 1.0);
  CHECK(std::string(passk::area_at(40, 3, 41).error().argument) == "k");
  std::vector<double> const k{1, 2, 4}, v{0, 1, 1};
  CHECK(*passk::area_under(std::span<double const>(k), std::span<double const>(v)) ==
        doctest::Approx(2.5 / 3).epsilon(1e-15));
  std::vector<double> const unsorted{1, 4, 2};
  CHECK(std::string(
            passk::area_under(std::span<double const>(unsorted), std::span<double const>(v)).error().argument) == "k");
}

TEST_CASE("best of n with an imperfect verifier") {
  passk::verifier<double> const check{.true_positive = 0.9, .false_positive = 0.1};
  CHECK(check.best_of(0.2, 5) == doctest::Approx(0.544681472).epsilon(1e-12));
  CHECK(check.ceiling(0.2) == doctest::Approx(0.18 / 0.26).epsilon(1e-15));
  CHECK(check.best_of(0.2, 1) == doctest::Approx(0.2).epsilon(1e-15));
  CHECK(check.best_of(0.2, 1e9) == doctest::Approx(check.ceiling(0.2)).epsilon(1e-15));

  // exact: sum over the number accepted, n = 5, p = 1/5, T = 9/10, F = 1/10
  cpp_rational const p(1, 5), T(9, 10), F(1, 10), r = p * T + (1 - p) * F;
  cpp_rational none = 1;
  for (int i = 0; i < 5; ++i) none *= 1 - r;
  CHECK(relative(check.best_of(0.2, 5), cpp_rational((1 - none) * p * T / r + none * p * (1 - T) / (1 - r))) <= 1e-15);

  passk::verifier<double> const perfect{.true_positive = 1, .false_positive = 0};
  CHECK(perfect.best_of(0.2, 5) == doctest::Approx(1 - std::pow(0.8, 5)).epsilon(1e-15));
  CHECK(perfect.best_of(0.0, 5) == 0.0);
  CHECK(perfect.best_of(1.0, 5) == 1.0);
  passk::verifier<double> const blind{.true_positive = 0.5, .false_positive = 0.5};
  CHECK(blind.best_of(0.2, 50) == doctest::Approx(0.2).epsilon(1e-14));
  passk::verifier<double> const yes{.true_positive = 1, .false_positive = 1};
  CHECK(yes.best_of(0.2, 3) == doctest::Approx(0.2).epsilon(1e-15));
  passk::verifier<double> const no{.true_positive = 0, .false_positive = 0};
  CHECK(no.best_of(0.2, 3) == doctest::Approx(0.2).epsilon(1e-15));
  CHECK(std::isnan(no.ceiling(0.2)));
  passk::verifier<double> const wrong{.true_positive = 0.1, .false_positive = 0.9};
  CHECK(wrong.best_of(0.2, 10) < 0.2);  // worse than chance: every sample hurts

  CHECK(std::isnan(check.best_of(1.2, 5)));
  CHECK(std::isnan(check.best_of(0.2, 0)));
  CHECK(std::isnan(passk::verifier<double>{1.5, 0.1}.best_of(0.2, 5)));
}

TEST_CASE("the number of samples beyond which more hurt") {
  std::vector<double> rates;
  for (int i = 0; i < 50; ++i) rates.push_back(i < 25 ? 0.5 : 0.001);  // easy and nearly hopeless questions
  passk::verifier<double> const check{.true_positive = 0.95, .false_positive = 0.05};
  std::span<double const> const view(rates);
  auto const risky = passk::best_samples(view, check, passk::payoff<double>{.right = 1, .wrong = -1}, 2000);
  REQUIRE(risky);
  CHECK(risky->more_hurts);
  CHECK(risky->samples > 1);
  CHECK(risky->samples < 10);
  // by hand at n and its neighbours
  auto const worth = [&](double n) {
    double sum = 0;
    for (double p : rates) {
      double const r = p * 0.95 + (1 - p) * 0.05, any = 1 - std::pow(1 - r, n);
      sum += any * (p * 0.95 - (1 - p) * 0.05) / r;
    }
    return sum / 50;
  };
  double const n = static_cast<double>(risky->samples);
  CHECK(risky->value == doctest::Approx(worth(n)).epsilon(1e-13));
  CHECK(worth(n) >= worth(n - 1));
  CHECK(worth(n) >= worth(n + 1));
  auto const safe =
      passk::best_samples(view, passk::verifier<double>{1, 0}, passk::payoff<double>{.right = 1, .wrong = -1}, 500);
  CHECK_FALSE(safe->more_hurts);
  CHECK(safe->samples == 500);
  auto const priced = passk::best_samples(view, passk::verifier<double>{1, 0},
                                          passk::payoff<double>{.right = 1, .per_sample = -0.01}, 500);
  CHECK(priced->more_hurts);
  CHECK(std::string(passk::best_samples(view, check, passk::payoff<double>{}, 0).error().argument) == "limit");
  CHECK(passk::best_samples(std::span<double const>(), check, passk::payoff<double>{}, 5).error().code == errc::empty);
  for (double const wrong : {-0.1, 1.5, std::nan("")}) {
    std::vector<double> const both{0.5, wrong};
    status const got = passk::best_samples(std::span<double const>(both), check, passk::payoff<double>{}, 5).error();
    CHECK(got.code == errc::out_of_domain);
    CHECK(std::string(got.argument) == "rates");
    CHECK(got.index == 1);
  }
}
