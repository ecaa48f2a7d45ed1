// SPDX-License-Identifier: BSL-1.0
// The emulated device has the counts of format v1, and answers with a status where a device would.
#include "support/digest.hpp"

#include <t2/exec/emulated.hpp>
#include <t2/exec/memory.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

using namespace t2;

TEST_CASE("a device's counts are those of format v1") {
  CHECK(test::count_digest(exec::emulated{}) == test::golden_counts);
  CHECK(test::count_digest(exec::emulated{.most = {.blocks = 1000, .threads = 64}}) == test::golden_counts);
}

TEST_CASE("a device that runs out of memory says how much was asked for, and no count leaves it") {
  exec::emulated const small{.room = 64};
  auto const none = exec::device_array<exec::emulated, double>::make(small, 9);
  REQUIRE(!none);
  CHECK(none.error().code == errc::out_of_memory);
  CHECK(none.error().value == 72);
  auto const law = sample::binomial_table(100, 0.3);
  std::vector<std::uint64_t> counts(law->size(), 7);
  CHECK(sample::add_histogram(small, *law, {.seed = 1, .count = 1000}, counts).code == errc::out_of_memory);
  CHECK(counts == std::vector<std::uint64_t>(law->size(), 7));
  std::vector<double> const p(20, 0.5);
  CHECK(sample::repeated(small, p, samples{16}, seed{1}).error().code == errc::out_of_memory);
  CHECK(sample::fresh(small, {0.3, 2.}, 10, samples{16}, seed{1}).error().code == errc::out_of_memory);
  std::vector<std::uint64_t> many(100);
  CHECK(sample::add_votes(small, *sample::answer_table(std::vector<double>(100, 1.)), 3, {.seed = 1, .count = 100000}, many)
            .code == errc::out_of_memory);
}
