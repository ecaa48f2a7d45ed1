// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan_io
#include "../../examples/t2plan/questions.hpp"

#include "input_files.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

using namespace t2plan;
using namespace t2plan::test;

namespace {
using words = std::vector<std::string>;
using counts = std::vector<std::uint64_t>;

std::string matrix_error(std::string const& content, answer_scale scale = answer_scale::nll) {
  return error_in(content, [&](std::string const& path) { return read_matrix(path, scale); });
}
std::string counts_error(std::string const& content) {
  return error_in(content, [](std::string const& path) { return read_counts(path); });
}
std::string checkpoints_error(std::string const& content) {
  return error_in(content, [](std::string const& path) { return read_checkpoints(path); });
}
}  // namespace

TEST_CASE("checkpoints: read, renamed, filtered") {
  checkpoints_file const file = read_checkpoints(data("checkpoints.csv"));
  CHECK(file.id == words{"0", "1", "2"});
  CHECK(file.params == std::vector<double>{48377600, 48377600, 96755200});
  CHECK(file.tokens[1] == 20006830080.0);
  CHECK(file.loss.empty());
  checkpoints_file const late = read_checkpoints(
      data("checkpoints.csv"), parse_columns("loss=step", checkpoint_columns()), parse_filters(words{"step>2385"}));
  CHECK(late.id == words{"1"});
  CHECK(late.loss == std::vector<double>{4770});
  CHECK(late.index.at("0") == checkpoints_file::excluded);
}

TEST_CASE("checkpoints: errors") {
  CHECK(checkpoints_error("ckpt,N,D\na,1,1\nb,1,1\na,1,1\n") ==
        "FILE:4: column 'ckpt': 'a' is listed twice, first on line 2");
  CHECK(checkpoints_error("ckpt,N,D\n,1,1\n") == "FILE:2: column 'ckpt': '' is empty");
  CHECK(checkpoints_error("ckpt,N,D\na,0,1\n") == "FILE:2: column 'N': '0' is not greater than 0");
  CHECK(checkpoints_error("ckpt,N,D,loss\na,1,1,x\n") == "FILE:2: column 'loss': 'x' is not a number");
  CHECK(checkpoints_error("id,N,D\na,1,1\n") == "FILE:1: no column 'ckpt'; the columns are 'id', 'N', 'D'");
  CHECK(error_in("ckpt,N,D\na,1,1\n", [](std::string const& path) {
          return read_checkpoints(path, parse_columns("loss=value", checkpoint_columns()));
        }) == "FILE:1: no column 'value'; the columns are 'ckpt', 'N', 'D'");
}

TEST_CASE("questions: a matrix of negative log-likelihoods, joined to its checkpoints") {
  question_table table = read_matrix(data("nll.csv"));
  CHECK(table.checkpoint == words{"1", "0"});
  CHECK(table.question == words{"q0", "q1", "q2"});
  CHECK_FALSE(table.has_counts());
  CHECK(table.nll_of(1)[1] == 10.6230);
  CHECK(table.where[1].line == 3);
  CHECK(join(table, read_checkpoints(data("checkpoints.csv"))) == words{"2"});
  CHECK(table.params == std::vector<double>{48377600, 48377600});
  CHECK(table.tokens == std::vector<double>{20006830080, 10003415040});
}

TEST_CASE("questions: rows of filtered checkpoints are dropped") {
  question_table table = read_matrix(data("nll.csv"));
  auto const early = read_checkpoints(data("checkpoints.csv"), checkpoint_columns(), parse_filters(words{"step<3000"}));
  CHECK(join(table, early) == words{"2"});
  CHECK(table.checkpoint == words{"0"});
  CHECK(table.rows() == 1);
  CHECK(table.nll == std::vector<double>{3.9095, 10.6230, 7.9382});
  CHECK(table.where[0].line == 3);
  CHECK(table.tokens == std::vector<double>{10003415040});
}

TEST_CASE("questions: probabilities") {
  question_table const table = read_matrix(data("probabilities.csv"), answer_scale::probability);
  CHECK(table.nll[0] == std::log(2.0));
  CHECK(table.nll[1] == 0.0);
  CHECK_FALSE(std::signbit(table.nll[1]));
  CHECK(table.nll[2] == std::numeric_limits<double>::infinity());
}

