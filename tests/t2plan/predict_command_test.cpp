// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan json
// t2plan predict: value, derivatives and whether the point lies within the data.
#include "program.hpp"
#include "support/near.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace t2plan::test;
using t2::test::near;

namespace {

using words = std::vector<std::string>;

json predict(words const& more) {
  return t2plan::test::t2plan(words{"predict", "--law", "besiroglu-2024", "--json"} + more).parsed();
}

}  // namespace

TEST_CASE("the value and its derivatives, without samples") {
  json const got = predict({"--params", "7e9", "--tokens", "2e11"});
  double const by_n = 482.01 * std::pow(7e9, -0.3478), by_d = 2085.43 * std::pow(2e11, -0.3658);
  double const value = 1.8172 + by_n + by_d;
  CHECK(got["schema"] == 1);
  CHECK(got["law"] == "chinchilla");
  CHECK(got["value"].get<double>() == near(value, 1e-14));
  CHECK(got["derivative"]["params"].get<double>() == near(-0.3478 * by_n / 7e9, 1e-12));
  CHECK(got["derivative"]["tokens"].get<double>() == near(-0.3658 * by_d / 2e11, 1e-12));
  CHECK(got["elasticity"]["params"].get<double>() == near(-0.3478 * by_n / value, 1e-12));
  CHECK(got["in_range"] == json{{"params", true}, {"tokens", true}, {"tokens_per_param", true}});
  CHECK(got["warnings"] == json::array());
  CHECK(!got.contains("interval"));
}

TEST_CASE("with samples, and outside the data") {
  json const got = predict({"--sampling", "3.36,0.445", "--params", "7e9", "--tokens", "2e13", "--samples", "64"});
  CHECK(got["law"] == "t2-loss");
  CHECK(got["derivative"]["samples"].get<double>() == near(-0.445 * 3.36 * std::pow(64, -1.445), 1e-12));
  CHECK(got["in_range"]["tokens"] == false);
  CHECK(got["in_range"]["tokens_per_param"] == false);
  CHECK(got["warnings"].size() == 2);
  CHECK(got["samples"] == 64);
}

TEST_CASE("draws of a fit give an interval") {
  scratch_folder const folder;
  json fit = {{"schema", 1},
              {"law", "chinchilla"},
              {"objective", 0},
              {"gradient", 0},
              {"points", 9},
              {"mean_relative_error", 0},
              {"converged", true},
              {"active_bounds", json::array()},
              {"warnings", {"E is 0: its term is not identified by the data"}},
              {"seed", 0},
              {"range", {{"params", {1e9, 1e10}}}}};
  fit["parameters"] = {{"E", 0}, {"A", 400}, {"B", 2000}, {"alpha", 0.3}, {"beta", 0.3}};
  // in another order than the law's
  fit["draws"] = {{"columns", {"A", "E", "B", "alpha", "beta"}}, {"rows", json::array()}};
  for (int i = 0; i <= 100; ++i) fit["draws"]["rows"].push_back({400, 0.01 * i, 2000, 0.3, 0.3});
  std::string const file = folder.file("fit.json", fit.dump());
  words const command{"predict", "--fit", file, "--params", "2e9", "--tokens", "2e9", "--json"};
  json const got = t2plan::test::t2plan(command + words{"--level", "0.9"}).parsed();
  double const value = got["value"];
  CHECK(got["interval"]["value"][0].get<double>() == near(value + 0.05, 1e-12));
  CHECK(got["interval"]["value"][1].get<double>() == near(value + 0.95, 1e-12));
  CHECK(got["in_range"] == json{{"params", true}});
  CHECK(got["warnings"] == json{"the fit: E is 0: its term is not identified by the data"});
}
