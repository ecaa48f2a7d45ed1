// SPDX-License-Identifier: BSL-1.0
// t2: needs threads
// t2: labels real-data
#include "support/near.hpp"
#include "support/synthetic.hpp"
#include "support/tables.hpp"

#include <t2/exec/scalar.hpp>
#include <t2/exec/threads.hpp>
#include <t2/fit/bootstrap.hpp>
#include <t2/fit/least.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

using namespace t2;
using test::near;

namespace {

constexpr law::chinchilla truth{.E = 1.7, .A = 400., .B = 1200., .alpha = .34, .beta = .37};
using approach1 = decltype(law::chinchilla<double>{} + law::sampling_gain<double>{});

fit::dataset<> runs() { return test::grid(truth, {1e7, 5e7, 2e8, 1e9, 4e9}, {1e9, 4e9, 2e10, 1e11}, {1}, .01); }

/// A user's own law, refitted by differences.
struct pure_power {
  double A, alpha;
  using value_type = double;
  using variables = variable_list<params>;
  using parameters = law::parameter_list<law::parameter<"A", &pure_power::A, law::role::coefficient>,
                                         law::parameter<"alpha", &pure_power::alpha, law::role::exponent>>;
  double operator()(params<double> const& n) const { return A * std::pow(n.value, -alpha); }
};

template <std::size_t Size>
std::array<double, Size> deviations(std::vector<std::array<double, Size>> const& rows) {
  std::array<double, Size> mean{}, out{};
  for (auto const& row : rows)
    for (std::size_t i = 0; i < Size; ++i) mean[i] += row[i] / static_cast<double>(rows.size());
  for (auto const& row : rows)
    for (std::size_t i = 0; i < Size; ++i)
      out[i] += std::pow(row[i] - mean[i], 2) / static_cast<double>(rows.size() - 1);
  for (double& v : out) v = std::sqrt(v);
  return out;
}

}  // namespace

TEST_CASE("Chinchilla: the spread of 240 resampled runs is that of the reference") {
  auto const data = test::epoch_chinchilla();
  if (!data) return;
  auto const found = fit::least<law::chinchilla<>>(*data, fit::huber{1e-3}, fit::log_residual);
  REQUIRE(found);
  auto const draws = fit::bootstrap_runs(exec::threads{2}, *data, found->law, fit::huber{1e-3}, fit::log_residual,
                                         {.draws = 400, .seed = 7});
  REQUIRE(draws);
  CHECK(draws->failed == 0);
  CHECK(draws->rows.size() == 400);
  // standard deviations of 200 resamples with scipy, "a rough guide only": E, A, B, alpha, beta
  auto const spread = deviations(draws->rows);
  std::array const reference{.0265, 130., 1263., .0156, .0208};
  for (std::size_t i = 0; i < 5; ++i) {
    CAPTURE(i);
    CHECK(spread[i] > reference[i] / 1.5);
    CHECK(spread[i] < reference[i] * 1.5);
    double coefficients[5];
    law::store(found->law, coefficients);
    auto const [low, high] = draws->interval(i, .95);
    CHECK(low < coefficients[i]);
    CHECK(coefficients[i] < high);
  }
}

TEST_CASE("bits do not depend on the number of threads or the order of rows") {
  auto const data = test::grid(truth + law::sampling_gain{.G = 2.5, .gamma = .4}, {1e7, 1e8, 1e9}, {1e9, 1e10, 1e11},
                               {1, 4, 16}, .02);
  auto const found = fit::least<approach1>(data, fit::squared{}, fit::linear_residual);
  REQUIRE(found);
  fit::bootstrap_options const options{.draws = 40, .seed = 3};
  auto const expected =
      fit::bootstrap_runs(exec::scalar{}, data, found->law, fit::squared{}, fit::linear_residual, options);
  REQUIRE(expected);
  for (unsigned const count : {1u, 2u, 5u}) {
    auto const got = fit::bootstrap_runs(exec::threads{count}, test::shuffled(data, count), found->law, fit::squared{},
                                         fit::linear_residual, options);
    REQUIRE(got);
    CHECK(got->rows == expected->rows);
  }
}

