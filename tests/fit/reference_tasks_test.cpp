// SPDX-License-Identifier: BSL-1.0
// t2: labels real-data
// Fits of T2 laws to per-question outcomes of the Gemstone models against optima found independently with scipy on the
// same CSV files: exhaustive active sets and L-BFGS-B from many starts, refined by Newton.
#include "support/near.hpp"
#include "support/tables.hpp"

#include <t2/fit/least.hpp>
#include <t2/fit/outcomes.hpp>
#include <t2/fit/task_accuracy.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

using namespace t2;
using test::near;

namespace {

using approach1 = decltype(law::chinchilla<double>{} + law::sampling_gain<double>{});

/// An optimum of approach 1: E = 0 throughout, so that log A, log B, log G and the exponents say it all.
struct approach1_optimum {
  double most_k, sse, log_A, log_B, log_G, alpha, beta, gamma, error;
  bool beta_at_3;
};
struct approach2_optimum {
  double huber, log_A, log_B, E, alpha, beta, nll_error;  // first stage
  double sse;
  std::array<double, 5> theta;  // theta[2] = 1 is its bound
  double error;
};
/// Mean relative errors of fits to the checkpoints with D/N up to the median: on those and on the others,
/// to six decimals.
struct split_errors {
  double fit, held_out;
};
struct expected {
  std::string task;
  std::size_t questions;
  double nll_first, pass8_last;  // of the first and the last checkpoint of the file
  approach1_optimum all, few;
  approach2_optimum accuracy;
  split_errors split_all, split_few, split_nll, split_accuracy;
};

// clang-format off
expected const tasks[] = {
    {.task = "arce", .questions = 2376, .nll_first = 7.397710017, .pass8_last = 0.3817697267,
     .all = {1024, 872.0683553, 15.57159612, 68.67049928, 1.601932814, 0.8567333169, 3, 0.3555936784, 0.35452502, true},
     .few = {16, 337.4783528, 7.971437413, 40.7997223, 1.305157952, 0.3942394149, 1.775320038, 0.4019558167,
             0.1095947943, false},
     .accuracy = {0.01773534528, 4.019064624, 27.84298181, 0, 0.1245019892, 1.20692015, 0.067183307, 5.728137305,
                  {0.07344851513, 0.6865539839, 1, 0.03486374312, 0.4925019039}, 0.1036697938},
     .split_all = {0.422675, 0.265472}, .split_few = {0.135758, 0.090500},
     .split_nll = {0.079091, 0.061515}, .split_accuracy = {0.114574, 0.124175}},
    {.task = "openbook", .questions = 500, .nll_first = 8.7611318, .pass8_last = 0.1022091304,
     .all = {1024, 1036.437762, 12.47919432, 68.75699202, 1.923377958, 0.6827611363, 3, 0.2544404281, 0.177806257,
             true},
     .few = {16, 366.504046, 5.382171068, 16.62408802, 1.603586313, 0.2444813218, 0.7255435177, 0.2773523248,
             0.07001587782, false},
     .accuracy = {0.01334713801, 3.353716446, 22.98081004, 0, 0.07415530341, 1.000757141, 0.04984756188, 3.18878894,
                  {-1.021479467, 0.6294091773, 1, 0.8159765839, 0.4383245621}, 0.1245452087},
     .split_all = {0.203406, 0.146388}, .split_few = {0.081830, 0.059181},
     .split_nll = {0.056880, 0.045413}, .split_accuracy = {0.136619, 0.121421}},
    {.task = "piqa", .questions = 1838, .nll_first = 4.525275789, .pass8_last = 0.4111056101,
     .all = {1024, 187.6906042, 23.44440973, 67.06845178, 1.35500806, 1.386153091, 3, 0.4559758157, 0.6228361924, true},
     .few = {16, 40.09514006, 10.89920984, 25.29886651, 1.210771033, 0.6215918445, 1.143084335, 0.4454758977,
             0.06958790934, false},
     .accuracy = {0.005847067434, 4.006971574, 14.0604693, 2.192947662, 0.1926953938, 0.6395516045, 0.02238320678,
                  1.09244949, {0.7693388981, 1.032893622, 1, -0.701848641, 1.003261715}, 0.04737382007},
     .split_all = {0.582980, 0.820974}, .split_few = {0.070581, 0.068419},
     .split_nll = {0.020308, 0.035672}, .split_accuracy = {0.044413, 0.082732}},
};
// clang-format on

std::vector<double> means(fit::outcomes<> const& data, fit::metric what, std::vector<double> const& k) {
  auto const table = fit::tabulate<double>(data, what, k);
  REQUIRE(table);
  return table->means();
}
fit::dataset<> points(fit::outcomes<> const& data, fit::metric what, std::vector<double> const& k) {
  return fit::points<double>(data, k, means(data, what, k));
}

/// The checkpoints whose D/N is at most (or above) its median.
fit::dataset<> half(fit::dataset<> const& data, bool low) {
  std::vector<double> ratio;
  for (std::size_t i = 0; i < data.value.size(); ++i) ratio.push_back(data.tokens[i] / data.params[i]);
  std::vector<double> sorted = ratio;
  std::sort(sorted.begin(), sorted.end());
  double const median = (sorted[(sorted.size() - 1) / 2] + sorted[sorted.size() / 2]) / 2;
  CHECK(median == near(325.458, 2e-6));
  fit::dataset<> out;
  for (std::size_t i = 0; i < ratio.size(); ++i) {
    if ((ratio[i] <= median) != low) continue;
    out.params.push_back(data.params[i]);
    out.tokens.push_back(data.tokens[i]);
    out.samples.push_back(data.samples[i]);
    out.value.push_back(data.value[i]);
    out.unit.push_back(data.unit[i]);
  }
  return out;
}

template <class Law>
double mean_relative_error(Law const& law, fit::dataset<> const& data) {
  double total = 0;
  for (std::size_t i = 0; i < data.value.size(); ++i)
    total += std::abs(law::evaluate(law, params{data.params[i]}, tokens{data.tokens[i]}, samples{data.samples[i]}) /
                          data.value[i] -
                      1);
  return total / static_cast<double>(data.value.size());
}

bool holds(std::vector<fit::warning> const& warnings, fit::caution kind, int parameter) {
  return std::any_of(warnings.begin(), warnings.end(),
                     [&](fit::warning const& w) { return w.kind == kind && w.parameter == parameter; });
}

}  // namespace

