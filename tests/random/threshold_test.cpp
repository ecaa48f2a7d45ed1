// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
#include <t2/random/threshold.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <cstdint>
#include <limits>

using namespace t2;
using oracle =
    boost::multiprecision::number<boost::multiprecision::cpp_bin_float<320, boost::multiprecision::digit_base_2>>;

namespace {

// Distance from the exact chance, in units of 2^-64.
double off(random::threshold const& t, oracle const& chance) {
  oracle const units = t.always ? ldexp(oracle(1), 64) : oracle(t.bits);
  return static_cast<double>(oracle(abs(oracle(units - ldexp(chance, 64)))));
}

constexpr random::threshold never{}, always{0, true};

// Made by the compiler, so the same in every build.
static_assert(random::bernoulli_threshold(0.1).bits == 0x1999999999999A00);
static_assert(random::any_of_threshold(0.5, 1).bits == 0x8000000000000000);
static_assert(random::any_of_threshold(1e-9, 1'000'000'000).bits == 0xA1D2A72816819044);
static_assert(random::nll_threshold(1).bits == 0x5E2D58D8B3BCDF1B);
static_assert(random::beta_any_threshold(0.3, 2, 64).bits == 0xAAE1425B077EB363);

}  // namespace

TEST_CASE("ends: never and always") {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  for (double p : {0., -1., nan, 0x1p-1074, 0x1p-66}) CHECK(random::bernoulli_threshold(p) == never);
  for (double p : {1., 2., std::numeric_limits<double>::infinity()}) CHECK(random::bernoulli_threshold(p) == always);
  CHECK(random::bernoulli_threshold(0x1p-65).bits == 1);  // a tie goes up
  CHECK(random::bernoulli_threshold(1 - 0x1p-53).bits == 0xFFFFFFFFFFFFF800);
  CHECK(random::any_of_threshold(0.5, 0) == never);
  CHECK(random::any_of_threshold(1., 0) == never);
  CHECK(random::any_of_threshold(0.5, 100) == always);  // 2^-100 from 1
  CHECK(random::all_of_threshold(0.5, 0) == always);
  CHECK(random::nll_threshold(0) == always);
  CHECK(random::nll_threshold(nan) == never);
  CHECK(random::nll_threshold(1e300) == never);
  CHECK(random::beta_any_threshold(0., 1., 5) == never);
  CHECK(random::beta_any_threshold(1., 0., 5) == always);
  CHECK_FALSE(never.hit(0, 0));
  CHECK(always.hit(~0u, ~0u));
  CHECK(random::threshold{1ull << 32, false}.hit(0, ~0u));
  CHECK_FALSE(random::threshold{1ull << 32, false}.hit(1, 0));
}

TEST_CASE("thresholds are nearest to the exact chance") {
  for (int i = 1; i < 40; ++i) {
    double const p = i < 20 ? i / 20. : 1. / (1 << (i - 18));
    CHECK(off(random::bernoulli_threshold(p), oracle(p)) <= 0.5);
    CHECK(off(random::nll_threshold(40 * p), oracle(exp(oracle(-oracle(40 * p))))) <= 0.5001);
    for (std::uint64_t k : {1u, 2u, 7u, 100u, 4096u}) {
      oracle const miss = pow(oracle(1 - oracle(p)), static_cast<int>(k));
      CHECK(off(random::any_of_threshold(p, k), oracle(1 - miss)) <= 0.5001);
      CHECK(off(random::all_of_threshold(p, k), oracle(pow(oracle(p), static_cast<int>(k)))) <= 0.5001);
    }
    oracle miss = 1;
    for (std::uint64_t j = 0; j < 1000; ++j) miss *= oracle(2.5 + oracle(j)) / (oracle(p) + 2.5 + j);
    CHECK(off(random::beta_any_threshold(p, 2.5, 1000), oracle(1 - miss)) <= 0.5001);
  }
  // huge k, tiny p: 1 - e^-1 (1 + p/2 + ...)
  oracle const p = 1e-15;
  oracle const any = 1 - exp(oracle(oracle(1e15) * log1p(oracle(-p))));
  CHECK(off(random::any_of_threshold(1e-15, 1'000'000'000'000'000), any) <= 1);
}

TEST_CASE("an outcome that the high word does not decide looks at the low word") {
  std::uint32_t const high = random::philox_word(9, 5, 1, 2),
                      low = random::philox_word(9, 5, 1 + random::second_word, 2);
  std::uint64_t const all = (std::uint64_t{high} << 32) | low;
  CHECK_FALSE(random::happens({all, false}, 9, 5, 1, 2));
  CHECK(random::happens({all + 1, false}, 9, 5, 1, 2));
  CHECK(random::happens(always, 9, 5, 1, 2));
}
