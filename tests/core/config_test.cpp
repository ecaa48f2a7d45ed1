// SPDX-License-Identifier: BSL-1.0
#include <t2/core/config.hpp>

#include <doctest/doctest.h>

#define T2_TEST_TEXT_(...) #__VA_ARGS__
#define T2_TEST_TEXT(...) T2_TEST_TEXT_(__VA_ARGS__)

TEST_CASE("without a CUDA compiler the mark of host and device code is empty") {
  CHECK(sizeof T2_TEST_TEXT(T2_HD) == 1);  // the empty string
}
