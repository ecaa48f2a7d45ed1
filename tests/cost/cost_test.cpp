// SPDX-License-Identifier: BSL-1.0
// Costs against the formulas and figures of their sources.
#include "support/near.hpp"

#include <t2/cost.hpp>

#include <doctest/doctest.h>

#include <cmath>

using namespace t2;
using test::near;

namespace {

// Llama 3 8B, whose shape and head counts are those of the Kinetics example.
constexpr cost::transformer<double> llama_8b{.layers = 32,
                                             .width = 4096,
                                             .heads = 32,
                                             .head_dim = 128,
                                             .kv_heads = 8,
                                             .feed_forward = 14336,
                                             .vocabulary = 128256,
                                             .feed_forward_matrices = 3};
constexpr cost::family<double> llama{llama_8b, 8e9};
constexpr auto n = params{8e9};
constexpr auto d = tokens{2e12};
constexpr auto k = samples{4.0};

template <class A, class B>
concept adds_up = requires(A const& a, B const& b) { a + b; };

// A cost that lists its terms gives the same number by its call operator and by them, at any point.
template <class Cost>
void check_terms(Cost const& cost) {
  static_assert(cost::posynomial_cost<Cost>);
  cost::monomial<double> terms[Cost::monomial_count];
  cost.store(terms);
  for (double const size : {1e7, 8e9, 3e11}) {
    double sum = 0;
    for (auto const& t : terms)
      sum += t.coefficient * std::pow(size, t.params) * std::pow(d.value, t.tokens) * std::pow(k.value, t.samples);
    CHECK(cost(params{size}, d, k) == near(sum, 1e-14));
  }
}

}  // namespace

TEST_CASE("a shape counts its parameters") {
  CHECK(llama_8b.non_embedding() + 2 * llama_8b.embedding() == near(8029995008.0, 1e-15));  // 8.03B without the norms
  CHECK(llama_8b.kv_width() == 65536);
  CHECK(llama_8b.group() == 4);
  cost::transformer<double> const plain{.layers = 24,
                                        .width = 1024,
                                        .heads = 16,
                                        .head_dim = 64,
                                        .kv_heads = 16,
                                        .feed_forward = 4096,
                                        .vocabulary = 50257};
  CHECK(plain.non_embedding() == 12.0 * 24 * 1024 * 1024);  // Kaplan
}

TEST_CASE("training: 6 N D, and attention by three conventions") {
  CHECK(cost::training{}(n, d, k) == near(6 * 8e9 * 2e12, 1e-15));
  double const h = 4096, context = 8192;
  CHECK(cost::attention_flops(llama_8b, context, cost::convention::kaplan) == 2 * 32 * context * h);
  cost::training_with_attention<double> const palm{llama, context};
  CHECK(palm(n, d, k) == near((6 * 8e9 + 12 * 32 * 32 * 128 * context) * 2e12, 1e-14));  // 6N + 12 L H Q T a token
  check_terms(palm);
  SUBCASE("Hoffmann's appendix F, line by line") {
    cost::transformer<double> const shape{.layers = 47,
                                          .width = 5120,
                                          .heads = 40,
                                          .head_dim = 128,
                                          .kv_heads = 40,
                                          .feed_forward = 20480,
                                          .vocabulary = 32000};
    double const s = 2048, width = 5120, keys = 40 * 128, ffw = 20480;
    double const embedding = 2 * s * 32000 * width, qkv = 2 * 3 * s * width * keys, logits = 2 * s * s * keys,
                 softmax = 3 * 40 * s * s, reduction = 2 * s * s * keys, output = 2 * s * keys * width,
                 dense = 2 * s * (width * ffw + width * ffw), final = 2 * s * width * 32000;
    CHECK(cost::sequence_flops(shape, s) ==
          near(embedding + 47 * (qkv + logits + softmax + reduction + output + dense) + final, 1e-14));
  }
}