TEST_CASE("questions: errors in a matrix") {
  CHECK(matrix_error("ckpt,q0,q1\n0,1,-0.5\n") ==
        "FILE:2: column 'q1': '-0.5' is negative; a negative log-likelihood is at least 0");
  CHECK(matrix_error("ckpt,q0\n0,1.01\n", answer_scale::probability) ==
        "FILE:2: column 'q0': '1.01' is not a probability in [0, 1]");
  CHECK(matrix_error("ckpt,q0\n0,-0.1\n", answer_scale::probability) ==
        "FILE:2: column 'q0': '-0.1' is not a probability in [0, 1]");
  CHECK(matrix_error("ckpt,q0,q1\n0,1,2\n1,1\n") == "FILE:3: 2 fields, but the header has 3 columns");
  CHECK(matrix_error("ckpt,q0,q1\n0,1,2\n1,1,\n") == "FILE:3: column 'q1': '' is empty");
  CHECK(matrix_error("ckpt,q0\n0,1\n1,1\n0,1\n") == "FILE:4: column 'ckpt': '0' is listed twice, first on line 2");
  CHECK(matrix_error("ckpt\n0\n") == "FILE: no column of a question beside 'ckpt'");
  CHECK(matrix_error("q0,q1\n0,1\n") == "FILE:1: no column 'ckpt'; the columns are 'q0', 'q1'");
}

TEST_CASE("questions: results of an unknown checkpoint") {
  temporary_file const matrix("ckpt,q0\n0,1\n7,1\n");
  question_table table = read_matrix(matrix.path());
  std::string const checkpoints = data("checkpoints.csv");
  CHECK(error_of(matrix.path(), [&] { (void)join(table, read_checkpoints(checkpoints)); }) ==
        "FILE:3: checkpoint '7' is not in " + checkpoints);
  question_table other = read_matrix(data("nll.csv"));
  auto const large = read_checkpoints(checkpoints, checkpoint_columns(), parse_filters(words{"model=large"}));
  CHECK(error_of(checkpoints, [&] { (void)join(other, large); }) == "FILE: none of its checkpoints has results");
}

TEST_CASE("questions: counts; a problem that was not run has no trials") {
  question_table const table = read_counts(data("counts.csv"));
  CHECK(table.has_counts());
  CHECK(table.checkpoint == words{"small", "large"});
  CHECK(table.question == words{"12", "20", "31"});
  CHECK(table.trials == counts{512, 640, 0, 0, 100, 1000});
  CHECK(table.successes == counts{1, 18, 0, 0, 100, 0});
  CHECK(table.trials_of(1)[2] == 1000);
  CHECK(table.successes_of(0)[1] == 18);
  CHECK(table.where[1].line == 4);
}

TEST_CASE("questions: groups of counts") {
  auto const columns = parse_columns("group=problem,problem=model", count_columns());
  CHECK(read_counts(data("counts.csv"), columns).checkpoint == words{"12", "20", "31"});
  temporary_file const alone("problem,n,c\nx,4,2\ny,5,0\n");
  question_table const table = read_counts(alone.path());
  CHECK(table.checkpoint == words{"all"});
  CHECK(table.trials == counts{4, 5});
  CHECK(read_counts(data("counts.csv"), count_columns(), parse_filters(words{"model=small"})).rows() == 1);
}

TEST_CASE("questions: errors in counts") {
  CHECK(counts_error("model,problem,n,c\na,1,10,11\n") == "FILE:2: column 'c': '11' is more than the 10 trials");
  CHECK(counts_error("model,problem,n,c\na,1,0,0\n") == "FILE:2: column 'n': '0' is not at least 1");
  CHECK(counts_error("model,problem,n,c\na,1,10,-1\n") == "FILE:2: column 'c': '-1' is negative");
  CHECK(counts_error("model,problem,n,c\na,1,10,2.5\n") == "FILE:2: column 'c': '2.5' is not a whole number");
  CHECK(counts_error("model,problem,n,c\na,1,ten,2\n") == "FILE:2: column 'n': 'ten' is not a number");
  CHECK(counts_error("model,problem,n,c\na,1,10,2\nb,1,10,2\na,1,10,3\n") ==
        "FILE:4: column 'problem': '1' is there twice for 'a', first on line 2");
  CHECK(counts_error("model,task,n,c\na,1,10,2\n") ==
        "FILE:1: no column 'problem'; the columns are 'model', 'task', 'n', 'c'");
}
