// SPDX-License-Identifier: BSL-1.0
// Every combination of compiler, optimisation, instruction set and contraction prints the committed digests: two
// minutes.
// t2: needs threads
// t2: labels slow
#include "support/digest_builds.hpp"

#include <doctest/doctest.h>

using namespace t2;

TEST_CASE("all builds") {
  int builds = 0;
  for (char const* compiler : {"g++", "clang++-19"}) {
    for (char const* flags :
         {"-O0", "-O1 -ffp-contract=off", "-O2", "-O3 -ffp-contract=off", "-O3 -march=native",
          "-O3 -march=native -ffp-contract=off", "-O3 -march=x86-64-v3 -ffp-contract=fast", "-O0 -march=x86-64-v3"})
      builds += test::check_build(compiler, flags) ? 1 : 0;
  }
  CHECK(builds > 0);
}
