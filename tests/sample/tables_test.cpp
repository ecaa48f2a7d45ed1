// SPDX-License-Identifier: BSL-1.0
// The tables of binomial, beta-binomial and geometric laws against numbers of 320 bits.
// t2: needs boost
#include <t2/sample/beta_binomial.hpp>
#include <t2/sample/binomial.hpp>
#include <t2/sample/geometric.hpp>
#include <t2/sample/multinomial.hpp>
#include <t2/sample/verifier.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <vector>

using namespace t2;
using oracle =
    boost::multiprecision::number<boost::multiprecision::cpp_bin_float<320, boost::multiprecision::digit_base_2>>;

namespace {

// Largest distance of a table's thresholds from the cumulated chances of values 0, 1, ..., in units of 2^-64.
double off(random::table const& law, std::vector<oracle> const& weights) {
  oracle total = 0, sum = 0;
  for (oracle const& w : weights) total += w;
  double worst = 0;
  for (std::uint64_t v = 0; v < weights.size(); ++v) {
    sum += weights[v];
    oracle const exact = ldexp(oracle(sum / total), 64);
    oracle units = ldexp(oracle(1), 64);
    if (v < law.first())
      units = 0;
    else if (v - law.first() < law.thresholds().size())
      units = law.thresholds()[v - law.first()];
    worst = std::fmax(worst, static_cast<double>(oracle(abs(oracle(units - exact)))));
  }
  return worst;
}

}  // namespace

