// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan json
// t2plan plan and frontier with every way to count training and answering, against the formulas of their sources; laws of the
// catalogue under limits; regret of a plan by hand.
#include "asked_plan.hpp"
#include "support/near.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using namespace t2plan::test;
using t2::test::near;

namespace {

words const loss{"--law", "besiroglu-2024"};
words const task = loss + words{"--sampling", "3.36,0.445"};
// Llama 3 8B: the shape of the example of Kinetics
char const* const llama = R"({"params": 8e9, "layers": 32, "width": 4096, "heads": 32, "head_dim": 128, "kv_heads": 8,
  "feed_forward": 14336, "feed_forward_matrices": 3, "vocabulary": 128256})";
double const L = 32, d = 4096, h = 32 * 128, w = 2 * 8 * 128 * 32, V = 128256;

std::string fit_of(scratch_folder const& folder, std::string const& name, std::string const& law, json const& parameters,
                   json const& rows) {
  json fit = {{"schema", 1},         {"law", law},           {"objective", 0},
              {"gradient", 0},       {"points", 9},          {"mean_relative_error", 0},
              {"converged", true},   {"active_bounds", json::array()},
              {"warnings", json::array()}, {"seed", 0},
              {"range", {{"samples", {1, 64}}, {"params", {1e7, 1e9}}}}};
  words columns;
  for (auto const& [key, value] : parameters.items()) columns.push_back(key);
  fit["parameters"] = parameters;
  fit["draws"] = {{"columns", columns}, {"rows", rows}};
  return folder.file(name, fit.dump());
}

double besiroglu(double n, double tokens) {
  return 1.8172 + 482.01 * std::pow(n, -0.3478) + 2085.43 * std::pow(tokens, -0.3658);
}

}  // namespace

TEST_CASE("training by each count: D of a given size spends the budget") {
  scratch_folder const folder;
  std::string const shape = folder.file("shape.json", llama);
  double const P = L * (2 * d * h + 2 * d * 1024 + 3 * d * 14336), c = 8192;
  for (auto const& [name, per_token] : std::vector<std::pair<std::string, double>>{
           {"6nd", 6 * 8e9},
           {"kaplan", 6 * 8e9 + 6 * L * c * h},
           {"palm", 6 * 8e9 + 12 * L * c * h},
           {"hoffmann", 3 * (4 * V * d + 2 * P + 4 * L * c * h + 3 * 32 * L * c)}}) {
    CAPTURE(name);
    words const how = name == "6nd" ? words{} : words{"--context", "8192", "--shape", shape};
    json const got = plan(loss + words{"--train", "1e23", "--params", "8e9", "--training-cost", name} + how);
    CHECK(number(got, "tokens") * per_token == near(1e23, 1e-12));
    CHECK(number(got["costs"]["training"], "flop") == near(1e23, 1e-12));
    CHECK(got["cost_model"]["training"]["name"] == name);
    CHECK(!got["cost_model"]["training"]["formula"].get<std::string>().empty());
    CHECK(binds(got, "train"));
    CHECK(got["certified"] == true);
  }
}

TEST_CASE("the optimum with attention counted: certified, the best along the budget, Chinchilla's plan for the same cost") {
  scratch_folder const folder;
  words const palm{"--training-cost", "palm", "--context", "8192", "--shape", folder.file("shape.json", llama)};
  json const got = plan(loss + palm + words{"--train", "1e21", "--tolerance", "0.01"});
  auto const cost = [&](double n, double tokens) {
    return (6 * n + 12 * L * 8192 * h * std::pow(n / 8e9, 2.0 / 3)) * tokens;
  };
  auto const at = [&](double n) { return besiroglu(n, 1e21 / cost(n, 1)); };
  double low = std::log(1e7), high = std::log(1e12);
  while (high - low > 1e-9) {  // thirds: the value has one minimum
    double const a = low + (high - low) / 3, b = high - (high - low) / 3;
    (at(std::exp(a)) < at(std::exp(b)) ? high : low) = at(std::exp(a)) < at(std::exp(b)) ? b : a;
  }
  CHECK(got["certified"] == true);
  CHECK(number(got, "value") == near(at(std::exp(low)), 1e-12));
  CHECK(number(got, "params") == near(std::exp(low), 1e-6));
  double const n = got["baseline"]["params"], tokens = got["baseline"]["tokens"];
  CHECK(cost(n, tokens) == near(1e21, 1e-11));
  double const s = 0.3478 + 0.3658;  // eq. (4) of Hoffmann et al.
  CHECK(n == near(std::pow(0.3478 * 482.01 / (0.3658 * 2085.43), 1 / s) * std::pow(n * tokens, 0.3658 / s), 1e-10));
  CHECK(number(got, "gain") > 0);
  CHECK(number(got, "gain") < 1e-3);  // attention hardly moves the optimum
  CHECK(got["near_optimal"]["certified"] == true);
}

