// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan json
// t2: labels real-data
// t2plan fit: the fields of its JSON on real data, its defaults, the bootstrap, and what it does to files.
#include "program.hpp"
#include "support/near.hpp"
#include "support/real_data.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

using namespace t2plan::test;
using t2::test::near;
using t2::test::real_data;

namespace {

using words = std::vector<std::string>;

words names(json const& object) {
  words out;
  for (auto const& [name, value] : object.items()) out.push_back(name);
  return out;
}

std::optional<words> chinchilla_runs() {
  auto const path = real_data("chinchilla/epoch_chinchilla.csv");
  if (!path) return std::nullopt;
  return words{"fit", "--law", "chinchilla", "--data", path->string(), "--where", "kept=1", "--json"};
}

std::optional<words> gemstones(std::string const& law, std::string const& task) {
  auto const checkpoints = real_data("gemstones/checkpoints.csv");
  auto const questions = real_data("gemstones/" + task + "_nll.csv");
  if (!checkpoints || !questions) return std::nullopt;
  return words{"fit",   "--law", law, "--checkpoints", checkpoints->string(), "--questions", questions->string(),
               "--json"};
}

// 12 checkpoints by 3 questions whose -log p follow a law exactly enough to be fitted.
std::string made_checkpoints() {
  std::string text = "ckpt,N,D,loss\n";
  for (int i = 0; i < 12; ++i) {
    double const n = 1e8 * std::pow(2, i % 4), d = 1e9 * std::pow(3, i / 4);
    text += "c" + std::to_string(i) + "," + std::to_string(n) + "," + std::to_string(d) + "," +
            std::to_string(1 + 400 / std::pow(n, 0.3) + 900 / std::pow(d, 0.3)) + "\n";
  }
  return text;
}
std::string made_counts(int n) {
  std::string text = "ckpt,problem,n,c\n";
  for (int i = 0; i < 12; ++i)
    for (int q = 0; q < 3; ++q)
      text += "c" + std::to_string(i) + ",q" + std::to_string(q) + "," + std::to_string(n) + "," +
              std::to_string(1 + (n - 2) * (i + 1) * (q + 1) / 60) + "\n";
  return text;
}

// 25 runs of the Chinchilla law, written by `row(i, N, D, loss)`.
template <class Row>
std::string made_runs(Row row) {
  std::string text = "N,D,loss\n";
  for (int i = 0; i < 25; ++i) {
    double const n = 1e8 * std::pow(3, i % 5), d = 4e9 * std::pow(3, i / 5);
    text += row(i, n, d, 1.69 + 406.4 / std::pow(n, 0.34) + 410.7 / std::pow(d, 0.28));
  }
  return text;
}
std::string line_of(double first, double second, double third) {
  return std::to_string(first) + "," + std::to_string(second) + "," + std::to_string(third) + "\n";
}

}  // namespace

TEST_CASE("the instruction set changes no bit") {
  std::string const said = t2plan::test::t2plan({"--version"}).out;
  std::string const from = "instruction set: ";
  std::size_t const at = said.find(from) + from.size();
  std::string const best = said.substr(at, said.find(' ', at) - at);
  auto const runs = chinchilla_runs();
  auto const losses = gemstones("t2-loss", "piqa"), accuracies = gemstones("t2-accuracy", "piqa");
  if (!runs || !losses || !accuracies) return;
  for (words const& fit : {*runs, *losses, *accuracies}) {
    words const all = fit + words{"--bootstrap", "16"};
    std::string const baseline = t2plan::test::t2plan(words{"--isa", "baseline"} + all).out;
    CHECK(baseline.size() > 1000);
    CHECK((t2plan::test::t2plan(words{"--isa", best} + all).out == baseline));
    CHECK((t2plan::test::t2plan(all).out == baseline));
  }
}

