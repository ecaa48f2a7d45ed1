// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan json
// t2: labels real-data
// t2plan plan: its fields, warnings, intervals, and fit -> plan on real data.
#include "program.hpp"
#include "support/near.hpp"
#include "support/reference.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace t2plan::test;
using t2::test::near;

namespace {

using words = std::vector<std::string>;

json plan(words const& more) { return t2plan::test::t2plan(words{"plan", "--json"} + more).parsed(); }

bool says(json const& plan, std::string const& part) {
  return std::ranges::any_of(plan["warnings"],
                             [&](json const& w) { return w.get<std::string>().find(part) != std::string::npos; });
}

words const published{"--law", "besiroglu-2024", "--sampling", "3.36,0.445", "--train", "1e21"};

}  // namespace

TEST_CASE("a training plan of published coefficients is Chinchilla's") {
  json const got = plan({"--law", "besiroglu-2024", "--train", "5.76e23"});
  // N* = G (C/6)^(beta/(alpha+beta)), eq. (4) of Hoffmann et al.
  double const A = 482.01, B = 2085.43, alpha = 0.3478, beta = 0.3658, s = alpha + beta;
  double const n = std::pow(alpha * A / (beta * B), 1 / s) * std::pow(5.76e23 / 6, beta / s);
  CHECK(got["schema"] == 1);
  CHECK(got["params"].get<double>() == near(n, 1e-12));
  CHECK(got["tokens"].get<double>() == near(5.76e23 / 6 / n, 1e-12));
  CHECK(got["tokens_per_param"].get<double>() == near(5.76e23 / 6 / n / n, 1e-12));
  CHECK(got["certified"] == true);
  CHECK(got["binding"] == json{"train"});
  CHECK(got["baseline"].is_null());
  CHECK(!got.contains("samples"));
  CHECK(got["in_range"] == false);
  CHECK(says(got, "N = 7.225e+10 is outside the data of the fit by a factor of 4.46; the highest there is 1.619e+10"));
}

TEST_CASE("both budgets are spent, the gain is over the Chinchilla plan of the same law") {
  json const got = plan(published + words{"--inference", "1e11"});
  double const n = got["params"], d = got["tokens"], k = got["samples"];
  CHECK(6 * n * d == doctest::Approx(1e21).epsilon(1e-12));
  CHECK(2 * n * k == doctest::Approx(1e11).epsilon(1e-12));
  CHECK(got["binding"] == json{"train", "inference"});
  CHECK(got["baseline"]["params"].get<double>() > n);
  double const base_n = got["baseline"]["params"], base_k = got["baseline"]["samples"];
  CHECK(2 * base_n * base_k == doctest::Approx(1e11).epsilon(1e-12));
  CHECK(got["gain"].get<double>() ==
        doctest::Approx(got["baseline"]["value"].get<double>() - got["value"].get<double>()).epsilon(1e-12));
  CHECK(got["gain"].get<double>() > 0);
  // shadow prices are slopes: a finite difference in log C sees them
  json const more =
      plan({"--law", "besiroglu-2024", "--sampling", "3.36,0.445", "--train", "1.0001e21", "--inference", "1e11"});
  CHECK((more["value"].get<double>() - got["value"].get<double>()) / std::log(1.0001) ==
        doctest::Approx(got["shadow_prices"]["train"].get<double>()).epsilon(1e-3));
}

TEST_CASE("k below one is said, bounded and made whole") {
  words const poor = published + words{"--inference", "1e4"};
  json const free = plan(poor);
  CHECK(free["samples"].get<double>() < 1);
  CHECK(says(free,
             "is below one: the inference budget does not pay one sample of this model; --min-samples 1 keeps to one"));
  json const bounded = plan(poor + words{"--min-samples", "1"});
  CHECK(bounded["samples"] == 1);
  CHECK(bounded["params"].get<double>() == near(5e3, 1e-12));
  CHECK(bounded["binding"] == json{"train", "inference", "min_samples"});
  CHECK(says(bounded, "the Chinchilla plan beside it draws k = "));
  json const whole = plan(published + words{"--inference", "1e10", "--integer-samples"});
  double const k = whole["samples"];
  CHECK(k == std::floor(k));
  CHECK(k >= 1);
  CHECK(std::ranges::count(whole["binding"], json("integer_samples")) == 1);
}

