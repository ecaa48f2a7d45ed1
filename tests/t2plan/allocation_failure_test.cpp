// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan_io
// t2: labels own-allocator
// The readers of tables of t2plan when memory runs out at any point: std::bad_alloc, never a file read in part. Logs and
// fits are not among them: the JSON library ends the program where its destructor finds no memory.
#include "../../examples/t2plan/checkpoints.hpp"
#include "../../examples/t2plan/questions.hpp"
#include "../../examples/t2plan/runs.hpp"
#include "input_files.hpp"
#include "support/failing_allocation.hpp"

#include <doctest/doctest.h>

using namespace t2plan;
using namespace t2plan::test;
using t2::test::fail_each;

TEST_CASE("files of runs, checkpoints, counts and answers") {
  temporary_file const runs("N,D,loss,kept\n1e8,2e9,3.5,1\n2e8,4e9,3.1,1\n8e8,1.6e10,2.6,1\n");
  fail_each("read_runs", [&] { return read_runs(runs.path(), run_columns(), {}).value.size() == 3; });
  temporary_file const checkpoints("ckpt,N,D\n0,48377600,1e10\n1,48377600,2e10\n");
  fail_each("read_checkpoints",
            [&] { return read_checkpoints(checkpoints.path(), checkpoint_columns(), {}).params.size() == 2; });
  temporary_file const counts("ckpt,problem,n,c\na,1,8,3\na,2,8,0\nb,1,8,4\nb,2,8,1\n");
  fail_each("read_counts", [&] { return read_counts(counts.path()).successes.size() == 4; });
  temporary_file const nll("ckpt,q0,q1,q2\n1,3.4,8.7,0\n0,3.9,10.6,7.9\n");
  fail_each("read_matrix", [&] { return read_matrix(nll.path()).nll.size() == 6; });
}
