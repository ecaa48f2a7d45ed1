// SPDX-License-Identifier: BSL-1.0
#include "support/archetype.hpp"

#include <t2/core/message.hpp>
#include <t2/fit/dataset.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/difficulty/beta_regression.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numeric>
#include <random>
#include <string>
#include <vector>

using namespace t2;

namespace {

using approach1 = decltype(law::chinchilla<double>{} + law::sampling_gain<double>{});

fit::dataset<> grid() {
  fit::dataset<> out;
  for (std::size_t c = 0; c < 6; ++c)
    for (double const k : {1., 4.}) {
      out.params.push_back(1e8 * static_cast<double>(c % 3 + 1));
      out.tokens.push_back(2e9 * static_cast<double>(c / 3 + 1));
      out.samples.push_back(k);
      out.value.push_back(3 + 1 / k + .1 * static_cast<double>(c));
      out.unit.push_back(c);
    }
  return out;
}

template <class T>
void permute(std::vector<T>& column, std::vector<std::size_t> const& order) {
  std::vector<T> const before = column;
  for (std::size_t i = 0; i < column.size(); ++i) column[i] = before[order[i]];
}

}  // namespace

TEST_CASE("what is wrong with data is named, with its place") {
  double const nan = not_a_number<double>(), inf = infinity<double>();
  struct expected {
    char const* what;
    std::function<void(fit::dataset<>&)> spoil;
    char const* text;
  };
  for (expected const& e : {
           expected{"empty", [](auto& d) { d = {}; }, "no data"},
           expected{"short column", [](auto& d) { d.tokens.pop_back(); }, "tokens has another length than the rest"},
           expected{"missing column", [](auto& d) { d.samples.clear(); }, "samples has another length than the rest"},
           expected{"short unit", [](auto& d) { d.unit.pop_back(); }, "unit has another length than the rest"},
           expected{"short weight", [](auto& d) { d.weight = {1}; }, "weight has another length than the rest"},
           expected{"N = 0", [](auto& d) { d.params[3] = 0; }, "params is outside its domain (value 0 at index 3)"},
           expected{"D < 0", [](auto& d) { d.tokens[0] = -2; }, "tokens is outside its domain (value -2 at index 0)"},
           expected{"k infinite", [&](auto& d) { d.samples[5] = inf; },
                    "samples is outside its domain (value inf at index 5)"},
           expected{"N not a number", [&](auto& d) { d.params[11] = nan; },
                    "params is outside its domain (value nan at index 11)"},
           expected{"loss < 0", [](auto& d) { d.value[2] = -1; }, "value is outside its domain (value -1 at index 2)"},
           expected{"weight < 0", [](auto& d) { d.weight.assign(12, 1), d.weight[1] = -1; },
                    "weight is outside its domain (value -1 at index 1)"},
           expected{"one N", [](auto& d) { d.params.assign(12, 7e8); },
                    "params has the same value at every point (value 7e+08)"},
           expected{"one k", [](auto& d) { d.samples.assign(12, 1); },
                    "samples has the same value at every point (value 1)"},
           expected{"six rows for seven coefficients",
                    [](auto& d) {
                      for (auto* column : {&d.params, &d.tokens, &d.samples, &d.value}) column->resize(6);
                      d.unit.resize(6);
                    },
                    "the data set has fewer points than the law has coefficients (value 6)"},
       }) {
    CAPTURE(e.what);
    fit::dataset<> data = grid();
    e.spoil(data);
    auto const seen = fit::observe<approach1>(data);
    REQUIRE(!seen);
    CHECK(message(seen.error()) == e.text);
  }
}

TEST_CASE("a law reads only the columns of its variables") {
  fit::dataset<> data = grid();
  data.samples.clear();
  data.location = {1};
  auto const seen = fit::observe<law::chinchilla<>>(data);
  REQUIRE(seen);
  CHECK(seen->size() == 12);
  CHECK(seen->units == 6);
  data.params.clear();
  data.samples.assign(12, 1);
  data.samples[0] = 2;
  data.location.assign(12, 3);
  data.location[4] = 2;
  CHECK(fit::observe<law::beta_regression<>>(data));
  CHECK(fit::column<nats>(data).second == std::string("location"));
}

TEST_CASE("the order of rows and the numbers of units change no bit") {
  fit::dataset<> const data = grid();
  auto const seen = fit::observe<approach1>(data);
  REQUIRE(seen);
  CHECK(seen->units == 6);
  std::mt19937 engine(1);
  for (int repeat = 0; repeat < 50; ++repeat) {
    std::vector<std::size_t> order(12), names(6);
    std::iota(order.begin(), order.end(), 0u);
    std::iota(names.begin(), names.end(), 100u);
    std::shuffle(order.begin(), order.end(), engine);
    std::shuffle(names.begin(), names.end(), engine);
    fit::dataset<> shuffled = data;
    for (auto* column : {&shuffled.params, &shuffled.tokens, &shuffled.samples, &shuffled.value})
      permute(*column, order);
    permute(shuffled.unit, order);
    for (std::size_t& u : shuffled.unit) u = names[u];
    auto const again = fit::observe<approach1>(shuffled);
    REQUIRE(again);
    for (int v = 0; v < 3; ++v) CHECK(again->x[v] == seen->x[v]);
    CHECK(again->value == seen->value);
    CHECK(again->unit == seen->unit);
    CHECK(again->units == seen->units);
    for (std::size_t i = 0; i < 12; ++i) CHECK(shuffled.value[again->row[i]] == again->value[i]);  // the way back
  }
}

TEST_CASE("rows of one unit stay together and share its number") {
  auto const seen = fit::observe<approach1>(grid());
  REQUIRE(seen);
  for (std::size_t i = 0; i < 12; ++i) {
    CHECK(seen->unit[i] == i / 2);
    CHECK(seen->log_x[0][i] == std::log(seen->x[0][i]));
  }
}

TEST_CASE("without units each row is one; weights are 1 unless given") {
  fit::dataset<> data = grid();
  data.unit.clear();
  auto const seen = fit::observe<approach1>(data);
  REQUIRE(seen);
  CHECK(seen->units == 12);
  CHECK(seen->weight == std::vector<double>(12, 1));
  data.weight.assign(12, 0);
  data.weight[0] = 3;
  auto const weighted = fit::observe<approach1>(data);
  REQUIRE(weighted);
  CHECK(std::accumulate(weighted->weight.begin(), weighted->weight.end(), 0.) == 3);
}

TEST_CASE("any real") {
  using number = test::archetype;
  fit::dataset<number> data;
  for (int i = 1; i <= 6; ++i) {
    data.params.push_back(number(i));
    data.tokens.push_back(number(7 - i));
    data.value.push_back(number(2));
  }
  CHECK(fit::observe<law::chinchilla<number>>(data));
}
