// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan json
// Bad input and bad usage: the whole message, one line with FILE:LINE, exit code 2; no answer: the reason, exit code 1.
// No output file is touched.
#include "program.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace t2plan::test;

namespace {

using words = std::vector<std::string>;

constexpr std::string_view checkpoints = "ckpt,N,D\na,1e8,1e9\nb,2e8,2e9\n";
constexpr std::string_view nll = "ckpt,q0,q1\na,0.5,1.5\nb,0.25,1\n";

/// Files of one test and a fit of them whose output file already holds something.
struct attempt {
  scratch_folder folder;
  std::string out = folder.file("out.json", "precious");

  /// The message with the folder cut off, after looking at exit code and output file.
  std::string message(words const& command, int code = 2) const {
    outcome const run = t2plan::test::t2plan(command);
    CHECK(run.code == code);
    CHECK(content_of(out) == "precious");
    std::string text = run.error();
    std::string const prefix = folder.path();
    for (std::size_t at; (at = text.find(prefix)) != std::string::npos;) text.erase(at, prefix.size());
    return text;
  }
  std::string runs(std::string_view data, words const& more = {}, int code = 2) const {
    return message(words{"fit", "--law", "chinchilla", "--data", folder.file("runs.csv", data), "--out", out} + more,
                   code);
  }
  std::string answers(std::string_view law, std::string_view questions, words const& more = {},
                      std::string_view list = checkpoints) const {
    return message(words{"fit", "--law", std::string(law), "--checkpoints", folder.file("c.csv", list), "--questions",
                         folder.file("q.csv", questions), "--out", out} +
                   more);
  }
  std::string counts(std::string_view law, std::string_view table, words const& more = {}) const {
    return message(words{"fit", "--law", std::string(law), "--checkpoints", folder.file("c.csv", checkpoints),
                         "--counts", folder.file("n.csv", table), "--out", out} +
                   more);
  }
};

words plan_words(words const& more) { return words{"plan", "--law", "besiroglu-2024"} + more; }

}  // namespace

TEST_CASE("files of runs") {
  attempt const a;
  CHECK(a.runs("N,D,L\n1,2,3\n") == "runs.csv:1: no column 'loss'; the columns are 'N', 'D', 'L'");
  CHECK(a.runs("N,D,loss\n1,2,3\n1,x,3\n") == "runs.csv:3: column 'D': 'x' is not a number");
  CHECK(a.runs("N,D,loss\n1,2,3\n0,2,3\n") == "runs.csv:3: column 'N': '0' is not greater than 0");
  CHECK(a.runs("N,D,loss\n1,-2,3\n") == "runs.csv:2: column 'D': '-2' is not greater than 0");
  CHECK(a.runs("N,D,loss\n1,2\n") == "runs.csv:2: 2 fields, but the header has 3 columns");
  CHECK(a.runs("") == "runs.csv: the file is empty");
  CHECK(a.runs("N,D,loss\n") == "runs.csv:1: there is only a header, no row");
  CHECK(a.runs("N,D,loss\n1,2,3\n4,5,6\n") == "runs.csv: 2 points, fewer than the 5 coefficients of chinchilla");
  CHECK(a.runs("N,D,loss\n7,1,6\n7,2,5\n7,3,4\n7,4,3\n7,5,2\n") ==
        "runs.csv: N is 7 at every point, so the law cannot be fitted");
  CHECK(a.runs("N,D,loss\n1,8,6\n2,8,5\n3,8,4\n4,8,3\n5,8,2\n") ==
        "runs.csv: D is 8 at every point, so the law cannot be fitted");
  CHECK(a.runs("N,D,loss\n1,2,3\n", {"--where", "N>5"}) == "runs.csv: none of 1 rows fulfils 'N>5'");
  CHECK(a.message({"fit", "--law", "chinchilla", "--data", a.folder.path("none.csv"), "--out", a.out}) ==
        "none.csv: cannot be read: No such file or directory");
}

