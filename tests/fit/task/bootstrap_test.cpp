// SPDX-License-Identifier: BSL-1.0
// t2: needs threads
// The bootstrap of one-stage fits: the fit itself without resampling noise, the same draws on any backend, intervals
// that hold the truth, and each scheme resampling what it says.
#include "support/near.hpp"

#include <t2/exec/scalar.hpp>
#include <t2/exec/threads.hpp>
#include <t2/fit/task/bootstrap.hpp>
#include <t2/law/difficulty/log_normal.hpp>
#include <t2/law/loss/coupled.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <vector>

using namespace t2;
using test::near;

namespace {

using location_law = law::coupled<>;
using difficulty_law = law::log_normal<>;
using law_type = law::task_accuracy<location_law, difficulty_law>;

location_law const location{.A0 = 3.5, .alpha = 0.1, .B0 = 0.3, .beta = 0.6, .c = 0};
difficulty_law const difficulty{.a = 1.4, .b = 0.3, .s = 0.6};
std::vector<double> const ks{1, 8, 64};

/// Checkpoints by questions: each question keeps its own z, each checkpoint has a little noise.
fit::outcomes<> suite(std::size_t questions, double noise) {
  std::mt19937_64 engine(5);
  std::normal_distribution<> normal;
  fit::outcomes<> out;
  out.questions = questions;
  std::vector<double> z(questions);
  for (double& each : z) each = normal(engine);
  for (double n = 5e7; n < 3e9; n *= 3)
    for (double d = 1e10; d < 4e11; d *= 4) {
      out.params.push_back(n);
      out.tokens.push_back(d);
      double const mu = location(params{n}, tokens{d}) * std::exp(noise * normal(engine));
      double const w = std::min(difficulty.a + difficulty.b * mu, mu), s = difficulty.s;
      for (double const each : z) out.nll.push_back(mu + w * (std::exp(s * each - s * s / 2) - 1));
    }
  return fit::canonical(out);
}

auto limits() {
  auto out = fit::default_box<law_type>();
  out[4] = {0, 0};
  return out;
}
fit::one_stage_options options() {
  fit::one_stage_options out;
  out.priors = std::vector<fit::prior>{{"alpha", 0.085, 0.4, true}, {"beta", 0.6, 0.5, true}};
  return out;
}

auto fitted(fit::outcomes<> const& data) {
  auto const points = fit::both_metrics<double>(data, ks);
  REQUIRE(points);
  auto const out = fit::one_stage<location_law, difficulty_law>(*points, options(), limits());
  REQUIRE(out);
  return *out;
}

template <class Exec>
auto draws_of(Exec const& ex, fit::outcomes<> const& data, fit::fitted_task<location_law, difficulty_law> const& fit,
              fit::resample what, std::size_t draws, std::uint64_t seed = 3) {
  auto const out =
      fit::bootstrap_task(ex, data, std::span<double const>(ks), fit, {draws, seed, what}, options(), limits());
  REQUIRE(out);
  CHECK(out->failed == 0);
  return *out;
}

}  // namespace

TEST_CASE("intervals of both schemes hold the truth, what is held stays, questions and runs spread on their own") {
  auto const data = suite(400, 0.002);
  auto const fit = fitted(data);
  auto const both = draws_of(exec::threads<>{}, data, fit, fit::resample::both, 40);
  REQUIRE(both.rows.size() == 40);
  double const truth[] = {3.5, 0.1, 0.3, 0.6, 0, 1.4, 0.3, 0.6};
  // A0 and the two shapes that the questions alone determine well; the rest trade off
  for (std::size_t const i : {std::size_t{0}, std::size_t{1}, std::size_t{7}}) {
    CAPTURE(i);
    auto const [low, high] = both.interval(i, 0.98);
    CHECK(low < truth[i]);
    CHECK(truth[i] < high);
  }
  for (auto const& row : both.rows) CHECK(row[4] == 0);

  auto const width = [](auto const& draws, std::size_t i) {
    auto const [low, high] = draws.interval(i, 0.9);
    return high - low;
  };
  auto const runs = draws_of(exec::threads<>{}, data, fit, fit::resample::runs, 24);
  auto const questions = draws_of(exec::threads<>{}, data, fit, fit::resample::questions, 24);
  // the level A0 hangs on which questions there are, hardly on which of 20 smooth checkpoints
  CHECK(width(questions, 0) > 3 * width(runs, 0));
  CHECK(width(runs, 0) > 0);
}

TEST_CASE("a draw depends on its seed and number only") {
  auto const data = suite(40, 0.01);
  auto const fit = fitted(data);
  auto const one = draws_of(exec::scalar{}, data, fit, fit::resample::both, 11);
  auto const two = draws_of(exec::threads<>{.count = 3}, data, fit, fit::resample::both, 11);
  CHECK(one.rows == two.rows);
  CHECK(draws_of(exec::scalar{}, data, fit, fit::resample::both, 3).rows[2] == one.rows[2]);
  CHECK(draws_of(exec::scalar{}, data, fit, fit::resample::both, 3, 4).rows[2] != one.rows[2]);
}

TEST_CASE("counts with an unsolved question are resampled by pass@k alone") {
  fit::outcomes<> data = suite(40, 0.01);
  data.drawn.assign(data.nll.size(), 64);
  for (double const y : data.nll) data.correct.push_back(std::round(64 * std::exp(-y)));
  data.correct[0] = 0;
  data.nll.clear();
  auto const fit = fitted(data);
  auto const draws = draws_of(exec::scalar{}, data, fit, fit::resample::questions, 4);
  CHECK(draws.rows.size() == 4);
  auto const bad = fit::bootstrap_task(exec::scalar{}, data, std::span<double const>(std::vector<double>{128}), fit,
                                       {4, 1, fit::resample::both}, options(), limits());
  REQUIRE(!bad);
  CHECK(bad.error().code == errc::out_of_domain);
}