TEST_CASE("the metrics of single checkpoints") {
  for (expected const& want : tasks) {
    CAPTURE(want.task);
    auto const data = test::gemstones(want.task);
    if (!data) return;
    CHECK(data->checkpoints() == 264);
    CHECK(data->questions == want.questions);
    CHECK(means(*data, fit::metric::negative_log_pass, {1}).front() == near(want.nll_first, 1e-9));
    CHECK(means(*data, fit::metric::pass, {8}).back() == near(want.pass8_last, 1e-9));
  }
}

TEST_CASE("approach 1 on k up to 1024 and up to 16") {
  for (expected const& want : tasks) {
    auto const data = test::gemstones(want.task);
    if (!data) return;
    for (approach1_optimum const& optimum : {want.all, want.few}) {
      CAPTURE(want.task);
      CAPTURE(optimum.most_k);
      auto const k = test::powers_of_two(optimum.most_k);
      auto const found =
          fit::least<approach1>(points(*data, fit::metric::negative_log_pass, k), fit::squared{}, fit::linear_residual);
      REQUIRE(found);
      CHECK(found->points == 264 * k.size());
      CHECK(found->objective == near(optimum.sse, 1e-8));
      CHECK(found->mean_relative_error == near(optimum.error, 1e-6));
      CHECK(found->law.left.E == 0);
      CHECK(std::log(found->law.left.A) == near(optimum.log_A, 1e-6));
      CHECK(std::log(found->law.left.B) == near(optimum.log_B, 1e-6));
      CHECK(std::log(found->law.right.G) == near(optimum.log_G, 1e-6));
      CHECK(found->law.left.alpha == near(optimum.alpha, 1e-6));
      CHECK(found->law.left.beta == near(optimum.beta, 1e-6));
      CHECK(found->law.right.gamma == near(optimum.gamma, 1e-6));
      // parameters in the order of the list: E, A, B, alpha, beta, G, gamma
      CHECK(found->active == std::array{-1, 0, 0, 0, optimum.beta_at_3 ? 1 : 0, 0, 0});
      CHECK(holds(found->warnings, fit::caution::at_lower_bound, 0));
      CHECK(holds(found->warnings, fit::caution::at_upper_bound, 4) == optimum.beta_at_3);
    }
  }
}

