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

TEST_CASE("Hoffmann's appendix F: three times a forward pass for each of D / s sequences, whose parts grow differently") {
  double const s = 2048, width = 5120, keys = 40 * 128, ffw = 20480;
  double const weights = 47 * (2 * 3 * s * width * keys + 2 * s * keys * width + 4 * s * width * ffw);
  double const products = 47 * (2 * s * s * keys + 3 * 40 * s * s + 2 * s * s * keys);
  double const vocabulary = 2 * s * 32000 * width + 2 * s * width * 32000;
  cost::training_of_sequences<double> const training{{forty_heads, 67e9}, s};
  CHECK(training(params{67e9}, d, k) == near(3 * (weights + products + vocabulary) * d.value / s, 1e-13));
  check_terms(training);
  // of eight times the size: layers and width grow to twice, so weights to 8, attention to 4, the vocabulary to 2 times
  CHECK(training(params{8 * 67e9}, d, k) ==
        near(3 * (8 * weights + 4 * products + 2 * vocabulary) * d.value / s, 1e-13));
}
