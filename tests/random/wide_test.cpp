// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// t2: program random.digits
#include <t2/random/philox.hpp>
#include <t2/random/wide.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>

using namespace t2;
using random::wide;
using oracle =
    boost::multiprecision::number<boost::multiprecision::cpp_bin_float<320, boost::multiprecision::digit_base_2>>;

namespace {

oracle exact(wide const& x) {
  oracle const high = static_cast<std::uint64_t>(x.mantissa >> 64), low = static_cast<std::uint64_t>(x.mantissa);
  return ldexp(oracle(ldexp(high, 64) + low), static_cast<int>(x.exponent));
}

// Relative error, in units of 2^-126.
double off(wide const& x, oracle const& expected) {
  return static_cast<double>(oracle(abs(oracle(exact(x) - expected)) / expected * ldexp(oracle(1), 126)));
}

wide sample(std::uint64_t i) {
  random::philox_block const b = random::philox(3, {i});
  random::uint128 const m = (random::uint128{b.word[0]} << 96) | (random::uint128{b.word[1]} << 64) |
                            (random::uint128{b.word[2]} << 32) | b.word[3];
  return {i % 5 == 0   ? m >> (i % 128)
          : i % 7 == 0 ? ~random::uint128{0} - (i % 3)
                       : m,
          static_cast<int>(i % 300) - 150};
}

}  // namespace

TEST_CASE("the four operations are cut off in the last of 128 bits") {
  double product = 0, quotient = 0, sum = 0, difference = 0;
  for (std::uint64_t i = 0; i < 5000; ++i) {
    wide const x = sample(2 * i), y = sample(2 * i + 1);
    if (x.zero() || y.zero()) continue;
    product = std::fmax(product, off(x * y, oracle(exact(x) * exact(y))));
    quotient = std::fmax(quotient, off(x / y, oracle(exact(x) / exact(y))));
    sum = std::fmax(sum, off(x + y, oracle(exact(x) + exact(y))));
    wide const& big = y < x ? x : y;
    wide const& small = y < x ? y : x;
    oracle const d = exact(big) - exact(small);
    // against the larger operand: what cancels is exact
    if (d > 0) difference = std::fmax(difference, off(big - small, d) * static_cast<double>(oracle(d / exact(big))));
    CHECK((x < y) == (exact(x) < exact(y)));
    CHECK(exact(x * y) <= exact(x) * exact(y));
  }
  CHECK(product < 1);
  CHECK(quotient < 1);
  CHECK(sum < 1);
  CHECK(difference < 1);
}

TEST_CASE("doubles go in exactly and come out nearest") {
  for (double x : {1., 0.1, 3e300, 1e-300, 0x1p-1074, 5e-320, 1.7976931348623157e308, 12345.678}) {
    CHECK(exact(wide::from(x)) == oracle(x));
    if (x >= 0x1p-1022) CHECK(wide::from(x).nearest() == x);
  }
  CHECK((wide::from(1.) + wide(1, -53)).nearest() == 1 + 0x1p-52);  // a tie goes up
  CHECK((wide::from(1.) + wide(1, -54)).nearest() == 1);
  CHECK((wide(1) - wide(1, -100)).nearest() == 1);
  CHECK(std::isinf(wide(1, 1024).nearest()));
  CHECK(wide(1, -1023).nearest() == 0);
  CHECK(wide(0x1234567).floor() == 0x1234567);
  CHECK(wide(7, -1).floor() == 3);
  CHECK(wide(7, -3).floor() == 0);
}

TEST_CASE("powers and exponentials") {
  for (double x : {0.5, 0.999, 1e-3}) {
    for (std::uint64_t k : {1u, 2u, 3u, 1000u}) {
      CHECK(off(random::power(wide::from(x), k), oracle(pow(oracle(x), k))) < 2. * static_cast<double>(k));
    }
  }
  for (double x : {0., 1e-300, 1e-9, 0.1, 0.6931471805599453, 0.7, 1., 2.5, 44., 100., 700., 1e6}) {
    CHECK(off(random::exponential(wide::from(x), false), oracle(exp(oracle(x)))) < 64 * (1 + x));
    CHECK(off(random::exponential(wide::from(x), true), oracle(exp(oracle(-oracle(x))))) < 64 * (1 + x));
  }
}
