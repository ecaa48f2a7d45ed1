// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan_io
#include "../../examples/t2plan/eval_logs.hpp"

#include "input_files.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

using namespace t2plan;
using namespace t2plan::test;

namespace {
using words = std::vector<std::string>;
using counts = std::vector<std::uint64_t>;
using logs = std::vector<std::pair<std::string, eval_log>>;

std::string log_error(std::string const& content, log_options const& options = {}) {
  return error_in(content, [&](std::string const& path) { return read_eval_log(path, options); });
}
// An entry of lm-evaluation-harness with two given answers.
std::string choice(std::string const& fields) {
  return R"({"doc_id": 5, "resps": [[["-1.5", "False"]], [["-0.5", "True"]]], )" + fields + "}\n";
}
// One with generated text.
std::string generated(std::string const& fields) { return R"({"doc_id": 5, "target": "42", )" + fields + "}\n"; }
}  // namespace

TEST_CASE("logs: the correct answer's likelihood, its target an index or a text") {
  eval_log const log = read_eval_log(data("harness_choices.jsonl"));
  CHECK(log.kind == log_kind::nll);
  CHECK(log.question == words{"0", "1", "2"});
  CHECK(log.nll == std::vector<double>{1.25, 0.5, 2.5});
  CHECK(log.filter == "none");
  CHECK(log.trials.empty());
  CHECK(log.warnings.empty());
}

TEST_CASE("logs: where answers are numbers, the accuracy tells an index from a text") {
  std::string const answers = R"("target": "1", "arguments": {"gen_args_0": {"arg_0": "Q", "arg_1": " 1"},
    "gen_args_1": {"arg_0": "Q", "arg_1": " 0"}})";
  std::string one_line = answers;
  std::erase(one_line, '\n');
  auto const nll = [&](char const* acc) {
    temporary_file const file(choice(one_line + ", \"acc\": " + acc));
    return read_eval_log(file.path()).nll.front();
  };
  CHECK(nll("1.0") == 0.5);
  CHECK(nll("0.0") == 1.5);
  CHECK(nll("null") == 0.5);
}

TEST_CASE("logs: a target that is the one answer") {
  eval_log const log = read_eval_log(data("harness_last_word.jsonl"));
  CHECK(log.nll == std::vector<double>{0.125});
}

TEST_CASE("logs: likelihoods as counts") {
  eval_log const log = read_eval_log(data("harness_choices.jsonl"), {log_kind::counts, "", ""});
  CHECK(log.metric == "acc");
  CHECK(log.trials == counts{1, 1, 1});
  CHECK(log.successes == counts{1, 1, 0});
}

TEST_CASE("logs: several filters must be told apart") {
  std::string const path = data("harness_one_sample.jsonl");
  CHECK(error_of(path, [&] { (void)read_eval_log(path); }) ==
        "FILE:3: entries of several filters; choose one with --log-filter: 'strict-match', 'flexible-extract'");
  CHECK(error_of(path, [&] { (void)read_eval_log(path, {log_kind::automatic, "", "strict"}); }) ==
        "FILE: no entry has filter 'strict'; the filters are 'strict-match', 'flexible-extract'");
  eval_log const strict = read_eval_log(path, {log_kind::automatic, "", "strict-match"});
  CHECK(strict.metric == "exact_match");
  CHECK(strict.trials == counts{1, 1});
  CHECK(strict.successes == counts{0, 1});
  CHECK(read_eval_log(path, {log_kind::automatic, "", "flexible-extract"}).successes == counts{1, 1});
  CHECK(log_error(generated(R"("resps": [["42"]], "filtered_resps": ["42"], "acc": 1)") +
                  generated(R"("resps": [["42"]], "filtered_resps": ["4"], "acc": 0)")) ==
        "FILE:2: question '5' has the same responses as on line 1: entries of several filters, or a copy; keep one of "
        "them");
}

TEST_CASE("logs: repeats with a score each; uneven trials stay uneven") {
  eval_log const log = read_eval_log(data("harness_scores.jsonl"));
  CHECK(log.question == words{"0", "1"});
  CHECK(log.trials == counts{4, 2});
  CHECK(log.successes == counts{2, 0});
  CHECK(log.line == std::vector<std::size_t>{1, 2});
  CHECK(log.warnings.empty());
}

TEST_CASE("logs: further trials must be about the same question") {
  std::string const first = R"({"doc_id": 5, "target": "41", "resps": [["a"]], "filtered_resps": ["a"], "acc": 1})";
  CHECK(log_error(first + "\n" + generated(R"("resps": [["b"]], "filtered_resps": ["b"], "acc": 0)")) ==
        "FILE:2: question '5' has target '42', but '41' on line 1");
}

