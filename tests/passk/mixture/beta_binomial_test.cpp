// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// t2: labels real-data
#include "passk/monkeys.hpp"
#include "support/real_data.hpp"

#include <t2/passk/interval/benchmark.hpp>
#include <t2/passk/mixture/beta_binomial.hpp>
#include <t2/passk/mixture/goodness.hpp>
#include <t2/passk/mixture/profile.hpp>
#include <t2/passk/unbiased.hpp>

#include <boost/math/special_functions/gamma.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

using namespace t2;
using namespace t2::test;
using passk::beta_binomial;
using passk::counts;

TEST_CASE("pass@k of a Beta law") {
  beta_binomial<double> const law{.a = 0.2, .b = 3};
  CHECK(law.pass_at(10) == doctest::Approx(0.2698695428).epsilon(1e-9));
  CHECK(beta_binomial<double>{0.05, 0.5}.pass_at(1000) == doctest::Approx(0.3544955035).epsilon(1e-9));
  // Levi's form at A = 1, alpha = 5, beta = 0.35 for the rate of failure
  CHECK(beta_binomial<double>{0.35, 5}.pass_at(100) == doctest::Approx(0.6629219905056752).epsilon(1e-13));
  // concentrations at which the log-gamma form gives 0.97174 and -53.6
  for (double nu : {1e12, 1e15})
    CHECK(beta_binomial<double>{0.3 * nu, 0.7 * nu}.pass_at(10) == doctest::Approx(0.9717524751).epsilon(1e-10));
  CHECK(law.pass_at(0) == 0);
  CHECK(law.pass_at(1) == doctest::Approx(0.2 / 3.2).epsilon(1e-15));
  CHECK(law.pass_hat_at(1) == doctest::Approx(0.2 / 3.2).epsilon(1e-15));
  CHECK(law.pass_hat_at(2) == doctest::Approx(0.2 * 1.2 / (3.2 * 4.2)).epsilon(1e-14));
  CHECK(std::isnan(law.pass_at(-1)));
}

TEST_CASE("the likelihood against 50 digits, and summed over all counts") {
  using wide = boost::multiprecision::cpp_bin_float_50;
  auto const lbeta = [](wide const& x, wide const& y) {
    using boost::math::lgamma;
    return wide(lgamma(x) + lgamma(y) - lgamma(wide(x + y)));
  };
  double worst = 0;
  for (double a : {0.03, 0.3, 4.0})
    for (double b : {0.5, 12.0, 900.0})
      for (double n : {1.0, 100.0, 10000.0})
        for (double c : {0.0, 1.0, 90.0, 9000.0}) {
          if (c > n) continue;
          wide const want = lbeta(wide(a) + c, wide(b) + (n - c)) - lbeta(a, b);
          double const got = beta_binomial<double>{a, b}.log_probability(n, c);
          worst = std::max(worst, std::abs(static_cast<double>((wide(got) - want) / want)));
        }
  CHECK(worst <= 1e-13);
  double sum = 0;
  for (int c = 0; c <= 60; ++c)
    sum += std::exp(beta_binomial<double>{0.3, 5}.log_probability(60, c) + passk::detail::log_choose(60.0, double(c)));
  CHECK(sum == doctest::Approx(1).epsilon(1e-12));
}

