// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// Derivatives against central differences in 50-digit arithmetic, whose own error is below 1e-24.
#include "support/archetype.hpp"

#include <t2/core/dual.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <type_traits>

using namespace t2;
using boost::multiprecision::cpp_bin_float_50;
using boost::multiprecision::cpp_dec_float_50;
using wide = cpp_bin_float_50;

namespace {

double relative(double got, wide const& want) {
  return static_cast<double>(abs(wide(got - want)) / (abs(want) > 1e-12 ? wide(abs(want)) : wide(1)));
}

/// Value, first and second derivative of f at several points, by dual of dual.
template <class F>
void check(char const* name, F const& f, std::initializer_list<double> points) {
  CAPTURE(name);
  for (double const at : points) {
    CAPTURE(at);
    using number = dual<dual<double>>;
    number const got = f(number::variable(dual<double>::variable(at)));
    wide const x(at), h("1e-13");
    wide const low = f(wide(x - h)), mid = f(x), high = f(wide(x + h));
    CHECK(relative(got.value.value, mid) < 1e-15);
    CHECK(relative(got.value.partial[0], wide((high - low) / (2 * h))) < 4e-15);
    CHECK(relative(got.partial[0].value, wide((high - low) / (2 * h))) < 4e-15);
    CHECK(relative(got.partial[0].partial[0], wide((high - 2 * mid + low) / (h * h))) < 2e-14);
  }
}

}  // namespace

TEST_CASE("every function and operator, with its first and second derivative") {
  check("exp", []<class T>(T const& x) -> T { return math::exp(x); }, {-3, .1, 4});
  check("expm1", []<class T>(T const& x) -> T { return math::expm1(x); }, {-3, 1e-9, 4});
  check("log", []<class T>(T const& x) -> T { return math::log(x); }, {1e-3, .7, 1e9});
  check("log1p", []<class T>(T const& x) -> T { return math::log1p(x); }, {-.9, 1e-9, 30});
  check("sqrt", []<class T>(T const& x) -> T { return math::sqrt(x); }, {1e-3, 2, 1e9});
  check("abs", []<class T>(T const& x) -> T { return math::abs(x); }, {-2, 3});
  check("floor", []<class T>(T const& x) -> T { return math::floor(x); }, {-1.5, 2.5});
  check("negation", []<class T>(T const& x) -> T { return -x; }, {2});
  check("pow, base", []<class T>(T const& x) -> T { return math::pow(x, T(-.34)); }, {1e-3, 2, 1e9});
  check("pow, exponent", []<class T>(T const& x) -> T { return math::pow(T(7e9), x); }, {-.34, 1.5});
  check("pow, both", []<class T>(T const& x) -> T { return math::pow(x, x); }, {.3, 2.5});
  check("+", []<class T>(T const& x) -> T { return x + x * x; }, {3});
  check("-", []<class T>(T const& x) -> T { return x * x - x; }, {3});
  check("/", []<class T>(T const& x) -> T { return (x + 1.) / (x * x + 2.); }, {.3, -7});
  check("log1mexp", []<class T>(T const& x) -> T { return math::log1mexp(x); }, {1e-3, .6, .8, 20});
  check("log_sum_exp", []<class T>(T const& x) -> T { return math::log_sum_exp(x, T(.2)); }, {-3, .3, 9});
}

TEST_CASE("nested duals give the whole Hessian") {
  auto const f = [](auto const& x, auto const& y) {
    using T = std::remove_cvref_t<decltype(x)>;
    return T(math::exp(T(x * y)) / (x + y) + math::pow(x, T(-y)));
  };
  using inner = dual<double, 2>;
  using number = dual<inner, 2>;
  double const at[] = {.7, 1.3};
  number const got = f(number::variable(inner::variable(at[0], 0), 0), number::variable(inner::variable(at[1], 1), 1));
  wide const h("1e-12");
  auto const shifted = [&](int i, int j) { return f(wide(at[0] + i * h), wide(at[1] + j * h)); };
  CHECK(relative(got.value.value, shifted(0, 0)) < 1e-15);
  CHECK(relative(got.partial[0].value, wide((shifted(1, 0) - shifted(-1, 0)) / (2 * h))) < 1e-14);
  CHECK(relative(got.value.partial[1], wide((shifted(0, 1) - shifted(0, -1)) / (2 * h))) < 1e-14);
  wide const mixed = (shifted(1, 1) - shifted(1, -1) - shifted(-1, 1) + shifted(-1, -1)) / (4 * h * h);
  CHECK(relative(got.partial[0].partial[1], mixed) < 1e-13);
  CHECK(got.partial[0].partial[1] == doctest::Approx(got.partial[1].partial[0]).epsilon(1e-15));
  CHECK(relative(got.partial[0].partial[0], wide((shifted(1, 0) - 2 * shifted(0, 0) + shifted(-1, 0)) / (h * h))) <
        1e-13);
  CHECK(relative(got.partial[1].partial[1], wide((shifted(0, 1) - 2 * shifted(0, 0) + shifted(0, -1)) / (h * h))) <
        1e-13);
}

TEST_CASE_TEMPLATE("over any real", T, float, double, long double, cpp_bin_float_50, cpp_dec_float_50,
                   test::archetype) {
  using number = dual<T, 2>;
  number const x = number::variable(T(3), 0), y = number::variable(T(2), 1), z = number(x * y - x / y);
  CHECK(z.value == T(4.5));
  CHECK(z.partial[0] == T(1.5));   // y - 1/y
  CHECK(z.partial[1] == T(3.75));  // x + x/y^2
}

TEST_CASE("comparisons look at the value only") {
  auto const x = dual<double>::variable(1), one = dual<double>(1);
  CHECK(x == one);
  CHECK(x <= one);
  CHECK(x >= one);
  CHECK(!(x < one));
  CHECK(!(x > one));
  CHECK(x < dual<double>(2));
}

TEST_CASE("numbers mix with duals as constants") {
  auto const x = dual<double>::variable(3);
  CHECK((2. * x + 1.).partial[0] == 2);
  CHECK((2. * x + 1.).value == 7);
  CHECK(math::isfinite(x));
  CHECK(!math::isfinite(infinity<dual<double>>()));
  CHECK(epsilon<dual<float>>().value == epsilon<float>());
}

TEST_CASE("chain teaches dual another function") {
  auto const sine = [](dual<double> const& x) { return chain(x, std::sin(x.value), std::cos(x.value)); };
  auto const y = sine(dual<double>::variable(.3) * 2.);
  CHECK(y.value == std::sin(.6));
  CHECK(y.partial[0] == 2 * std::cos(.6));
}

TEST_CASE("duals work at compile time") {
  static_assert([] {
    auto const x = dual<double, 2>::variable(3, 0), y = dual<double, 2>::variable(2, 1);
    return (x * y).partial[0] == 2 && (x * y).partial[1] == 3;
  }());
}

TEST_CASE("the number of a dual leaves its derivatives out") {
  CHECK(to_double(dual<double, 2>::variable(3., 1)) == 3);
  CHECK(to_double(dual<dual<float, 1>, 2>(dual<float, 1>(0.5f))) == 0.5);
}
