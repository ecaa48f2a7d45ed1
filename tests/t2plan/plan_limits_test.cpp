// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan json
// t2plan plan and frontier under limits: what binds, against closed forms in 50 digits; units, targets, conflicts, input
// that is refused.
#include "asked_plan.hpp"
#include "support/near.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <vector>

using namespace t2plan::test;
using t2::test::near;

namespace {

words const task{"--law", "besiroglu-2024", "--sampling", "3.36,0.445"};
words const loss{"--law", "besiroglu-2024"};
words const budgets{"--train", "1e22", "--inference", "1e11"};

}  // namespace

TEST_CASE("a wall of tokens binds in place of the training budget: N and prices by their closed form") {
  json const got = plan(task + budgets + words{"--unique-tokens", "3e11", "--min-samples", "1"});
  CHECK(number(got, "params") == near(389696518.402885L, 1e-9));
  CHECK(number(got, "samples") == near(128.304969736239L, 1e-9));
  CHECK(number(got, "tokens") == near(3e11L, 1e-12));
  CHECK(number(got, "value") == near(2.83237844816747L, 1e-12));
  CHECK(got["binding"] == json{"inference", "unique_tokens"});
  CHECK(number(got["shadow_prices"], "unique_tokens") == near(-0.0483179347472L, 1e-9));
  CHECK(number(got["shadow_prices"], "inference") == near(-0.172397490766L, 1e-9));
  CHECK(got["shadow_prices"]["train"] == 0);
  CHECK(got["certified"] == true);
  CHECK(number(got["certificate"], "gap") < 1e-11);
  CHECK(got["conflict"] == json::array());
}

TEST_CASE("25e9 unique tokens at 1e22 FLOP, repeated: the exact optimum, and where repetition ends") {
  words const wall{"--law", "muennighoff-2023", "--train", "1e22", "--unique-tokens", "25e9"};
  json const got = plan(wall + words{"--epochs", "inf"});
  CHECK(number(got, "tokens") == near(2.37208785173802e11L, 1e-10));
  CHECK(number(got, "value") == near(2.22212927433287L, 1e-13));
  CHECK(got["certified"] == true);
  CHECK(number(got["certificate"], "gap") < 1e-10);
  json const& repetition = got["repetition"];
  CHECK(number(repetition, "epochs") == near(2.37208786e11L / 25e9L, 1e-8));
  CHECK(number(repetition, "loss_floor") == near(2.155902237L, 1e-9));
  CHECK(number(repetition["exhausted"], "train") == near(3.32567e23L, 1e-4));
  CHECK(number(repetition, "next_epoch") < 0);
  json const four = plan(wall + words{"--epochs", "4"});
  CHECK(number(four, "tokens") == near(1e11L, 1e-9));
  CHECK(binds(four, "unique_tokens"));
  // the shadow price is per relative change: 4 epochs and 1 per cent of them
  json const more = plan(wall + words{"--epochs", "4.004"});
  CHECK((number(more, "value") - number(four, "value")) / std::log(4.004 / 4) ==
        doctest::Approx(number(four["shadow_prices"], "unique_tokens")).epsilon(1e-2));
  CHECK(number(plan(wall), "tokens") == near(25e9L, 1e-12));  // without --epochs: once
  json const sampled = plan({"--law", "muennighoff-2023", "--sampling", "3,0.4", "--train", "1e22", "--inference", "1e11",
                             "--unique-tokens", "25e9", "--epochs", "8"});
  CHECK(number(sampled["repetition"], "epochs") <= 8 * (1 + 1e-9));
}

