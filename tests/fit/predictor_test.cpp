// SPDX-License-Identifier: BSL-1.0
#include "support/near.hpp"

#include <t2/fit/predictor.hpp>
#include <t2/law/difficulty/beta_regression.hpp>
#include <t2/law/loss/chinchilla.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>

using namespace t2;
using test::near;

namespace {

template <class Law>
void compare(fit::dataset<> const& data, Law const& law) {
  constexpr int size = law::parameter_count<Law>;
  auto const seen = fit::observe<Law>(data);
  REQUIRE(seen);
  double parameters[size], exact[size], near_by[size];
  law::store(law, parameters);
  fit::detail::by_duals<Law> dual(parameters);
  fit::detail::by_differences<Law> const differences(parameters);
  for (std::size_t i = 0; i < seen->size(); ++i) {
    double x[Law::variables::size];
    for (int v = 0; v < Law::variables::size; ++v) x[v] = seen->x[v][i];
    double const want = law::evaluate_at(law, static_cast<double const*>(x));
    CHECK(dual(*seen, i, exact) == near(want, 1e-14));
    CHECK(differences(*seen, i, near_by) == want);
    for (int p = 0; p < size; ++p) CHECK(std::abs(exact[p] - near_by[p]) <= 1e-8 * (std::abs(exact[p]) + std::abs(want)));
  }
}

}  // namespace

TEST_CASE("a law whose shape is made once a location, in any order of the points") {
  fit::dataset<> data;
  for (double const location : {2.5, .7, 1.2, .7})
    for (double const k : {1., 3., 64.}) {
      data.location.push_back(location);
      data.samples.push_back(k);
      data.value.push_back(.5);
    }
  compare(data, law::beta_regression<double>{.77, 1.03, .9, -.7, 1});
}

TEST_CASE("any other law") {
  fit::dataset<> data;
  for (double const n : {1e7, 1e8, 1e9})
    for (double const d : {1e9, 1e11}) {
      data.params.push_back(n);
      data.tokens.push_back(d);
      data.value.push_back(3);
    }
  compare(data, law::chinchilla{.E = 1.7, .A = 400., .B = 1200., .alpha = .34, .beta = .37});
}