TEST_CASE("files of answers") {
  attempt const a;
  CHECK(a.answers("t2-loss", "ckpt,q0,q1\na,0.5,-1\n") ==
        "q.csv:2: column 'q1': '-1' is negative; a negative log-likelihood is at least 0");
  CHECK(a.answers("t2-loss", "ckpt,q0,q1\na,0.5,1.25\n", {"--probabilities"}) ==
        "q.csv:2: column 'q1': '1.25' is not a probability in [0, 1]");
  CHECK(a.answers("t2-loss", "ckpt,q0,q1\na,0.5,0\n", {"--probabilities"}) ==
        "q.csv:2: checkpoint 'a', question 'q1': -log p of p = 0 is infinite");
  CHECK(a.answers("t2-loss", "ckpt,q0,q1\na,1,2\nb,1\n") == "q.csv:3: 2 fields, but the header has 3 columns");
  CHECK(a.answers("t2-loss", "ckpt,q0,q1\na,1,2\nzz,1,2\n") == "q.csv:3: checkpoint 'zz' is not in c.csv");
  CHECK(a.answers("t2-loss", nll, {}, "ckpt,N,D\na,0,1e9\n") == "c.csv:2: column 'N': '0' is not greater than 0");
  CHECK(a.answers("t2-loss", nll, {}, "ckpt,N,D\na,1e8,1e9\nb,1e8,2e9\n") ==
        "q.csv: N is 1e+08 at every point, so the law cannot be fitted");
  CHECK(a.answers("t2-loss", nll, {"--k", "1,2"}) == "q.csv: 4 points, fewer than the 7 coefficients of t2-loss");
  CHECK(a.answers("t2-accuracy", nll) == "q.csv: 2 points, fewer than the 5 coefficients of each stage of t2-accuracy");
  CHECK(a.answers("t2-accuracy", nll, {"--loss-column", "L"}) ==
        "c.csv:1: no column 'L'; the columns are 'ckpt', 'N', 'D'");
  CHECK(a.answers("t2-loss", "") == "q.csv: the file is empty");
}

TEST_CASE("counts") {
  attempt const a;
  CHECK(a.counts("t2-loss", "ckpt,problem,n,c\na,p,4,5\n") == "n.csv:2: column 'c': '5' is more than the 4 trials");
  CHECK(a.counts("t2-loss", "ckpt,problem,n,c\na,p,4,1\na,q,4,0\nb,p,4,1\nb,q,4,1\n") ==
        "n.csv:2: checkpoint 'a', question 'q': never solved, so -log pass@k has no finite estimate; "
        "t2-accuracy with --loss-column needs none");
  CHECK(a.counts("t2-loss", "ckpt,problem,n,c\na,p,4,1\nb,p,4,1\n", {"--k", "1,8"}) ==
        "n.csv:2: checkpoint 'a', question 'p': 4 trials, fewer than k = 8");
  CHECK(a.counts("t2-loss", "ckpt,problem,n,c\na,p,4,1\nb,p,4,1\n", {"--k", "1,1.5"}) ==
        "--k: 1.5 is not a whole number, which counts need");
  CHECK(a.counts("t2-loss", "ckpt,problem,n,c\na,p,4,1\nb,q,4,1\n") ==
        "n.csv:2: checkpoint 'a', question 'q': no trial");
}

TEST_CASE("usage of fit") {
  attempt const a;
  std::string const runs = "N,D,loss\n1,2,3\n";
  CHECK(a.message({"fit", "--data", "x"}) == "--law is required (see --help)");
  CHECK(a.message({"fit", "--law", "nobody", "--data", "x"})
            .starts_with("--law: no law 'nobody'; the laws are 'chinchilla', 'data-constrained', "));
  CHECK(a.message({"fit", "--law", "routed", "--data", "x"})
            .starts_with("--law: routed is in the catalogue, but this program fits 'chinchilla', "));
  CHECK(a.message({"fit", "--law", "chinchilla"}) == "--data is required: this law is fitted to training runs");
  CHECK(a.message({"fit", "--law", "t2-loss"}) == "--checkpoints is required: this law is fitted to their answers");
  CHECK(a.message({"fit", "--law", "t2-loss", "--checkpoints", a.folder.file("c.csv", checkpoints)}) ==
        "give one of --questions, --counts and --log beside --checkpoints");
  CHECK(a.runs(runs, {"--k", "1,2"}) ==
        "--k is about answers of checkpoints, but this law is fitted to the training runs of --data");
  CHECK(a.runs(runs, {"--k", "1,two"}) == "--k '1,two': 'two' is not a number");
  CHECK(a.runs(runs, {"--objective", "huber"}) ==
        "--objective 'huber' is neither sse nor huber:DELTA with a number DELTA > 0");
  CHECK(a.runs(runs, {"--objective", "huber:0"}) ==
        "--objective 'huber:0' is neither sse nor huber:DELTA with a number DELTA > 0");
  CHECK(a.runs(runs, {"--residual", "square"}) == "--residual: square not in {log,linear} (see --help)");
  CHECK(a.runs(runs, {"--resample", "questions"}) == "--resample questions: training runs have no questions");
  CHECK(a.runs(runs, {"--exponent-max", "0"}) == "--exponent-max: 0 is not between 0 and 100");
  CHECK(a.runs(runs, {"--level", "1"}) == "--level: 1 is not between 0 and 1");
  CHECK(a.runs(runs, {"--columns", "size=N"}) ==
        "--columns 'size=N': no role 'size'; the roles are 'label', 'loss', 'params', 'tokens'");
  CHECK(a.runs(runs, {"--where", "N"}) == "--where 'N': no operator; write COLUMN=VALUE or with !=, <, <=, >, >=");
  CHECK(a.runs(runs, {"--fit-where", "depth<=3"}) ==
        "--fit-where: no quantity 'depth'; there are params, tokens, tokens_per_param and train");
  CHECK(a.runs(runs, {"--fit-where", "params<=0"}) == "--fit-where 'params<=0': none of the 1 points fulfils it");
  CHECK(a.answers("t2-accuracy", nll, {"--objective", "sse"}) ==
        "--objective: t2-accuracy is fitted in two stages whose objectives are fixed; see --first-stage");
  CHECK(a.answers("t2-loss", nll, {"--loss-column", "loss"}) == "--loss-column is for t2-accuracy only");
  CHECK(a.answers("t2-loss", nll, {"--k", "4,1,4"}) == "--k: 4 is there twice");
  CHECK(a.answers("t2-loss", nll, {"--k", "0,1"}) == "--k: 0 is not greater than 0");
}

