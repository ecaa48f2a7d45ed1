// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
#include "passk/exact.hpp"

#include <t2/passk/majority.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <span>
#include <vector>

using namespace t2;
using namespace t2::test;

namespace {

// All ways to draw k of the answers, one by one: exact, slow, and written differently.
cpp_rational exact_majority(std::vector<int> const& answers, std::size_t right, int k, passk::tie rule) {
  cpp_rational total = 0;
  int n = 0;
  for (int m : answers) n += m;
  std::vector<int> votes(answers.size(), 0);
  std::function<void(std::size_t, int, cpp_int)> visit = [&](std::size_t i, int left, cpp_int const& ways) {
    if (i == answers.size()) {
      if (left != 0) return;
      int const most = *std::max_element(votes.begin(), votes.end());
      int const tied = static_cast<int>(std::count(votes.begin(), votes.end(), most));
      if (votes[right] != most) return;
      if (tied == 1 || rule == passk::tie::shared) total += cpp_rational(ways, tied);
      return;
    }
    for (votes[i] = 0; votes[i] <= std::min(left, answers[i]); ++votes[i])
      visit(i + 1, left - votes[i], cpp_int(ways * choose(answers[i], votes[i])));
    votes[i] = 0;
  };
  visit(0, k, 1);
  return total / cpp_rational(choose(n, k));
}

double vote(std::vector<int> const& answers, std::size_t right, std::size_t k, passk::tie rule) {
  return *passk::majority<double>(std::span<int const>(answers), right, k, rule);
}

}  // namespace

TEST_CASE("binary majority is G-Pass@k at (floor(k/2) + 1)/k for every k to 1000") {
  for (int k = 1; k <= 1000; ++k) {
    double const tau = double(k / 2 + 1) / k;
    for (int c : {0, 1, 350, 500, 730, 999, 1000})
      if (passk::majority(1000, c, k) != passk::g_pass(1000, c, k, tau)) FAIL("k = ", k, ", c = ", c);
  }
}

TEST_CASE("binary majority with shared ties is fair at half the samples") {
  for (int k = 1; k <= 50; ++k)
    CHECK(passk::majority(100, 50, k, passk::tie::shared) == doctest::Approx(0.5).epsilon(1e-13));
  CHECK(passk::majority(2, 1, 2) == 0.0);
  CHECK(passk::majority(2, 1, 2, passk::tie::shared) == 0.5);
}

TEST_CASE("many answers against enumeration") {
  double worst = 0;
  for (auto const& answers : std::vector<std::vector<int>>{{5, 3, 2},
                                                           {1, 1, 1, 1},
                                                           {4, 4, 4},
                                                           {6, 1, 1, 1, 1, 1},
                                                           {2, 7, 3},
                                                           {3, 0, 5, 1},
                                                           {9},
                                                           {1, 8},
                                                           {2, 2, 2, 2, 2}}) {
    int n = 0;
    for (int m : answers) n += m;
    for (std::size_t right = 0; right < answers.size(); ++right)
      for (int k = 1; k <= n; ++k)
        for (passk::tie rule : {passk::tie::lost, passk::tie::shared}) {
          double const got = vote(answers, right, static_cast<std::size_t>(k), rule);
          worst = std::max(worst, relative(got, exact_majority(answers, right, k, rule)));
        }
  }
  CHECK(worst <= 1e-13);
}

TEST_CASE("two answers are the binary vote") {
  for (int k : {1, 2, 7, 50, 199, 200})
    for (int c : {1, 60, 100, 140}) {
      double const want = passk::majority(200, c, k);
      CHECK(vote({c, 200 - c}, 0, static_cast<std::size_t>(k), passk::tie::lost) ==
            doctest::Approx(want).epsilon(1e-12));
    }
}

TEST_CASE("scattered wrong answers: the binary proxy is far too low") {
  std::vector<int> answers(61, 1);
  answers[0] = 40;  // 40 % right, 60 different wrong answers
  CHECK(vote(answers, 0, 16, passk::tie::lost) > 0.99);
  CHECK(passk::majority(100, 40, 16) < 0.2);
}

TEST_CASE("the order of answers changes nothing but the last bits; an absent right answer never wins") {
  CHECK(vote({5, 3, 2, 4}, 0, 6, passk::tie::shared) ==
        doctest::Approx(vote({4, 2, 5, 3}, 2, 6, passk::tie::shared)).epsilon(1e-14));
  CHECK(vote({5, 3}, 2, 3, passk::tie::shared) == 0.0);
  CHECK(vote({5, 0, 3}, 1, 3, passk::tie::shared) == 0.0);
}

TEST_CASE("refused") {
  auto const argument = [](std::vector<int> const& answers, std::size_t right, std::size_t k) {
    auto const out = passk::majority<double>(std::span<int const>(answers), right, k);
    REQUIRE_FALSE(out);
    return std::string(out.error().argument);
  };
  CHECK(argument({}, 0, 1) == "answers");
  CHECK(argument({3, -1}, 0, 1) == "answers");
  CHECK(argument({3, 1}, 3, 1) == "right");
  CHECK(argument({3, 1}, 0, 5) == "k");
  CHECK(argument({3, 1}, 0, 0) == "k");
  CHECK(std::isnan(passk::majority(10, 3, 11)));
}