TEST_CASE("chinchilla: the global optimum, every field") {
  auto const command = chinchilla_runs();
  if (!command) return;
  json const fit = t2plan::test::t2plan(*command + words{"--bootstrap", "100", "--seed", "7"}).parsed();
  CHECK(fit["schema"] == 1);
  CHECK(fit["law"] == "chinchilla");
  CHECK(fit["points"] == 240);
  CHECK(fit["objective"].get<double>() <= 0.001018274017800603 * (1 + 1e-9));
  CHECK(fit["gradient"].get<double>() <= 1e-12);
  CHECK(fit["parameters"]["E"].get<double>() == near(1.81721809901007675, 1e-6));
  CHECK(fit["parameters"]["A"].get<double>() == near(477.825868233905484, 1e-6));
  CHECK(fit["parameters"]["B"].get<double>() == near(2143.41736336045842, 1e-6));
  CHECK(fit["parameters"]["alpha"].get<double>() == near(0.347310498881754573, 1e-6));
  CHECK(fit["parameters"]["beta"].get<double>() == near(0.367172432627762205, 1e-6));
  CHECK(fit["converged"] == true);
  CHECK(fit["active_bounds"] == json::array());
  CHECK(fit["warnings"] == json::array());
  CHECK(names(fit["range"]) == words{"params", "tokens", "tokens_per_param", "train"});
  CHECK(fit["range"]["tokens_per_param"][1].get<double>() == near(341.0964613, 1e-9));
  CHECK(fit["seed"] == 7);
  CHECK(fit["level"] == 0.95);
  CHECK(fit["draws"]["columns"] == json{"E", "A", "B", "alpha", "beta"});
  CHECK(fit["draws"]["rows"].size() == 100);
  CHECK(fit["draws"]["rows"][0].size() == 5);
  CHECK(fit["failed_draws"] == 0);
  for (std::string const name : {"E", "A", "B", "alpha", "beta"}) {
    double const value = fit["parameters"][name];
    CHECK(fit["bootstrap"][name][0].get<double>() < value);
    CHECK(fit["bootstrap"][name][1].get<double>() > value);
  }
  CHECK(fit["source"]["options"]["where"] == json{"kept=1"});
  CHECK(fit["source"]["options"]["objective"] == "huber:1e-3");
  CHECK(fit["source"]["options"]["residual"] == "log");
}

TEST_CASE("the number of threads changes no bit, the seed does") {
  auto const command = chinchilla_runs();
  if (!command) return;
  words const draws = *command + words{"--bootstrap", "24", "--seed"};
  std::string const one = t2plan::test::t2plan(draws + words{"1", "--threads", "1"}).out;
  CHECK(t2plan::test::t2plan(draws + words{"1", "--threads", "3"}).out == one);
  CHECK(t2plan::test::t2plan(draws + words{"2", "--threads", "3"}).out != one);
}

TEST_CASE("t2-loss on piqa: objective, active bounds, error by k, extrapolation") {
  auto const command = gemstones("t2-loss", "piqa");
  if (!command) return;
  json const fit = t2plan::test::t2plan(*command).parsed();
  CHECK(names(fit["parameters"]) == words{"A", "B", "E", "G", "alpha", "beta", "gamma"});  // this reader sorts
  CHECK(fit["objective"].get<double>() == near(187.6906042, 1e-8));
  CHECK(fit["points"] == 2904);
  CHECK(fit["mean_relative_error"].get<double>() == near(0.6228361924, 1e-6));
  CHECK(fit["mean_relative_error_by_k"].size() == 11);
  CHECK(fit["mean_relative_error_by_k"]["1024"].get<double>() == near(2.4529, 1e-4));
  CHECK(fit["active_bounds"] == json{"E", "beta"});
  CHECK(fit["warnings"] == json{"E is 0: its term is not identified by the data",
                                "beta is at its upper bound: not identified by the data",
                                "the residuals follow the variables: the data have another shape than the law, and plans "
                                "from it mislead"});
  CHECK(fit["range"]["samples"] == json{1.0, 1024.0});
  CHECK(fit["draws"]["rows"] == json::array());
  CHECK(fit["bootstrap"] == json::object());

  json const half =
      t2plan::test::t2plan(*command + words{"--fit-where", "tokens_per_param<=median", "--k", "1,2,4,8,16"}).parsed();
  CHECK(half["points"] == 132 * 5);
  CHECK(half["held_out"]["fit_where"] == "tokens_per_param<=median");
  CHECK(half["held_out"]["points"] == 132 * 5);
  CHECK(half["mean_relative_error"].get<double>() == near(0.070581, 1e-5));
  CHECK(half["held_out"]["mean_relative_error"].get<double>() == near(0.068419, 1e-5));
}

