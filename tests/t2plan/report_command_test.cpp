// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan json
// t2: labels once
// t2plan report from fits alone: the data come from what the fits say they read; laws side by side.
#include "program.hpp"
#include "task_suite.hpp"

#include <doctest/doctest.h>

#include <cmath>
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

  // limits, choices and counts reach the page
  std::string const shape = folder.file("shape.json", R"({"params": 8e9, "layers": 32, "width": 4096, "heads": 32,
    "head_dim": 128, "kv_heads": 8, "feed_forward": 14336, "feed_forward_matrices": 3, "vocabulary": 128256})");
  json const limited =
      t2plan::test::t2plan({"report",  "--json",          "--fit",         folder.path("t2-loss.json"), "--out",
                            folder.path("limited"),       "--train",       "1e20",       "--inference", "1e14",
                            "--max-params", "1e8",        "--min-samples", "1",          "--integer-samples",
                            "--tolerance",  "0.05",       "--training-cost", "palm",     "--context",   "2048",
                            "--shape",      shape,        "--inference-cost", "question", "--output",   "1000",
                            "--hardware",   "h100-sxm",   "--unique-tokens", "1e12"})
          .parsed();
  json const& plan = limited["results"][0];
  CHECK(plan["params"].get<double>() <= 1e8 * (1 + 1e-9));
  CHECK(std::fmod(plan["samples"].get<double>(), 1) == 0);
  CHECK(plan["near_optimal"]["tolerance"] == 0.05);
  CHECK(plan["costs"]["training"]["gpu_hours"].get<double>() > 0);
  CHECK(limited["cost_model"]["training"]["name"] == "palm");
  std::string const short_page = content_of(folder.path("limited/index.html"));
  for (char const* part :
       {"What binds: ", "that k is whole", "Ten per cent more of ", " nats of the best value lie N from",
        "costs of the plan: training 6 N D + 12 L c h D (palm); a question 2 N (p + k T) (question)", "one question, k answers",
        "FLOP for each question", "GPU hours", "k whole", "--training-cost</span> palm", "training cost [FLOP]"}) {
    CHECK_MESSAGE(has(short_page, part), std::string(part));
  }
  // said once, in numbers: not in the list of advice again
  CHECK(!has(short_page, "1 per cent more changes the value"));
  CHECK(!has(short_page, "<li>The Chinchilla plan of the same training compute has"));
  CHECK(t2plan::test::t2plan({"report", "--fit", folder.path("t2-loss.json"), "--out", folder.path("no"), "--train", "1e20",
                              "--inference", "1e14", "--training-cost", "palm"})
            .error() == "--training-cost palm needs --context");
}

TEST_CASE("a target, and what is asked for beside the plan") {
  if (!has_gnuplot()) return;
  scratch_folder const folder;
  task_suite const suite;
  words const data{"--checkpoints", folder.file("checkpoints.csv", suite.checkpoints), "--questions",
                   folder.file("questions.csv", suite.questions)};
  for (std::string const law : {"t2-loss", "t2-accuracy"})
    REQUIRE(t2plan::test::t2plan(words{"fit", "--law", law, "--bootstrap", "8", "--out", folder.path(law + ".json")} + data).code == 0);
  words const accuracy{"--fit", folder.path("t2-accuracy.json")};
  words const goal{"--target", "0.5", "--output", "200", "--max-samples", "64", "--json"};
  json const made =
      t2plan::test::t2plan(words{"report", "--lifetime-questions", "1e9", "--out", folder.path("page")} + accuracy + goal).parsed();
  json const plan = t2plan::test::t2plan(words{"plan", "--questions", "1e9"} + accuracy + goal).parsed();
  for (char const* field : {"params", "tokens", "samples", "target", "shadow_prices", "interval", "binding"})
    CHECK(made["results"][0][field] == plan[field]);
  std::string const page = content_of(folder.path("page/index.html"));
  for (char const* part : {"Least cost of training and 1e+09 questions for a value of 0.5 under k &lt;= 64", "at a cost of",
                           "cheapest training", "cost, FLOP", "changes the cost by", "A value better by 0.01 costs",
                           "The optimum along the training budget", "It has cost less in all after"})
    CHECK_MESSAGE(has(page, part), std::string(part));
  CHECK(t2plan::test::t2plan(words{"report", "--out", folder.path("no")} + accuracy + words{"--fit", folder.path("t2-loss.json")} + goal)
            .error() == "--target: the laws are of pass@k and of −log pass@k; a report of one kind is needed");
  CHECK(!std::filesystem::exists(folder.path("no")));

  words const beside{"--tolerance", "0.01", "--sensitivity"};
  json const asked = t2plan::test::t2plan(words{"report", "--json", "--out", folder.path("beside")} + accuracy + beside + budgets).parsed();
  json const same = t2plan::test::t2plan(words{"plan", "--json"} + accuracy + beside + budgets).parsed();
  CHECK(asked["results"][0]["sensitivity"] == same["sensitivity"]);
  CHECK(asked["results"][0]["near_optimal"] == same["near_optimal"]);
  CHECK(has(content_of(folder.path("beside/index.html")), "derivative by"));
}

TEST_CASE("neither fits nor laws") {
  if (!has_gnuplot()) return;
  CHECK(t2plan::test::t2plan(words{"report", "--out", "x"} + budgets).error() == "give --fit, or --law and data to fit");
}
