// SPDX-License-Identifier: BSL-1.0
// t2: labels real-data
#include "passk/monkeys.hpp"
#include "support/real_data.hpp"

#include <t2/passk/interval/benchmark.hpp>
#include <t2/passk/power_law.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <vector>

using namespace t2;
using namespace t2::test;
using passk::counts;
using passk::power_law;

namespace {
std::vector<int> const ks{1, 2, 5, 10, 20, 50, 100};

template <class K>
std::span<K const> view(std::vector<K> const& k) {
  return k;
}
}  // namespace

TEST_CASE("the line through two points, and its standard errors by hand") {
  std::vector<int> const n{20, 20, 20, 20}, c{1, 3, 9, 0}, two{1, 8};
  auto const fit = power_law<double>::fit(counts{n, c}, view(two));
  REQUIRE(fit);
  double const y1 = -std::log(*passk::mean_pass(counts{n, c}, 1)), y8 = -std::log(*passk::mean_pass(counts{n, c}, 8));
  CHECK(fit->A == doctest::Approx(y1).epsilon(1e-14));
  CHECK(fit->B == doctest::Approx(std::log(y1 / y8) / std::log(8.0)).epsilon(1e-14));
  CHECK(fit->residual < 1e-14);
  CHECK(fit->pass_at(8) == doctest::Approx(*passk::mean_pass(counts{n, c}, 8)).epsilon(1e-14));
  // leave one out
  double mean = 0, square = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    std::vector<int> n3, c3;
    for (std::size_t j = 0; j < 4; ++j)
      if (j != i) n3.push_back(n[j]), c3.push_back(c[j]);
    double const b = power_law<double>::fit(counts{n3, c3}, view(two))->B;
    mean += b / 4;
    square += b * b / 4;
  }
  CHECK(fit->covariance[1][1] == doctest::Approx(3 * (square - mean * mean)).epsilon(1e-9));
  CHECK(std::isnan(fit->pass_at(0)));
  CHECK(std::isnan(fit->pass_at(-1.0)));
}

TEST_CASE("the order of questions changes no bit") {
  std::vector<int> const n{20, 21, 20, 25}, c{1, 3, 9, 0}, n2{25, 20, 21, 20}, c2{0, 9, 3, 1}, two{1, 4, 8};
  auto const one = power_law<double>::fit(counts{n, c}, view(two)),
             other = power_law<double>::fit(counts{n2, c2}, view(two));
  CHECK(one->A == other->A);
  CHECK(one->covariance[0][0] == other->covariance[0][0]);
}

TEST_CASE("refused") {
  std::vector<int> const n{20, 20, 20}, c{1, 3, 9}, none(3, 0), one{4}, same{4, 4}, large{1, 21}, zero{0, 1};
  auto const argument = [&](std::vector<int> const& successes, std::vector<int> const& k) {
    auto const out = power_law<double>::fit(counts{n, successes}, view(k));
    REQUIRE_FALSE(out);
    return std::string(out.error().argument);
  };
  CHECK(argument(c, {}) == "k");
  CHECK(argument(c, one) == "k");
  CHECK(argument(c, same) == "k");
  CHECK(argument(c, large) == "k");
  CHECK(argument(c, zero) == "k");
  CHECK(argument(none, {1, 2}) == "successes");
  CHECK(argument({20, 20, 20}, {1, 2}) == "successes");
  CHECK(argument({0, 0, 5}, {1, 2}) == "successes");  // one question carries it all
}

TEST_CASE("real coverage from 100 samples: a power law misses at 10,000, and says nothing of it") {
  auto const path = real_data("monkeys/math_pythia_brown_sub100.csv");
  if (!path) return;
  auto const fit = power_law<double>::fit(read_monkeys(*path).at("Pythia-12B").view(), view(ks));
  REQUIRE(fit);
  CHECK(fit->residual < 0.1);
  auto const at = fit->estimate_at(10'000);
  CHECK(at.value > 0.8);
  CHECK(at.standard_error > 0);
}
