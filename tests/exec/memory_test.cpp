// SPDX-License-Identifier: BSL-1.0
#include <t2/exec/emulated.hpp>
#include <t2/exec/memory.hpp>
#include <t2/exec/scalar.hpp>

#include <doctest/doctest.h>

#include <span>
#include <utility>
#include <vector>

using namespace t2;
using array = exec::device_array<exec::emulated, double>;

TEST_CASE("an array on a device: copied there, moved, copied back") {
  std::vector<double> const numbers{1, 2, 3};
  auto made = array::copy_of(exec::emulated{}, numbers);
  REQUIRE(made);
  double const* const there = made->data();
  CHECK(there != numbers.data());
  array moved = *std::move(made);
  CHECK(moved.data() == there);
  std::vector<double> back(3), wrong(2);
  CHECK(moved.download(back).ok());
  CHECK(back == numbers);
  CHECK(moved.download(wrong).code == errc::size_mismatch);
  CHECK(moved.upload(wrong).code == errc::size_mismatch);
  CHECK(moved.clear().ok());
  CHECK(moved.download(back).ok());
  CHECK(back == std::vector<double>(3, 0));
  exec::device_view<double> const view = moved.view();
  std::span<double const> const reading = view;
  CHECK((&view[2] == there + 2 && reading.data() == there && reading.size() == 3));
  CHECK(array::make(exec::emulated{}, 0));
}

TEST_CASE("what is lent to the host is the memory itself, what is lent to a device a copy") {
  std::vector<double> numbers{1, 2};
  exec::lent const host(exec::scalar{}, std::span(numbers));
  CHECK(host.data() == numbers.data());
  CHECK((host.error().ok() && host.give_back().ok()));

  exec::lent const device(exec::emulated{}, std::span(numbers));
  REQUIRE(device.error().ok());
  device.data()[1] = 5;
  CHECK(numbers[1] == 2);
  CHECK(device.give_back().ok());
  CHECK(numbers == std::vector<double>{1, 5});
  CHECK(exec::lent(exec::emulated{.room = 8}, std::span(numbers)).error().code == errc::out_of_memory);
}
