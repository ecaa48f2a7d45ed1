// SPDX-License-Identifier: BSL-1.0
// 2^24 words; statistics_slow_test.cpp does the same with 2^32.
#include "support/word_statistics.hpp"

#include <doctest/doctest.h>

using namespace t2;

TEST_CASE("words are equidistributed, and so are pairs of them") {
  for (auto const& [name, z] : test::word_scores(20260101, 1u << 24)) {
    INFO(name);
    CHECK(std::fabs(z) < 4.5);
  }
}

TEST_CASE("streams of neighbouring seeds, streams, draws and blocks do not correlate") {
  for (auto const& [name, z] : test::all_neighbour_scores(1u << 21)) {
    INFO(name);
    CHECK(std::fabs(z) < 4.5);
  }
}
