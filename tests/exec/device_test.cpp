// SPDX-License-Identifier: BSL-1.0
// The launch loop and the sums of devices.
#include <t2/exec/device.hpp>
#include <t2/exec/emulated.hpp>
#include <t2/exec/scalar.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

using namespace t2;

static_assert(exec::backend<exec::emulated> && exec::device<exec::emulated>);
static_assert(!exec::device<exec::scalar>);

namespace {

struct count_calls {
  std::uint8_t* calls;
  void operator()(std::size_t i) const { ++calls[i]; }
};

}  // namespace

TEST_CASE("a grid has a thread for each index, and no more blocks than it may") {
  exec::grid const most{.blocks = 10, .threads = 128};
  CHECK(exec::grid_for(1, most).blocks == 1);
  CHECK(exec::grid_for(128, most).blocks == 1);
  CHECK(exec::grid_for(129, most).blocks == 2);
  CHECK(exec::grid_for(1280, most).blocks == 10);
  CHECK(exec::grid_for(~std::size_t{0}, most).blocks == 10);
  CHECK(exec::grid_for(1000, most).size() == 1024);
}

TEST_CASE("every index is visited once, whatever the grid") {
  for (exec::grid const most : {exec::grid{1, 1}, exec::grid{3, 32}, exec::grid{1000, 7}})
    for (std::size_t const size : {std::size_t{0}, std::size_t{1}, std::size_t{97}, std::size_t{5000}}) {
      std::vector<std::uint8_t> calls(size, 0);
      CHECK(exec::emulated{.most = most}.for_each_index(size, count_calls{calls.data()}).ok());
      CHECK(calls == std::vector<std::uint8_t>(size, 1));
    }
}

TEST_CASE("sums have the bits of the scalar backend, in float and double") {
  auto const compare = [](auto zero) {
    using Real = decltype(zero);
    auto const term = [](std::size_t i) { return std::sin(Real(i)); };
    for (std::size_t size : {0u, 1u, 7u, 8u, 1023u, 1024u, 1025u, 32u * 1024u, 33u * 1024u + 5u, 1'100'003u}) {
      CAPTURE(size);
      CHECK(exec::emulated{}.template reduce<Real>(size, term) == exec::scalar{}.template reduce<Real>(size, term));
    }
  };
  compare(0.);
  compare(0.f);
  CHECK(std::isnan(exec::emulated{.room = 100}.reduce<double>(100'000, [](std::size_t) { return 1.; })));
}
