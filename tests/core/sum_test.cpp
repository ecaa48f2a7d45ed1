// SPDX-License-Identifier: BSL-1.0
// t2: needs boost threads
#include "support/archetype.hpp"

#include <t2/core/sum.hpp>
#include <t2/exec/scalar.hpp>
#include <t2/exec/threads.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <limits>

using namespace t2;
using wide = boost::multiprecision::cpp_bin_float_50;

namespace {

/// Terms of both signs over many decades that nearly cancel in pairs.
template <class T>
struct terms {
  T operator()(std::size_t i) const {
    double const decades = std::numeric_limits<T>::digits10 / 3.;
    T const size = static_cast<T>(std::pow(10, std::sin(0.37 * static_cast<double>(i / 2)) * decades));
    return i % 2 == 0 ? size : T(-size) + static_cast<T>(0.1);
  }
};
std::size_t const sizes[] = {0, 1, 2, 7, 8, 9, 1023, 1024, 1025, 3 * 1024, 5 * 1024 + 1, 100'003};

}  // namespace

TEST_CASE_TEMPLATE("the bits of a sum do not depend on the number of threads", T, float, double, long double) {
  terms<T> const term;
  for (std::size_t const size : sizes) {
    T const expected = exec::scalar{}.reduce<T>(size, term);
    for (unsigned const count : {1u, 2u, 3u, 7u}) CHECK(exec::threads{count}.reduce<T>(size, term) == expected);
  }
}

TEST_CASE_TEMPLATE("the error is one rounding plus that of a sum with twice the digits", T, float, double,
                   long double) {
  terms<T> const term;
  for (std::size_t const size : sizes) {
    wide exact = 0, absolute = 0;
    T plain(0);
    for (std::size_t i = 0; i < size; ++i) {
      exact += wide(term(i));
      absolute += abs(wide(term(i)));
      plain += term(i);
    }
    wide const eps = std::numeric_limits<T>::epsilon();
    wide const bound = eps * abs(exact) + size * eps * eps * absolute;
    wide const error = abs(wide(exec::scalar{}.reduce<T>(size, term)) - exact);
    CHECK(error <= bound);
    if (size > 100'000) CHECK(abs(wide(plain) - exact) > 10 * bound);  // the terms are a real test
  }
}

TEST_CASE("two-sum keeps what rounding loses") {
  compensated<double> s;
  for (double const x : {1e16, 1., 1., 1., -1e16}) s += x;
  CHECK(s.value() == 3);
  compensated<double> other;
  other += 0x1p-60;
  s += other;
  CHECK(s.sum == 0x1p-60);
  CHECK(s.carry == 3);
}

TEST_CASE("index i goes to lane i mod 8 and leaves are folded pairwise") {
  // 2^53 absorbs a 1 in plain arithmetic: exact for any grouping only because carries are kept
  auto const term = [](std::size_t i) { return i == 0 ? 0x1p53 : 1.; };
  CHECK(leaf_sum<double>(0, sum_leaf, term).value() == 0x1p53 + 1023 + 1);  // 2^53 + 1023 rounds to even
  compensated<double> leaves[3];
  for (int i = 0; i < 3; ++i) leaves[i] += i + 1.;
  CHECK(fold_leaves(leaves, 3) == 6);
  CHECK(fold_leaves(leaves, 0) == 0);
}

TEST_CASE("any real") {
  using number = test::archetype;
  CHECK(exec::scalar{}.reduce<number>(2000, [](std::size_t) { return number(0.5); }) == number(1000));
  CHECK(exec::scalar{}.reduce<wide>(2000, [](std::size_t) { return wide(0.5); }) == 1000);
}
