// SPDX-License-Identifier: BSL-1.0
#include <t2/core/real.hpp>
#include <t2/law/parameter.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <type_traits>

using namespace t2;

namespace {

struct inner {
  double scale;
  double rate;
  using parameters = law::parameter_list<law::parameter<"scale", &inner::scale, law::role::coefficient>,
                                         law::parameter<"rate", &inner::rate, law::role::exponent>>;
};
struct other {
  double rate;
  float shift;
  using parameters = law::parameter_list<law::parameter<"rate", &other::rate, law::role::exponent, law::bounds{.1, .9}>,
                                         law::parameter<"shift", &other::shift>>;
};
struct both {
  inner first;
  other second;
  using parameters = law::nested_parameters<"first", &both::first, inner, "second", &both::second, other>;
};

}  // namespace

TEST_CASE("roles come with their bounds") {
  static_assert(law::default_bounds(law::role::coefficient).lower == 0);
  static_assert(law::default_bounds(law::role::coefficient).upper == infinity<double>());
  static_assert(law::default_bounds(law::role::exponent).lower == 0 &&
                law::default_bounds(law::role::exponent).upper == 3);
  static_assert(law::default_bounds(law::role::other).lower == -infinity<double>());
  static_assert(other::parameters::box(0).lower == .1 && other::parameters::box(0).upper == .9);
  static_assert(other::parameters::kind(0) == law::role::exponent && other::parameters::kind(1) == law::role::other);
}

TEST_CASE("a list is searched by name") {
  static_assert(inner::parameters::size == 2);
  static_assert(inner::parameters::name(1) == "rate" && inner::parameters::contains("rate"));
  static_assert(inner::parameters::find("rate") == 1 && inner::parameters::find("rat") == -1);
  static_assert(!inner::parameters::contains("rates") && inner::parameters::find("") == -1);
  std::string const typed = "rates";  // a name that is known only when the program runs
  CHECK(inner::parameters::find(typed) == -1);
  CHECK(inner::parameters::find(typed.substr(0, 4)) == 1);
}

TEST_CASE("load and store are inverse, in the order of the list") {
  inner x{};
  double const in[] = {2, 3};
  law::load(x, in);
  CHECK(x.scale == 2);
  CHECK(x.rate == 3);
  double out[2];
  law::store(x, out);
  CHECK(out[0] == 2);
  CHECK(out[1] == 3);
  static_assert([] {
    inner y{5, 7};
    double values[2]{};
    law::store(y, values);
    values[1] += 1;
    law::load(y, static_cast<double const*>(values));
    return y.rate == 8;
  }());
}

TEST_CASE("members of members: names that clash carry their path, others do not") {
  using list = both::parameters;
  static_assert(list::size == 4);
  static_assert(list::name(0) == "scale" && list::name(1) == "first.rate" && list::name(2) == "second.rate" &&
                list::name(3) == "shift");
  static_assert(list::find("rate") == -1 && list::find("second.rate") == 2);
  static_assert(list::kind(1) == law::role::exponent && list::box(2).upper == .9);
  both x{};
  float const in[] = {1, 2, 3, 4};
  law::load(x, in);
  CHECK(x.first.rate == 2);
  CHECK(x.second.rate == 3);
  CHECK(x.second.shift == 4);
}

TEST_CASE("a name is a template argument") {
  static_assert(law::fixed_string("gamma").view() == std::string_view("gamma"));
  static_assert(law::fixed_string("").view().empty());
}
