// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan json
// The coupled law from the command line: its fit, what it records, and the commands that take the fit.
#include "program.hpp"
#include "support/near.hpp"
#include "task_suite.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace t2plan::test;
using t2::test::near;

namespace {

using words = std::vector<std::string>;

struct folder_with_suite {
  scratch_folder folder;
  std::string checkpoints, questions;

  explicit folder_with_suite(bool trend = true) {
    task_suite const suite(trend);
    checkpoints = folder.file("checkpoints.csv", suite.checkpoints);
    questions = folder.file("questions.csv", suite.questions);
  }
  [[nodiscard]] words fit(words const& more) const {
    return words{"fit", "--checkpoints", checkpoints, "--questions", questions} + more;
  }
};

}  // namespace

TEST_CASE("fit, predict, plan, frontier of the coupled law") {
  folder_with_suite const at;
  std::string const file = at.folder.path("fit.json");
  json const fit = t2plan::test::t2plan(
      at.fit({"--law", "coupled", "--interaction", "0.2", "--bootstrap", "9", "--seed", "2", "--json", "--out", file})).parsed();
  CHECK(fit["law"] == "coupled");
  CHECK(fit["draws"]["columns"] == json{"A0", "alpha", "B0", "beta", "c", "a", "b", "s"});
  CHECK(fit["draws"]["rows"].size() == 9);
  CHECK(fit["parameters"]["c"] == 0.2);
  CHECK(fit["parameters"]["A0"].get<double>() == near(3.5, 0.03));
  CHECK(fit["parameters"]["alpha"].get<double>() == near(0.1, 0.05));
  CHECK(fit["points"] == 16 * 6);  // k = 1, 4, ..., 1024
  CHECK(fit["mean_relative_error"].get<double>() < 0.01);
  CHECK(fit["mean_relative_error_by_k"].size() == 6);
  CHECK(fit["one_stage"]["priors"].size() == 2);  // c is held
  CHECK(fit["one_stage"]["scatter"].get<double>() < 0.5);
  CHECK(fit["source"]["options"]["interaction"] == 0.2);
  CHECK(fit["source"]["options"]["questions"] == at.questions);

  words const point{"--params", "1e9", "--tokens", "1e11", "--samples"};
  double before = 0;
  for (std::string const k : {"1", "16", "256"}) {
    json const value = t2plan::test::t2plan(words{"predict", "--fit", file, "--json"} + point + words{k}).parsed();
    CHECK(value["value"].get<double>() > before);
    CHECK(value["in_range"]["samples"] == true);
    CHECK(value["interval"]["value"][0].get<double>() <= value["interval"]["value"][1].get<double>());
    before = value["value"];
  }
  words const budgets{"--train", "1e20", "--inference", "1e11"};
  json const plan = t2plan::test::t2plan(words{"plan", "--fit", file, "--json"} + budgets).parsed();
  CHECK(plan["value"].get<double>() >= plan["baseline"]["value"].get<double>());
  CHECK(plan["samples"].get<double>() == near(1e11 / (2 * plan["params"].get<double>()), 1e-9));
  CHECK(plan["interval"]["params"].size() == 2);
  CHECK(plan["certified"] == false);
  // with c > 0 more parameters than N* do worse, and the plan says so where it is there
  outcome const frontier = t2plan::test::t2plan(
      {"frontier", "--fit", file, "--train", "1e19:1e21:3", "--inference", "1e11"});
  CHECK(frontier.code == 0);
  CHECK(std::count(frontier.out.begin(), frontier.out.end(), '\n') == 4);
}

TEST_CASE("without --interaction c is fitted under its prior; the loss is a law too") {
  folder_with_suite const at;
  json const fit = t2plan::test::t2plan(at.fit({"--law", "coupled-loss", "--json"})).parsed();
  CHECK(fit["law"] == "coupled-loss");
  CHECK(fit["one_stage"]["priors"].size() == 3);
  CHECK(fit["one_stage"]["priors"][2]["parameter"] == "c");
  CHECK(fit["parameters"]["c"].get<double>() > 0);
  CHECK(fit["mean_relative_error"].get<double>() < 0.02);
  outcome const table = t2plan::test::t2plan(at.fit({"--law", "coupled"}));
  CHECK(table.out.find("prior of alpha") != std::string::npos);
}

