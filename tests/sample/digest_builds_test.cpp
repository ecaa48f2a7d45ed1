// SPDX-License-Identifier: BSL-1.0
// Thresholds and counts are the same whatever the compiler, its optimisation, the instruction set and contraction: the
// digests are committed, and two builds that differ in all of these print them. digest_builds_slow_test.cpp makes
// sixteen.
// t2: needs threads
// t2: labels once
#include "support/digest_builds.hpp"

#include <t2/exec/scalar.hpp>

#include <doctest/doctest.h>

using namespace t2;

TEST_CASE("this build") {
  CHECK(test::threshold_digest() == test::golden_thresholds);
  CHECK(test::count_digest(exec::scalar{}) == test::golden_counts);
  CHECK(test::draw_digest(exec::scalar{}) == test::golden_draws);
}

TEST_CASE("two other builds") {
  bool const optimised = test::check_build("g++", "-O3 -march=native -ffp-contract=fast");
  bool const plain =
      test::check_build("clang++-19", "-O0") || test::check_build("clang++", "-O0") || test::check_build("c++", "-O0");
  CHECK((optimised || plain));
}
