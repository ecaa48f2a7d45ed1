// SPDX-License-Identifier: BSL-1.0
// t2: program cost
#include "cost/llama.hpp"

#include <t2/cost/hardware.hpp>
#include <t2/cost/spend.hpp>
#include <t2/cost/training.hpp>

using namespace t2;
using namespace t2::test;

TEST_CASE("hours and money of training") {
  auto h100 = cost::find_data_sheet("h100-sxm")->figures();
  h100.utilisation = 0.4;
  h100.hour_price = 2.5;
  double const hours = 6 * 8e9 * 2e12 / (9.89e14 * 0.4 * 3600);
  CHECK(cost::gpu_hours(cost::training{}, h100)(n, d, k) == near(hours, 1e-14));
  CHECK(cost::gpu_hours(cost::training{}, h100, cost::precision::fp8)(n, d, k) == near(hours * 9.89e14 / 1.979e15, 1e-14));
  CHECK(cost::money(cost::training{}, h100)(n, d, k) == near(2.5 * hours, 1e-14));
  check_terms(cost::money(cost::training{}, h100));
  static_assert(decltype(cost::gpu_hours(cost::training{}, h100))::measured_in == cost::unit::gpu_hour);
  static_assert(decltype(cost::money(cost::training{}, h100))::measured_in == cost::unit::money);
}

TEST_CASE("a format that the accelerator lacks takes for ever; no price costs nothing") {
  auto const h100 = cost::find_data_sheet("h100-sxm")->figures();
  CHECK(std::isinf(cost::gpu_hours(cost::training{}, h100, cost::precision::fp4)(n, d, k)));
  CHECK(cost::money(cost::training{}, h100)(n, d, k) == 0);
}