TEST_CASE("each range binds, and together they hold") {
  for (auto const& [option, value, name, expected] :
       std::vector<std::tuple<std::string, std::string, std::string, double>>{{"--max-params", "1e8", "params", 1e8},
                                                                              {"--min-params", "1e9", "params", 1e9},
                                                                              {"--max-tokens", "1e11", "tokens", 1e11},
                                                                              {"--max-samples", "10", "samples", 10},
                                                                              {"--min-samples", "500", "samples", 500}}) {
    CAPTURE(option);
    json const got = plan(task + budgets + words{option, value});
    CHECK(number(got, name) == near(expected, 1e-9));
    std::string limit = option.substr(2);
    std::ranges::replace(limit, '-', '_');
    CHECK(binds(got, limit));
  }
  json const ratio = plan(task + budgets + words{"--tokens-per-param", "20:100"});
  CHECK(number(ratio, "tokens_per_param") == near(100, 1e-9));
  CHECK(binds(ratio, "max_tokens_per_param"));
  json const all = plan(task + budgets +
                        words{"--min-params", "1e8", "--max-params", "5e8", "--max-tokens", "2e11", "--tokens-per-param",
                              ":300", "--max-samples", "64", "--max-memory", "8e8", "--tolerance", "0.05"});
  CHECK(number(all, "params") <= 4e8 * (1 + 1e-9));
  CHECK(number(all, "samples") <= 64 * (1 + 1e-9));
  CHECK(number(all, "tokens") <= 300 * number(all, "params") * (1 + 1e-9));
  CHECK(all["near_optimal"]["params"][0].get<double>() <= number(all, "params"));
}

TEST_CASE("whole k, a menu of sizes, batches: as good as trying them one by one") {
  words const base = task + words{"--train", "2.56e19", "--inference", "2e9"};
  json const got = plan(base + words{"--sizes", "1e7,3e7,6e7", "--integer-samples", "--tokens-multiple", "4194304"});
  double best = 1e9;
  for (std::string const size : {"1e7", "3e7", "6e7"})
    for (int k = 10; k <= 100; k += 1) {
      if (2 * std::stod(size) * k > 2e9 || (size != "3e7" && k != static_cast<int>(1e9 / std::stod(size)))) continue;
      json const one = plan(base + words{"--params", size, "--samples", std::to_string(k)});
      best = std::min(best, number(one, "value"));
    }
  CHECK(number(got, "value") >= best);
  CHECK(number(got, "value") == near(best, 1e-6));  // a batch of 4e6 tokens of 1e11 is next to nothing
  CHECK(std::fmod(number(got, "tokens"), 4194304) == 0);
  CHECK(std::fmod(number(got, "samples"), 1) == 0);
  CHECK(binds(got, "sizes"));
  CHECK(got["certified"] == true);
}

TEST_CASE("given models, training alone, one budget for all") {
  json const given = plan(task + words{"--params", "1e9", "--tokens", "2e11", "--inference", "1e11"});
  CHECK(number(given, "samples") == near(50, 1e-12));
  CHECK(given["baseline"].is_null());
  json const alone = plan(task + words{"--train", "1e22", "--samples", "16"});
  CHECK(number(alone, "params") == near(9045158314.06205L, 1e-9));
  CHECK(alone["samples"] == 16);
  json const total = plan(task + words{"--budget-total", "1e23", "--questions", "1e9", "--prompt", "500", "--output", "200"});
  double const n = number(total, "params"), d = number(total, "tokens"), k = number(total, "samples");
  CHECK(6 * n * d + 1e9 * 2 * n * (500 + 200 * k) == near(1e23, 1e-10));
  CHECK(number(total["costs"]["lifetime"], "flop") == near(1e23, 1e-10));
  CHECK(total["binding"] == json{"total"});
  json const again = plan(task + words{"--budget-total", "1e23", "--questions", "1e9", "--prompt", "500", "--output", "200",
                                       "--prompt-not-shared"});
  double const m = number(again, "params"), j = number(again, "samples");
  CHECK(6 * m * number(again, "tokens") + 1e9 * 2 * m * j * 700 == near(1e23, 1e-10));
  CHECK(number(again, "value") > number(total, "value"));
}

