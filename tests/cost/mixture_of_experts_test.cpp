// SPDX-License-Identifier: BSL-1.0
// t2: program cost
#include "cost/llama.hpp"

#include <t2/cost/compose.hpp>
#include <t2/cost/inference.hpp>
#include <t2/cost/memory.hpp>
#include <t2/cost/mixture_of_experts.hpp>
#include <t2/cost/training.hpp>

using namespace t2;
using namespace t2::test;

TEST_CASE("FLOP of the active parameters, memory of all") {
  auto const flop = cost::of_share(cost::training{} + cost::tokens_served{1e12}, 0.05);
  CHECK(flop(n, d, k) == near(0.05 * (6 * 8e9 * 2e12 + 2 * 8e9 * 1e12), 1e-14));
  check_terms(flop);
  CHECK(cost::weights{}(n, d, k) == 16e9);
  CHECK(cost::of_share(cost::weights{}, 20.0)(n, d, k) == near(20 * 16e9, 1e-15));  // N counts the active ones
}

TEST_CASE("a cost that is no multiple of N is that of share N too") {
  cost::serving_memory<double> const memory{.sizes = llama, .prompt = 1000, .output = 500};
  auto const shared = cost::of_share(memory, 0.125);
  CHECK(shared(n, d, k) == near(memory(params{1e9}, d, k), 1e-14));
  check_terms(shared);
}
