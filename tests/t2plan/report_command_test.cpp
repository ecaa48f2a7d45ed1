// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan json
// t2: labels once
// t2plan report from fits alone: the data come from what the fits say they read; laws side by side.
#include "program.hpp"
#include "task_suite.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

using namespace t2plan::test;

namespace {

using words = std::vector<std::string>;
words const budgets{"--train", "1e20", "--inference", "1e11"};

bool has_gnuplot() {
  if (std::system("command -v gnuplot > /dev/null") == 0) return true;
  std::cout << "SKIPPED: gnuplot not found\n";
  return false;
}

bool has(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("three fits, no data flags: observations and the comparison are there") {
  if (!has_gnuplot()) return;
  scratch_folder const folder;
  task_suite const suite;
  words const data{"--checkpoints", folder.file("checkpoints.csv", suite.checkpoints), "--questions",
                   folder.file("questions.csv", suite.questions), "--fit-where", "tokens_per_param<=median"};
  words report{"report", "--json", "--out", folder.path("page")};
  for (std::string const law : {"t2-loss", "t2-accuracy", "coupled"}) {
    std::string const out = folder.path(law + ".json");
    REQUIRE(t2plan::test::t2plan(words{"fit", "--law", law, "--out", out} + data).code == 0);
    report = report + words{"--fit", out};
  }
  json const made = t2plan::test::t2plan(report + budgets).parsed();
  CHECK(made["results"].size() == 3);
  CHECK(made["results"][2]["law"] == "coupled");
  std::string const page = content_of(folder.path("page/index.html"));
  for (char const* part :
       {"<h2>The laws side by side</h2>", "Held out, 8 checkpoints", "What each law expects of the plans",
        "The coupled law: coupled", "approach 1", "approach 2", "the coupled law trains <strong>", "too small (Jensen)",
        "Fitted under priors on alpha", "uses the loss as a covariate", "IsoFLOP curves, the coupled law"}) {
    CHECK_MESSAGE(has(page, part), std::string(part));
  }
  for (char const* file : {"predicted-coupled.csv", "samples-coupled.csv", "isoflop-coupled-one.csv"})
    CHECK(std::filesystem::exists(folder.path("page/" + std::string(file))));
  // the same page from the laws and the data
  json const again =
      t2plan::test::t2plan(words{"report", "--law", "t2-loss,t2-accuracy,coupled", "--json", "--out", folder.path("again")} +
                           data + budgets)
          .parsed();
  CHECK(again["results"] == made["results"]);

  // data that have gone: a warning, and a report without observations
  std::filesystem::remove(folder.path("questions.csv"));
  outcome const bare = t2plan::test::t2plan(
      words{"report", "--fit", folder.path("coupled.json"), "--out", folder.path("bare")} + budgets);
  CHECK(bare.code == 0);
  CHECK(has(bare.err, "questions.csv, are not there: the report shows no observation"));
  CHECK(!std::filesystem::exists(folder.path("bare/predicted-coupled.csv")));
  CHECK(!has(content_of(folder.path("bare/index.html")), "side by side"));
}

TEST_CASE("neither fits nor laws") {
  if (!has_gnuplot()) return;
  CHECK(t2plan::test::t2plan(words{"report", "--out", "x"} + budgets).error() == "give --fit, or --law and data to fit");
}