TEST_CASE("answering") {
  CHECK(cost::per_token_served{}(n, d, k) == near(2 * 8e9 * 4, 1e-15));
  CHECK(cost::per_question{.prompt = 100.0, .output = 500.0}(n, d, k) == near(2 * 8e9 * (100 + 4 * 500), 1e-15));
  CHECK(cost::per_question{.prompt = 100.0, .output = 500.0, .share_prompt = false}(n, d, k) ==
        near(2 * 8e9 * 4 * 600, 1e-15));
  CHECK((cost::training{} + cost::tokens_served{1e12})(n, d, k) ==
        near(6 * 8e9 * 2e12 + 2 * 8e9 * 1e12, 1e-15));  // Sardana
}

TEST_CASE("the eFLOP of Kinetics, value of the authors' code") {
  cost::cached_question<double> const cached{llama, 200, 8000, 562.5};
  CHECK(cached(n, d, k) == near(5.824643072e14 + 9.5551488e15, 1e-12));  // 32 layers
  cost::family<double> one_layer = llama;
  one_layer.shape.layers = 1;
  CHECK(cost::cached_question<double>{one_layer, 200, 8000, 562.5}(n, d, k) ==
        near(5.142020096e14 + 2.985984e14, 1e-12));
  check_terms(cached);
  check_terms(cost::prefill<double>{llama, 2000});
  CHECK(cached(params{64e9}, d, samples{1.0}) - 2 * 64e9 * 8000 ==
        near(4 * (cached(n, d, samples{1.0}) - 2 * 8e9 * 8000), 1e-12));  // caches grow as N^(2/3)
}

TEST_CASE("costs compose, and units keep apart") {
  auto const lifetime = cost::training{} + 1e9 * cost::per_question{.prompt = 100.0, .output = 500.0};
  CHECK(lifetime(n, d, k) == near(6 * 8e9 * 2e12 + 1e9 * 2 * 8e9 * 2100, 1e-15));
  check_terms(lifetime);
  auto h100 = cost::find_data_sheet("h100-sxm")->figures();
  h100.utilisation = 0.4;
  h100.hour_price = 2.5;
  double const hours = lifetime(n, d, k) / (9.89e14 * 0.4 * 3600);
  CHECK(cost::gpu_hours(lifetime, h100)(n, d, k) == near(hours, 1e-14));
  CHECK(cost::money(lifetime, h100)(n, d, k) == near(2.5 * hours, 1e-14));
  static_assert(decltype(cost::money(lifetime, h100))::measured_in == cost::unit::money);
  static_assert(adds_up<cost::training<double>, cost::per_token_served<double>>);
  static_assert(!adds_up<cost::training<double>, cost::weights<double>>);
  static_assert(cost::find_data_sheet("abacus") == nullptr);
}

TEST_CASE("mixture of experts: FLOP of the active parameters, memory of all") {
  auto const flop = cost::of_share(cost::training{} + cost::tokens_served{1e12}, 0.05);
  CHECK(flop(n, d, k) == near(0.05 * (6 * 8e9 * 2e12 + 2 * 8e9 * 1e12), 1e-14));
  check_terms(flop);
  CHECK(cost::weights{}(n, d, k) == 16e9);
}

TEST_CASE("memory and latency") {
  cost::serving_memory<double> const memory{.sizes = llama, .prompt = 1000, .output = 500, .questions = 8};
  CHECK(memory(n, d, k) == near(16e9 + 8 * 2.0 * 65536 * (1000 + 4 * 500), 1e-14));
  check_terms(memory);
  // 70B at 4 bits is 35 GB, at 2.0 TB/s at most 57 tokens a second
  cost::answer_time<double> floor{
      .sizes = llama, .on = cost::find_data_sheet("a100-80gb")->figures(), .prompt = 0, .output = 1};
  floor.on.bandwidth = 2e12;
  floor.bytes_per_param = 0.5;
  floor.bytes_per_number = 0;
  CHECK(1 / floor(params{70e9}, d, samples{1.0}) == near(57.14, 1e-3));
  floor.bytes_per_number = 2;
  check_terms(floor);
}
