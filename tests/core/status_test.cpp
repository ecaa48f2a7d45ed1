// SPDX-License-Identifier: BSL-1.0
#include <t2/core/status.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

using namespace t2;

static_assert(std::is_trivially_copyable_v<status> && std::is_nothrow_default_constructible_v<status>);
static_assert(!std::is_convertible_v<result<int>, bool>);  // explicit: `if (r)`, never `int x = r`

TEST_CASE("a status is good unless it says otherwise") {
  CHECK(status{}.ok());
  status const bad{errc::out_of_domain, "tokens", -1, 3};
  CHECK(!bad.ok());
  CHECK(bad.argument == std::string("tokens"));
  CHECK(bad.value == -1);
  CHECK(bad.index == 3);
}

TEST_CASE("a result holds a value or a status") {
  result<std::string> const good = std::string("text");
  REQUIRE(good);
  CHECK(*good == "text");
  CHECK(good->size() == 4);
  CHECK(good.error().ok());
  result<std::string> const bad = status{.code = errc::empty};
  CHECK(!bad);
  CHECK(bad.error().code == errc::empty);
}

TEST_CASE("a value can be changed in place and moved out") {
  result<std::unique_ptr<int>> r = std::make_unique<int>(1);
  **r = 2;
  std::unique_ptr<int> const taken = *std::move(r);
  CHECK(*taken == 2);
}

TEST_CASE("a result can be used at compile time") {
  static_assert([] {
    result<int> r = 7;
    *r += 1;
    return *r == 8 && static_cast<bool>(r) && !static_cast<bool>(result<int>(status{errc::empty}));
  }());
}