TEST_CASE("answering by each count: k of a given model spends the budget; Kinetics' own figure") {
  scratch_folder const folder;
  std::string const shape = folder.file("shape.json", llama);
  words const model{"--params", "8e9", "--tokens", "2e12"}, question{"--prompt", "200", "--output", "8000"};
  words const cached = question + words{"--shape", shape, "--intensity", "562.5"};
  double const N = 8e9, p = 200, T = 8000, r = 4, I = 562.5;
  double const shared = 2 * p * w * T, own = w * T * T;
  for (auto const& [name, fixed, by_k, more] : std::vector<std::tuple<std::string, double, double, words>>{
           {"2nk", 0., 2 * N, {}},
           {"question", 2 * N * p, 2 * N * T, question},
           {"kinetics", I * shared, 2 * N * T + r * shared + (r + I) * own, cached},
           {"kv-cache", I * shared + 2 * N * p + 2 * L * h * p * p, 2 * N * T + r * shared + (r + I) * own, cached}}) {
    CAPTURE(name);
    double const budget = fixed + 5.5 * by_k;
    json const got = plan(task + model + more + words{"--inference-cost", name, "--inference", json(budget).dump()});
    CHECK(number(got, "samples") == near(5.5, 1e-10));
    CHECK(binds(got, "inference"));
    CHECK(got["cost_model"]["inference"]["name"] == name);
    CHECK(number(got["costs"][name == "2nk" ? "token_served" : "question"], "flop") == near(budget, 1e-12));
  }
  words const four{"--samples", "4", "--inference-cost", "kinetics"};
  json const figure = plan(task + model + cached + four);
  CHECK(number(figure["costs"]["question"], "flop") == near(5.824643072e14L + 9.5551488e15L, 1e-12));
  // the intensity of the source, 562.5, is a B200's: 2 bytes at 2.25e15 / 8e12
  json const sheet = plan(task + model + question + four + words{"--shape", shape, "--hardware", "b200"});
  CHECK(number(sheet["costs"]["question"], "flop") == near(5.824643072e14L + 9.5551488e15L, 1e-12));
  json const apart = plan(task + model + question +
                          words{"--inference-cost", "question", "--prompt-not-shared", "--inference", "1.312e15"});
  CHECK(number(apart, "samples") == near(1.312e15 / (2 * N * (p + T)), 1e-12));
  CHECK(apart["cost_model"]["inference"]["formula"] == "2 N k (p + T)");
}