TEST_CASE("stdout holds JSON only, stderr the warnings; the table has both plans") {
  outcome const got = t2plan::test::t2plan(words{"plan"} + published + words{"--inference", "1e9", "--json"});
  CHECK(json::accept(got.out));
  CHECK(got.err.starts_with("t2plan: warning: "));
  CHECK(std::ranges::count(got.err, '\n') == static_cast<long>(json::parse(got.out)["warnings"].size()));
  outcome const table = t2plan::test::t2plan(words{"plan"} + published + words{"--inference", "1e9"});
  CHECK(table.out.find("Chinchilla plan") != std::string::npos);
  CHECK(table.out.find("k [samples]") != std::string::npos);
}

TEST_CASE("fit, then plan, on piqa: the reference optimum inside its interval") {
  auto const checkpoints = t2::test::real_data("gemstones/checkpoints.csv");
  auto const questions = t2::test::real_data("gemstones/piqa_nll.csv");
  auto const optima = t2::test::reference_optima();
  if (!checkpoints || !questions || !optima) return;
  scratch_folder const folder;
  std::string const file = folder.path("fit.json");
  words const input{
      "--checkpoints", checkpoints->string(), "--questions", questions->string(), "--bootstrap", "40", "--out", file};
  for (std::string const law : {"t2-loss", "t2-accuracy"}) {
    CAPTURE(law);
    REQUIRE(t2plan::test::t2plan(words{"fit", "--law", law} + input).code == 0);
    auto const want = std::ranges::find_if(*optima, [&](auto const& each) {
      return each.task == "piqa" && each.law == (law == "t2-loss" ? "A1" : "A2") && each.train == 1e19 &&
             each.inference == 2e11;
    });
    REQUIRE(want != optima->end());
    words const command{"--fit", file, "--train", "1e19", "--inference", "2e11"};
    json const got = plan(command);
    CHECK(got["params"].get<double>() == near(want->params, 1e-4));
    CHECK(got["samples"].get<double>() == near(want->samples, 1e-4));
    CHECK(got["value"].get<double>() == near(want->value, 1e-9));
    CHECK(got["baseline"]["params"].get<double>() == near(want->chinchilla_params, 1e-6));
    CHECK(got["certified"] == (law == "t2-loss"));
    CHECK(got["draws"] == 40);
    for (std::string const name : {"params", "tokens", "samples", "tokens_per_param", "value"}) {
      CAPTURE(name);
      CHECK(got["interval"][name][0].get<double>() < got[name].get<double>());
      CHECK(got["interval"][name][1].get<double>() > got[name].get<double>());
      CHECK(got["baseline"]["interval"][name][0].get<double>() <= got["baseline"]["interval"][name][1].get<double>());
    }
    CHECK(got["interval"]["gain"][0].get<double>() > 0);
    CHECK(
        says(got, law == "t2-loss" ? "the fit: beta is at its upper bound" : "the fit: theta2 is at its upper bound"));
    json const narrow = plan(command + words{"--level", "0.5", "--threads", "1"});
    CHECK(narrow["interval"]["params"][0].get<double>() >= got["interval"]["params"][0].get<double>());
    CHECK(narrow["interval"]["params"][1].get<double>() < got["interval"]["params"][1].get<double>());
    CHECK(plan(command + words{"--threads", "2"})["interval"] == got["interval"]);
  }
}

TEST_CASE("a law fitted without a term has no plan, and the term is named") {
  scratch_folder const folder;
  for (std::string const law : {"t2-loss", "t2-accuracy"}) {
    json fit = {{"schema", 1},
                {"law", law},
                {"objective", 0},
                {"gradient", 0},
                {"points", 9},
                {"mean_relative_error", 0},
                {"converged", true},
                {"active_bounds", json::array()},
                {"warnings", json::array()},
                {"seed", 0},
                {"range", json::object()}};
    fit["parameters"] = {{"E", 1},       {"A", 400},    {"B", 0},      {"alpha", 0.3}, {"beta", 0.3}, {"G", 1},
                         {"gamma", 0.4}, {"theta0", 1}, {"theta1", 1}, {"theta2", 1},  {"theta3", 0}, {"theta4", 0.5}};
    words columns{"E", "A", "B", "alpha", "beta"};
    columns =
        columns + (law == "t2-loss" ? words{"G", "gamma"} : words{"theta0", "theta1", "theta2", "theta3", "theta4"});
    fit["draws"] = {{"columns", columns}, {"rows", json::array()}};
    std::string const file = folder.file("fit.json", fit.dump());
    outcome const got = t2plan::test::t2plan({"plan", "--fit", file, "--train", "1e20", "--inference", "1e10"});
    CHECK(got.code == 1);
    CHECK(got.error() == "no interior optimum: the term of B is missing from the law of " + file + " (B = 0)");
  }
}
