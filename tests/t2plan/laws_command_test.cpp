// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan json
// t2plan laws: the catalogue; published coefficients in predict and plan, and their ranges.
#include "program.hpp"
#include "support/near.hpp"

#include <t2/law/catalogue.hpp>
#include <t2/law/published/sets.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace t2plan::test;
using t2::test::near;

namespace {

using words = std::vector<std::string>;

// tests/law.difficulty.spread is tests/law/difficulty/spread_test.cpp.
std::filesystem::path source_of(std::string test) {
  std::ranges::replace(test, '.', '/');
  return std::filesystem::path(__FILE__).parent_path().parent_path() / (test + "_test.cpp");
}

double value_of(words const& command) {
  return t2plan::test::t2plan(words{"predict", "--json"} + command).parsed()["value"];
}

}  // namespace

TEST_CASE("every form and every set of the library is there, with formula, variables, source and a test that exists") {
  json const got = t2plan::test::t2plan({"laws", "--json"}).parsed();
  CHECK(got["schema"] == 1);
  std::map<std::string, json> entries;
  for (json const& entry : got["results"]) {
    std::string const name = entry["name"];
    CAPTURE(name);
    CHECK(entries.emplace(name, entry).second);
    CHECK(!entry["formula"].get<std::string>().empty());
    CHECK(!entry["source"].get<std::string>().empty());
    CHECK(!entry["variables"].empty());
    if (entry["kind"] == "form") {
      CHECK(std::filesystem::exists(source_of(entry["test"])));
      CHECK(!entry["parameters"].empty());
    } else {
      CHECK(entries.at(entry["form"])["kind"] == "form");
      CHECK(!entry["unit"].get<std::string>().empty());
      CHECK(!entry["params_counted"].get<std::string>().empty());
      for (auto const& [coefficient, value] : entry["coefficients"].items()) {
        auto const& known = entries.at(entry["form"])["parameters"];
        CHECK(std::find(known.begin(), known.end(), coefficient) != known.end());
      }
    }
  }
  std::size_t count = 0;
  t2::law::for_each_form([&](auto const& each) {
    ++count;
    CHECK(entries.at(std::string(each.about.name))["formula"] == each.about.formula);
  });
  t2::law::published::for_each_set([&](auto const& each) {
    ++count;
    CHECK(entries.at(std::string(each.name))["source"] == each.source);
  });
  CHECK(entries.size() == count);
}

TEST_CASE("one entry: the printed digits, the source, the range, the base of logarithms") {
  json const got = t2plan::test::t2plan({"laws", "besiroglu-2024", "--json"}).parsed();
  CHECK(got["coefficients"] == json{{"E", 1.8172}, {"A", 482.01}, {"B", 2085.43}, {"alpha", 0.3478}, {"beta", 0.3658}});
  CHECK(got["source"].get<std::string>().find("arXiv:2404.10102") != std::string::npos);
  CHECK(got["range"]["params"].size() == 2);
  CHECK(got["log_base"] == "e");
  CHECK(t2plan::test::t2plan({"laws", "clark-2022-hash", "--json"}).parsed()["log_base"] == "10");
  json const sardana = t2plan::test::t2plan({"laws", "sardana-2024", "--json"}).parsed();
  CHECK(sardana["range"]["tokens_per_param"] == json{nullptr, 10000.0});
  json const farseer = t2plan::test::t2plan({"laws", "farseer-2025", "--json"}).parsed();
  CHECK(farseer["unit"] == "bits/character");
  CHECK(farseer["range"]["train"] == json{nullptr, 1e22});
}

TEST_CASE("for people") {
  outcome const list = t2plan::test::t2plan({"laws"});
  CHECK(list.code == 0);
  CHECK(list.out.find("* coupled: ") != std::string::npos);
  CHECK(list.out.find("  precision: ") != std::string::npos);
  outcome const one = t2plan::test::t2plan({"laws", "hoffmann-2022-unrounded"});
  CHECK(one.out.find("E = 1.69337368, A = 406.401018") != std::string::npos);
  CHECK(t2plan::test::t2plan({"laws", "t2-accuracy"}).out.find("theta2 / (1 + exp(theta1 (L - theta0)))") !=
        std::string::npos);
  CHECK(t2plan::test::t2plan({"laws", "nothing"}).error().starts_with("no law 'nothing'; there are 'chinchilla'"));
}