TEST_CASE("approach 2 in its two stages") {
  for (expected const& want : tasks) {
    CAPTURE(want.task);
    auto const data = test::gemstones(want.task);
    if (!data) return;
    auto const found = fit::fit_task_accuracy(points(*data, fit::metric::negative_log_pass, {1}),
                                              points(*data, fit::metric::pass, test::powers_of_two(1024)));
    REQUIRE(found);
    approach2_optimum const& optimum = want.accuracy;
    auto const& location = found->location;
    CHECK(location.objective == near(optimum.huber, 1e-9));
    CHECK(location.gradient <= 1e-12);
    CHECK(std::log(location.law.A) == near(optimum.log_A, 1e-6));
    CHECK(std::log(location.law.B) == near(optimum.log_B, 1e-6));
    CHECK(location.law.E == near(optimum.E, 1e-6));
    CHECK(location.law.alpha == near(optimum.alpha, 1e-6));
    CHECK(location.law.beta == near(optimum.beta, 1e-6));
    CHECK(location.mean_relative_error == near(optimum.nll_error, 1e-6));
    CHECK(location.active == std::array{optimum.E == 0 ? -1 : 0, 0, 0, 0, 0});

    auto const& difficulty = found->difficulty;
    CHECK(difficulty.objective == near(optimum.sse, 1e-8));
    CHECK(difficulty.mean_relative_error == near(optimum.error, 1e-5));
    double theta[5];
    law::store(difficulty.law, theta);
    for (std::size_t i = 0; i < 5; ++i) CHECK(theta[i] == near(optimum.theta[i], 1e-5));
    CHECK(difficulty.law.theta2 == 1);
    CHECK(difficulty.active == std::array{0, 0, 1, 0, 0});
    CHECK(holds(difficulty.warnings, fit::caution::at_upper_bound, 2));
    CHECK(holds(difficulty.warnings, fit::caution::not_proven, -1));
  }
}

TEST_CASE("extrapolation: fitted to the lower half of D/N, compared with the upper half") {
  for (expected const& want : tasks) {
    CAPTURE(want.task);
    auto const data = test::gemstones(want.task);
    if (!data) return;
    auto const check = [](auto const& law, fit::dataset<> const& all, split_errors const& errors) {
      CHECK(half(all, true).value.size() == half(all, false).value.size());
      CHECK(std::abs(mean_relative_error(law, half(all, true)) - errors.fit) < 0.51e-6);
      CHECK(std::abs(mean_relative_error(law, half(all, false)) - errors.held_out) < 0.51e-6);
    };
    for (double const most : {1024., 16.}) {
      auto const all = points(*data, fit::metric::negative_log_pass, test::powers_of_two(most));
      auto const found = fit::least<approach1>(half(all, true), fit::squared{}, fit::linear_residual);
      REQUIRE(found);
      check(found->law, all, most > 16 ? want.split_all : want.split_few);
    }
    auto const loss = points(*data, fit::metric::negative_log_pass, {1});
    auto const pass = points(*data, fit::metric::pass, test::powers_of_two(1024));
    auto const found = fit::fit_task_accuracy(half(loss, true), half(pass, true));
    REQUIRE(found);
    check(found->location.law, loss, want.split_nll);
    check(found->law(), pass, want.split_accuracy);
  }
}
