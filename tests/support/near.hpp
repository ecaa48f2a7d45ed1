// SPDX-License-Identifier: BSL-1.0
// Comparison by relative error, purely: doctest's Approx also allows an absolute error of its epsilon.
#pragma once

#include <doctest/doctest.h>

#include <cmath>
#include <ostream>

namespace t2::test {

/// CHECK(x == near(0.0177, 1e-8)): |x - 0.0177| <= 1e-8 |0.0177|; infinities and zero only equal themselves.
struct near {
  long double value;
  long double tolerance;

  near(long double expected, double relative) : value(expected), tolerance(relative) {}

  friend bool operator==(long double x, near const& expected) {
    return x == expected.value || std::fabs(x - expected.value) <= expected.tolerance * std::fabs(expected.value);
  }
  friend std::ostream& operator<<(std::ostream& out, near const& expected) {
    auto const digits = out.precision(17);
    out << expected.value;
    out.precision(3);
    out << " (relative " << expected.tolerance << ')';
    out.precision(digits);
    return out;
  }
};

}  // namespace t2::test
