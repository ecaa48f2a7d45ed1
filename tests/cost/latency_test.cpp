// SPDX-License-Identifier: BSL-1.0
// t2: program cost
#include "cost/llama.hpp"

#include <t2/cost/hardware.hpp>
#include <t2/cost/latency.hpp>

using namespace t2;
using namespace t2::test;

TEST_CASE("the least time of an answer") {
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

TEST_CASE("prompt, weights and caches, term by term, on two cards") {
  auto const card = cost::find_data_sheet("h100-sxm")->figures();
  cost::answer_time<double> const time{.sizes = llama,
                                       .on = card,
                                       .prompt = 1000,
                                       .output = 500,
                                       .devices = 2,
                                       .format = cost::precision::fp8};
  double const reading = 2 * 8e9 * 1000 / (2 * 1.979e15);
  double const weights = 500 * 2 * 8e9 / (2 * 3.35e12);
  double const caches = 500 * 2 * 65536.0 * (1000 + 4 * 500 / 2.0) / (2 * 3.35e12);
  CHECK(time(n, d, k) == near(reading + weights + caches, 1e-14));
  check_terms(time);
}