TEST_CASE("hours, money, memory, latency: as many FLOP as the data sheet says") {
  scratch_folder const folder;
  std::string const sheet = folder.file("h100.json", R"({"base": "h100-sxm", "utilisation": 0.5, "hour_price": 2})");
  std::string const shape = folder.file("shape.json", R"({"params": 8e9, "layers": 32, "width": 4096, "heads": 32,
    "head_dim": 128, "kv_heads": 8, "feed_forward": 14336, "feed_forward_matrices": 3, "vocabulary": 128256})");
  json const hours = plan(loss + words{"--train", "1e5", "--unit", "gpu-hours", "--hardware", "h100-sxm"});
  CHECK(6 * number(hours, "params") * number(hours, "tokens") == near(9.89e14L * 0.4L * 3600 * 1e5L, 1e-12));
  CHECK(number(hours["costs"]["training"], "gpu_hours") == near(1e5, 1e-12));
  json const money = plan(loss + words{"--train", "1e6", "--unit", "money", "--hardware", sheet});
  CHECK(number(money["budget"], "train") == near(9.89e14L * 0.5L * 3600 * 1e6L / 2, 1e-12));
  CHECK(number(money["costs"]["training"], "money") == near(1e6, 1e-12));
  json const fp8 = plan(loss + words{"--train", "1", "--unit", "gpu-hours", "--hardware", "h100-sxm", "--precision", "fp8"});
  CHECK(number(fp8["budget"], "train") == near(1.979e15L * 0.4L * 3600, 1e-12));

  json const memory = plan(task + budgets + words{"--max-memory", "4e8"});
  CHECK(number(memory, "params") == near(2e8, 1e-9));
  CHECK(binds(memory, "memory"));
  json const slow = plan(task + budgets +
                         words{"--max-latency", "0.02", "--hardware", "h100-sxm", "--prompt", "500", "--output", "200"});
  double const n = number(slow, "params");
  CHECK(2 * n * 500 / 9.89e14 + 200 * 2 * n / 3.35e12 == near(0.02, 1e-9));
  CHECK(binds(slow, "latency"));
  CHECK(number(slow["costs"], "latency") == near(0.02, 1e-9));
  json const caches = plan(task + budgets + words{"--max-memory", "1e9", "--shape", shape, "--prompt", "500", "--output", "200"});
  double const m = number(caches, "params"), k = number(caches, "samples");
  // 2 bytes a number, 2 x 8 heads x 128 x 32 layers at 8e9, shrinking as N^(2/3)
  double const width = 2 * 65536 * std::pow(m / 8e9, 2.0 / 3);
  CHECK(2 * m + width * (500 + 200 * k) == near(1e9, 1e-9));
  CHECK(binds(caches, "memory"));
}

TEST_CASE("targets: the least training, the least inference, the least in all, and when it has paid") {
  json const cheap = plan(loss + words{"--target", "2"});
  CHECK(number(cheap, "params") == near(46855645385.7879L, 1e-9));
  CHECK(number(cheap, "tokens") == near(880293230732.978L, 1e-9));
  CHECK(number(cheap["target"], "cost") == near(2.47480244728404e23L, 1e-9));
  CHECK(cheap["target"]["objective"] == "training");
  json const longer = plan(loss + words{"--target", "2", "--tokens-per-param", "300:300", "--prompt", "500", "--output", "500"});
  CHECK(number(longer, "params") == near(16317654316.3016L, 1e-8));
  CHECK(number(longer["target"], "break_even_questions") == near(3795244275.22968L, 1e-7));
  CHECK(number(longer["target"]["cheapest_training"], "params") == near(46855645385.7879L, 1e-9));
  json const given = plan(task + words{"--params", "1e9", "--tokens", "2e11", "--target", "3"});
  CHECK(number(given, "samples") == near(37.1605826280442L, 1e-9));
  CHECK(given["target"]["objective"] == "inference");
  CHECK(number(given["target"], "cost") == near(2e9L * 37.1605826280442L, 1e-9));
  // the least in all is no dearer than the cheapest training with its questions
  json const all = plan(task + words{"--target", "3", "--questions", "1e9", "--output", "200"});
  CHECK(all["target"]["objective"] == "lifetime");
  json const& other = all["target"]["cheapest_training"];
  double const n = number(other, "params"), k = number(other, "samples");
  CHECK(number(all["target"], "cost") <= 6 * n * number(other, "tokens") + 1e9 * 2 * n * 200 * k);
  CHECK(number(all, "value") == near(3, 1e-9));
  json const whole = plan(task + words{"--target", "3", "--questions", "1e9", "--output", "200", "--integer-samples",
                                       "--sizes", "2e8,3e8,5e8"});
  CHECK(number(whole["target"], "cost") >= number(all["target"], "cost"));
  CHECK(std::fmod(number(whole, "samples"), 1) == 0);
}

