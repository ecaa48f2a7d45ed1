// SPDX-License-Identifier: BSL-1.0
// t2: program cost
#include "cost/llama.hpp"

#include <t2/cost/memory.hpp>

using namespace t2;
using namespace t2::test;

TEST_CASE("weights, and the caches of what is decoded side by side") {
  CHECK(cost::weights{}(n, d, k) == 16e9);
  CHECK(cost::weights{0.5}(n, d, k) == 4e9);
  cost::serving_memory<double> const memory{.sizes = llama, .prompt = 1000, .output = 500, .questions = 8};
  CHECK(memory(n, d, k) == near(16e9 + 8 * 2.0 * 65536 * (1000 + 4 * 500), 1e-14));
  check_terms(cost::weights{});
  check_terms(memory);
}