TEST_CASE("output files that cannot be written") {
  attempt const a;
  std::string const data = a.folder.file("runs.csv", "N,D,loss\n1,2,3\n");
  words const fit{"fit", "--law", "chinchilla", "--data", data, "--out"};
  CHECK(a.message(fit + words{a.folder.path()}) == ": cannot be written: it is a folder");
  CHECK(a.message(fit + words{a.folder.path("none/fit.json")}) ==
        "none/fit.json: cannot be written: No such file or directory");
}

TEST_CASE("the program") {
  attempt const a;
  CHECK(a.message({}) == "A subcommand is required (see --help)");
  CHECK(a.message({"plot"}) == "no command 'plot' (see --help)");
  CHECK(a.message({"laws", "--colour"}) == "The following argument was not expected: --colour (see --help)");
  CHECK(t2plan::test::t2plan({"--version"}).out.starts_with("t2plan 0."));
  CHECK(t2plan::test::t2plan({"fit", "--help"}).code == 0);
}

TEST_CASE("plans without an answer") {
  attempt const a;
  words const both{"--train", "1e20", "--inference", "1e9"};
  CHECK(
      a.message(plan_words({"--sampling", "3,0.4", "--train", "1e20", "--inference", "1", "--min-samples", "1"}), 1) ==
      "no feasible plan: an inference budget of 1 FLOP pays fewer than 1 samples (2 N k FLOP) of any model");
  CHECK(a.message(plan_words({"--sampling", "3,0.4", "--train", "1e20", "--inference", "1", "--integer-samples"}), 1) ==
        "no feasible plan: an inference budget of 1 FLOP pays fewer than 1 samples (2 N k FLOP) of any model");
  CHECK(a.message(plan_words(words{"--sampling", "0,0.4"} + both), 1) ==
        "no interior optimum: the term of G is missing from the law of besiroglu-2024 (G = 0)");
  CHECK(a.message(plan_words(words{"--sampling", "3,0"} + both), 1) ==
        "no interior optimum: the term of G is missing from the law of besiroglu-2024 (gamma = 0)");
}