TEST_CASE("near-optimal ends lie on the tolerance; sensitivities are slopes") {
  json const got = plan(task + budgets + words{"--tolerance", "0.02", "--sensitivity"});
  for (int end = 0; end < 2; ++end) {
    std::string const size = got["near_optimal"]["params"][static_cast<std::size_t>(end)].dump();
    json const there = plan(task + budgets + words{"--params", size});
    CHECK(number(there, "value") - number(got, "value") == near(0.02, 1e-6));
  }
  json const more = plan(task + words{"--train", "1.0001e22", "--inference", "1e11"});
  json const& slope = got["sensitivity"]["limits"]["train"];
  CHECK((std::log(number(more, "params")) - std::log(number(got, "params"))) / std::log(1.0001) ==
        doctest::Approx(number(slope, "log_params")).epsilon(1e-3));
  CHECK(number(got["sensitivity"]["coefficients"]["E"], "value") == near(1, 1e-9));
  CHECK(got["advice"]["gains_from_sampling"] == true);
  CHECK(number(got["advice"], "gain_over_chinchilla") == near(number(got, "gain"), 1e-9));
  CHECK(number(got["advice"]["out_of_range"], "tokens_per_param") > 1);
}

TEST_CASE("no feasible plan: the limits that conflict, in words and as JSON") {
  words const impossible = task + words{"--train", "1e20", "--inference", "1e9", "--min-params", "1e9", "--min-tokens", "1e12"};
  CHECK(refused(impossible, 1) ==
        "no feasible plan: --train 1e+20, --min-params 1e+09 and --min-tokens 1e+12 conflict; one of them has to give way");
  outcome const got = t2plan::test::t2plan(words{"plan", "--json"} + impossible);
  CHECK(got.code == 1);
  CHECK(json::parse(got.out)["conflict"] == json{"train", "min_params", "min_tokens"});
  CHECK(refused(task + budgets + words{"--sizes", "1e12", "--min-samples", "1"}, 1).find("--inference") != std::string::npos);
  CHECK(refused(task + words{"--target", "1", "--inference", "1e11"}, 1) ==
        "no plan reaches --target 1: it is beyond what the law of besiroglu-2024 can give");
  CHECK(refused(task + words{"--target", "3", "--max-samples", "4"}, 1) == "no plan reaches --target 3 under --max-samples 4");
  CHECK(refused(task + words{"--inference", "1e11"}, 1) ==
        "no best plan: nothing limits D; give --train, --budget-total or --max-tokens");
}

