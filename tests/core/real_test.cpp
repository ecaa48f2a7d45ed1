// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
#include "support/archetype.hpp"

#include <t2/core/dual.hpp>
#include <t2/core/real.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <doctest/doctest.h>

#include <complex>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>

using namespace t2;
namespace mp = boost::multiprecision;
using mp::cpp_bin_float_50;
using mp::cpp_dec_float_50;
using with_templates = mp::number<mp::cpp_bin_float<50>, mp::et_on>;
using without_templates = mp::number<mp::cpp_dec_float<50>, mp::et_off>;

static_assert(real<float> && real<double> && real<long double>);
static_assert(real<cpp_bin_float_50> && real<cpp_dec_float_50> && real<with_templates> && real<without_templates>);
static_assert(real<dual<double>> && real<dual<dual<float, 2>, 3>> && real<dual<cpp_bin_float_50>>);
static_assert(real<test::archetype>);
static_assert(!real<int> && !real<bool> && !real<double const&> && !real<double*> && !real<std::string>);
static_assert(!real<std::complex<double>>);  // no order
using expression = decltype(std::declval<with_templates const&>() + std::declval<with_templates const&>());
static_assert(!std::is_same_v<expression, with_templates> && !real<expression>);

static_assert(lane<double> && lane<dual<double>> && !lane<int>);
static_assert(nothrow_real<float> && !nothrow_real<cpp_bin_float_50>);

// arithmetic arguments convert to the law's real; dual numbers and wider numbers win
static_assert(std::is_same_v<promote_t<double>, double>);
static_assert(std::is_same_v<promote_t<float, double>, float>);
static_assert(std::is_same_v<promote_t<long double, int, float>, long double>);
static_assert(std::is_same_v<promote_t<double, dual<double, 2>>, dual<double, 2>>);
static_assert(std::is_same_v<promote_t<dual<double, 2>, double, dual<double, 2>>, dual<double, 2>>);
static_assert(std::is_same_v<promote_t<double, float, cpp_bin_float_50>, cpp_bin_float_50>);
static_assert(std::is_same_v<promote_t<cpp_dec_float_50, double>, cpp_dec_float_50>);
static_assert(std::is_same_v<promote_t<dual<double>, dual<dual<double>>>, dual<dual<double>>>);
static_assert(std::is_same_v<promote_t<double, test::archetype, double>, test::archetype>);

TEST_CASE_TEMPLATE("constants of a type", T, float, double, long double, cpp_bin_float_50, cpp_dec_float_50,
                   dual<double, 2>, test::archetype) {
  CHECK(T(1) + epsilon<T>() > T(1));
  CHECK(infinity<T>() > T(1e30));
  CHECK(!(not_a_number<T>() == not_a_number<T>()));
}

TEST_CASE_TEMPLATE("decimal: what a paper prints, to one rounding of the type", T, float, double, long double,
                   cpp_bin_float_50, cpp_dec_float_50, test::archetype) {
  CHECK(decimal<T>(48201, -2) == T(48201) / T(100));
  CHECK(decimal<T>(-3, 4) == T(-30000));
  CHECK(decimal<T>(7, 0) == T(7));
}

TEST_CASE("decimal keeps the digits that a double literal has lost") {
  CHECK(decimal<cpp_dec_float_50>(169, -2) == cpp_dec_float_50("1.69"));
  CHECK(cpp_dec_float_50(1.69) != cpp_dec_float_50("1.69"));
  static_assert(decimal<double>(169, -2) == 1.69);
  static_assert(decimal<double>(256, 19) == 2.56e21);
}
