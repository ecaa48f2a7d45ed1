// SPDX-License-Identifier: BSL-1.0
// t2: labels slow real-data
// Whether the few descents of a fit end where many and slow ones do: over a thousand data sets, bootstrap samples of real
// ones and synthetic ones of every level of noise. The many descents start from a grid of exponents and narrow the loss
// from a hundred widths down, each width to convergence.
#include "support/tables.hpp"

#include <t2/fit/least.hpp>
#include <t2/fit/outcomes.hpp>
#include <t2/fit/separable/objective.hpp>
#include <t2/law/loss/chinchilla.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <string>
#include <vector>

using namespace t2;

namespace {

using loss = law::chinchilla<double>;
using objective_type = fit::detail::separable_objective<loss, fit::huber, fit::log_residual_t>;

double many_descents(fit::dataset<> const& data) {
  auto const seen = fit::observe<loss>(data);
  auto const box = fit::detail::separable_box<loss>(fit::default_box<loss>());
  REQUIRE(seen);
  objective_type const objective(*seen, fit::huber{1e-3}, fit::log_residual);
  double least = std::numeric_limits<double>::infinity();
  auto const descend = [&](double alpha, double beta, double ratio) {
    double const level = *std::min_element(seen->value.begin(), seen->value.end());
    double x[5] = {level / 2, level / 4, level / 4, alpha, beta};
    for (double factor = 100; factor > 1; factor /= ratio) {
      auto const stage = optimize::newton(objective.with(fit::huber{1e-3 * factor}), x, *box, {.most = 60, .polish = false});
      std::copy(stage.x, stage.x + 5, x);
    }
    double const end = optimize::newton(objective, x, *box, {.polish = false}).at.value;
    if (end < least) least = end;
  };
  for (double const alpha : {.15, .4, 1.})
    for (double const beta : {.15, .4, 1.}) descend(alpha, beta, 4);
  descend(.4, .4, 1.5);
  return least;
}

struct tally {
  int sets = 0, higher = 0, lower = 0;
  void add(fit::dataset<> const& data) {
    auto const found = fit::least<loss>(data, fit::huber{1e-3}, fit::log_residual);
    REQUIRE(found);
    double const other = many_descents(data);
    ++sets;
    higher += found->objective > other * (1 + 1e-8) ? 1 : 0;
    lower += other > found->objective * (1 + 1e-8) ? 1 : 0;
  }
};

fit::dataset<> resampled(fit::dataset<> const& data, std::mt19937_64& engine) {
  fit::dataset<> out;
  for (std::size_t i = 0; i < data.value.size(); ++i) {
    std::size_t const from = engine() % data.value.size();
    out.params.push_back(data.params[from]);
    out.tokens.push_back(data.tokens[from]);
    out.value.push_back(data.value[from]);
  }
  return out;
}

}  // namespace

TEST_CASE("bootstrap samples of 240 runs and of eight sets of another study") {
  auto const runs = test::epoch_chinchilla();
  if (!runs) return;
  std::mt19937_64 engine(1);
  tally all;
  for (int draw = 0; draw < 200; ++draw) all.add(resampled(*runs, engine));
  for (char const* config : {"rw-base-long-kaplan-standard-val", "rw-base-short-chinchilla-standard-val",
                             "rw-base-short-kaplan-standard-val", "rw-tuned-short-const-standard-val",
                             "owt2-base-long-kaplan-standard-val", "owt2-base-short-chinchilla-standard-val",
                             "owt2-base-short-kaplan-standard-val", "owt2-tuned-short-const-standard-val"}) {
    auto const set = test::porian(config, 1e9);
    if (!set) return;
    for (int draw = 0; draw < 60; ++draw) all.add(resampled(*set, engine));
  }
  MESSAGE(all.sets << " sets: " << all.higher << " ended higher, " << all.lower << " lower");
  CHECK(all.sets == 680);
  CHECK(all.higher == 0);
}

TEST_CASE("synthetic runs with noise from 0.1 % to 10 % and outliers") {
  std::mt19937_64 engine(2);
  std::uniform_real_distribution<double> u;
  std::normal_distribution<double> z;
  tally all;
  for (int set = 0; set < 400; ++set) {
    double const E = 2 * u(engine), A = .2 + 2 * u(engine), B = .2 + 2 * u(engine);
    double const alpha = .15 + .7 * u(engine), beta = .15 + .7 * u(engine), noise = 1e-3 * std::pow(100., u(engine));
    std::size_t const size = 20 + engine() % 300;
    fit::dataset<> data;
    for (std::size_t i = 0; i < size; ++i) {
      double const x = 6 * u(engine) - 3, y = 6 * u(engine) - 3;
      double const error = noise * z(engine) * (u(engine) < .05 ? 10 : 1);
      data.params.push_back(1e9 * std::exp(x));
      data.tokens.push_back(1e10 * std::exp(y));
      data.value.push_back((E + A * std::exp(-alpha * x) + B * std::exp(-beta * y)) * std::exp(error));
    }
    all.add(data);
  }
  MESSAGE(all.sets << " sets: " << all.higher << " ended higher, " << all.lower << " lower");
  CHECK(all.higher == 0);
}

// Residuals of a hundred widths: the loss is all but absolute and has minima that differ by a part in a thousand. There
// neither search is sure; the short one must not be the worse of the two.
TEST_CASE("bootstrap samples of a loss far from any law") {
  std::mt19937_64 engine(3);
  tally all;
  for (char const* task : {"arce", "openbook", "piqa"}) {
    auto const data = test::gemstones(task);
    if (!data) return;
    for (double const k : {1., 16., 256.}) {
      std::vector<double> const each{k};
      auto points = fit::points<double>(*data, each, fit::tabulate<double>(*data, fit::metric::negative_log_pass, each)->means());
      points.unit.clear();
      for (int draw = 0; draw < 15; ++draw) all.add(resampled(points, engine));
    }
  }
  MESSAGE(all.sets << " sets: " << all.higher << " ended higher, " << all.lower << " lower");
  CHECK(all.higher <= all.lower);
  CHECK(all.higher <= all.sets / 20);
}
