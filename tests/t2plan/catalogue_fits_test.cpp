// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan json
// t2: labels slow real-data
// The program fits every law of the catalogue to the real data that have its variables: laws of N and D, and what
// follows from them, to the runs of Hoffmann et al., laws of k to the checkpoints of Gemstones. The list is the
// program's own, so a law that is added is tried too. With T2_TABLE=1 it prints the table of docs/fit.md.
#include "program.hpp"
#include "support/real_data.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

using namespace t2plan::test;

TEST_CASE("every law on the data that have its variables") {
  auto const runs = t2::test::real_data("chinchilla/epoch_chinchilla.csv");
  auto const checkpoints = t2::test::real_data("gemstones/checkpoints.csv");
  auto const answers = t2::test::real_data("gemstones/piqa_nll.csv");
  if (!runs || !checkpoints || !answers) return;
  std::vector<std::string> const of_runs{"--data", runs->string(), "--where", "kept=1"};
  std::vector<std::string> const of_answers{"--checkpoints", checkpoints->string(), "--questions", answers->string(),
                                            "--k", "1,16,256,1024"};
  std::set<std::string> const there{"params", "tokens", "flops", "tokens_per_param", "samples"};
  std::size_t fitted = 0, forms = 0;
  json const laws = t2plan::test::t2plan({"laws", "--json"}).parsed();
  for (json const& form : laws["results"]) {
    if (form["kind"] != "form") continue;
    ++forms;
    std::string const name = form["name"];
    CAPTURE(name);
    std::string missing;
    bool has_samples = false;
    for (std::string const variable : form["variables"]) {
      has_samples = has_samples || variable == "samples";
      if (!there.contains(variable)) missing += (missing.empty() ? "" : ", ") + variable;
    }
    CHECK(form["fitted_by_t2plan"] == missing.empty());
    bool const print = std::getenv("T2_TABLE") != nullptr;
    if (!missing.empty()) {
      if (print) std::printf("| `%s` | - | no %s |\n", name.c_str(), missing.c_str());
      continue;
    }
    json const fit =
        t2plan::test::t2plan(std::vector<std::string>{"fit", "--law", name, "--json"} + (has_samples ? of_answers : of_runs))
            .parsed();
    double const error = fit["mean_relative_error"];
    CHECK(std::isfinite(error));
    CHECK(fit["points"].get<int>() >= 100);
    for (auto const& [parameter, value] : fit["parameters"].items()) CHECK(std::isfinite(value.get<double>()));
    if (print) std::printf("| `%s` | %s | %.2g %% |\n", name.c_str(), has_samples ? "PIQA" : "240 runs", 100 * error);
    ++fitted;
  }
  CHECK(fitted >= 20);
  CHECK(forms >= 37);
}
