// SPDX-License-Identifier: BSL-1.0
// t2: program cost
#include "cost/llama.hpp"

#include <t2/cost/monomial.hpp>
#include <t2/cost/training.hpp>

using namespace t2;
using namespace t2::test;

TEST_CASE_TEMPLATE("powers that need no logarithm, and those that do", Real, float, double, long double) {
  for (Real const x : {Real(0.25), Real(3), Real(1e9)}) {
    CHECK(cost::detail::power(x, Real(0)) == Real(1));
    CHECK(cost::detail::power(x, Real(1)) == x);
    CHECK(cost::detail::power(x, Real(2)) == x * x);
    CHECK(cost::detail::power(x, Real(-1)) == Real(1) / x);
    CHECK(cost::detail::power(x, Real(1.5)) == near(std::sqrt(x) * x, 1e-6));
  }
}

TEST_CASE("the sum of any monomials; one whose coefficient is 0 is absent") {
  cost::monomial<double> const terms[] = {{6, 1, 1, 0}, {2, 2.0 / 3, 0, 1}, {0, 5, 5, 5}, {3, -1, 0.5, 2}};
  double const want = 6 * 8e9 * 2e12 + 2 * 4e6 * 4 + 3 / 8e9 * std::sqrt(2e12) * 16;  // (8e9)^(2/3) = 4e6
  CHECK(cost::sum_monomials(terms, 4, n, d, k) == near(want, 1e-14));
  CHECK(cost::sum_monomials(terms, 0, n, d, k) == 0);
}

TEST_CASE("what a cost is") {
  static_assert(cost::cost<cost::training<float>> && cost::posynomial_cost<cost::training<float>>);
  static_assert(!cost::cost<double> && !cost::cost<cost::monomial<double>>);
}
