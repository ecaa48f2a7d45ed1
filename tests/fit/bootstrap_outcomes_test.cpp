// SPDX-License-Identifier: BSL-1.0
// t2: needs threads
#include <t2/exec/scalar.hpp>
#include <t2/exec/threads.hpp>
#include <t2/fit/bootstrap_outcomes.hpp>
#include <t2/fit/least.hpp>
#include <t2/fit/task_accuracy.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <random>
#include <span>
#include <vector>

using namespace t2;

namespace {

using approach1 = decltype(law::chinchilla<double>{} + law::sampling_gain<double>{});
constexpr law::chinchilla loss{.E = 1., .A = 150., .B = 900., .alpha = .3, .beta = .35};
std::vector<double> const k = {1, 4, 16};

/// 12 checkpoints whose questions scatter log-normally around the loss, each by its own factor.
fit::outcomes<> suite() {
  std::mt19937 engine(5);
  std::normal_distribution<double> normal;
  std::vector<double> factor(40);
  for (double& f : factor) f = std::exp(.4 * normal(engine));
  fit::outcomes<> out;
  out.questions = factor.size();
  for (double const n : {1e7, 5e7, 3e8, 1e9})
    for (double const d : {1e9, 1e10, 1e11}) {
      out.params.push_back(n);
      out.tokens.push_back(d);
      for (double const f : factor) out.nll.push_back(loss(params{n}, tokens{d}) * f * std::exp(.05 * normal(engine)));
    }
  return fit::canonical(out);
}

fit::outcomes<> permuted(fit::outcomes<> const& data, unsigned seed) {
  std::mt19937 engine(seed);
  std::vector<std::size_t> rows(data.checkpoints()), columns(data.questions);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  std::iota(columns.begin(), columns.end(), std::size_t{0});
  std::shuffle(rows.begin(), rows.end(), engine);
  std::shuffle(columns.begin(), columns.end(), engine);
  fit::outcomes<> out;
  out.questions = data.questions;
  for (std::size_t const r : rows) {
    out.params.push_back(data.params[r]);
    out.tokens.push_back(data.tokens[r]);
    for (std::size_t const q : columns) out.nll.push_back(data.nll[r * data.questions + q]);
  }
  return out;
}

template <class Ex>
auto approach1_draws(Ex const& ex, fit::outcomes<> const& data, fit::bootstrap_options const& options) {
  auto const table = fit::tabulate<double>(data, fit::metric::negative_log_pass, k);
  auto const found =
      fit::least<approach1>(fit::points<double>(data, k, table->means()), fit::squared{}, fit::linear_residual);
  REQUIRE(found);
  return fit::bootstrap_outcomes(ex, data, *table, std::span<double const>(k), found->law, fit::squared{},
                                 fit::linear_residual, options);
}

template <class Ex>
auto approach2_draws(Ex const& ex, fit::outcomes<> const& data, fit::bootstrap_options const& options) {
  std::vector<double> const one = {1};
  auto const nll = fit::tabulate<double>(data, fit::metric::negative_log_pass, one);
  auto const pass = fit::tabulate<double>(data, fit::metric::pass, k);
  auto const loss_points = fit::points<double>(data, one, nll->means());
  auto const found = fit::fit_task_accuracy(loss_points, fit::points<double>(data, k, pass->means()));
  REQUIRE(found);
  return fit::bootstrap_accuracy(ex, data, loss_points, *nll, *pass, std::span<double const>(k), *found, options);
}

/// The spread of pass@1-like numbers: of the law's value at one point over the draws.
template <class Rows>
double spread_of_first(Rows const& rows) {
  double mean = 0, square = 0;
  for (auto const& row : rows) {
    double const x =
        row[0] + row[1] * std::pow(1e8, -row[3]) + row[2] * std::pow(1e10, -row[4]);  // E, A, B, alpha, beta
    mean += x;
    square += x * x;
  }
  mean /= static_cast<double>(rows.size());
  return std::sqrt(square / static_cast<double>(rows.size()) - mean * mean);
}

}  // namespace

TEST_CASE("approach 1: bits do not depend on threads, rows or columns, and no draw fails") {
  auto const data = suite();
  fit::bootstrap_options const options{.draws = 21, .seed = 2};  // not a multiple of the block
  auto const expected = approach1_draws(exec::scalar{}, data, options);
  REQUIRE(expected);
  CHECK(expected->failed == 0);
  CHECK(expected->rows.size() == 21);
  for (unsigned const count : {1u, 2u, 5u}) {
    auto const got = approach1_draws(exec::threads{count}, fit::canonical(permuted(data, count)), options);
    REQUIRE(got);
    CHECK(got->rows == expected->rows);
  }
}

TEST_CASE("approach 2: the same for both stages") {
  auto const data = suite();
  fit::bootstrap_options const options{.draws = 11, .seed = 2};
  auto const expected = approach2_draws(exec::scalar{}, data, options);
  REQUIRE(expected);
  CHECK(expected->failed == 0);
  for (unsigned const count : {1u, 2u, 5u}) {
    auto const got = approach2_draws(exec::threads{count}, fit::canonical(permuted(data, count)), options);
    REQUIRE(got);
    CHECK(got->rows == expected->rows);
  }
}

TEST_CASE("draws do not depend on how many there are") {
  auto const few = approach1_draws(exec::scalar{}, suite(), {.draws = 3, .seed = 4});
  auto const many = approach1_draws(exec::scalar{}, suite(), {.draws = 17, .seed = 4});
  REQUIRE(few);
  REQUIRE(many);
  for (std::size_t d = 0; d < 3; ++d) CHECK(few->rows[d] == many->rows[d]);
}

TEST_CASE("what is resampled decides the spread") {
  // questions differ by a factor e^.4, checkpoints hardly: the noise is that of the benchmark
  auto const spread = [](fit::resample what) {
    auto const draws = approach2_draws(exec::scalar{}, suite(), {.draws = 80, .seed = 6, .what = what});
    REQUIRE(draws);
    return spread_of_first(draws->rows);
  };
  double const runs = spread(fit::resample::runs), questions = spread(fit::resample::questions),
               both = spread(fit::resample::both);
  // the mean of 40 log-normal factors, sigma .4, of a loss of 2.2: deviation 2.2 * .43 / sqrt(40) = .15 or so
  CHECK(questions > .08);
  CHECK(questions < .3);
  CHECK(runs < questions / 4);
  CHECK(both > questions * .7);
}

TEST_CASE("what stops a bootstrap") {
  exec::monitor watch;
  watch.cancel = true;
  CHECK(approach1_draws(exec::scalar{&watch}, suite(), {}).error().code == errc::cancelled);
  CHECK(approach2_draws(exec::scalar{&watch}, suite(), {}).error().code == errc::cancelled);
}