TEST_CASE("lifetimes: Sardana's tokens, caches in hours and money, the least in all for a target") {
  scratch_folder const folder;
  std::string const shape = folder.file("shape.json", llama);
  std::string const sheet = folder.file("h100.json", R"({"base": "h100-sxm", "utilisation": 0.5, "hour_price": 2})");
  json const sardana = plan(loss + words{"--target", "2", "--tokens-served", "1e13", "--inference-cost", "2n"});
  double const n = number(sardana, "params"), tokens = number(sardana, "tokens");
  CHECK(besiroglu(n, tokens) == near(2, 1e-10));
  auto const cost = [](double size) {  // of the tokens that reach the target at this size
    return 6 * size * std::pow((2 - 1.8172 - 482.01 * std::pow(size, -0.3478)) / 2085.43, -1 / 0.3658) + 2 * size * 1e13;
  };
  CHECK(number(sardana["target"], "cost") == near(cost(n), 1e-9));
  CHECK(cost(n) < cost(n * 1.001));
  CHECK(cost(n) < cost(n / 1.001));
  CHECK(sardana["certified"] == true);
  CHECK(sardana["target"].contains("break_even_tokens"));

  words const costs{"--training-cost", "palm",  "--context", "8192", "--inference-cost", "kv-cache", "--prompt", "500",
                    "--output",        "500",   "--shape",   shape,  "--questions",      "1e9"};
  json const hours = plan(task + costs + words{"--budget-total", "1e6", "--unit", "gpu-hours", "--hardware", sheet});
  CHECK(number(hours["costs"]["lifetime"], "gpu_hours") == near(1e6, 1e-10));
  CHECK(number(hours["costs"]["lifetime"], "flop") == near(1e6L * 9.89e14L * 0.5L * 3600, 1e-10));
  CHECK(hours["binding"] == json{"total"});
  CHECK(hours["certified"] == true);
  double const size = number(hours, "params"), k = number(hours, "samples"), I = 2 * 9.89e14 / 3.35e12;
  double const grown = std::pow(size / 8e9, 2.0 / 3);
  double const training = (6 * size + 12 * L * 8192 * h * grown) * number(hours, "tokens");
  double const question = 2 * size * 500 + 2 * L * h * 500 * 500 * grown + 2 * size * k * 500 +
                          2 * 500 * w * grown * 500 * (4 * k + I) + k * w * grown * 500 * 500 * (4 + I);
  CHECK(number(hours["costs"]["training"], "flop") == near(training, 1e-12));
  CHECK(number(hours["costs"]["question"], "flop") == near(question, 1e-12));
  CHECK(number(hours["costs"]["lifetime"], "flop") == near(training + 1e9 * question, 1e-12));
  json const money = plan(task + costs + words{"--budget-total", "2e6", "--unit", "money", "--hardware", sheet});
  CHECK(number(money, "params") == near(size, 1e-9));
  // what a cache costs is cheaper by fewer samples of a larger model
  json const free = plan(task + words{"--prompt", "500", "--output", "500", "--questions", "1e9", "--budget-total", "1e6",
                                      "--unit", "gpu-hours", "--hardware", sheet});
  CHECK(number(free, "samples") > k);
}

TEST_CASE("mixture of experts: FLOP of the active parameters, memory of all") {
  json const total = plan(task + words{"--train", "1e22", "--inference", "1e11", "--params", "2e9", "--active-share", "0.25"});
  CHECK(6 * 0.25 * 2e9 * number(total, "tokens") == near(1e22, 1e-12));
  CHECK(2 * 0.25 * 2e9 * number(total, "samples") == near(1e11, 1e-12));
  CHECK(number(total["costs"]["token_served"], "flop") == near(1e11, 1e-12));
  CHECK(total["cost_model"]["params_counted"] == "total");
  words const budgets{"--train", "1e24", "--inference", "1e13"};
  CHECK(number(plan(task + budgets + words{"--active-share", "0.25", "--max-memory", "1e9"}), "params") == near(5e8, 1e-9));
  json const active = plan(task + budgets + words{"--active-share", "0.25", "--params-counted", "active", "--max-memory", "1e9"});
  CHECK(number(active, "params") == near(1.25e8, 1e-9));
  CHECK(6 * 1.25e8 * number(active, "tokens") == near(1e24, 1e-12));
}

