// SPDX-License-Identifier: BSL-1.0
// t2: labels slow
// Does a 90 % bootstrap interval hold the truth 90 times in 100? Over 1,000 data sets made by a known law.
#include "support/random_laws.hpp"

#include <t2/exec/scalar.hpp>
#include <t2/fit/bootstrap.hpp>
#include <t2/fit/least.hpp>
#include <t2/plan/solve.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace t2;

TEST_CASE("90 % bootstrap intervals of a fit and of its plan cover in [0.86, 0.94]") {
  using law_type = law::chinchilla<double>;
  law_type const truth{.E = 1.8, .A = 480, .B = 2100, .alpha = 0.35, .beta = 0.37};
  constexpr double budget = 1e21;
  auto const log_size = [&](law_type const& law) {
    auto const best = plan::solve(law, budget::training<>{flops{budget}});
    return best ? std::log(best->params.value) : not_a_number<double>();
  };
  fit::dataset<double> clean;
  for (int i = 0; i < 15; ++i) {
    for (int j = 0; j < 10; ++j) {
      clean.params.push_back(4e7 * std::pow(1.45, i));
      clean.tokens.push_back(1e9 * std::pow(1.8, j));
      clean.value.push_back(truth(params{clean.params.back()}, tokens{clean.tokens.back()}));
    }
  }
  int held[6] = {}, used = 0;
  for (int set = 0; set < 1000; ++set) {
    auto data = clean;
    test::random_laws random(1000 + static_cast<std::uint64_t>(set));
    for (double& loss : data.value) {
      double normal = -6;
      for (int i = 0; i < 12; ++i) normal += random.uniform(0, 1);
      loss *= std::exp(0.003 * normal);
    }
    auto const found = fit::least<law_type>(data, fit::squared{}, fit::log_residual);
    if (!found) continue;
    auto const draws = fit::bootstrap_runs(exec::scalar{}, data, found->law, fit::squared{}, fit::log_residual,
                                           {.draws = 199, .seed = 1, .what = fit::resample::runs});
    REQUIRE(draws);
    ++used;
    double exact[5];
    law::store(truth, exact);
    for (std::size_t p = 0; p < 5; ++p) {
      auto const range = draws->interval(p, 0.9);
      held[p] += range.low <= exact[p] && exact[p] <= range.high ? 1 : 0;
    }
    std::vector<double> planned;
    for (auto const& row : draws->rows) {
      law_type law{};
      law::load(law, row.data());
      planned.push_back(log_size(law));
    }
    auto const range = fit::bootstrap_draws<double, 1>::percentile_interval(planned, 0.9);
    held[5] += range.low <= log_size(truth) && log_size(truth) <= range.high ? 1 : 0;
  }
  CHECK(used >= 1000);
  char const* const names[] = {"E", "A", "B", "alpha", "beta", "N of the plan"};
  for (int p = 0; p < 6; ++p) {
    double const share = static_cast<double>(held[p]) / used;
    MESSAGE(std::string(names[p]) << ": " << share);
    CHECK(share >= 0.86);
    CHECK(share <= 0.94);
  }
}