TEST_CASE("published coefficients of any form predict; values are those of the sources") {
  // golden values of the printed coefficients, computed apart from this program
  CHECK(value_of({"--law", "farseer-2025", "--params", "1e9", "--tokens", "2e10"}) == near(.5272241341735545, 1e-12));
  CHECK(value_of({"--law", "clark-2022-s-base", "--params", "1e8", "--experts", "64"}) == near(2.430529777676598, 1e-12));
  CHECK(value_of({"--law", "abnar-2025", "--params", "1e9", "--tokens", "2e10", "--sparsity", "0"}) ==
        near(2.5656813083550216, 1e-12));
  CHECK(value_of({"--law", "frantar-2023-t5", "--sparsity", "0.5", "--params", "1e8", "--tokens", "1e10"}) ==
        near(1.837240161908089, 1e-12));
  CHECK(value_of({"--law", "kumar-2024", "--params", "2.2e8", "--tokens", "2.6e10", "--weight-bits", "8",
                  "--activation-bits", "8", "--cache-bits", "8"}) == near(3.2271084994668633, 1e-12));
  CHECK(value_of({"--law", "ludziejewski-2025", "--params", "1e9", "--tokens", "2e10", "--experts", "8"}) ==
        near(2.508777282102584, 1e-12));
  // C and D/N follow from N and D where they are not given
  double const by_size = value_of({"--law", "gadre-2024-redpajama", "--params", "1.4e9", "--tokens", "8.96e11"});
  CHECK(by_size == near(2.5262, 1e-4));
  CHECK(by_size ==
        near(value_of({"--law", "gadre-2024-redpajama", "--flops", "7.5264e21", "--tokens-per-param", "640"}), 1e-12));
}

TEST_CASE("outside the data of a set: the value, and a warning that names the variable and the factor") {
  outcome const run =
      t2plan::test::t2plan({"predict", "--law", "kumar-2024", "--params", "2.2e9", "--tokens", "2e10", "--weight-bits",
                            "8", "--activation-bits", "8", "--cache-bits", "8"});
  CHECK(run.code == 0);
  CHECK(run.err == "t2plan: warning: N = 2.2e+09 is outside the data of the fit by a factor of 10; the highest there is "
                   "2.2e+08\n");
  json const inside =
      t2plan::test::t2plan({"predict", "--law", "coupled-gemstones-piqa", "--params", "1e9", "--tokens", "1e11",
                            "--samples", "64", "--json"})
          .parsed();
  CHECK(inside["warnings"] == json::array());
  CHECK(inside["in_range"] == json{{"params", true}, {"tokens", true}, {"samples", true}});
  json const beyond = t2plan::test::t2plan({"predict", "--law", "coupled-gemstones-piqa", "--params", "2e9", "--tokens",
                                            "1e8", "--samples", "4", "--json"})
                          .parsed();
  REQUIRE(beyond["warnings"].size() == 2);
  CHECK(beyond["warnings"][1].get<std::string>().find("more parameters do worse") != std::string::npos);
}

TEST_CASE("variables that are missing or that the law does not have") {
  auto const error = [](words const& more) {
    outcome const run = t2plan::test::t2plan(words{"predict"} + more);
    CHECK(run.code == 2);
    return run.error();
  };
  CHECK(error({"--law", "clark-2022-hash", "--params", "1e8"}) == "--experts is required: the law depends on experts");
  CHECK(error({"--law", "besiroglu-2024", "--params", "1e8", "--tokens", "1e9", "--experts", "8"}) ==
        "--experts: the law of besiroglu-2024 does not depend on experts");
  CHECK(error({"--law", "farseer-2025", "--params", "1e8", "--tokens", "1e9", "--sampling", "1,1"}) ==
        "--sampling goes with coefficients of the form chinchilla");
}

TEST_CASE("plans of published coefficients of other forms, where N, D and k are their variables") {
  auto const plan = [](words const& more) { return t2plan::test::t2plan(words{"plan", "--json", "--train"} + more); };
  // Gadre et al.: the best D/N of RedPajama is 7.42
  json const gadre = plan({"1e21", "--law", "gadre-2024-redpajama"}).parsed();
  CHECK(gadre["tokens_per_param"].get<double>() == near(7.427, 0.001));
  // far beyond their sizes the printed digits of Farseer go on improving, and the plan says so
  json const farseer = plan({"1e21", "--law", "farseer-2025"}).parsed();
  CHECK(farseer["binding"] == json{"train", "search"});
  CHECK(farseer["in_range"] == false);
  json const coupled = plan({"1e20", "--inference", "1e11", "--law", "coupled-gemstones-piqa"}).parsed();
  CHECK(coupled["value"].get<double>() > coupled["baseline"]["value"].get<double>());
  CHECK(plan({"1e21", "--law", "abnar-2025"}).error() ==
        "sparse-experts is a law of N, D, sparsity; plans are of laws of N and D, and k");
}