TEST_CASE("frontier: each count gives the prices of its axes; k starts where the data or the user put it") {
  scratch_folder const folder;
  words const costs{"--training-cost", "palm", "--context", "4096", "--shape", folder.file("shape.json", llama),
                    "--inference-cost", "kinetics", "--output", "500", "--intensity", "500"};
  outcome const run = t2plan::test::t2plan(words{"frontier", "--json", "--target", "3", "--factor", "10", "--count", "3"} + task + costs);
  json const got = run.parsed();
  CHECK(got["inference_per"] == "question");
  CHECK(got["cost_model"]["serving"]["name"] == "kinetics");
  for (json const& row : got["results"]) {
    double const n = number(row, "params"), k = number(row, "samples"), grown = std::pow(n / 8e9, 2.0 / 3);
    CHECK(number(row, "training") == near((6 * n + 12 * L * 4096 * h * grown) * number(row, "tokens"), 1e-11));
    CHECK(number(row, "inference") == near(2 * n * k * 500 + k * w * grown * 500 * 500 * 504, 1e-9));
    CHECK(row["certified"] == true);
  }
  CHECK(number(got["results"][0], "samples") == near(1e4, 1e-3));
  CHECK(run.err.find("k is kept to 10000, as nothing else limits it; --max-samples moves where the frontier starts") !=
        std::string::npos);
  json const along = t2plan::test::t2plan(words{"frontier", "--json", "--train", "1e20:1e22:2", "--inference", "1e15"} + task + costs).parsed();
  for (json const& row : along["results"])
    CHECK(number(row["costs"]["training"], "flop") == near(number(row, "train"), 1e-10));
}

TEST_CASE("costs that do not go together, in one line") {
  words const at = task + words{"--train", "1e22", "--inference", "1e11"};
  CHECK(refused(at + words{"--training-cost", "gpt"}) == "--training-cost: no cost 'gpt'; there are 6nd, kaplan, palm, hoffmann");
  CHECK(refused(at + words{"--inference-cost", "free"}) ==
        "--inference-cost: no cost 'free'; there are 2nk, 2n, question, kinetics, kv-cache");
  CHECK(refused(at + words{"--training-cost", "palm"}) == "--training-cost palm needs --context");
  CHECK(refused(at + words{"--training-cost", "palm", "--context", "1024"}) == "--training-cost palm needs --shape");
  CHECK(refused(at + words{"--context", "1024"}) == "--context needs --training-cost kaplan, palm or hoffmann");
  CHECK(refused(at + words{"--inference-cost", "question"}) == "--inference-cost question needs --output");
  CHECK(refused(at + words{"--inference-cost", "kv-cache", "--output", "5", "--shape", "x"}) ==
        "--inference-cost kv-cache needs --hardware or --intensity");
  CHECK(refused(at + words{"--intensity", "500"}) == "--intensity needs --inference-cost kinetics or kv-cache");
  CHECK(refused(at + words{"--shape", "x"}) == "--shape needs --output or --training-cost kaplan, palm or hoffmann");
  CHECK(refused(at + words{"--inference-cost", "2nk", "--questions", "5", "--output", "5"}) ==
        "--questions does not go with --inference-cost 2nk, a cost of one token served: give --tokens-served");
  CHECK(refused(at + words{"--inference-cost", "question", "--tokens-served", "5", "--output", "5"}) ==
        "--tokens-served does not go with --inference-cost question, a cost of a question: give --questions");
  CHECK(refused(at + words{"--tokens-served", "5", "--questions", "5", "--output", "5"}) ==
        "give --questions or --tokens-served, not both");
  CHECK(refused(at + words{"--active-share", "1.5"}) == "--active-share: 1.5 is not a number above 0 and up to 1");
  CHECK(refused(at + words{"--params-counted", "active"}) == "--params-counted needs --active-share");
  CHECK(refused(at + words{"--inference-cost", "2n"}) ==
        "--inference-cost 2n does not count k, on which the law depends: give --max-samples or --samples");
  std::string const help = t2plan::test::t2plan({"plan", "--help"}).out;
  for (char const* name : {"6nd", "kaplan", "palm", "hoffmann", "2nk", "2n ", "question", "kinetics", "kv-cache"})
    CHECK_MESSAGE(help.find("\n  " + std::string(name)) != std::string::npos, std::string(name));
}