TEST_CASE("logs: repeats with one score are compared with the target, and say so") {
  std::string const path = data("harness_repeats.jsonl");
  eval_log const log = read_eval_log(path);
  CHECK(log.trials == counts{4, 2});
  CHECK(log.successes == counts{3, 1});
  REQUIRE(log.warnings.size() == 1);
  CHECK(log.warnings[0] == path + ": the responses have no score each; those equal to the target are counted");
}

TEST_CASE("logs: pass@1 is the mean over the responses") {
  std::string const four = R"("resps": [["a", "b", "c", "d"]], "filtered_resps": [["a", "b", "c", "d"]], "pass@1": )";
  temporary_file const file(generated(four + "0.75"));
  eval_log const log = read_eval_log(file.path());
  CHECK(log.trials == counts{4});
  CHECK(log.successes == counts{3});
  CHECK(log_error(generated(four + "0.8")) == "FILE:1: score 'pass@1': '0.8' is not the mean of 4 zeros and ones");
}

TEST_CASE("logs: human-eval") {
  eval_log const log = read_eval_log(data("human_eval_results.jsonl"));
  CHECK(log.metric == "passed");
  CHECK(log.question == words{"HumanEval/0", "HumanEval/1"});
  CHECK(log.trials == counts{3, 1});
  CHECK(log.successes == counts{2, 0});
  CHECK(log_error("{\"task_id\": \"a\", \"passed\": true}\n{\"task_id\": \"a\", \"passed\": null}\n") ==
        "FILE:2: 'passed': 'null' is not true or false");
  CHECK(log_error("{\"task_id\": \"a\", \"passed\": true}\n{\"task_id\": \"a\", \"result\": \"passed\"}\n") ==
        "FILE:2: no field 'passed'; the fields are 'result', 'task_id'");
}

TEST_CASE("logs: files that are no log") {
  CHECK(log_error("") == "FILE: the file is empty");
  CHECK(log_error("{\"doc_id\": 0,\n") == "FILE:1: this is not JSON, from column 14 on");
  CHECK(log_error("{\"doc_id\": 1e999}") == "FILE:1: a number is out of the range of a double");
  CHECK(log_error("\n[1]\n") == "FILE:2: this is not a JSON object; a log has one object a line");
  CHECK(log_error("{\"a\": 1}") ==
        "FILE:1: neither an entry of lm-evaluation-harness (doc_id, resps) nor of human-eval (task_id, passed)");
  CHECK(log_error(choice(R"("target": "1")") + "{\"target\": 1}") ==
        "FILE:2: no field 'doc_id'; the fields are 'target'");
  CHECK(log_error(std::string(100000, '[')) == "FILE:1: this is not JSON, from column 100001 on");
}

TEST_CASE("logs: likelihoods that cannot be used") {
  CHECK(log_error(choice(R"("target": "2")")) ==
        "FILE:1: target '2' is neither the number nor the text of one of 2 answers");
  CHECK(log_error(choice(R"("target": "[0, 1]")")) ==
        "FILE:1: target '[0, 1]' is neither the number nor the text of one of 2 answers");
  CHECK(log_error(choice(R"("acc": 1)")) == "FILE:1: no field 'target'; the fields are 'acc', 'doc_id', 'resps'");
  CHECK(log_error(choice(R"("target": "1")") + choice(R"("target": "0", "resps": [[["-2.5", "False"]]])")) ==
        "FILE:2: question '5' is there twice, first on line 1");
  auto const with = [](std::string const& value) {
    return log_error("{\"doc_id\": 0, \"target\": \"x\", \"resps\": [[[" + value + ", \"False\"]]]}");
  };
  CHECK(with("\"-inf\"") == "FILE:1: log-likelihood '-inf' is not a finite number");
  CHECK(with("\"nan\"") == "FILE:1: log-likelihood 'nan' is not a finite number");
  CHECK(with("NaN") == "FILE:1: log-likelihood 'null' is not a number");
  CHECK(with("0.25") == "FILE:1: log-likelihood '0.25' is greater than 0");
  CHECK(log_error(generated(R"("resps": [["-3.5"]], "filtered_resps": ["-3.5"])"), {log_kind::nll, "", ""}) ==
        "FILE:1: this log has no log-likelihoods of answers");
}

