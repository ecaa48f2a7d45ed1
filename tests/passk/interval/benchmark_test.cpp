// SPDX-License-Identifier: BSL-1.0
#include <t2/passk/consistency.hpp>
#include <t2/passk/interval/benchmark.hpp>
#include <t2/passk/interval/paired.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <vector>

using namespace t2;
using passk::counts;

namespace {
std::vector<int> const n{20, 30, 20, 25, 20, 40}, c{3, 0, 20, 7, 1, 11};
std::vector<int> const family{0, 0, 1, 1, 2, 2};

template <class Result>
std::string argument(Result const& out) {
  REQUIRE_FALSE(out);
  return out.error().argument;
}
}  // namespace

TEST_CASE("mean and both standard errors by hand") {
  std::vector<double> x, v;
  for (std::size_t i = 0; i < n.size(); ++i) {
    x.push_back(passk::unbiased(n[i], c[i], 5));
    v.push_back(passk::variance_estimate(n[i], c[i], 5));
  }
  double const mean = std::accumulate(x.begin(), x.end(), 0.0) / 6;
  double sd = 0;
  for (double one : x) sd += (one - mean) * (one - mean) / 5;
  CHECK(*passk::mean_pass(counts{n, c}, 5) == doctest::Approx(mean).epsilon(1e-15));
  auto const fixed = passk::fixed_questions(counts{n, c}, 5);
  REQUIRE(fixed);
  CHECK(fixed->value == *passk::mean_pass(counts{n, c}, 5));
  CHECK(fixed->standard_error ==
        doctest::Approx(std::sqrt(std::accumulate(v.begin(), v.end(), 0.0)) / 6).epsilon(1e-14));
  auto const sampled = passk::sampled_questions(counts{n, c}, 5);
  REQUIRE(sampled);
  CHECK(sampled->standard_error == doctest::Approx(std::sqrt(sd / 6)).epsilon(1e-14));
  CHECK(sampled->standard_error > fixed->standard_error);
  auto const other = passk::sampled_questions(counts{n, c}, [](double m, double s) { return s / m; });
  CHECK(other->value == doctest::Approx(*passk::mean_pass(counts{n, c}, 1)).epsilon(1e-14));
}

TEST_CASE("uneven numbers of trials: a missing run is not a failure") {
  // 2 of 10 and 10 of 50: both 20 %, and 12 of 60 in a padded table would be 12 of 100
  std::vector<int> const uneven{10, 50}, successes{2, 10};
  CHECK(*passk::mean_pass(counts{uneven, successes}, 1) == doctest::Approx(0.2).epsilon(1e-15));
  // k = 20 has no unbiased estimate for the first question, and it is named
  auto const refused = passk::mean_pass(counts{uneven, successes}, 20);
  CHECK(argument(refused) == "k");
  CHECK(refused.error().index == 0);
  std::vector<int> const unrun{10, 0}, none{2, 0};
  CHECK(argument(passk::mean_pass(counts{unrun, none}, 1)) == "trials");
  CHECK(passk::mean_pass(counts{unrun, none}, 1).error().index == 1);
}

TEST_CASE("the order of questions and the names of clusters change no bit") {
  std::vector<std::size_t> order{4, 2, 0, 5, 1, 3};
  do {
    std::vector<int> n2, c2, f2;
    for (std::size_t i : order) {
      n2.push_back(n[i]);
      c2.push_back(c[i]);
      f2.push_back(7 - 3 * family[i]);
    }
    counts const a{n, c}, b{n2, c2};
    CHECK(*passk::mean_pass(a, 5) == *passk::mean_pass(b, 5));
    CHECK(passk::fixed_questions(a, 5)->standard_error == passk::fixed_questions(b, 5)->standard_error);
    CHECK(passk::sampled_questions(a, 5)->standard_error == passk::sampled_questions(b, 5)->standard_error);
    CHECK(passk::clustered_questions(a, 5, std::span<int const>(family))->standard_error ==
          passk::clustered_questions(b, 5, std::span<int const>(f2))->standard_error);
  } while (std::next_permutation(order.begin(), order.begin() + 4));
}