TEST_CASE("budgets and other usage of plan, frontier, predict") {
  attempt const a;
  CHECK(a.message(plan_words({"--train", "0"})) == "--train: 0 is not a number of FLOP greater than 0");
  CHECK(a.message(plan_words({"--train", "-1e20"})) == "--train: -1e+20 is not a number of FLOP greater than 0");
  CHECK(a.message(plan_words({"--train", "nan"})) == "--train: nan is not a number of FLOP greater than 0");
  CHECK(a.message(plan_words({"--train", "much"})) == "Could not convert: --train = much (see --help)");
  CHECK(a.message(plan_words({"--sampling", "3,0.4", "--train", "1e20", "--inference", "0"})) ==
        "--inference: 0 is not a number of FLOP greater than 0");
  CHECK(a.message(plan_words({"--sampling", "3,0.4", "--train", "1e20"})) ==
        "--inference is required: the law depends on k; --budget-total, --samples or --max-samples limit it too");
  CHECK(
      a.message(plan_words({"--train", "1e20", "--inference", "1e9"})) ==
      "--inference: the law of besiroglu-2024 does not depend on k; plan with --train only or give --sampling G,GAMMA");
  CHECK(a.message(plan_words({"--train", "1e20", "--min-samples", "1"})) ==
        "--min-samples, --integer-samples: the law of besiroglu-2024 does not depend on k");
  CHECK(a.message(plan_words({"--sampling", "3", "--train", "1e20"})) == "--sampling '3': not G,GAMMA");
  CHECK(a.message(plan_words({"--sampling", "-3,1", "--train", "1e20"})) ==
        "--sampling: G and GAMMA must not be negative");
  CHECK(a.message({"plan", "--train", "1e20"}) == "give either --fit or --law");
  CHECK(a.message({"plan", "--law", "kaplan", "--train", "1e20"})
            .starts_with("--law: no coefficients 'kaplan'; there are 'hoffmann-2022', "));
  CHECK(a.message({"frontier", "--law", "besiroglu-2024", "--train", "1e20"}) == "--train '1e20': not LO:HI:COUNT");
  CHECK(a.message({"frontier", "--law", "besiroglu-2024", "--train", "0:1e20:3"}) ==
        "--train '0:1e20:3': '0' is not a number of FLOP greater than 0");
  CHECK(a.message({"frontier", "--law", "besiroglu-2024", "--train", "1e20:1e19:3"}) ==
        "--train '1e20:1e19:3': '1e19' is not a number greater than LO");
  CHECK(a.message({"frontier", "--law", "besiroglu-2024", "--train", "1e19:1e20:1"}) ==
        "--train '1e19:1e20:1': '1' is not a number of budgets from 2 to 100000");
  CHECK(a.message({"predict", "--law", "besiroglu-2024", "--params", "0", "--tokens", "1"}) ==
        "--params: 0 is not a number greater than 0");
  CHECK(a.message({"predict", "--law", "besiroglu-2024", "--params", "1", "--tokens", "1", "--samples", "1"}) ==
        "--samples: the law of besiroglu-2024 does not depend on k");
  CHECK(a.message({"laws", "nobody"}).starts_with("no law 'nobody'; there are 'chinchilla', "));
}

TEST_CASE("numbers at the ends of a double") {
  attempt const a;
  std::string const no_plan = "no plan: the N, D or k of the optimum is too large or too small for a double";
  words const task{"--sampling", "3,0.4", "--train", "1e300", "--inference"};
  CHECK(a.message(plan_words({"--train", "inf"})) == "--train: inf is not a number of FLOP greater than 0");
  CHECK(a.message(plan_words(task + words{"inf"})) == "--inference: inf is not a number of FLOP greater than 0");
  CHECK(a.message(plan_words({"--train", "5e-324"}), 1) == no_plan);
  CHECK(a.message(plan_words({"--sampling", "3,0.4", "--train", "1e20", "--inference", "5e-324"}), 1) == no_plan);
  CHECK(a.message(plan_words({"--sampling", "1e300,1e300", "--train", "1e20", "--inference", "1e10"}), 1) == no_plan);
  CHECK(a.message(plan_words({"--sampling", "inf,0.4", "--train", "1e20", "--inference", "1e10"})) ==
        "--sampling 'inf,0.4': 'inf' is not a finite number");
  CHECK(a.message(plan_words({"--train", "1e20", "--max-tokens", "inf"})) ==
        "--max-tokens: inf is not a number greater than 0");
  CHECK(a.message(plan_words({"--train", "1e20", "--max-tokens", "1e-300"}), 1) ==
        "no feasible plan: --max-tokens 1e-300 cannot be kept to by any plan");

  auto const predict = [&](words const& where, int code) {
    return a.message(words{"predict", "--law", "besiroglu-2024"} + where, code);
  };
  CHECK(predict({"--params", "inf", "--tokens", "1"}, 2) == "--params: inf is not a number greater than 0");
  CHECK(predict({"--params", "5e-324", "--tokens", "1"}, 1) == "the law has no finite derivative by N there");
  CHECK(predict({"--params", "1e-300", "--tokens", "1e-300"}, 1) == "the law has no finite derivative by N there");
  CHECK(predict({"--sampling", "3,0.4", "--params", "1e9", "--tokens", "1e9", "--samples", "inf"}, 2) ==
        "--samples: inf is not a number greater than 0");
  CHECK(predict({"--sampling", "3,0.4", "--params", "1e9", "--tokens", "1e9", "--samples", "5e-324"}, 1) ==
        "the law has no finite derivative by N there");

  // what a double holds is answered, with a warning, and without a nan or an inf
  for (char const* const train : {"1e-300", "1e300", "1e308"}) {
    outcome const run = t2plan::test::t2plan(plan_words({"--train", train}));
    CHECK(run.code == 0);
    CHECK(run.err.find("outside the data of the fit") != std::string::npos);
    CHECK((run.out.find("nan") == std::string::npos && run.out.find("inf") == std::string::npos));
  }
  outcome const far = t2plan::test::t2plan({"frontier", "--law", "besiroglu-2024", "--train", "1e-300:1e300:3"});
  CHECK(far.code == 0);
  CHECK(std::count(far.out.begin(), far.out.end(), '\n') == 4);  // the budget in the middle, 1 FLOP, is there
  CHECK(far.err.find("left out") == std::string::npos);
}