TEST_CASE("logs: scores that cannot be used") {
  std::string const three = R"("resps": [["1", "2", "42"]], "filtered_resps": )";
  CHECK(log_error(generated(three + R"(["1"], "filter": "maj@3", "exact_match": 0.0)")) ==
        "FILE:1: 3 responses, but filter 'maj@3' kept one: the others have no score");
  CHECK(log_error(generated(three + R"([["1", "2", "42"]], "acc": 0.0)")) ==
        "FILE:1: score 'acc' is one number for 3 responses");
  CHECK(log_error(generated(three + R"([["1", "2", "3"]], "exact_match": 1.0)")) ==
        "FILE:1: 'exact_match' is 1, but no response equals the target: the responses have no score each");
  CHECK(log_error(generated(three + R"([["1", "2", "3"]])")) ==
        "FILE: the responses have no score each, and none equals its target");
  std::string const one = R"("resps": [["x"]], "filtered_resps": ["x"], )";
  CHECK(log_error(generated(one + R"("exact_match": 0.5)")) == "FILE:1: score 'exact_match': '0.5' is neither 0 nor 1");
  CHECK(log_error(generated(one + R"("exact_match": NaN)")) == "FILE:1: score 'exact_match' is null");
  CHECK(log_error(generated(one + R"("exact_match": [])")) == "FILE:1: score 'exact_match' is empty");
  CHECK(log_error(generated(one + R"("f1": 0.3)"), {log_kind::automatic, "acc", ""}) ==
        "FILE:1: no field 'acc'; the fields are 'doc_id', 'f1', 'filtered_resps', 'resps', 'target'");
  CHECK(log_error(R"({"doc_id": 1, "target": "['a', 'b']", "resps": [["a", "c"]], "filtered_resps": [["a", "c"]]})") ==
        "FILE:1: the responses have no score each and the target '['a', 'b']' is a list");
}

TEST_CASE("logs: --log CKPT=FILE") {
  CHECK(parse_log_argument("7=logs/a=b.jsonl") == std::pair<std::string, std::string>("7", "logs/a=b.jsonl"));
  for (char const* bad : {"logs.jsonl", "=a.jsonl", "7="}) {
    CHECK(error_of("", [&] { (void)parse_log_argument(bad); }) == "--log '" + std::string(bad) + "': not CKPT=FILE");
  }
}

TEST_CASE("logs: a table of counts keeps what was not run as no trials") {
  temporary_file const other(
      "{\"task_id\": \"HumanEval/1\", \"passed\": true}\n{\"task_id\": \"x\", \"passed\": false}\n");
  logs const both = {{"a", read_eval_log(data("human_eval_results.jsonl"))}, {"b", read_eval_log(other.path())}};
  question_table table = tabulate(both);
  CHECK(table.checkpoint == words{"a", "b"});
  CHECK(table.question == words{"HumanEval/0", "HumanEval/1", "x"});
  CHECK(table.trials == counts{3, 1, 0, 0, 1, 1});
  CHECK(table.successes == counts{2, 0, 0, 0, 1, 0});
  std::string const checkpoints = data("checkpoints.csv");
  CHECK(error_of(checkpoints, [&] { (void)join(table, read_checkpoints(checkpoints)); }) ==
        data("human_eval_results.jsonl") + ": checkpoint 'a' is not in FILE");
}

TEST_CASE("logs: a table of likelihoods is complete and about the same questions") {
  eval_log const log = read_eval_log(data("harness_choices.jsonl"));
  question_table const table = tabulate(logs{{"0", log}, {"1", log}});
  CHECK(table.nll == std::vector<double>{1.25, 0.5, 2.5, 1.25, 0.5, 2.5});
  CHECK_FALSE(table.has_counts());

  eval_log other = log;
  other.path = "other";
  auto const error = [&](eval_log const& second) {
    return error_of(log.path, [&] { (void)tabulate(logs{{"0", log}, {"1", second}}); });
  };
  CHECK(error(read_eval_log(data("harness_last_word.jsonl"))) ==
        data("harness_last_word.jsonl") + ":1: question '0' has target ' door', but '1' at FILE:1");
  eval_log shorter = other;
  shorter.question.pop_back();
  CHECK(error(shorter) == "other: question '2' is missing; it is at FILE:3");
  CHECK(error(read_eval_log(data("human_eval_results.jsonl"))) ==
        data("human_eval_results.jsonl") + ": this log and FILE are not both log-likelihoods or both counts");
  CHECK(error_of(log.path, [&] { (void)tabulate(logs{{"0", log}, {"0", other}}); }) ==
        "other: checkpoint '0' already has the log FILE");
}
