// SPDX-License-Identifier: BSL-1.0
// t2: program cost
#include "cost/llama.hpp"

#include <t2/cost/transformer.hpp>

using namespace t2;
using namespace t2::test;

TEST_CASE("a shape counts its parameters") {
  CHECK(llama_8b.non_embedding() + 2 * llama_8b.embedding() == near(8029995008.0, 1e-15));  // 8.03B without the norms
  CHECK(llama_8b.kv_width() == 65536);
  CHECK(llama_8b.group() == 4);
  CHECK(llama_8b.attention_width() == 4096);
  cost::transformer<double> const plain{.layers = 24,
                                        .width = 1024,
                                        .heads = 16,
                                        .head_dim = 64,
                                        .kv_heads = 16,
                                        .feed_forward = 4096,
                                        .vocabulary = 50257};
  CHECK(plain.non_embedding() == 12.0 * 24 * 1024 * 1024);  // Kaplan
}

TEST_CASE("attention by three conventions") {
  double const h = 4096, context = 8192;
  CHECK(cost::attention_flops(llama_8b, context, cost::convention::kaplan) == 2 * 32 * context * h);
  CHECK(cost::attention_flops(llama_8b, context, cost::convention::palm) == 4 * 32 * context * h);
  CHECK(cost::attention_flops(llama_8b, context, cost::convention::hoffmann) ==
        4 * 32 * context * h + 3 * 32 * 32 * context);
}

TEST_CASE("Hoffmann's appendix F, line by line") {
  double const s = 2048, width = 5120, keys = 40 * 128, ffw = 20480;
  double const embedding = 2 * s * 32000 * width, qkv = 2 * 3 * s * width * keys, logits = 2 * s * s * keys,
               softmax = 3 * 40 * s * s, reduction = 2 * s * s * keys, output = 2 * s * keys * width,
               dense = 2 * s * (width * ffw + width * ffw), final = 2 * s * width * 32000;
  CHECK(cost::sequence_flops(forty_heads, s) ==
        near(embedding + 47 * (qkv + logits + softmax + reduction + output + dense) + final, 1e-14));
}

TEST_CASE("in a family what lies on an area grows as N^(2/3)") {
  CHECK(llama.per_area(7.0) * std::pow(8e9, 2.0 / 3) == near(7, 1e-14));
  CHECK(llama.per_area(7.0) * std::pow(64e9, 2.0 / 3) == near(28, 1e-14));
}
