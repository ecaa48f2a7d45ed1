// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan json
// t2plan frontier: one plan for each budget, as CSV that gives the numbers back, or as JSON.
#include "program.hpp"
#include "support/near.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

using namespace t2plan::test;
using t2::test::near;

namespace {

using words = std::vector<std::string>;

words const command{"frontier",    "--law", "besiroglu-2024", "--sampling", "3.36,0.445",
                    "--inference", "1e11",  "--train",        "1e19:1e23:5"};

std::vector<words> rows_of(std::string const& csv) {
  std::vector<words> out;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    words& row = out.emplace_back();
    for (std::string field; std::getline(fields, field, ',');) row.push_back(field);
  }
  return out;
}

}  // namespace

TEST_CASE("rows are the plans of evenly spaced budgets") {
  json const got = t2plan::test::t2plan(command + words{"--json"}).parsed();
  CHECK(got["schema"] == 1);
  REQUIRE(got["results"].size() == 5);
  for (std::size_t i = 0; i < 5; ++i) {
    json const& row = got["results"][i];
    CHECK(row["train"].get<double>() == near(std::pow(10.0, 19 + static_cast<double>(i)), 1e-14));
    std::string const train = row["train"].dump();
    json const plan = t2plan::test::t2plan({"plan", "--law", "besiroglu-2024", "--sampling", "3.36,0.445",
                                            "--inference", "1e11", "--train", train, "--json"})
                          .parsed();
    for (std::string const name : {"params", "tokens", "samples", "value", "tokens_per_param", "baseline", "binding"})
      CHECK(row[name] == plan[name]);
  }
  CHECK(got["results"][4]["train"] == 1e23);
}

TEST_CASE("the CSV holds the same numbers, every digit of them") {
  auto const rows = rows_of(t2plan::test::t2plan(command).out);
  json const got = t2plan::test::t2plan(command + words{"--json"}).parsed();
  REQUIRE(rows.size() == 6);
  words const header{
      "train",          "params",          "tokens",          "samples",          "tokens_per_param",
      "value",          "baseline_params", "baseline_tokens", "baseline_samples", "baseline_tokens_per_param",
      "baseline_value", "binding",         "certified",       "in_range"};
  CHECK(rows[0] == header);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    REQUIRE(rows[i].size() == header.size());
    json const& row = got["results"][i - 1];
    CHECK(std::stod(rows[i][1]) == row["params"].get<double>());
    CHECK(std::stod(rows[i][5]) == row["value"].get<double>());
    CHECK(std::stod(rows[i][8]) == row["baseline"]["samples"].get<double>());
    CHECK(rows[i][11] == "train inference");
    CHECK(rows[i][12] == "1");
  }
}

TEST_CASE("near-optimal ends and sensitivities are columns, and those of plan") {
  words const asked{"--tolerance", "0.02", "--sensitivity"};
  auto const rows = rows_of(t2plan::test::t2plan(command + asked).out);
  json const plan = t2plan::test::t2plan(words{"plan", "--law", "besiroglu-2024", "--sampling", "3.36,0.445", "--inference",
                                               "1e11", "--train", "1e19", "--json"} +
                                         asked)
                        .parsed();
  auto const cell = [&](std::string const& name) {
    auto const at = std::find(rows[0].begin(), rows[0].end(), name) - rows[0].begin();
    REQUIRE_MESSAGE(at < static_cast<std::ptrdiff_t>(rows[0].size()), name);
    return std::stod(rows[1][static_cast<std::size_t>(at)]);
  };
  CHECK(cell("params_near_low") == plan["near_optimal"]["params"][0].get<double>());
  CHECK(cell("samples_near_high") == plan["near_optimal"]["samples"][1].get<double>());
  CHECK(cell("log_params_by_alpha") == plan["sensitivity"]["coefficients"]["alpha"]["log_params"].get<double>());
  CHECK(cell("value_by_E") == near(1, 1e-9));
  CHECK(t2plan::test::t2plan({"frontier", "--law", "besiroglu-2024", "--target", "2.1", "--tokens-served", "1e12",
                              "--sensitivity"})
            .error() == "--sensitivity needs that --target is left out");
}

TEST_CASE("a law without k gives Chinchilla's frontier; warnings are said once") {
  outcome const got = t2plan::test::t2plan({"frontier", "--law", "besiroglu-2024", "--train", "1e19:1e25:7"});
  auto const rows = rows_of(got.out);
  CHECK(rows.size() == 8);
  CHECK(rows[0] == words{"train", "params", "tokens", "tokens_per_param", "value", "binding", "certified", "in_range"});
  CHECK(got.err.starts_with("t2plan: warning: "));
  CHECK(got.err.find('\n') + 1 == got.err.size());
  CHECK(rows[2].back() == "1");
  CHECK(rows[7].back() == "0");
}

TEST_CASE("--level needs draws") {
  outcome const got = t2plan::test::t2plan(command + words{"--level", "0.9"});
  CHECK(got.code == 2);
  CHECK(got.error() == "--level: besiroglu-2024 has no bootstrap draws");
}
