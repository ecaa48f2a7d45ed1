// SPDX-License-Identifier: BSL-1.0
// t2: program cost
#include "cost/llama.hpp"

#include <t2/cost/attention.hpp>

using namespace t2;
using namespace t2::test;

TEST_CASE("6 N D and three times the forward FLOP of attention a token") {
  double const context = 8192, h = 32 * 128;
  cost::training_with_attention<double> const palm{llama, context};
  CHECK(palm(n, d, k) == near((6 * 8e9 + 12 * 32 * h * context) * 2e12, 1e-14));  // 6 N + 12 L H Q T a token
  cost::training_with_attention<double> const kaplan{llama, context, cost::convention::kaplan};
  CHECK(kaplan(n, d, k) == near((6 * 8e9 + 6 * 32 * h * context) * 2e12, 1e-14));
  cost::training_with_attention<double> const hoffmann{llama, context, cost::convention::hoffmann};
  CHECK(hoffmann(n, d, k) == near((6 * 8e9 + 12 * 32 * h * context + 9 * 32 * 32 * context) * 2e12, 1e-14));
  for (auto const& cost : {palm, kaplan, hoffmann}) check_terms(cost);
}

TEST_CASE("at another size attention is that of a shape of the family") {
  double const context = 8192;
  cost::training_with_attention<double> const palm{llama, context};
  // eight times the parameters: twice the layers, twice the width
  CHECK(palm(params{64e9}, d, k) == near((6 * 64e9 + 12 * 64 * 64 * 128 * context) * 2e12, 1e-14));
}