TEST_CASE("draw d depends on (seed, d) only") {
  auto const found = fit::least<law::chinchilla<>>(runs(), fit::squared{}, fit::log_residual);
  REQUIRE(found);
  auto const draw = [&](std::size_t count, std::uint64_t seed) {
    return fit::bootstrap_runs(exec::scalar{}, runs(), found->law, fit::squared{}, fit::log_residual,
                               {.draws = count, .seed = seed})
        ->rows;
  };
  auto const few = draw(5, 1), many = draw(20, 1), other = draw(5, 2);
  for (std::size_t d = 0; d < 5; ++d) {
    CHECK(few[d] == many[d]);
    CHECK(few[d] != other[d]);
  }
}

TEST_CASE("a draw is the fit of its reweighted runs") {
  auto const found = fit::least<law::chinchilla<>>(runs(), fit::squared{}, fit::log_residual);
  auto const seen = fit::observe<law::chinchilla<>>(runs());
  REQUIRE(found);
  REQUIRE(seen);
  auto const draws = fit::bootstrap_runs(exec::scalar{}, runs(), found->law, fit::squared{}, fit::log_residual,
                                         {.draws = 10, .seed = 9});
  REQUIRE(draws);
  for (std::uint32_t d = 0; d < 10; ++d) {
    std::vector<double> times(seen->units);
    random::bootstrap_weights(9, d, fit::detail::run_stream, seen->units, times.data());
    fit::dataset<> weighted{.params = seen->x[0],
                            .tokens = seen->x[1],
                            .samples = {},
                            .location = {},
                            .value = seen->value,
                            .weight = {},
                            .unit = {}};
    for (std::size_t const unit : seen->unit) weighted.weight.push_back(times[unit]);
    auto const refitted = fit::least<law::chinchilla<>>(weighted, fit::squared{}, fit::log_residual);
    REQUIRE(refitted);
    double want[5];
    law::store(refitted->law, want);
    for (std::size_t i = 0; i < 5; ++i) CHECK(draws->rows[d][i] == near(want[i], 1e-4));
  }
}

TEST_CASE("a user's own law is resampled too") {
  auto const data = test::grid(pure_power{40, .3}, {1e6, 3e6, 1e7, 3e7, 1e8, 1e9}, {1}, {1}, .05);
  std::array<law::bounds, 2> const box{{{1, 1000}, {0, 1}}};
  auto const found = fit::least<pure_power>(data, fit::squared{}, fit::log_residual, box);
  REQUIRE(found);
  auto const draws =
      fit::bootstrap_runs(exec::scalar{}, data, found->law, fit::squared{}, fit::log_residual, {.draws = 50}, box);
  REQUIRE(draws);
  CHECK(draws->failed == 0);
  CHECK(draws->interval(1, .95).low < found->law.alpha);
  CHECK(draws->interval(1, .95).high > found->law.alpha);
}

TEST_CASE("intervals are percentiles, interpolated") {
  fit::bootstrap_draws<double, 1> draws;
  for (double const x : {5., 1., 3., 2., 4.}) draws.rows.push_back({x});
  auto const [low, high] = draws.interval(0, .5);
  CHECK(low == 2);
  CHECK(high == 4);
  CHECK(draws.interval(0, .75).low == near(1.5, 1e-15));
  CHECK(std::isnan(fit::bootstrap_draws<double, 1>{}.interval(0, .9).low));
}

TEST_CASE("what stops a bootstrap") {
  exec::monitor watch;
  watch.cancel = true;
  CHECK(fit::bootstrap_runs(exec::scalar{&watch}, runs(), truth, fit::squared{}, fit::log_residual, {}).error().code ==
        errc::cancelled);
  CHECK(fit::bootstrap_runs(exec::scalar{}, {}, truth, fit::squared{}, fit::log_residual, {}).error().code ==
        errc::empty);
}