TEST_CASE("binomial") {
  for (std::uint64_t k : {1u, 2u, 16u, 100u, 1000u}) {
    for (double p : {1e-12, 1e-3, 0.1, 0.5, 0.7, 1 - 1e-9}) {
      std::vector<oracle> weights{1};
      oracle const odds = oracle(p) / (1 - oracle(p));
      for (std::uint64_t c = 0; c < k; ++c)
        weights.push_back(oracle(weights.back() * oracle(k - c) * odds / oracle(c + 1)));
      CHECK(off(*sample::binomial_table(k, p), weights) < 0.51);
    }
  }
  CHECK(sample::binomial_table(7, 0.)->first() == 0);
  CHECK(sample::binomial_table(7, 0.)->size() == 1);
  CHECK(sample::binomial_table(7, 1.)->first() == 7);
  CHECK(sample::binomial_table(7, -0.1).error().code == errc::out_of_domain);
  CHECK(sample::binomial_table(7, std::nan("")).error().code == errc::out_of_domain);
  // a billion samples: a window around the likely counts
  auto const wide = sample::binomial_table(1'000'000'000, 0.3);
  CHECK(wide->size() < 400'000);
  CHECK(wide->chance(300'000'000 - wide->first()) ==
        doctest::Approx(1 / std::sqrt(2 * 3.14159265358979 * 2.1e8)).epsilon(1e-6));
}

TEST_CASE("beta-binomial") {
  for (std::uint64_t k : {1u, 16u, 1000u}) {
    for (double a : {1e-6, 0.05, 0.3, 2., 50., 1e8}) {
      for (double b : {1e-6, 0.5, 120., 1e8}) {
        std::vector<oracle> weights{1};
        for (std::uint64_t c = 0; c < k; ++c)
          weights.push_back(oracle(weights.back() * oracle(k - c) * (oracle(a) + oracle(c)) /
                                   (oracle(c + 1) * (oracle(b) + oracle(k - c - 1)))));
        CHECK(off(*sample::beta_binomial_table(a, b, k), weights) < 0.51);
      }
    }
  }
  CHECK(sample::beta_binomial_table(0., 1., 9)->first() == 0);
  CHECK(sample::beta_binomial_table(1., 0., 9)->first() == 9);
  CHECK(sample::beta_binomial_table(0., 0., 9).error().code == errc::out_of_domain);
  CHECK(sample::beta_binomial_table(-1., 1., 9).error().code == errc::out_of_domain);
  CHECK(sample::beta_binomial_table(1., std::numeric_limits<double>::infinity(), 9).error().code ==
        errc::out_of_domain);
  CHECK(sample::beta_binomial_table(1., 1., 1u << 25).error().code == errc::unsupported);
}

TEST_CASE("attempts to the first success") {
  std::uint64_t const k = 64;
  for (double p : {1e-9, 0.02, 0.5, 1 - 1e-9}) {
    std::vector<oracle> weights{0};
    oracle miss = 1;
    for (std::uint64_t t = 1; t <= k; ++t, miss *= 1 - oracle(p)) weights.push_back(oracle(miss * oracle(p)));
    weights.push_back(miss);
    CHECK(off(*sample::geometric_table(p, k), weights) < 0.51);
  }
  for (double a : {1e-3, 0.3, 5.}) {
    std::vector<oracle> weights{0};
    oracle miss = 1;
    for (std::uint64_t t = 0; t < k; ++t) {
      oracle const keep = (oracle(2) + oracle(t)) / (oracle(a) + 2 + oracle(t));
      weights.push_back(oracle(miss * (1 - keep)));
      miss *= keep;
    }
    weights.push_back(miss);
    CHECK(off(*sample::beta_geometric_table(a, 2, k), weights) < 0.51);
  }
  CHECK(sample::geometric_table(0., 9)->first() == 10);  // none of the nine
  CHECK(sample::geometric_table(1., 9)->first() == 1);
  CHECK(sample::geometric_table(1., 9)->size() == 1);
  CHECK(sample::geometric_table(2., 9).error().code == errc::out_of_domain);
}

TEST_CASE("answers") {
  CHECK(sample::answer_table({}).error().code == errc::empty);
  std::vector<double> const none{0, 0}, bad{1, -1}, some{0, 3, 0, 1};
  CHECK(sample::answer_table(none).error().code == errc::out_of_domain);
  CHECK(sample::answer_table(bad).error().index == 1);
  auto const law = sample::answer_table(some);
  CHECK(law->chance(0) == 0);
  CHECK(law->chance(1) == 0.75);
  CHECK(law->chance(2) == 0);
}

TEST_CASE("an imperfect verifier, against the sum over what it accepts") {
  std::uint64_t const k = 9;
  auto const choose = [](std::uint64_t n, std::uint64_t r) {
    double out = 1;
    for (std::uint64_t i = 0; i < r; ++i) out *= static_cast<double>(n - i) / static_cast<double>(i + 1);
    return out;
  };
  auto const binomial = [&](std::uint64_t n, std::uint64_t c, double p) {
    return choose(n, c) * std::pow(p, static_cast<double>(c)) * std::pow(1 - p, static_cast<double>(n - c));
  };
  for (bool guesses : {false, true}) {
    auto const verified =
        sample::verified_thresholds(k, {.accepts_right = 0.8, .accepts_wrong = 0.3, .guesses = guesses});
    for (std::uint64_t c = 0; c <= k; ++c) {
      double expected = 0;
      for (std::uint64_t i = 0; i <= c; ++i)
        for (std::uint64_t j = 0; j <= k - c; ++j) {
          double const share = i + j > 0 ? static_cast<double>(i) / static_cast<double>(i + j)
                                         : (guesses ? static_cast<double>(c) / static_cast<double>(k) : 0.);
          expected += binomial(c, i, 0.8) * binomial(k - c, j, 0.3) * share;
        }
      random::threshold const& t = (*verified)[c];
      CHECK((t.always ? 1 : static_cast<double>(t.bits) * 0x1p-64) == doctest::Approx(expected).epsilon(1e-12));
    }
  }
  auto const perfect = sample::verified_thresholds(5, {});
  CHECK((*perfect)[0] == random::threshold{});
  for (std::size_t c = 1; c <= 5; ++c) CHECK((*perfect)[c].always);
  CHECK(sample::verified_thresholds(0, {}).error().code == errc::out_of_domain);
  CHECK(sample::verified_thresholds(5, {.accepts_right = 2}).error().code == errc::out_of_domain);
  CHECK(sample::verified_thresholds(1u << 20, {}).error().code == errc::unsupported);
}
