// SPDX-License-Identifier: BSL-1.0
// t2: program cost
#include "cost/llama.hpp"

#include <t2/cost/inference.hpp>

using namespace t2;
using namespace t2::test;

TEST_CASE("2 N a token: k samples a token served, a prompt once or for every answer, a number of tokens in all") {
  CHECK(cost::per_token_served{}(n, d, k) == near(2 * 8e9 * 4, 1e-15));
  CHECK(cost::per_question{.prompt = 100.0, .output = 500.0}(n, d, k) == near(2 * 8e9 * (100 + 4 * 500), 1e-15));
  CHECK(cost::per_question{.prompt = 100.0, .output = 500.0, .share_prompt = false}(n, d, k) ==
        near(2 * 8e9 * 4 * 600, 1e-15));
  CHECK(cost::tokens_served{1e12}(n, d, k) == near(2 * 8e9 * 1e12, 1e-15));
  check_terms(cost::per_token_served{});
  check_terms(cost::per_question{.prompt = 100.0, .output = 500.0});
  check_terms(cost::per_question{.prompt = 100.0, .output = 500.0, .share_prompt = false});
  check_terms(cost::tokens_served{1e12});
}
