// SPDX-License-Identifier: BSL-1.0
// Half a minute: 2^32 words, and 2^28 of each pair of neighbours. Prints the largest of its z-scores.
// t2: labels slow
#include "support/word_statistics.hpp"

#include <doctest/doctest.h>

#include <cstdio>

using namespace t2;

namespace {

void check(test::scores const& all) {
  double worst = 0;
  std::string which;
  for (auto const& [name, z] : all) {
    INFO(name);
    CHECK(std::fabs(z) < 5);
    if (std::fabs(z) > worst) worst = std::fabs(z), which = name;
  }
  std::printf("%zu scores, the largest %.2f (%s)\n", all.size(), worst, which.c_str());
}

}  // namespace

TEST_CASE("2^32 words are equidistributed, and so are pairs of them") {
  check(test::word_scores(20260101, 1ull << 32));
}

TEST_CASE("streams of neighbouring seeds, streams, draws and blocks do not correlate") {
  check(test::all_neighbour_scores(1ull << 28));
}