TEST_CASE("input that is refused, in one line") {
  CHECK(refused(loss) == "a budget is required: --train, --inference or --budget-total; or --target for the least cost");
  CHECK(refused(task + words{"--budget-total", "1e22"}) == "--budget-total needs --questions or --tokens-served");
  CHECK(refused(task + words{"--budget-total", "1e22", "--questions", "1e9"}) == "--questions needs --output");
  CHECK(refused(loss + words{"--train", "1e22", "--epochs", "4"}) == "--epochs needs --unique-tokens");
  CHECK(refused(loss + words{"--train", "1e22", "--unique-tokens", "1e9", "--epochs", "0.5"}) == "--epochs: 0.5 is not a number >= 1");
  CHECK(refused(loss + words{"--train", "1", "--unit", "money"}) == "--unit money needs --hardware");
  CHECK(refused(loss + words{"--train", "1", "--unit", "money", "--hardware", "h100-sxm"}) ==
        "--unit money: h100-sxm has no hour_price; give one in a JSON file");
  CHECK(refused(loss + words{"--train", "1e5", "--hardware", "abacus"}).starts_with("--hardware: no data sheet 'abacus' and no .json file; the data sheets are 'a100-80gb', "));
  CHECK(refused(loss + words{"--train", "1e5", "--hardware", "a100-80gb", "--precision", "fp8"}) == "--precision fp8: a100-80gb does not have it");
  CHECK(refused(loss + words{"--train", "1e22", "--tokens-per-param", "20"}) == "--tokens-per-param '20': not LO:HI");
  CHECK(refused(loss + words{"--train", "1e22", "--tokens-per-param", "20:5"}) == "--tokens-per-param '20:5': LO is above HI");
  CHECK(refused(loss + words{"--train", "1e22", "--max-params", "-1"}) == "--max-params: -1 is not a number greater than 0");
  CHECK(refused(loss + words{"--train", "1e22", "--sizes", "1e9,0"}) == "--sizes: 0 is not a number greater than 0");
  CHECK(refused(loss + words{"--train", "1e22", "--sizes", "1e9", "--params", "1e8"}) == "--sizes needs that --params is left out");
  CHECK(refused(loss + words{"--train", "1e22", "--tolerance", "0"}) == "--tolerance: 0 is not a number greater than 0");
  CHECK(refused(task + budgets + words{"--target", "3"}) ==
        "--target asks for the least cost: leave out --train or --inference, or give --questions");
  scratch_folder const folder;
  CHECK(refused(loss + words{"--train", "1", "--hardware", folder.file("a.json", R"({"peak": 1})")}).find("field 'peak' is not one of 'base', 'source', ") != std::string::npos);
  CHECK(refused(loss + words{"--train", "1", "--hardware", folder.file("b.json", R"({"peak_bf16": 1e15})")}).ends_with("no field 'bandwidth', and no 'base' that has it"));
  CHECK(refused(task + budgets + words{"--output", "1", "--shape", folder.file("c.json", R"({"layers": 3})")}).find("no field 'width'") != std::string::npos);
}

TEST_CASE("options from a file, which the command line overrules") {
  scratch_folder const folder;
  std::string const file = folder.file("plan.toml", "[plan]\nlaw = besiroglu-2024\ntrain = 1e21\nmax-tokens = 5e9\n");
  json const from_file = plan({"--config", file});
  CHECK(number(from_file, "tokens") == near(5e9, 1e-9));
  CHECK(number(from_file["budget"], "train") == near(1e21, 1e-15));
  CHECK(number(plan({"--config", file, "--max-tokens", "4e9"}), "tokens") == near(4e9, 1e-9));
  CHECK(t2plan::test::t2plan({"plan", "--config", folder.path("no.toml")}).code == 2);
}

TEST_CASE("frontier: training against inference at a target; rows under limits; budgets without a plan are left out") {
  json const got = t2plan::test::t2plan(words{"frontier", "--json", "--target", "3", "--factor", "10", "--count", "4",
                                              "--max-samples", "1000"} + task).parsed();
  REQUIRE(got["results"].size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    json const& row = got["results"][i];
    CHECK(number(row, "value") == near(3, 1e-9));
    CHECK(number(row, "training") == near(6 * number(row, "params") * number(row, "tokens"), 1e-12));
    CHECK(number(row, "inference") == near(2 * number(row, "params") * number(row, "samples"), 1e-9));
    if (i == 0) continue;
    CHECK(number(row, "training") > number(got["results"][i - 1], "training"));
    CHECK(number(row, "inference") < number(got["results"][i - 1], "inference"));
    json const same = plan(task + words{"--target", "3", "--max-samples", "1000", "--train", row["training"].dump()});
    CHECK(number(same["target"], "cost") == near(number(row, "inference"), 1e-6));
  }
  outcome const csv = t2plan::test::t2plan(words{"frontier", "--train", "1e19:1e22:4", "--inference", "1e10", "--min-params",
                                                 "1e8", "--min-tokens", "1e11"} + task);
  CHECK(csv.code == 0);
  CHECK(std::ranges::count(csv.out, '\n') == 4);  // the head, and all but 1e19
  CHECK(csv.err.find("1 budget of 4 left out: no feasible plan: --train 1e+19") != std::string::npos);
  CHECK(t2plan::test::t2plan(words{"frontier"} + task).error() == "--train LO:HI:COUNT or --target V is required");
  CHECK(t2plan::test::t2plan(words{"frontier", "--target", "3", "--factor", "1"} + task).error() ==
        "--factor: 1 is not a number greater than 1");
}
