// SPDX-License-Identifier: BSL-1.0
// Exact rational arithmetic for the tests of passk.
#pragma once

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>

#include <cmath>

namespace t2::test {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;
using wide = boost::multiprecision::cpp_bin_float_100;

inline cpp_int choose(long long n, long long k) {
  if (k < 0 || n < 0 || k > n) return 0;
  cpp_int out = 1;
  for (long long i = 0; i < (k < n - k ? k : n - k); ++i) out = out * (n - i) / (i + 1);
  return out;
}

inline wide to_wide(cpp_rational const& x) { return wide(numerator(x)) / wide(denominator(x)); }

/// |got - want| / |want|; 0 or a huge number where want is 0.
inline double relative(double got, wide const& want) {
  if (want == 0) return got == 0 ? 0 : 1e300;
  return static_cast<double>(abs((wide(got) - want) / want));
}
inline double relative(double got, cpp_rational const& want) { return relative(got, to_wide(want)); }

}  // namespace t2::test
