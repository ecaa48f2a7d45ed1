// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan json
// t2plan laws: the catalogue.
#include "program.hpp"

#include <t2/law/published.hpp>

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace t2plan::test;

TEST_CASE("the list has the forms and every set of published coefficients") {
  json const got = t2plan::test::t2plan({"laws", "--json"}).parsed();
  CHECK(got["schema"] == 1);
  std::set<std::string> names;
  for (json const& entry : got["results"]) {
    names.insert(entry["name"].get<std::string>());
    CHECK(!entry["formula"].get<std::string>().empty());
    CHECK(!entry["source"].get<std::string>().empty());
    CHECK(entry["variables"].size() >= 2);
  }
  CHECK(names.size() == got["results"].size());
  for (std::string const form : {"chinchilla", "t2-loss", "t2-accuracy"}) CHECK(names.contains(form));
  for (auto const& entry : t2::law::published::entries) CHECK(names.contains(std::string(entry.name)));
}

TEST_CASE("one entry: the printed digits, the source, the range") {
  json const got = t2plan::test::t2plan({"laws", "besiroglu-2024", "--json"}).parsed();
  CHECK(got["coefficients"] == json{{"E", 1.8172}, {"A", 482.01}, {"B", 2085.43}, {"alpha", 0.3478}, {"beta", 0.3658}});
  CHECK(got["source"].get<std::string>().find("arXiv:2404.10102") != std::string::npos);
  CHECK(got["range"]["params"].size() == 2);
  json const sardana = t2plan::test::t2plan({"laws", "sardana-2024", "--json"}).parsed();
  CHECK(sardana["range"]["tokens_per_param"] == json{nullptr, 10000.0});
}

TEST_CASE("for people") {
  outcome const list = t2plan::test::t2plan({"laws"});
  CHECK(list.code == 0);
  CHECK(list.out.find("hoffmann-2022-unrounded  1.69337368") != std::string::npos);
  outcome const one = t2plan::test::t2plan({"laws", "t2-accuracy"});
  CHECK(one.out.find("theta2 / (1 + exp(theta1 (L - theta0)))") != std::string::npos);
}