TEST_CASE("laws of the catalogue take the same limits: as good as their neighbours, what binds, advice") {
  scratch_folder const folder;
  std::string const kaplan = fit_of(folder, "kaplan.json", "kaplan", {{"Dc", 1.8e13}, {"Nc", 6.4e13}, {"alpha_D", 0.103}, {"alpha_N", 0.076}},
                                    json::array());
  auto const value_of = [](words const& law, double n, double tokens) {
    return number(t2plan::test::t2plan(words{"predict", "--json"} + law + words{"--params", json(n).dump(), "--tokens", json(tokens).dump()}).parsed(), "value");
  };
  for (auto const& [name, certified] : std::vector<std::pair<std::string, bool>>{
           {"farseer-2025", false}, {"gadre-2024-c4", true}, {kaplan, true}}) {
    CAPTURE(name);
    words const law{name == kaplan ? "--fit" : "--law", name};
    json const ratio = plan(law + words{"--train", "1e20", "--tokens-per-param", "30:40"});
    CHECK((binds(ratio, "min_tokens_per_param") || binds(ratio, "max_tokens_per_param")));
    json const got = plan(law + words{"--train", "1e20", "--max-params", "2e8", "--tolerance", "0.01", "--sensitivity"});
    CHECK(number(got, "params") == near(2e8, 1e-9));
    CHECK(number(got, "tokens") == near(1e20 / 6 / 2e8, 1e-9));
    CHECK(binds(got, "max_params"));
    CHECK(got["certified"] == certified);
    double const n = 2e8, tokens = number(got, "tokens");
    CHECK(number(got, "value") == near(value_of(law, n, tokens), 1e-12));
    CHECK(number(got, "value") < value_of(law, n / 1.02, tokens * 1.02));
    double const step = 1e-4;  // the price of the bound, along the budget
    double const slope = (value_of(law, n * (1 + step), tokens / (1 + step)) - value_of(law, n / (1 + step), tokens * (1 + step))) /
                         (2 * std::log1p(step));
    CHECK(number(got["shadow_prices"], "max_params") == doctest::Approx(slope).epsilon(1e-4));
    CHECK(got["advice"]["sentences"].size() >= 2);
    CHECK(got["baseline"].is_null());  // a model of Chinchilla's size breaks the limit
    json const menu = plan(law + words{"--train", "1e20", "--sizes", "5e7,1e8", "--tokens-multiple", "1e9"});
    CHECK(binds(menu, "sizes"));
    CHECK(std::fmod(number(menu, "tokens"), 1e9) == 0);
    json const memory = plan(law + words{"--train", "1e20", "--max-memory", "2e8"});
    CHECK(number(memory, "params") <= 1e8 * (1 + 1e-9));
    json const wall = plan(law + words{"--train", "1e20", "--unique-tokens", "1e10", "--min-params", "1e8"});
    CHECK(number(wall, "tokens") <= 1e10 * (1 + 1e-9));
    json const given = plan(law + words{"--target", json(value_of(law, 1e9, 2e10)).dump()});
    CHECK(number(given["target"], "cost") <= 6 * 1e9 * 2e10);
  }
  // the law of repeated tokens by its own name: the wall of the paper
  json const repeated = plan({"--law", "muennighoff-2023-repeated", "--train", "1e22", "--unique-tokens", "25e9", "--epochs", "inf"});
  CHECK(number(repeated, "tokens") == near(2.37208785173802e11L, 1e-10));
  CHECK(repeated["certified"] == true);
  CHECK(refused({"--law", "muennighoff-2023-repeated", "--train", "1e22"}).starts_with("--unique-tokens is required"));
  CHECK(refused({"--law", "frantar-2023-t5", "--train", "1e22", "--max-params", "1e9"}).ends_with("plans are of laws of N and D, and k"));
}

