// SPDX-License-Identifier: BSL-1.0
// t2: program fit.kernel
// One draw of the bootstrap in a kernel: its weights, where it ends, and a draw that has no optimum.
#include "support/near.hpp"

#include <t2/fit/kernel/refit.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/random/resample.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

using namespace t2;
using test::near;

namespace {

// 30 runs without noise, two to a unit: whatever is drawn, the law that made them is the optimum.
struct noiseless {
  law::chinchilla<double> law{.E = 1.69, .A = 406.4, .B = 410.7, .alpha = 0.34, .beta = 0.28};
  std::vector<double> n, d, value, weight;
  std::vector<std::size_t> unit;
  double centre[2] = {};

  noiseless() {
    for (int i = 0; i < 30; ++i) {
      n.push_back(std::log(1e8 * std::pow(2, i % 6)));
      d.push_back(std::log(1e9 * std::pow(3, i / 6)));
      value.push_back(law(params{std::exp(n.back())}, tokens{std::exp(d.back())}));
      weight.push_back(1);
      unit.push_back(static_cast<std::size_t>(i) / 2);
    }
    for (std::size_t i = 0; i < 30; ++i) {
      centre[0] += n[i] / 30;
      centre[1] += d[i] / 30;
    }
    for (std::size_t i = 0; i < 30; ++i) {
      n[i] -= centre[0];
      d[i] -= centre[1];
    }
  }
  // What `draws` draws from `start` give, row by row.
  [[nodiscard]] std::vector<double> rows(std::size_t draws, double off, std::vector<double>& scratch) const {
    std::vector<double> out(draws * 5);
    scratch.assign(draws * (15 + 30), -1.);
    fit::bootstrap_refit<law::chinchilla<double>, fit::squared, fit::log_residual_t> refit{
        {{}, {}, 30, {n.data(), d.data()}, value.data(), weight.data()}, {}};
    double const least[] = {0, 0, 0, 0, 0}, most[] = {1e6, 1e12, 1e12, 5, 5};
    law::store(law, refit.optimum);
    for (int p = 0; p < 5; ++p) {
      refit.box.lower[p] = least[p];
      refit.box.upper[p] = most[p];
      refit.box.longest_step[p] = 1e12;
      refit.optimum[p] *= off;
    }
    for (int v = 0; v < 2; ++v) refit.centre[v] = centre[v];
    fit::uncentre<law::chinchilla<double>>(refit.optimum, centre, -1);
    refit.unit = unit.data();
    refit.units = 15;
    refit.seed = 9;
    refit.stream = 2;
    refit.first = 100;
    refit.scratch = scratch.data();
    refit.rows = out.data();
    for (std::size_t i = 0; i < draws; ++i) refit(i);
    return out;
  }
};

}  // namespace

TEST_CASE("draw i has the weights of draw first + i, and both runs of a unit share one") {
  noiseless const runs;
  std::vector<double> scratch;
  (void)runs.rows(3, 1, scratch);
  for (std::size_t i = 0; i < 3; ++i) {
    double want[15];
    random::bootstrap_weights(9, static_cast<std::uint32_t>(100 + i), 2, 15, want);
    for (std::size_t p = 0; p < 30; ++p) CHECK(scratch[i * 45 + 15 + p] == want[p / 2]);
  }
}

TEST_CASE("every draw of runs without noise ends at their law") {
  noiseless const runs;
  std::vector<double> scratch;
  double want[5];
  law::store(runs.law, want);
  std::vector<double> const rows = runs.rows(4, 1.02, scratch);
  for (std::size_t i = 0; i < rows.size(); ++i) CHECK(rows[i] == near(want[i % 5], 1e-3));
}

TEST_CASE("a draw without a finite optimum is NaN") {
  noiseless runs;
  runs.value[4] = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> scratch;
  for (double const x : runs.rows(1, 1, scratch)) CHECK(std::isnan(x));
}