TEST_CASE("all of Brown et al.'s counts: the values of the reference") {
  auto const path = real_data("monkeys/math_pythia_brown.csv");
  if (!path) return;
  struct row {
    char const* model;
    double a, b, nll, se_a, se_b, pass, empirical;
  };
  for (row const& want :
       {row{"Pythia-70M", 0.06503695119, 100.0784469, 4779.860338, 0.1965, 0.3981, 0.2594810838, 0.265625},
        row{"Pythia-410M", 0.1803941213, 28.74784507, 36705.70794, 0.1251, 0.2394, 0.6530996565, 0.65625},
        row{"Pythia-2.8B", 0.2460199901, 11.70407471, 93546.90453, 0.1122, 0.2035, 0.8115631764, 0.8125},
        row{"Pythia-12B", 0.2955070049, 12.36475886, 108024.9852, 0.1091, 0.1897, 0.8629462085, 0.875}}) {
    auto const data = read_monkeys(*path).at(want.model);
    auto const bb = beta_binomial<double>::fit(data.view());
    REQUIRE(bb);
    CHECK(bb->a == doctest::Approx(want.a).epsilon(1e-9));
    CHECK(bb->b == doctest::Approx(want.b).epsilon(1e-9));
    CHECK(bb->nll == doctest::Approx(want.nll).epsilon(1e-9));
    CHECK(bb->standard_error(0) == doctest::Approx(want.se_a).epsilon(1e-3));
    CHECK(bb->standard_error(1) == doctest::Approx(want.se_b).epsilon(1e-3));
    CHECK(std::abs(bb->gradient[0]) < 1e-9);
    CHECK(std::abs(bb->gradient[1]) < 1e-9);
    CHECK(bb->converged);
    CHECK(bb->pass_at(10'000) == doctest::Approx(want.pass).epsilon(1e-9));
    double solved = 0;
    for (std::size_t i = 0; i < data.n.size(); ++i) solved += passk::unbiased(data.n[i], data.c[i], 10'000);
    CHECK(solved / 128 == want.empirical);
    auto const fit = passk::goodness_of_fit(*bb, data.view());
    REQUIRE(fit);
    CHECK(fit->p_value > 0.05);
    auto const range = passk::profile_interval(*bb, data.view(), 10'000., 0.9);
    REQUIRE(range);
    CHECK(range->lower < want.empirical);
    CHECK(want.empirical < range->upper);
  }
}

TEST_CASE("mean pass@k at every k of the reference, empirical and fitted") {
  auto const path = real_data("monkeys/math_pythia_brown.csv");
  if (!path) return;
  struct row {
    char const* model;
    double empirical[5], fitted[5];
  };
  double const ks[] = {1, 10, 100, 1000, 10000};
  for (row const& want : {row{"Pythia-70M",
                              {0.000646875, 0.005974124442, 0.03610093372, 0.1241360176, 0.265625},
                              {0.0006494376739, 0.006202408527, 0.04420024915, 0.1445965348, 0.2594810838}},
                          row{"Pythia-410M",
                              {0.00621875, 0.05171638937, 0.2271815351, 0.4818039847, 0.65625},
                              {0.006235917787, 0.05305831465, 0.2385036957, 0.4768438912, 0.6530996565}},
                          row{"Pythia-2.8B",
                              {0.02031171875, 0.1347505817, 0.4220422343, 0.6777890922, 0.8125},
                              {0.02058728372, 0.1441182095, 0.4300173498, 0.6687901255, 0.8115631764}},
                          row{"Pythia-12B",
                              {0.02319140625, 0.156818886, 0.4834292148, 0.7232527806, 0.875},
                              {0.02334129536, 0.1638295759, 0.4829885745, 0.7302138424, 0.8629462085}}}) {
    auto const data = read_monkeys(*path).at(want.model);
    auto const bb = beta_binomial<double>::fit(data.view());
    REQUIRE(bb);
    for (int i = 0; i < 5; ++i) {
      CHECK(*passk::mean_pass(data.view(), ks[i]) == doctest::Approx(want.empirical[i]).epsilon(1e-9));
      CHECK(bb->pass_at(ks[i]) == doctest::Approx(want.fitted[i]).epsilon(1e-9));
    }
  }
}

TEST_CASE("100 samples of each: predictions, and a refusal where four questions were solved") {
  auto const path = real_data("monkeys/math_pythia_brown_sub100.csv");
  if (!path) return;
  auto const data = read_monkeys(*path);
  auto const check = [&](char const* model, double a, double b, double nll, double pass) {
    auto const bb = beta_binomial<double>::fit(data.at(model).view());
    REQUIRE(bb);
    CHECK(bb->a == doctest::Approx(a).epsilon(1e-8));
    CHECK(bb->b == doctest::Approx(b).epsilon(1e-8));
    CHECK(bb->nll == doctest::Approx(nll).epsilon(1e-9));
    CHECK(bb->pass_at(10'000) == doctest::Approx(pass).epsilon(1e-8));
  };
  check("Pythia-410M", 0.1810113944, 28.07011853, 434.7828285, 0.6558602309);
  check("Pythia-2.8B", 0.2401868839, 10.977462, 1056.647232, 0.8070612982);
  check("Pythia-12B", 0.2897653949, 12.42777179, 1141.723312, 0.8573445033);

  auto const refused = beta_binomial<double>::fit(data.at("Pythia-70M").view());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == errc::not_identified);
  CHECK(std::string(refused.error().argument) == "successes");
  CHECK(refused.error().value == 4);
  // whoever insists gets the fit of the reference, and an interval that says how little it knows
  auto const forced = beta_binomial<double>::fit(data.at("Pythia-70M").view(), {.least_solved = 1});
  REQUIRE(forced);
  CHECK(forced->a == doctest::Approx(0.0434910206).epsilon(1e-7));
  CHECK(forced->nll == doctest::Approx(48.0693585).epsilon(1e-8));
  auto const range = passk::profile_interval(*forced, data.at("Pythia-70M").view(), 10'000., 0.9);
  REQUIRE(range);
  CHECK(range->lower < 0.1);
  CHECK(range->upper > 0.5);
}

TEST_CASE("unequal numbers of trials") {
  auto const path = real_data("monkeys/gsm8k_pythia_checkpoints.csv");
  if (!path) return;
  auto const data = read_monkeys(*path).at("Pythia_1B_300B");
  CHECK(*std::min_element(data.n.begin(), data.n.end()) == 640);
  CHECK(*std::max_element(data.n.begin(), data.n.end()) == 10112);
  auto const bb = beta_binomial<double>::fit(data.view());
  REQUIRE(bb);
  CHECK(bb->converged);
  CHECK(bb->nll == doctest::Approx(30117.62398).epsilon(1e-9));
  // splitting a question's trials in two halves is another data set: one question more
  CHECK(bb->questions == 128);
}

TEST_CASE("the order of questions changes no bit") {
  std::vector<int> n, c;
  for (int i = 0; i < 60; ++i) {
    n.push_back(50 + i % 3);
    c.push_back((i * i) % 31);
  }
  std::vector<int> const n2(n.rbegin(), n.rend()), c2(c.rbegin(), c.rend());
  auto const one = beta_binomial<double>::fit(counts{n, c}), two = beta_binomial<double>::fit(counts{n2, c2});
  CHECK(one->a == two->a);
  CHECK(one->nll == two->nll);
  auto const r1 = passk::profile_interval(*one, counts{n, c}, 500., 0.95),
             r2 = passk::profile_interval(*two, counts{n2, c2}, 500., 0.95);
  CHECK(r1->lower == r2->lower);
}

TEST_CASE("what cannot be extrapolated is refused") {
  auto const refused = [](std::vector<int> const& n, std::vector<int> const& c, std::string const& argument) {
    auto const out = beta_binomial<double>::fit(counts{n, c});
    REQUIRE_FALSE(out);
    CHECK(out.error().code == errc::not_identified);
    CHECK(out.error().argument == argument);
  };
  refused(std::vector<int>(20, 50), std::vector<int>(20, 0), "successes");   // nothing solved
  refused(std::vector<int>(20, 50), std::vector<int>(20, 50), "successes");  // nothing failed
  std::vector<int> few(20, 0), halves(20, 0), single(20, 0);
  for (std::size_t i = 0; i < 4; ++i) few[i] = 3;
  for (std::size_t i = 0; i < 10; ++i) halves[i] = 50;
  for (std::size_t i = 0; i < 10; ++i) single[i] = 1;
  refused(std::vector<int>(20, 50), few, "successes");
  refused(std::vector<int>(20, 50), halves, "spread");  // all right or all wrong: a, b -> 0
  refused(std::vector<int>(20, 1), single, "trials");   // one trial each tells the mean only
  CHECK(beta_binomial<double>::fit(counts<int>{}).error().code == errc::empty);
  std::vector<int> const n{10, 10}, c{3, 11};
  CHECK(std::string(beta_binomial<double>::fit(counts{n, c}).error().argument) == "successes");
  CHECK(beta_binomial<double>::fit(counts{n, c}).error().index == 1);
}

TEST_CASE("no spread at all: the fit goes to its bound and says so, and pass@k is that of one rate") {
  std::vector<int> const n(30, 40), c(30, 10);
  auto const bb = beta_binomial<double>::fit(counts{n, c});
  REQUIRE(bb);
  CHECK((bb->active[0] != 0 || bb->active[1] != 0));
  CHECK(bb->pass_at(5) == doctest::Approx(1 - std::pow(0.75, 5)).epsilon(1e-4));
}

TEST_CASE("other numbers") {
  std::vector<int> n, c;
  for (int i = 0; i < 60; ++i) {
    n.push_back(50);
    c.push_back((i * i) % 31);
  }
  auto const d = beta_binomial<double>::fit(counts{n, c});
  auto const f = beta_binomial<float>::fit(counts{n, c});
  auto const l = beta_binomial<long double>::fit(counts{n, c});
  using wide = boost::multiprecision::cpp_bin_float_50;
  auto const w = beta_binomial<wide>::fit(counts{n, c});
  REQUIRE(d);
  REQUIRE(f);
  REQUIRE(l);
  REQUIRE(w);
  CHECK(d->a == doctest::Approx(static_cast<double>(w->a)).epsilon(1e-12));
  CHECK(static_cast<double>(l->a) == doctest::Approx(static_cast<double>(w->a)).epsilon(1e-14));
  CHECK(f->a == doctest::Approx(d->a).epsilon(1e-3));
  CHECK(std::abs(static_cast<double>(w->gradient[0])) < 1e-40);
}
