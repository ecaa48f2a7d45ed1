// SPDX-License-Identifier: BSL-1.0
#include <t2/passk/interval/bayes.hpp>
#include <t2/passk/interval/posterior.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <span>
#include <string>
#include <vector>

using namespace t2;

namespace {
template <class Count>
auto bayes(std::vector<Count> const& outcomes, std::vector<double> const& weight, double prior = 1) {
  return passk::bayes_at_n<double>(std::span<Count const>(outcomes), std::span<double const>(weight), prior);
}
}  // namespace

TEST_CASE("two questions of five runs, wrong, partly right and right") {
  // runs 0 1 2 2 1 and 1 1 0 2 2: both posteriors are Dirichlet(2, 3, 3)
  auto const plain = bayes<int>({1, 2, 2, 1, 2, 2}, {0, 0.5, 1});
  REQUIRE(plain);
  CHECK(plain->value == doctest::Approx(9. / 16).epsilon(1e-15));
  CHECK(plain->standard_error == doctest::Approx(std::sqrt(2 * (39. / 256) / 9) / 2).epsilon(1e-14));
  // with the earlier runs 0 2 and 1 2: Dirichlet(3, 3, 4) and (2, 4, 4)
  auto const more = bayes<int>({2, 2, 3, 1, 3, 3}, {0, 0.5, 1});
  REQUIRE(more);
  CHECK(more->value == doctest::Approx(0.575).epsilon(1e-15));
  CHECK(more->standard_error == doctest::Approx(std::sqrt((0.1725 + 0.14) / 11) / 2).epsilon(1e-14));
  // a rubric on another scale: mean and deviation follow it
  auto const scaled = bayes<int>({1, 2, 2, 1, 2, 2}, {-10, 0, 10});
  CHECK(scaled->value == doctest::Approx(20 * 9. / 16 - 10).epsilon(1e-14));
  CHECK(scaled->standard_error == doctest::Approx(20 * plain->standard_error).epsilon(1e-14));
}

TEST_CASE("wrong and right only: the posterior of pass@1, with unequal numbers of runs") {
  std::vector<int> const n{10, 25, 7}, c{3, 0, 7};
  for (double prior : {0.5, 1.0}) {
    auto const beta = passk::posterior_questions(passk::counts{n, c}, 1., passk::beta_prior<double>{prior, prior});
    auto const got = bayes<int>({7, 3, 25, 0, 0, 7}, {0, 1}, prior);
    REQUIRE(got);
    CHECK(got->value == doctest::Approx(beta->value).epsilon(1e-13));
    CHECK(got->standard_error == doctest::Approx(beta->standard_error).epsilon(1e-12));
  }
  CHECK(bayes<int>({0, 7, 7, 3, 25, 0}, {0, 1})->standard_error ==
        bayes<int>({25, 0, 0, 7, 7, 3}, {0, 1})->standard_error);
}

TEST_CASE("refused") {
  auto const argument = [](auto const& out) { return std::string(out.error().argument); };
  CHECK(argument(bayes<int>({}, {0, 1})) == "outcomes");
  CHECK(argument(bayes<int>({1, 2}, {})) == "weight");
  CHECK(argument(bayes<int>({1, 2, 3}, {0, 1})) == "outcomes");
  CHECK(bayes<int>({1, 2, 3}, {0, 1}).error().code == errc::size_mismatch);
  CHECK(bayes<int>({1, 2, 3, -1}, {0, 1}).error().index == 1);
  CHECK(argument(bayes<double>({1, 2, 0.5, 1}, {0, 1})) == "outcomes");
  CHECK(argument(bayes<int>({1, 2}, {0, std::nan("")})) == "weight");
  CHECK(argument(bayes<int>({1, 2}, {0, 1}, 0)) == "prior");
}
