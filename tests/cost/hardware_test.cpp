// SPDX-License-Identifier: BSL-1.0
// t2: program cost
#include <t2/cost/hardware.hpp>

#include <doctest/doctest.h>

#include <set>
#include <string_view>

using namespace t2;

TEST_CASE("peak and intensity by format; 562.5 FLOP a byte is the B200 of Kinetics at fp8") {
  auto const b200 = cost::find_data_sheet("b200")->figures();
  CHECK(b200.peak(cost::precision::bf16) == 2.25e15);
  CHECK(b200.peak(cost::precision::fp8) == 4.5e15);
  CHECK(b200.peak(cost::precision::fp4) == 9e15);
  CHECK(b200.intensity(cost::precision::fp8) == 562.5);
  CHECK(b200.hour_price == 0);
  CHECK(cost::find_data_sheet("a100-80gb")->figures<float>().peak(cost::precision::fp8) == 0.0f);
}

TEST_CASE("a sheet has a name of its own, a source, and figures that can be true") {
  std::set<std::string_view> names;
  for (cost::data_sheet const& sheet : cost::data_sheets) {
    INFO(sheet.name);
    CHECK(names.insert(sheet.name).second);
    CHECK(cost::find_data_sheet(sheet.name) == &sheet);
    CHECK(!sheet.source.empty());
    CHECK(sheet.date.size() == 4);
    auto const card = sheet.figures();
    CHECK((card.peak_bf16 >= 1e14 && card.peak_bf16 <= 1e16));
    for (double const narrow : {card.peak_fp8, card.peak_fp4}) CHECK((narrow == 0 || narrow > card.peak_bf16));
    CHECK((card.bandwidth >= 1e12 && card.bandwidth <= 1e14));
    CHECK((card.memory >= 4e10 && card.memory <= 1e12));
    CHECK((card.utilisation > 0 && card.utilisation <= 1));
  }
  static_assert(cost::find_data_sheet("abacus") == nullptr);
  CHECK(cost::find_data_sheet("") == nullptr);
}
