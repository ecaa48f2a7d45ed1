// SPDX-License-Identifier: BSL-1.0
#include "support/archetype.hpp"

#include <t2/core/jet.hpp>

#include <doctest/doctest.h>

using namespace t2;

TEST_CASE_TEMPLATE("a jet starts at zero", T, float, double, long double, test::archetype) {
  jet<T, 3> const j = jet<T, 3>::zero();
  static_assert(jet<T, 3>::size == 3);
  CHECK(j.value == T(0));
  for (int i = 0; i < 3; ++i) {
    CHECK(j.gradient[i] == T(0));
    for (int k = 0; k < 3; ++k) CHECK(j.hessian[i][k] == T(0));
  }
}
