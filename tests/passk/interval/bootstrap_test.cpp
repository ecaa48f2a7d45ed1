// SPDX-License-Identifier: BSL-1.0
// t2: needs threads
#include <t2/exec/scalar.hpp>
#include <t2/exec/threads.hpp>
#include <t2/passk/interval/benchmark.hpp>
#include <t2/passk/interval/bootstrap.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <vector>

using namespace t2;
using passk::counts;

namespace {
std::vector<int> const n(40, 50);
std::vector<int> successes() {
  std::vector<int> c;
  for (int i = 0; i < 40; ++i) c.push_back((i * i * 7) % 51);
  return c;
}
}  // namespace

TEST_CASE("each level agrees with the standard error it stands for") {
  auto const c = successes();
  counts const data{n, c};
  auto const questions = passk::bootstrap(exec::scalar{}, data, 3, {.trials = false, .replicates = 4000});
  auto const trials = passk::bootstrap(exec::scalar{}, data, 3, {.questions = false, .replicates = 4000});
  auto const both = passk::bootstrap(exec::scalar{}, data, 3, {.replicates = 4000});
  REQUIRE(questions);
  REQUIRE(trials);
  REQUIRE(both);
  double const sampled = passk::sampled_questions(data, 3)->standard_error * std::sqrt(39.0 / 40);
  CHECK(questions->mean.standard_error == doctest::Approx(sampled).epsilon(0.04));
  CHECK(trials->mean.standard_error == doctest::Approx(passk::fixed_questions(data, 3)->standard_error).epsilon(0.06));
  double const q = questions->mean.standard_error, t = trials->mean.standard_error;
  CHECK(both->mean.standard_error == doctest::Approx(std::sqrt(q * q + t * t)).epsilon(0.05));
  CHECK(both->mean.value == doctest::Approx(*passk::mean_pass(data, 3)).epsilon(1e-14));
  CHECK(both->percentile.lower < both->mean.value);
  CHECK(both->mean.value < both->percentile.upper);
}

TEST_CASE("the same draws for any order of rows, names of clusters and backend") {
  auto const c = successes();
  std::vector<int> c2(c.rbegin(), c.rend()), family, family2;
  for (int i = 0; i < 40; ++i) family.push_back(i / 4);
  for (int i = 39; i >= 0; --i) family2.push_back(100 - i / 4);
  auto const a = passk::bootstrap(exec::scalar{}, counts{n, c}, 3, {.replicates = 200}, std::span<int const>(family));
  auto const b =
      passk::bootstrap(exec::threads{3}, counts{n, c2}, 3, {.replicates = 200}, std::span<int const>(family2));
  REQUIRE(a);
  REQUIRE(b);
  CHECK(a->mean.standard_error == b->mean.standard_error);
  CHECK(a->percentile.lower == b->percentile.lower);
  CHECK(a->percentile.upper == b->percentile.upper);
  auto const other =
      passk::bootstrap(exec::scalar{}, counts{n, c}, 3, {.replicates = 200, .seed = 2}, std::span<int const>(family));
  CHECK(other->mean.standard_error != a->mean.standard_error);
}

TEST_CASE("a single question: trials drawn again are binomial, and at its ends there is nothing to draw") {
  std::vector<int> const trials{50}, right{7}, none{0}, all{50};
  auto const of = [&](std::vector<int> const& c) {
    return passk::bootstrap(exec::scalar{}, counts{trials, c}, 1, {.questions = false, .replicates = 20000});
  };
  CHECK(of(right)->mean.standard_error == doctest::Approx(std::sqrt(0.14 * 0.86 / 50)).epsilon(0.02));
  CHECK(of(none)->mean.standard_error == 0);
  CHECK(of(all)->percentile.lower == 1);
  std::vector<std::int64_t> const many{2'000'000'000}, half{1'000'000'000};
  auto const large = passk::bootstrap(exec::scalar{}, counts{many, half}, 1, {.questions = false, .replicates = 4000});
  REQUIRE(large);
  CHECK(large->mean.standard_error == doctest::Approx(std::sqrt(0.25 / 2e9)).epsilon(0.04));
  std::vector<std::int64_t> const most{1'000'000'000'000'000}, some{500'000'000'000'000};
  CHECK(std::string(passk::bootstrap(exec::scalar{}, counts{most, some}, 1, {.questions = false}).error().argument) ==
        "trials");
}

TEST_CASE("refused") {
  auto const c = successes();
  counts const data{n, c};
  std::vector<int> const one(40, 1);
  std::vector<int> missing(40, 1);
  missing[5] = -1;
  auto const argument = [](auto const& out) { return std::string(out.error().argument); };
  CHECK(argument(passk::bootstrap(exec::scalar{}, data, 51)) == "k");
  CHECK(argument(passk::bootstrap(exec::scalar{}, data, 3, {.replicates = 1})) == "replicates");
  CHECK(argument(passk::bootstrap(exec::scalar{}, data, 3, {.level = 1})) == "level");
  CHECK(argument(passk::bootstrap(exec::scalar{}, data, 3, {}, std::span<int const>(one))) == "cluster");
  auto const hole = passk::bootstrap(exec::scalar{}, data, 3, {}, std::span<int const>(missing));
  CHECK(argument(hole) == "cluster");
  CHECK(hole.error().index == 5);
  CHECK(passk::bootstrap(exec::scalar{}, counts<int>{}, 3).error().code == errc::empty);
}