TEST_CASE("clusters") {
  counts const data{n, c};
  std::vector<int> const own{0, 1, 2, 3, 4, 5};
  passk::g_pass_at_k<double> const g{5, 0.5};
  CHECK(passk::clustered_questions(data, g, std::span<int const>(own))->standard_error ==
        doctest::Approx(passk::sampled_questions(data, g)->standard_error).epsilon(1e-14));
  CHECK(passk::clustered_questions(data, 5, std::span<int const>(own))->standard_error ==
        doctest::Approx(passk::sampled_questions(data, 5)->standard_error).epsilon(1e-14));
  // every question twice in its cluster: as sure as half as many questions
  std::vector<int> n2 = n, c2 = c, twice = own;
  n2.insert(n2.end(), n.begin(), n.end());
  c2.insert(c2.end(), c.begin(), c.end());
  twice.insert(twice.end(), own.begin(), own.end());
  CHECK(passk::clustered_questions(counts{n2, c2}, 5, std::span<int const>(twice))->standard_error ==
        doctest::Approx(passk::sampled_questions(data, 5)->standard_error).epsilon(1e-14));

  std::vector<int> const one(6, 3), missing{0, 0, 1, -1, 2, 2}, few{0, 1};
  auto const single = passk::clustered_questions(data, 5, std::span<int const>(one));
  CHECK(argument(single) == "cluster");
  CHECK(single.error().code == errc::not_identified);
  auto const hole = passk::clustered_questions(data, 5, std::span<int const>(missing));
  CHECK(argument(hole) == "cluster");
  CHECK(hole.error().code == errc::out_of_domain);
  CHECK(hole.error().index == 3);
  CHECK(passk::clustered_questions(data, 5, std::span<int const>(few)).error().code == errc::size_mismatch);
}

TEST_CASE("refused, with the argument") {
  std::vector<int> const bad_c{3, 31, 20, 7, 1, 11}, negative{3, -1, 20, 7, 1, 11}, short_c{1};
  counts const data{n, c};
  CHECK(passk::mean_pass(counts<int>{}, 1).error().code == errc::empty);
  CHECK(passk::sampled_questions(counts<int>{}, 1).error().code == errc::empty);
  CHECK(argument(passk::mean_pass(counts<int>{n, short_c}, 1)) == "successes");
  CHECK(argument(passk::mean_pass(counts{n, bad_c}, 1)) == "successes");
  CHECK(passk::mean_pass(counts{n, bad_c}, 1).error().index == 1);
  CHECK(argument(passk::mean_pass(counts{n, negative}, 1)) == "successes");
  CHECK(argument(passk::mean_pass(data, 0)) == "k");
  CHECK(argument(passk::mean_pass(data, -3)) == "k");
  CHECK(argument(passk::mean_pass(data, std::numeric_limits<double>::quiet_NaN())) == "k");
  CHECK(argument(passk::fixed_questions(data, 11)) == "trials");
  CHECK(passk::fixed_questions(data, 11).error().code == errc::not_identified);
  std::vector<int> const n1{10}, c1{3};
  CHECK(argument(passk::sampled_questions(counts{n1, c1}, 1)) == "counts");
  CHECK(argument(passk::sampled_questions(
            data, [](double, double) { return std::numeric_limits<double>::quiet_NaN(); })) == "metric");
}

TEST_CASE("two models on the same questions") {
  std::vector<int> const better{5, 1, 20, 9, 4, 16};
  counts const first{n, c}, second{n, better};
  auto const fixed = passk::paired_fixed(first, second, 5);
  auto const sampled = passk::paired_sampled(first, second, 5);
  REQUIRE(fixed);
  REQUIRE(sampled);
  double const want = *passk::mean_pass(second, 5) - *passk::mean_pass(first, 5);
  CHECK(fixed->value == doctest::Approx(want).epsilon(1e-14));
  CHECK(sampled->value == doctest::Approx(want).epsilon(1e-14));
  // far below the error of two independent sets of questions
  CHECK(sampled->standard_error < 0.6 * passk::sampled_questions(first, 5)->standard_error);
  CHECK(passk::two_sided_p(*sampled) ==
        doctest::Approx(std::erfc(sampled->value / sampled->standard_error / std::sqrt(2))).epsilon(1e-14));
  CHECK(passk::paired_sampled(first, first, 5)->value == 0.0);
  CHECK(passk::two_sided_p(*passk::paired_sampled(first, first, 5)) == 1.0);
  std::vector<int> const n1{10}, c1{3};
  CHECK(argument(passk::paired_sampled(first, counts{n1, c1}, 5)) == "second");
  CHECK(argument(passk::paired_fixed(first, counts{n1, c1}, 5)) == "second");
}