TEST_CASE("regret: what the plan loses where a draw is the truth") {
  scratch_folder const folder;
  // ordered as nlohmann orders the names: A, B, E, G, alpha, beta, gamma
  auto const law = [](std::vector<double> const& c) {
    return json{{"A", c[0]}, {"B", c[1]}, {"E", c[2]}, {"G", c[3]}, {"alpha", c[4]}, {"beta", c[5]}, {"gamma", c[6]}};
  };
  std::vector<double> const point{482, 2085, 1.8, 3, 0.35, 0.366, 0.4};
  std::vector<std::vector<double>> const draws{{460, 2085, 1.8, 3, 0.34, 0.366, 0.42}, {520, 1900, 1.7, 2, 0.36, 0.36, 0.3}};
  words const budgets{"--train", "1e21", "--inference", "1e10", "--max-params", "3e8"};
  json const got = plan(words{"--fit", fit_of(folder, "fit.json", "t2-loss", law(point), draws)} + budgets);
  double mean = 0;
  for (auto const& c : draws) {
    json const own = plan(words{"--fit", fit_of(folder, "draw.json", "t2-loss", law(c), json::array())} + budgets);
    double const committed = c[2] + c[0] * std::pow(number(got, "params"), -c[4]) +
                             c[1] * std::pow(number(got, "tokens"), -c[5]) + c[3] * std::pow(number(got, "samples"), -c[6]);
    CHECK(committed >= number(own, "value"));
    mean += (committed - number(own, "value")) / 2;
  }
  CHECK(mean > 0);
  CHECK(number(got["regret"], "mean") == near(mean, 1e-7));
  CHECK(got["draws"] == 2);
}

TEST_CASE("coupled laws under limits: menus as good as their sizes one by one; accelerators that share a question") {
  scratch_folder const folder;
  json const coupled{{"A0", 3.5}, {"B0", 0.2}, {"a", 1.5}, {"alpha", 0.1}, {"b", 0.2}, {"beta", 0.6}, {"c", 0.2}, {"s", 0.6}};
  for (std::string const law : {"coupled", "coupled-loss"}) {
    CAPTURE(law);
    std::string const file = fit_of(folder, law + ".json", law, coupled, json::array());
    double const sign = law == "coupled" ? 1 : -1;
    words const at{"--fit", file, "--train", "1e20", "--inference", "1e10"};
    json const menu = plan(at + words{"--sizes", "3e7,1e8,3e8", "--integer-samples"});
    double best = -1e9;
    for (std::string const size : {"3e7", "1e8", "3e8"}) {
      double const k = std::floor(1e10 / 2 / std::stod(size));
      best = std::max(best, sign * number(plan(at + words{"--params", size, "--samples", json(k).dump()}), "value"));
    }
    CHECK(sign * number(menu, "value") == near(best, 1e-9));
    CHECK(binds(menu, "sizes"));
    json const walled = plan(at + words{"--unique-tokens", "1e10", "--max-samples", "32"});
    CHECK(number(walled, "tokens") <= 1e10 * (1 + 1e-9));
    CHECK(number(walled, "samples") <= 32 * (1 + 1e-9));
    CHECK(walled["certified"] == false);
    CHECK(walled["advice"]["gains_from_sampling"] == true);
    CHECK(refused(at + words{"--min-params", "1e9", "--min-samples", "100"}, 1).find("conflict; one of them has to give way") !=
          std::string::npos);
    if (law != "coupled") continue;
    outcome const trade = t2plan::test::t2plan({"frontier", "--fit", file, "--target", "0.5", "--count", "2", "--json"});
    CHECK(number(trade.parsed()["results"][0], "samples") == near(64, 1e-3));
    CHECK(trade.err.find("k is kept to 64, the most in the data of the fit") != std::string::npos);
  }
  words const slow = task + words{"--train", "1e22", "--inference", "1e11", "--max-latency", "0.005", "--hardware", "h100-sxm",
                                  "--prompt", "500", "--output", "200"};
  CHECK(number(plan(slow + words{"--devices", "4"}), "params") == near(4 * number(plan(slow), "params"), 1e-9));
  CHECK(refused(slow + words{"--devices", "0"}).starts_with("--devices: 0 is not a number greater than 0"));
}
