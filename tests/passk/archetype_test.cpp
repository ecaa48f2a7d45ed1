// SPDX-License-Identifier: BSL-1.0
// passk with the least number type that the concept `real` allows: it compiles, and gives what double gives.
#include "support/archetype.hpp"

#include <t2/exec/scalar.hpp>
#include <t2/passk.hpp>

#include <doctest/doctest.h>

#include <span>
#include <vector>

using namespace t2;
using test::archetype;

static_assert(real<archetype>);

namespace {
bool same(archetype const& x, double y) { return static_cast<double>(x) == doctest::Approx(y).epsilon(1e-12); }
std::vector<int> const n(40, 60);
std::vector<int> successes() {
  std::vector<int> out;
  for (int i = 0; i < 40; ++i) out.push_back(i * i % 37);
  return out;
}
}  // namespace

TEST_CASE("estimators of one question") {
  archetype const x(100), y(7), k(10), j(3);
  CHECK(same(passk::unbiased(x, y, k), passk::unbiased(100, 7, 10)));
  CHECK(same(passk::unbiased_miss(x, y, k), passk::unbiased_miss(100, 7, 10)));
  CHECK(same(passk::log_miss(x, y, k), passk::log_miss(100, 7, 10)));
  CHECK(same(passk::neg_log_pass(x, y, k), passk::neg_log_pass(100, 7, 10)));
  CHECK(same(passk::plug_in(x, y, k), passk::plug_in(100, 7, 10)));
  CHECK(same(passk::pass_hat(x, y, j), passk::pass_hat(100, 7, 3)));
  CHECK(same(passk::g_pass(x, y, k, archetype(0.2)), passk::g_pass(100, 7, 10, 0.2)));
  CHECK(same(passk::mg_pass(x, y, k), passk::mg_pass(100, 7, 10)));
  CHECK(same(passk::majority(x, y, k, passk::tie::shared), passk::majority(100, 7, 10, passk::tie::shared)));
  CHECK(same(passk::covers(x, y, archetype(0.07)), 1));
  CHECK(same(passk::variance(x, k, archetype(0.1)), passk::variance(100., 10., 0.1)));
  CHECK(same(passk::variance_estimate(x, y, k), passk::variance_estimate(100, 7, 10)));
  CHECK(same(passk::variance_estimate(x, y, passk::rising_steps<archetype>{k, j, j, archetype(1)}),
             passk::variance_estimate(100., 7., passk::rising_steps<double>{10, 3, 3, 1})));
  CHECK(same(passk::posterior(x, y, archetype(1000)).mean, passk::posterior(100, 7, 1000.).mean));
  std::vector<int> const answers{9, 7, 4};
  CHECK(same(*passk::majority<archetype>(std::span<int const>(answers), 0, 5),
             *passk::majority<double>(std::span<int const>(answers), 0, 5)));
}

TEST_CASE("benchmarks") {
  auto const c = successes();
  passk::counts const data{n, c};
  archetype const k(5);
  CHECK(same(*passk::mean_pass<archetype>(data, k), *passk::mean_pass(data, 5)));
  CHECK(same(passk::fixed_questions<archetype>(data, k)->standard_error,
             passk::fixed_questions(data, 5)->standard_error));
  CHECK(same(passk::fixed_questions<archetype>(data, passk::majority_at_k<archetype>{k})->standard_error,
             passk::fixed_questions(data, passk::majority_at_k<double>{5})->standard_error));
  CHECK(same(passk::sampled_questions<archetype>(data, k)->standard_error,
             passk::sampled_questions(data, 5)->standard_error));
  CHECK(same(passk::posterior_questions<archetype>(data, k)->standard_error,
             passk::posterior_questions(data, 5)->standard_error));
  std::vector<archetype> const weight{archetype(0), archetype(1)};
  std::vector<int> const outcomes{3, 4, 5, 6};
  CHECK(same(passk::bayes_at_n<archetype>(std::span<int const>(outcomes), std::span<archetype const>(weight))->value,
             (5. / 9 + 7. / 13) / 2));
}

TEST_CASE("spreads of difficulty") {
  auto const c = successes();
  passk::counts const data{n, c};
  auto const one = passk::beta_binomial<archetype>::fit(data);
  auto const two = passk::beta_binomial<double>::fit(data);
  REQUIRE(one);
  REQUIRE(two);
  CHECK(same(one->a, two->a));
  CHECK(same(one->pass_at(archetype(500)), two->pass_at(500)));
  CHECK(same(one->estimate_at(archetype(500)).standard_error, two->estimate_at(500).standard_error));
  CHECK(same(passk::profile_interval(*one, data, archetype(500), 0.9)->upper,
             passk::profile_interval(*two, data, 500., 0.9)->upper));
  CHECK(same(passk::predict_questions(*one, data, archetype(500), 0.9)->range.lower,
             passk::predict_questions(*two, data, 500., 0.9)->range.lower));
  auto const zeros = passk::zero_inflated_beta<archetype>::fit(data);
  REQUIRE(zeros);
  CHECK(same(zeros->nll, passk::zero_inflated_beta<double>::fit(data)->nll));
  CHECK(same(passk::scaled_beta<archetype>{archetype(0.3), archetype(2), archetype(0.4)}.pass_at(archetype(12)),
             passk::scaled_beta<double>{0.3, 2, 0.4}.pass_at(12)));
}
