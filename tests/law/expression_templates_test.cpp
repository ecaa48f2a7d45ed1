// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// t2: labels slow
// Every form of the catalogue in a 50-digit type whose operators give expressions: no law keeps one.
#include "every_form.hpp"

#include <boost/multiprecision/cpp_dec_float.hpp>

#include <cmath>
#include <type_traits>

using namespace t2;
using templated = boost::multiprecision::cpp_dec_float_50;
static_assert(!std::is_same_v<decltype(std::declval<templated const&>() * std::declval<templated const&>()), templated>,
              "this type has expression templates");

TEST_CASE("each form agrees with its double") {
  auto const got = test::values_of_forms<templated>();
  auto const want = test::values_of_forms<double>();
  CHECK(got.size() == want.size());
  for (auto const& [form, value] : got) {
    CAPTURE(form);
    CHECK(static_cast<double>(value) == doctest::Approx(want.at(form)).epsilon(1e-7));
  }
}
