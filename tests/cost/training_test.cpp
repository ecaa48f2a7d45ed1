// SPDX-License-Identifier: BSL-1.0
// t2: program cost
#include "cost/llama.hpp"

#include <t2/cost/training.hpp>

using namespace t2;
using namespace t2::test;

TEST_CASE("6 N D, and 8 N D with activations made twice") {
  CHECK(cost::training{}(n, d, k) == near(6 * 8e9 * 2e12, 1e-15));
  CHECK(cost::training{8.0}(n, d, k) == near(8 * 8e9 * 2e12, 1e-15));
  // GPT-3: 174.6e9 parameters, 300e9 tokens, 3.14e23 FLOP (Brown et al. 2020, table D.1)
  CHECK(cost::training{}(params{174.6e9}, tokens{300e9}, k) == near(3.14e23, 2e-3));
  check_terms(cost::training{});
}

TEST_CASE_TEMPLATE("any real number", Real, float, double, long double) {
  CHECK(cost::training<Real>{}(params<Real>(Real(3)), tokens<Real>(Real(5)), samples<Real>(Real(7))) == Real(90));
}
