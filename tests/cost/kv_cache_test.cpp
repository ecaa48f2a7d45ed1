// SPDX-License-Identifier: BSL-1.0
// t2: program cost
#include "cost/llama.hpp"

#include <t2/cost/kv_cache.hpp>

using namespace t2;
using namespace t2::test;

TEST_CASE("the eFLOP of Kinetics, value of the authors' code") {
  cost::cached_question<double> const cached{llama, 200, 8000, 562.5};
  CHECK(cached(n, d, k) == near(5.824643072e14 + 9.5551488e15, 1e-12));  // 32 layers
  cost::family<double> one_layer = llama;
  one_layer.shape.layers = 1;
  CHECK(cost::cached_question<double>{one_layer, 200, 8000, 562.5}(n, d, k) ==
        near(5.142020096e14 + 2.985984e14, 1e-12));
  check_terms(cached);
  CHECK(cached(params{64e9}, d, samples{1.0}) - 2 * 64e9 * 8000 ==
        near(4 * (cached(n, d, samples{1.0}) - 2 * 8e9 * 8000), 1e-12));  // caches grow as N^(2/3)
}

TEST_CASE("reading the prompt: token t looks at t others, half of the prompt on average") {
  cost::prefill<double> const prefill{llama, 2000};
  double const attention = 4 * 32 * (2000 / 2.0) * 32 * 128;  // 4 L c h at c = 1000
  CHECK(prefill(n, d, k) == near(2000 * (2 * 8e9 + attention), 1e-14));
  check_terms(prefill);
}
