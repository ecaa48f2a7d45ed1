// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan json
// t2: labels slow
// A law of one's own in every command of t2plan: one struct (own_law/own_law.hpp) and one line in the list of laws.
#include "program.hpp"
#include "support/near.hpp"
#include "task_suite.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace t2plan::test;
using words = std::vector<std::string>;

TEST_CASE("laws, fit, fit --validate, predict, plan, report") {
  scratch_folder const folder;
  task_suite const suite(true);
  words const data{"--checkpoints", folder.file("checkpoints.csv", suite.checkpoints), "--questions",
                   folder.file("questions.csv", suite.questions)};
  std::string const file = folder.path("fit.json");

  json const about = t2plan::test::t2plan({"laws", "shared-gain", "--json"}).parsed();
  CHECK(about["formula"] == "L(N, D, k) = (E + A / N^alpha + B / D^beta) / k^gamma");
  CHECK(about["variables"] == json{"params", "tokens", "samples"});
  CHECK(about["fitted_by_t2plan"] == true);

  json const fit = t2plan::test::t2plan(words{"fit", "--law", "shared-gain", "--k", "1,4,16", "--bootstrap", "8", "--out",
                                              file, "--json"} +
                                        data)
                       .parsed();
  CHECK(fit["law"] == "shared-gain");
  CHECK(fit["points"] == 16 * 3);
  CHECK(fit["mean_relative_error"].get<double>() < 0.2);
  CHECK(fit["draws"]["columns"] == json{"E", "A", "B", "alpha", "beta", "gamma"});

  words const point{"--params", "1e9", "--tokens", "1e11", "--samples"};
  double const one = t2plan::test::t2plan(words{"predict", "--fit", file, "--json"} + point + words{"1"}).parsed()["value"];
  double const many = t2plan::test::t2plan(words{"predict", "--fit", file, "--json"} + point + words{"16"}).parsed()["value"];
  CHECK(many < one);

  words const budgets{"--train", "1e20", "--inference", "1e10"};
  json const plan = t2plan::test::t2plan(words{"plan", "--fit", file, "--json"} + budgets).parsed();
  CHECK(plan["samples"].get<double>() == t2::test::near(1e10 / (2 * plan["params"].get<double>()), 1e-9));
  CHECK(plan["interval"]["params"].size() == 2);

  json const held_out = t2plan::test::t2plan(words{"fit", "--law", "t2-loss,shared-gain", "--validate", "--splits",
                                                   "leave_model_out", "--json"} +
                                             data)
                            .parsed();
  CHECK(held_out["ranking"]["negative_log_pass"].size() == 2);

  outcome const report = t2plan::test::t2plan(words{"report", "--fit", file, "--out", folder.path("page")} + budgets);
  INFO(report.err);
  bool const without_gnuplot = report.err.find("gnuplot") != std::string::npos;
  if (!without_gnuplot) {
    CHECK(report.code == 0);
    CHECK(content_of(folder.path("page/index.html")).find("shared-gain") != std::string::npos);
  }
}
