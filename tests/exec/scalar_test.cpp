// SPDX-License-Identifier: BSL-1.0
#include <t2/core/sum.hpp>
#include <t2/exec/scalar.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

using namespace t2;

TEST_CASE("indices run in order, each once") {
  std::vector<std::size_t> seen, expected(1000);
  std::iota(expected.begin(), expected.end(), std::size_t{0});
  CHECK(exec::scalar{}.for_each_index(1000, [&](std::size_t i) { seen.push_back(i); }).ok());
  CHECK(seen == expected);
  seen.clear();
  exec::scalar{}.run(3, 5, [&](std::size_t i) { seen.push_back(i); });
  CHECK(seen == std::vector<std::size_t>{3, 4});
  CHECK(exec::scalar{}.for_each_index(0, [&](std::size_t) { FAIL("called"); }).ok());
}

TEST_CASE_TEMPLATE("a sum folded as it comes has the bits of the tree over stored leaves", Real, float, double,
                   long double) {
  auto const term = [](std::size_t i) {
    return static_cast<Real>(std::sin(static_cast<double>(i)) * std::exp(static_cast<double>(i % 40)));
  };
  for (std::size_t size : {0u, 1u, 1023u, 1024u, 1025u, 3u * 1024u, 7u * 1024u + 5u, 100'003u}) {
    std::vector<compensated<Real>> leaves;
    for (std::size_t leaf = 0; leaf * sum_leaf < size; ++leaf) leaves.push_back(leaf_sum<Real>(leaf, size, term));
    CHECK(exec::scalar{}.reduce<Real>(size, term) == fold_leaves(leaves.data(), leaves.size()));
  }
}

TEST_CASE("sums are exact where the terms cancel within twice the digits") {
  auto const term = [](std::size_t i) { return i % 3 == 0 ? 1e16 : i % 3 == 1 ? 1. : -1e16; };
  CHECK(exec::scalar{}.reduce<double>(3 * 5000, term) == 5000);
}

TEST_CASE("progress is counted, and the work stops where it is cancelled") {
  exec::monitor watch;
  CHECK(exec::scalar{&watch}.for_each_index(50, [](std::size_t) {}).ok());
  CHECK(watch.done == 50);
  CHECK(exec::scalar{&watch}
            .for_each_index(50,
                            [&](std::size_t i) {
                              if (i == 9) watch.cancel = true;
                            })
            .code == errc::cancelled);
  CHECK(watch.done == 60);
}