TEST_CASE("files of fits") {
  attempt const a;
  auto const plan = [&](std::string_view content) {
    return a.message({"plan", "--fit", a.folder.file("fit.json", content), "--train", "1e20"});
  };
  std::string const start = R"({"schema": 1, "law": "chinchilla", "parameters": )";
  CHECK(plan("{\n\"schema\": 1,\n") == "fit.json:3: this is not JSON");
  CHECK(plan("[1]") == "fit.json: this is not the JSON of a fit");
  CHECK(plan("{}") == "fit.json: no field 'schema'");
  CHECK(plan(R"({"schema": 2})") == "fit.json: field 'schema' is 2; this program reads 1");
  CHECK(plan(R"({"schema": 1, "law": "nobody"})")
            .starts_with("fit.json: field 'law': no law 'nobody'; the laws are 'chinchilla', "));
  CHECK(plan(start + "3}") == "fit.json: field 'parameters' is not an object");
  CHECK(plan(start + R"({"E": 1, "A": 2, "B": "x"}})") == "fit.json: field 'parameters.B' is not a number");
  CHECK(plan(start + R"({"E": 1, "A": 2, "B": 3, "alpha": 0.3}})") == "fit.json: no field 'parameters.beta'");
  CHECK(plan(start + R"({"E": 1, "A": -2, "B": 3, "alpha": 0.3, "beta": 0.3}})") ==
        "fit.json: field 'parameters.A' is -2, outside [0, inf]");
  std::string const whole =
      start + R"({"E": 1, "A": 2, "B": 3, "alpha": 0.3, "beta": 0.3}, "objective": 1, "gradient": 0,
      "points": 9, "mean_relative_error": null, "converged": true, "active_bounds": [], "warnings": [], "seed": 0, )";
  CHECK(plan(whole + R"("range": {"params": [1]}})") == "fit.json: field 'range.params' is not a list of 2 numbers");
  CHECK(plan(whole + R"("range": {}, "draws": {"columns": ["E"], "rows": []}})") ==
        "fit.json: field 'draws.columns' has no 'A'");
  CHECK(
      plan(whole + R"("range": {}, "draws": {"columns": ["E", "A", "B", "alpha", "beta"], "rows": [[1, 2, 3, 4]]}})") ==
      "fit.json: field 'draws.rows[0]' is not a list of 5 numbers");
}

TEST_CASE("clusters of questions") {
  attempt const a;
  auto const message = [&](std::string_view table, words const& more = {"--cluster", "topic"}) {
    return a.message(words{"passk", "--counts", a.folder.file("n.csv", table), "--k", "2"} + more);
  };
  CHECK(message("problem,n,c,topic\np,4,1,x\nq,4,2,\n") ==
        "n.csv:3: column 'topic': '' names no cluster; every question needs one");
  CHECK(message("problem,n,c,topic\np,4,1,x\nq,4,2,x\n") ==
        "n.csv:2: all questions of group 'all' are in cluster 'x'; a clustered standard error takes two clusters");
  CHECK(message("model,problem,n,c,topic\nm,p,4,1,x\nm,q,4,2,y\no,p,4,2,y\n") ==
        "n.csv:4: column 'topic': 'y' is not the cluster that question 'p' was in before, 'x'");
  CHECK(message("problem,n,c\np,4,1\n") == "n.csv:1: no column 'topic'; the columns are 'problem', 'n', 'c'");
  CHECK(message("problem,n,c,topic\np,4,1,x\nq,4,2,y\n", {"--cluster", "topic", "--bootstrap", "1"}) ==
        "--bootstrap: fewer than 2 replicates");
  CHECK(a.message({"passk", "--log", a.folder.file("r_results.jsonl", ""), "--k", "2", "--cluster", "topic"}) ==
        "--cluster is a column of --counts");
}
