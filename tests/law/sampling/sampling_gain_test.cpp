// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// t2: labels once
#include "support/archetype.hpp"

#include <t2/law/law.hpp>
#include <t2/law/sampling/sampling_gain.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <utility>

using namespace t2;
using boost::multiprecision::cpp_bin_float_50;
using boost::multiprecision::cpp_dec_float_50;
using wide = cpp_bin_float_50;

static_assert(law::law<law::sampling_gain<>> && law::separable<law::sampling_gain<>>);
static_assert(law::sampling_gain<>::terms.size == 1 && law::sampling_gain<>::parameters::find("gamma") == 1);

TEST_CASE_TEMPLATE("G = 3.36, gamma = 0.445", T, float, double, long double, cpp_bin_float_50, cpp_dec_float_50) {
  law::sampling_gain<T> const gain{decimal<T>(336, -2), decimal<T>(445, -3)};
  // mpmath with 60 digits from the decimals
  for (auto const& [k, text] : {std::pair{64., "0.5279456172991679079181753095174830336779646216674"},
                                {.5, "4.5740154314382305192906227620627255934471020414906"}}) {
    CHECK(abs(wide(wide(gain(samples{T(k)})) - wide(text))) <= 20 * wide(epsilon<T>()));
  }
  CHECK(gain(samples{T(1)}) == gain.G);
}

TEST_CASE_TEMPLATE("at most 4 ulp", T, float, double, long double) {
  std::mt19937_64 engine(5);
  auto const draw = [&](double low, double high) {
    return static_cast<T>(std::uniform_real_distribution<>(low, high)(engine));
  };
  double worst = 0;
  for (int i = 0; i < 20'000; ++i) {
    law::sampling_gain<T> const gain{std::exp(draw(-3, 3)), draw(.01, 3)};
    T const k = std::exp(draw(-2, 14));
    wide const want = wide(gain.G) * pow(wide(k), wide(-wide(gain.gamma)));
    wide const ulp = ldexp(wide(1), ilogb(want) - std::numeric_limits<T>::digits + 1);
    worst = std::max(worst, static_cast<double>(wide(abs(wide(gain(samples{k})) - want) / ulp)));
  }
  MESSAGE("largest error: ", worst, " ulp");
  CHECK(worst <= 4);
}

TEST_CASE("the least real type will do") {
  using number = test::archetype;
  law::sampling_gain<number> const gain{number(3.36), number(.445)};
  CHECK(gain(samples{number(64)}) == number(law::sampling_gain{.G = 3.36, .gamma = .445}(samples{64})));
}

TEST_CASE("the ends of the domain") {
  constexpr law::sampling_gain gain{.G = 2., .gamma = .5};
  CHECK(std::isnan(gain(samples{-1})));
  CHECK(std::isnan(gain(samples{not_a_number<double>()})));
  CHECK(gain(samples{0}) == infinity<double>());
  CHECK(gain(samples{infinity<double>()}) == 0);
}
