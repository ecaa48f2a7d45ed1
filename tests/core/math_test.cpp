// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
#include "support/archetype.hpp"

#include <t2/core/math.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace t2;
using boost::multiprecision::cpp_bin_float_50;
using boost::multiprecision::cpp_dec_float_50;
using wide = cpp_bin_float_50;

namespace {

/// The error of a result in epsilons of its type.
template <class T>
double error(T const& got, wide const& want) {
  return static_cast<double>(abs(wide((wide(got) - want) / want / std::numeric_limits<T>::epsilon())));
}

}  // namespace

TEST_CASE_TEMPLATE("log1mexp is accurate at both ends", T, float, double, long double) {
  double worst = 0;
  for (double decade = -30; decade < 1.9; decade += 0.01) {
    T const x = static_cast<T>(std::pow(10, decade));
    wide const want = x < 1 ? log(wide(-expm1(-wide(x)))) : log1p(wide(-exp(-wide(x))));
    worst = std::max(worst, error(math::log1mexp(x), want));
  }
  CHECK(worst < 3);
  CHECK(math::log1mexp(T(0)) == -infinity<T>());
  CHECK(math::isnan(math::log1mexp(T(-1))));
  CHECK(math::log1mexp(infinity<T>()) == T(0));
}

TEST_CASE_TEMPLATE("log_sum_exp neither overflows nor cancels", T, float, double, long double) {
  double worst = 0;
  for (double x = -80; x < 80; x += 1.7)
    for (double d = -60; d < 60; d += 1.3) {
      T const a = static_cast<T>(x), b = static_cast<T>(x + d);
      wide const top = std::max(a, b), want = top + log1p(wide(exp(wide(std::min(a, b)) - top)));
      // near a sum of 0 the error is that of its summands
      worst = std::max(worst, error(math::log_sum_exp(a, b), want) * std::min(1., std::abs(static_cast<double>(want))));
    }
  CHECK(worst < 4);
  T const inf = infinity<T>(), big = std::numeric_limits<T>::max();
  CHECK(math::log_sum_exp(big, big) == big);
  CHECK(math::log_sum_exp(inf, T(1)) == inf);
  CHECK(math::log_sum_exp(-inf, T(1)) == T(1));
  CHECK(math::log_sum_exp(-inf, -inf) == -inf);
  CHECK(math::log_sum_exp(T(2), T(-1)) == math::log_sum_exp(T(-1), T(2)));
}

TEST_CASE_TEMPLATE("functions of any real, found by argument-dependent lookup", T, float, double, long double,
                   cpp_bin_float_50, cpp_dec_float_50, test::archetype) {
  T const half(0.5), small = T(T(64) * epsilon<T>());
  auto const same = [&](T const& x, T const& y) { return math::abs(T(x - y)) <= small; };
  CHECK(same(math::log(math::exp(half)), half));
  CHECK(same(math::log1p(math::expm1(half)), half));
  CHECK(same(T(math::sqrt(half) * math::sqrt(half)), half));
  CHECK(same(math::pow(half, T(-2)), T(4)));
  CHECK(math::abs(T(-2)) == T(2));
  CHECK(math::floor(T(-1.5)) == T(-2));
  CHECK(math::isfinite(half));
  CHECK(!math::isfinite(infinity<T>()));
  CHECK(!math::isfinite(not_a_number<T>()));
  CHECK(math::isnan(not_a_number<T>()));
  CHECK(!math::isnan(infinity<T>()));
  CHECK(math::min(T(1), T(2)) == T(1));
  CHECK(math::max(T(1), T(2)) == T(2));
  CHECK(math::max(T(1), not_a_number<T>()) == T(1));
  CHECK(math::select(true, T(1), T(2)) == T(1));
  CHECK(math::select(false, T(1), T(2)) == T(2));
  CHECK(same(math::log1mexp(half), math::log(T(T(1) - math::exp(T(-half))))));
  CHECK(same(math::log_sum_exp(half, half), T(half + math::log(T(2)))));
}

TEST_CASE("any_of a single condition is the condition") { static_assert(math::any_of(true) && !math::any_of(false)); }