TEST_CASE("hopeless data are refused with the reason") {
  folder_with_suite const at(false);
  outcome const run = t2plan::test::t2plan(at.fit({"--law", "coupled"}));
  CHECK(run.code == 1);
  CHECK(run.error().find("questions.csv: neighbouring checkpoints scatter more than the trend") != std::string::npos);
}

TEST_CASE("options that the coupled law does not have, and the other way round") {
  folder_with_suite const at;
  auto const error = [&](words const& more) {
    outcome const run = t2plan::test::t2plan(at.fit(more));
    CHECK(run.code == 2);
    return run.error();
  };
  CHECK(error({"--law", "coupled", "--objective", "sse"}) ==
        "--objective: coupled is fitted in one stage whose objective is fixed");
  CHECK(error({"--law", "t2-loss", "--interaction", "0.2"}) == "--interaction is for coupled only");
  CHECK(error({"--law", "coupled", "--interaction", "2"}) == "--interaction: 2 is not between 0 and 1");
  CHECK(error({"--law", "routed"}).starts_with("--law: routed is in the catalogue, but this program fits "));
  CHECK(error({"--law", "farseer"}) == "--data is required: this law is fitted to training runs");
}

TEST_CASE("held-out errors of several laws: the law that made the data comes first") {
  folder_with_suite const at;
  words const command = at.fit({"--law", "t2-loss,t2-loss@16,t2-accuracy,coupled", "--interaction", "0.2", "--validate",
                                "--splits", "leave_model_out,extrapolate_params"});
  json const found = t2plan::test::t2plan(command + words{"--json"}).parsed();
  CHECK(found["schema"] == 1);
  CHECK(found["results"].size() == 4 * 2 * 2 * 12);
  CHECK(found["splits"][0] == json{{"split", "leave_model_out"}, {"folds", 4}, {"held_out", 16}});
  CHECK(found["splits"][1]["held_out"] == 8);
  json const first = found["results"][0];
  CHECK(first["law"] == "t2-loss");
  CHECK(first["split"] == "leave_model_out");
  CHECK(first["metric"] == "pass");
  CHECK(first["k"].is_null());
  CHECK(first["failed_folds"] == 0);
  for (std::string const metric : {"pass", "negative_log_pass"}) {
    CHECK(found["ranking"][metric][0]["law"] == "coupled");
    CHECK(found["ranking"][metric][0]["error"].get<double>() < 0.02);
    CHECK(found["ranking"][metric][3]["error"].get<double>() > 0.02);
  }
  outcome const table = t2plan::test::t2plan(command);
  CHECK(table.code == 0);
  CHECK(table.out.find("mean over splits") != std::string::npos);
  CHECK(table.out.find("4 folds") != std::string::npos);
}

TEST_CASE("what cannot be validated") {
  folder_with_suite const at;
  auto const error = [&](words const& more) {
    outcome const run = t2plan::test::t2plan(at.fit(more + words{"--validate"}));
    CHECK(run.code == 2);
    return run.error();
  };
  CHECK(error({"--law", "t2-loss,moe"}).starts_with("--law: no law 'moe' to validate on checkpoints; there are "));
  CHECK(error({"--law", "t2-accuracy@16"}) == "--law: 't2-accuracy@16' is not t2-loss@K with a number K >= 1");
  CHECK(error({"--law", "t2-loss", "--splits", "random"}).starts_with("--splits: no split 'random'; there are "));
  CHECK(error({"--law", "t2-loss", "--fit-where", "params<=median"}).starts_with("--fit-where: --validate"));
  outcome const several = t2plan::test::t2plan(at.fit({"--law", "t2-loss,coupled"}));
  CHECK(several.error() == "--law: several laws are compared by --validate");
}
