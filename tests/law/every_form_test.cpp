// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// t2: labels slow
// Every form of the catalogue, those to come included, in a 50-digit type without expression templates, in the built-in
// types and in the least type that the concept allows.
#include "every_form.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>

#include <cmath>

using namespace t2;
using wide = boost::multiprecision::cpp_bin_float_50;
static_assert(std::is_same_v<decltype(std::declval<wide const&>() * std::declval<wide const&>()), wide>,
              "this type has no expression templates");

TEST_CASE("each form agrees with its 50 digits") {
  auto const want = test::values_of_forms<wide>();
  auto const in_double = test::values_of_forms<double>();
  auto const in_float = test::values_of_forms<float>();
  auto const in_long_double = test::values_of_forms<long double>();
  auto const in_archetype = test::values_of_forms<test::archetype>();
  CHECK(want.size() == static_cast<std::size_t>(law::catalogue<double>::size));
  for (auto const& [form, value] : want) {
    CAPTURE(form);
    double const exact = static_cast<double>(value), size = std::max(std::fabs(exact), 1e-3);
    CHECK(std::isfinite(exact));
    CHECK(std::fabs(in_double.at(form) - exact) <= 64 * epsilon<double>() * size);
    CHECK(std::fabs(in_float.at(form) - exact) <= 4096 * static_cast<double>(epsilon<float>()) * size);
    CHECK(std::fabs(static_cast<double>(in_long_double.at(form)) - exact) <= 4 * epsilon<double>() * size);
    CHECK(static_cast<double>(in_archetype.at(form)) == doctest::Approx(in_double.at(form)).epsilon(1e-12));
  }
}
