// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan_io threads
// t2: labels slow
// The built-in suite: its grid, its files, the law it is drawn from, and whether fits find that law again.
#include "../../examples/t2plan/suite.hpp"

#include "../../examples/t2plan/checkpoints.hpp"
#include "../../examples/t2plan/questions.hpp"
#include "input_files.hpp"

#include <t2/exec/threads.hpp>
#include <t2/fit/bootstrap_outcomes.hpp>
#include <t2/fit/outcomes.hpp>
#include <t2/fit/task_accuracy.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <span>
#include <string>
#include <vector>

using namespace t2;
using t2plan::default_truth;
using t2plan::make_suite;

namespace {

double train(fit::outcomes<> const& suite, std::size_t c) { return 6 * suite.params[c] * suite.tokens[c]; }

// The suite with fewer questions, for tests that look at other things.
fit::outcomes<> small_suite(std::uint64_t seed) {
  auto truth = default_truth();
  truth.questions = 20;
  return make_suite(truth, seed);
}

}  // namespace

TEST_CASE("the grid has the shape of the paper's") {
  auto const suite = small_suite(1);
  REQUIRE(suite.checkpoints() == 106);
  auto const [least_n, most_n] = std::ranges::minmax(suite.params);
  auto const [least_d, most_d] = std::ranges::minmax(suite.tokens);
  CHECK(least_n == 5.18e6);
  CHECK(most_n == 9.02e8);
  CHECK(least_d >= 5e7);
  CHECK(most_d == 1.2e11);
  std::array<int, 12> runs{};
  int overtrained = 0;
  for (std::size_t c = 0; c < suite.checkpoints(); ++c) {
    double const level = std::log2(train(suite, c) / 1.25e16);
    bool const on_level = std::abs(level - std::round(level)) < 1e-6 && suite.tokens[c] / suite.params[c] < 800;
    if (on_level)
      ++runs.at(static_cast<std::size_t>(std::round(level)));
    else
      ++overtrained;
    CHECK(train(suite, c) <= 2.56e19 * (1 + 1e-7));
  }
  CHECK(overtrained == 21);
  for (std::size_t level = 0; level < runs.size(); ++level) CHECK(runs[level] == (level + 1 == runs.size() ? 8 : 7));
}

TEST_CASE("the suite is a function of its seed") {
  auto const one = small_suite(1), again = small_suite(1), other = small_suite(2);
  CHECK(one.nll == again.nll);
  CHECK(one.location == again.location);
  CHECK(one.nll != other.nll);
  CHECK(one.location != other.location);
  CHECK(one.params == other.params);
}

TEST_CASE("its files read back to the same numbers") {
  auto const suite = small_suite(3);
  t2plan::test::temporary_file const checkpoints(t2plan::checkpoints_csv(suite));
  t2plan::test::temporary_file const questions(t2plan::questions_csv(suite));
  auto const points = t2plan::read_checkpoints(checkpoints.path());
  auto table = t2plan::read_matrix(questions.path());
  CHECK(t2plan::join(table, points).empty());
  CHECK(table.params == suite.params);
  CHECK(table.tokens == suite.tokens);
  CHECK(table.loss == suite.location);
  CHECK(table.nll == suite.nll);
}

TEST_CASE("chances have the mean and the spread of the Beta law, losses the stated noise") {
  auto const truth = default_truth();
  auto const suite = make_suite(truth, 4);
  double mean = 0, square = 0, noise = 0;  // standardised: each a sum of squares with expectation 1 a term
  for (std::size_t c = 0; c < suite.checkpoints(); ++c) {
    double const loss = truth.law.loss(params{suite.params[c]}, tokens{suite.tokens[c]});
    auto const [a, b] = truth.law.difficulty.shape(loss);
    double const mu = a / (a + b), variance = mu * (1 - mu) / (a + b + 1);
    double sum = 0, squares = 0;
    for (std::size_t q = 0; q < suite.questions; ++q) {
      double const off = std::exp(-suite.nll[c * suite.questions + q]) - mu;
      sum += off;
      squares += off * off;
    }
    double const n = static_cast<double>(suite.questions);
    mean += sum * sum / (n * variance);
    square += squares / (n * variance);
    double const z = std::log(suite.location[c] / loss) / truth.loss_noise;
    noise += z * z;
  }
  double const count = static_cast<double>(suite.checkpoints());
  CHECK(mean / count == doctest::Approx(1).epsilon(0.5));  // chi-squared / 106: standard deviation 0.14
  CHECK(square / count == doctest::Approx(1).epsilon(0.05));
  CHECK(noise / count == doctest::Approx(1).epsilon(0.5));
}

// Each draw resamples checkpoints and questions. The chances here are independent from checkpoint to checkpoint, so
// both resamplings see the noise of the questions and the intervals of theta come out wide: coverage is above 95 %
// (Owen 2007, "The pigeonhole bootstrap": at most three times the variance).
TEST_CASE("over 100 seeds each true coefficient is inside its 95 % interval at least 90 times") {
  constexpr int seeds = 100;
  auto const truth = default_truth();
  std::array<double, 10> made_from;
  law::store(truth.law, made_from.data());
  std::vector<double> const k{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};
  std::array<int, 10> inside{};
  for (int s = 0; s < seeds; ++s) {
    auto const suite = fit::canonical(make_suite(truth, static_cast<std::uint64_t>(s) + 1));
    auto const passes = fit::tabulate<double>(suite, fit::metric::pass, k);
    REQUIRE(passes);
    fit::dataset<> const loss{suite.params, suite.tokens, {}, {}, suite.location, {}, {}};
    auto const found = fit::fit_task_accuracy(loss, fit::points<double>(suite, k, passes->means()));
    REQUIRE(found);
    fit::bootstrap_options const options{
        .draws = 200, .seed = static_cast<std::uint64_t>(s), .what = fit::resample::both};
    auto const draws = fit::bootstrap_accuracy(exec::threads<>{2}, suite, loss, {}, *passes, std::span<double const>(k),
                                               *found, options);
    REQUIRE(draws);
    CHECK(draws->failed == 0);
    for (std::size_t i = 0; i < inside.size(); ++i) {
      auto const range = draws->interval(i, 0.95);
      if (range.low <= made_from[i] && made_from[i] <= range.high) ++inside[i];
    }
  }
  for (std::size_t i = 0; i < inside.size(); ++i) {
    std::string const name(t2plan::accuracy_law::parameters::name(static_cast<int>(i)));
    MESSAGE(name << ": " << inside[i] << " of " << seeds);
    CHECK_MESSAGE(inside[i] >= 90, name);
  }
}