TEST_CASE("t2-accuracy on piqa: both stages, extrapolation") {
  auto const command = gemstones("t2-accuracy", "piqa");
  if (!command) return;
  json const fit = t2plan::test::t2plan(*command).parsed();
  CHECK(fit["objective"].get<double>() == near(1.09244949, 1e-8));
  CHECK(fit["location"]["objective"].get<double>() == near(0.005847067434, 1e-9));
  CHECK(fit["location"]["points"] == 264);
  CHECK(fit["location"]["active_bounds"] == json::array());
  CHECK(fit["parameters"]["theta4"].get<double>() == near(1.003261715, 1e-5));
  CHECK(fit["parameters"].size() == 10);
  CHECK(fit["active_bounds"] == json{"theta2"});

  json const half = t2plan::test::t2plan(*command + words{"--fit-where", "tokens_per_param<=325.458"}).parsed();
  CHECK(half["held_out"]["points"] == 132 * 11);
  CHECK(half["location"]["active_bounds"] == json{"E"});
  CHECK(half["active_bounds"] == json{"E", "theta2"});
  CHECK(half["mean_relative_error"].get<double>() == near(0.044413, 2e-5));
  CHECK(half["held_out"]["mean_relative_error"].get<double>() == near(0.082732, 2e-5));
}

TEST_CASE("columns that fit as well as the right ones are doubted: N and D swapped, units mixed") {
  scratch_folder const folder;
  auto const warnings = [&](std::string const& text) {
    return t2plan::test::t2plan({"fit", "--law", "chinchilla", "--data", folder.file("runs.csv", text), "--json"})
        .parsed()["warnings"];
  };
  CHECK(warnings(made_runs([](int, double n, double d, double loss) { return line_of(n, d, loss); })) == json::array());
  CHECK(warnings(made_runs([](int, double n, double d, double loss) { return line_of(d, n, loss); })) ==
        json{"D/N goes from 0.000309 to 2.02: are the columns of N and D swapped?"});
  json const mixed = warnings(
      made_runs([](int i, double n, double d, double loss) { return line_of(n, i == 7 ? d / 1e9 : d, loss); }));
  CHECK(mixed.dump().find("are N and D in the same unit in every row?") != std::string::npos);
}

TEST_CASE("one configuration of Porian et al., both row sets") {
  auto const path = real_data("porian/porian_isoflop.csv");
  if (!path) return;
  words const all{"fit",          "--law",  "chinchilla", "--data",
                  path->string(), "--json", "--where",    "config=rw-tuned-short-const-standard-val"};
  CHECK(t2plan::test::t2plan(all).parsed()["objective"].get<double>() == near(0.006693239338, 1e-9));
  json const low = t2plan::test::t2plan(all + words{"--where", "loss<5"}).parsed();
  CHECK(low["points"] == 99);
  CHECK(low["objective"].get<double>() == near(0.002608527366, 1e-9));
}

TEST_CASE("counts: k up to the fewest trials; the checkpoints' own loss") {
  scratch_folder const folder;
  words const files{"--checkpoints", folder.file("c.csv", made_checkpoints()), "--counts",
                    folder.file("n.csv", made_counts(20)), "--json"};
  json const loss = t2plan::test::t2plan(words{"fit", "--law", "t2-loss"} + files).parsed();
  CHECK(loss["points"] == 12 * 5);
  CHECK(loss["range"]["samples"] == json{1.0, 16.0});
  json const accuracy =
      t2plan::test::t2plan(words{"fit", "--law", "t2-accuracy", "--loss-column", "loss"} + files).parsed();
  CHECK(accuracy["location"]["objective"].get<double>() < 1e-6);
  CHECK(accuracy["parameters"]["alpha"].get<double>() == near(0.3, 0.02));
}

TEST_CASE("--out writes what --json prints, over an old file, and leaves nothing else") {
  auto const command = chinchilla_runs();
  if (!command) return;
  scratch_folder const folder;
  std::string const out = folder.file("fit.json", "old");
  outcome const run = t2plan::test::t2plan(*command + words{"--out", out});
  CHECK(run.code == 0);
  CHECK(content_of(out) == run.out);
  CHECK(folder.names() == words{"fit.json"});
  words without_json = *command + words{"--out", out};
  std::erase(without_json, "--json");
  outcome const table = t2plan::test::t2plan(without_json);
  CHECK(table.out.find("alpha  0.3473104989") != std::string::npos);
  CHECK(content_of(out) == run.out);
}

TEST_CASE("a link stays a link, /dev/stdout is written to") {
  auto const command = chinchilla_runs();
  if (!command) return;
  scratch_folder const folder;
  std::string const target = folder.file("target.json", "old"), link = folder.path("link.json");
  std::filesystem::create_symlink(target, link);
  CHECK(t2plan::test::t2plan(*command + words{"--out", link}).code == 0);
  CHECK(std::filesystem::is_symlink(link));
  CHECK(json::parse(content_of(target))["law"] == "chinchilla");
}
