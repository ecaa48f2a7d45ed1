// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// t2: labels once
#include "support/archetype.hpp"

#include <t2/core/dual.hpp>
#include <t2/law/law.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/power_sum.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <type_traits>

using namespace t2;
using boost::multiprecision::cpp_bin_float_50;
using boost::multiprecision::cpp_dec_float_50;
using wide = cpp_bin_float_50;

namespace {

template <class T>
law::chinchilla<T> besiroglu() {  // Besiroglu et al. 2024, arXiv:2404.10102, table 1
  return {decimal<T>(18172, -4), decimal<T>(48201, -2), decimal<T>(208543, -2), decimal<T>(3478, -4),
          decimal<T>(3658, -4)};
}

}  // namespace

static_assert(law::law<law::chinchilla<>> && law::separable<law::chinchilla<float>> &&
              law::rebindable<law::chinchilla<>>);
static_assert(std::is_same_v<law::rebind_t<law::chinchilla<float>, wide>, law::chinchilla<wide>>);
static_assert(std::is_trivially_copyable_v<law::chinchilla<>> && std::is_aggregate_v<law::chinchilla<>>);

TEST_CASE_TEMPLATE("at 7e9 parameters and 2e12 tokens", T, float, double, long double, cpp_bin_float_50,
                   cpp_dec_float_50) {
  // mpmath with 60 digits from the printed decimals
  wide const expected("2.0647128118879970097929969616909727764940459855031");
  T const got = besiroglu<T>()(params{T(7e9)}, tokens{T(2e12)});
  CHECK(abs(wide(wide(got) - expected)) <= 10 * wide(epsilon<T>()));
}

TEST_CASE("the least real type will do") {
  using number = test::archetype;
  number const got = besiroglu<number>()(params{number(7e9)}, tokens{number(2e12)});
  CHECK(got == number(besiroglu<double>()(params{7e9}, tokens{2e12})));
}

TEST_CASE_TEMPLATE("at most 4 ulp of the largest term", T, float, double, long double) {
  std::mt19937_64 engine(3);
  auto const draw = [&](double low, double high) {
    return static_cast<T>(std::uniform_real_distribution<>(low, high)(engine));
  };
  double worst = 0;
  for (int i = 0; i < 20'000; ++i) {
    law::chinchilla<T> const law{draw(0, 3), std::exp(draw(0, 12)), std::exp(draw(0, 12)), draw(.05, 1), draw(.05, 1)};
    T const n = std::exp(draw(14, 30)), d = std::exp(draw(18, 35));
    wide const by_size = wide(law.A) * pow(wide(n), wide(-wide(law.alpha)));
    wide const by_data = wide(law.B) * pow(wide(d), wide(-wide(law.beta)));
    wide const largest = std::max({wide(law.E), by_size, by_data});
    wide const ulp = ldexp(wide(1), ilogb(largest) - std::numeric_limits<T>::digits + 1);
    wide const error = abs(wide(law(params{n}, tokens{d})) - (wide(law.E) + by_size + by_data)) / ulp;
    worst = std::max(worst, static_cast<double>(error));
  }
  MESSAGE("largest error: ", worst, " ulp");
  CHECK(worst <= 4);
}

TEST_CASE("the ends of the domain") {
  auto const law = besiroglu<double>();
  double const nan = not_a_number<double>(), inf = infinity<double>();
  for (double const bad : {-1., nan}) {
    CHECK(std::isnan(law(params{bad}, tokens{1e12})));
    CHECK(std::isnan(law(params{1e9}, tokens{bad})));
  }
  CHECK(law(params{0.}, tokens{1e12}) == inf);
  CHECK(law(params{1e9}, tokens{0.}) == inf);
  CHECK(law(params{inf}, tokens{inf}) == law.E);
}

TEST_CASE("a law is written with the names of the paper and its type follows from its numbers") {
  constexpr law::chinchilla law{.E = 1.8172, .A = 482.01, .B = 2085.43, .alpha = 0.3478, .beta = 0.3658};
  static_assert(std::is_same_v<decltype(law), law::chinchilla<double> const>);
  static_assert(std::is_same_v<decltype(law::chinchilla{.E = 1.f, .A = 1.f, .B = 1.f, .alpha = 1.f, .beta = 1.f}),
                               law::chinchilla<float>>);
  static_assert(law.A == 482.01);
  CHECK(law(params{7'000'000'000}, tokens{2e12}) == besiroglu<double>()(params{7e9}, tokens{2e12}));
}

TEST_CASE("the result has the widest type of law and arguments") {
  auto const law = besiroglu<double>();
  static_assert(std::is_same_v<decltype(law(params{1.f}, tokens{1.f})), double>);
  static_assert(std::is_same_v<decltype(besiroglu<float>()(params{1e9}, tokens{1e9})), float>);
  using number = dual<double, 2>;
  number const loss = law(params{number::variable(1e9, 0)}, tokens{number::variable(2e10, 1)});
  CHECK(loss.partial[0] == doctest::Approx(-law.alpha * law.A * std::pow(1e9, -law.alpha - 1)).epsilon(1e-13));
  CHECK(law(params{number::variable(1e9, 0)}, tokens{2e10}).partial[1] == 0);
}

TEST_CASE("what it says of its coefficients") {
  using list = law::chinchilla<>::parameters;
  static_assert(list::size == 5 && list::name(0) == "E" && list::name(4) == "beta" && list::find("alpha") == 3);
  static_assert(list::kind(1) == law::role::coefficient && list::kind(3) == law::role::exponent);
  static_assert(list::box(0).lower == 0 && list::box(0).upper == infinity<double>() && list::box(4).upper == 3);
}
