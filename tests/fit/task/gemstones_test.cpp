// SPDX-License-Identifier: BSL-1.0
// t2: labels slow real-data
// t2: needs threads
// The coupled law on the Gemstone models: its coefficients and its held-out errors beside approaches 1 and 2. The
// reference was found independently with scipy; the protocol is in docs.
#include "support/near.hpp"
#include "support/tables.hpp"

#include <t2/exec/threads.hpp>
#include <t2/fit/task/one_stage.hpp>
#include <t2/fit/validate/candidates.hpp>
#include <t2/fit/validate/held_out.hpp>
#include <t2/law/published/sets.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <iterator>
#include <string>
#include <vector>

using namespace t2;
using test::near;

namespace {

using coupled_law = law::task_accuracy<law::coupled<>, law::log_normal<>>;

// Splits: D/N up to the median -> rest, each model left out, the 11 smallest models -> rest. Columns: pass@k over all
// k,
// k = 1, k = 1024; -log pass@k over all k, k = 1024.
struct expected {
  std::string task;
  std::array<double, 8> coefficients;
  double coupled[3][5];
  double others[3][5];  // the best of approach 1, approach 1 fitted to k <= 16, and approach 2
};
expected const tasks[] = {
    {"piqa",
     {3.5175, .0762, .1420, .6464, .2, 2.0958, 0, .6268},
     {{.042, .076, .008, .081, .182}, {.038, .070, .008, .078, .171}, {.051, .126, .010, .097, .182}},
     {{.083, .196, .019, .167, .470}, {.048, .106, .016, .140, .431}, {.069, .198, .015, .154, .442}}},
    {"arce",
     {4.8484, .1342, .1547, 1.0236, .2, 1.0110, .7534, .5037},
     {{.084, .119, .049, .126, .235}, {.096, .143, .048, .168, .318}, {.107, .167, .045, .258, .527}},
     {{.124, .195, .054, .132, .248}, {.106, .167, .048, .202, .417}, {.128, .206, .049, .330, .691}}},
    {"openbook",
     {6.7228, .0802, .1664, .9471, .2, .8028, .7741, .4515},
     {{.113, .152, .059, .085, .155}, {.124, .165, .066, .104, .190}, {.133, .180, .068, .123, .231}},
     {{.121, .152, .061, .105, .216}, {.128, .170, .069, .141, .289}, {.150, .207, .079, .205, .445}}},
};

template <class Fit>
std::vector<fit::held_out_error> held_out(std::string const& name, fit::task_points<> const& points, Fit const& fit) {
  auto const ahead = fit::extrapolations(points.params, points.tokens);
  std::vector<fit::split> const splits{ahead[0], fit::leave_models_out(points.params), ahead[1]};
  auto const errors = fit::validate(exec::threads{2}, name, points, splits, fit);
  REQUIRE(errors);
  for (auto const& e : *errors) CHECK(e.failed == 0);
  return *errors;
}

/// The five columns of the table, from the 2 * (1 + 11) of a split.
std::array<double, 5> row(std::vector<fit::held_out_error> const& errors, std::size_t split) {
  auto const at = [&](std::size_t column) { return errors[split * 24 + column].error; };
  return {at(0), at(1), at(11), at(12), at(23)};
}

}  // namespace

TEST_CASE("held-out errors of the coupled law, approach 1 and approach 2") {
  for (expected const& want : tasks) {
    CAPTURE(want.task);
    auto const data = test::gemstones(want.task);
    if (!data) return;
    auto const points = fit::both_metrics<double>(*data, test::powers_of_two(1024));
    REQUIRE(points);

    fit::one_stage_candidate<law::coupled<>, law::log_normal<>> coupled;
    coupled.limits[4] = {0.2, 0.2};
    auto const ours = held_out("coupled", *points, coupled);
    auto const one = held_out("t2-loss", *points, fit::approach_1{});
    auto const one_16 = held_out("t2-loss k <= 16", *points, fit::approach_1{16});
    auto const two = held_out("t2-accuracy", *points, fit::approach_2{});
    for (std::size_t split = 0; split < 3; ++split)
      for (std::size_t column = 0; column < 5; ++column) {
        CAPTURE(split);
        CAPTURE(column);
        CHECK(std::abs(row(ours, split)[column] - want.coupled[split][column]) <= 0.002);
        double const other = std::min({row(one, split)[column], row(one_16, split)[column], row(two, split)[column]});
        CHECK(std::abs(other - want.others[split][column]) <= 0.002);
        // three digits cannot tell them apart in a column or two; nowhere is the coupled law behind
        CHECK(row(ours, split)[column] <= other + 5e-4);
      }
    std::vector<fit::held_out_error> all = two;
    all.insert(all.end(), ours.begin(), ours.end());
    CHECK(fit::ranking(all, "pass").front().law == "coupled");
    CHECK(fit::ranking(all, "negative_log_pass").front().law == "coupled");
  }
}

TEST_CASE("coefficients on all data, and those of the registry") {
  for (expected const& want : tasks) {
    CAPTURE(want.task);
    auto const data = test::gemstones(want.task);
    if (!data) return;
    auto const points = fit::both_metrics<double>(*data, std::vector<double>{1, 4, 16, 64, 256, 1024});
    REQUIRE(points);
    auto limits = fit::default_box<coupled_law>();
    limits[4] = {0.2, 0.2};
    auto const fitted = fit::one_stage<law::coupled<>, law::log_normal<>>(*points, {}, limits);
    REQUIRE(fitted);
    CHECK(fitted->converged);
    CHECK(fitted->largest_supported_k == 1024);
    std::array<double, 8> found, printed;
    law::store(fitted->law, found.data());
    law::store(law::published::find_set("coupled-gemstones-" + want.task)->law<coupled_law>(), printed.data());
    for (std::size_t i = 0; i < 8; ++i) {
      CHECK(std::abs(found[i] - want.coefficients[i]) <= 5e-4);
      // the cap of w makes the objective kink: coefficients are known to about 1e-4, the objective far better
      CHECK(std::abs(found[i] - printed[i]) <= 1e-4 * std::max(1., std::abs(printed[i])));
    }
  }
}
