// SPDX-License-Identifier: BSL-1.0
// What the attacks of docs/trust.md found in the headers, once more as examples.
#include "support/near.hpp"
#include "support/synthetic.hpp"

#include <t2/core/beta_ratio.hpp>
#include <t2/fit/least.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>
#include <t2/passk/best_of.hpp>
#include <t2/passk/consistency.hpp>
#include <t2/passk/interval/posterior.hpp>
#include <t2/passk/interval/variance.hpp>
#include <t2/passk/mixture/zero_inflated.hpp>
#include <t2/plan/solve.hpp>
#include <t2/random/threshold.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

using namespace t2;
using test::near;

namespace {

using loss = law::chinchilla<double>;

auto fitted(fit::dataset<double> const& runs) { return fit::least<loss>(runs, fit::huber{1e-3}, fit::log_residual); }

bool warns(fit::dataset<double> const& runs, fit::caution kind) {
  auto const found = fitted(runs);
  REQUIRE(found);
  return std::any_of(found->warnings.begin(), found->warnings.end(), [&](fit::warning const& w) { return w.kind == kind; });
}

}  // namespace

TEST_CASE("arguments far outside the domain are NaN, and soon") {
  CHECK(std::isnan(beta_ratio(2.0, -1e200, 3.0).ratio));
  CHECK(std::isnan(log_beta_ratio(2.0, -1e200, 3.0)));
  CHECK(std::isnan(passk::mg_pass(1e217, 1e216, 1e217)));
  CHECK(std::isnan(passk::at_least(1e217, 1e216, 1e217, 7.0)));
  CHECK(std::isnan(passk::variance(1e217, 1e216, 0.5)));
  CHECK(std::isnan(passk::variance_estimate(1e217, 1e216, 1e200)));
}

TEST_CASE("float: a product that underflows does not become a logarithm of zero") {
  double const want = log_beta_ratio(1e8, 1.0, 1e9);
  CHECK(log_beta_ratio(1e8f, 1.0f, 1e9f) == near(want, 1e-5));
}

TEST_CASE("an easy question at many more samples than it had") {
  auto const moments = passk::beta_moments(7911.5, 3445.5, 32096.0);
  CHECK(moments.variance >= 0);
  CHECK(moments.variance < 1e-300);
  std::vector<std::int64_t> const n{11356, 100}, c{7911, 1};
  passk::counts const data{std::span<std::int64_t const>(n), std::span<std::int64_t const>(c)};
  auto const known = passk::posterior_questions<double>(data, 32096.0);
  REQUIRE(known);
  CHECK(known->standard_error > 0);
}

TEST_CASE("a question never solved, where nearly none can be") {
  // one trial that fails: 1 - (1 - 1/4) a/(a + b)
  for (double const a : {1e-12, 1e-6, 0.01})
    CHECK(passk::zero_inflated_beta<double>{a, 50, 0.25}.log_probability(1, 0) ==
          near(std::log1p(-0.75L * a / (static_cast<long double>(a) + 50)), 1e-15));
}

TEST_CASE("a verifier that rejects next to nothing") {
  // it rejects right answers only: both of two samples are rejected with chance p^2, and one of them is the pick
  CHECK(passk::verifier<double>{0, 1}.best_of(1e-9, 2.0) == near(1e-18, 1e-15));
}

TEST_CASE("a tiny chance to a high power is never") {
  CHECK(random::all_of_threshold(1e-300, std::uint64_t{1} << 60) == random::threshold{});
  CHECK(random::all_of_threshold(5e-324, ~std::uint64_t{0}) == random::threshold{});
  CHECK(random::any_of_threshold(1 - 0x1p-53, ~std::uint64_t{0}).always);
}

TEST_CASE("no plan and no fit with numbers that are none") {
  law::sum<loss, law::sampling_gain<double>> law{};
  law.left = {.E = 1e-314, .A = 2e-321, .B = 2e-314, .alpha = 1e-309, .beta = 1e-312};
  law.right = {.G = 1e6, .gamma = 2};
  CHECK(!plan::solve(law, budget::split<double>{flops{2e-307}, flops{2e-251}}));

  fit::dataset<double> runs;
  for (int i = 0; i < 12; ++i) {
    runs.params.push_back(i == 0 ? 3e-302 : 1e214 * (1 + 0.01 * i));
    runs.tokens.push_back(i < 6 ? 1e115 : 1e214);
    runs.value.push_back(i % 3 == 0 ? 4e111 : 2e214);
  }
  if (auto const found = fitted(runs)) {
    for (double const x : {found->law.E, found->law.A, found->law.B, found->law.alpha, found->law.beta})
      CHECK(std::isfinite(x));
  }
}

TEST_CASE("a fit says when points are few, are copies, or have another shape than the law") {
  loss const truth{.E = 1.7, .A = 410, .B = 1200, .alpha = 0.34, .beta = 0.37};
  auto const clean = test::grid(truth, {1e7, 5e7, 2e8, 1e9, 4e9}, {1e9, 4e9, 2e10, 1e11}, {1}, 0.01);
  for (auto const kind : {fit::caution::few_points, fit::caution::copied_points, fit::caution::other_shape})
    CHECK(!warns(clean, kind));
  CHECK(warns(test::grid(truth, {1e7, 2e8, 4e9}, {1e9, 2e10, 1e11}, {1}, 0.01), fit::caution::few_points));

  auto twice = clean;
  twice.unit.clear();
  for (std::size_t i = 0; i < clean.value.size(); ++i) {
    twice.params.push_back(clean.params[i]);
    twice.tokens.push_back(clean.tokens[i]);
    twice.samples.push_back(clean.samples[i]);
    twice.value.push_back(clean.value[i]);
  }
  CHECK(warns(twice, fit::caution::copied_points));

  auto bent = clean;
  for (std::size_t i = 0; i < bent.value.size(); ++i)
    if (bent.params[i] > 2e8) bent.value[i] *= 1 + 0.3 * std::log(bent.params[i] / 2e8);
  CHECK(warns(bent, fit::caution::other_shape));
}
