// SPDX-License-Identifier: BSL-1.0
// Every functor on every backend, against the scalar one; the table of docs/cuda.md is what this prints. A device is the
// emulated one here: the same functors, launch loop and copies on the host. tests/cuda/functors.cu has them as kernels.
// t2: needs simd threads mpi
#include "exec/functors.hpp"

#include <t2/core/message.hpp>
#include <t2/exec/emulated.hpp>
#include <t2/exec/mpi.hpp>
#include <t2/exec/simd.hpp>
#include <t2/exec/threads.hpp>
#include <t2/random/philox_simd.hpp>

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

using namespace t2;

namespace {

exec::mpi_session const& session() {
  static int argc = 0;
  static char** argv = nullptr;
  static exec::mpi_session const one(argc, argv);  // a single rank; tests/exec/mpi_test.cpp has more
  return one;
}

// "same bits", or the bound that the difference keeps.
template <class Functor, class Ex>
std::string cell(Ex const& ex, test::functor_result const& want) {
  test::functor_result const got = Functor::run(ex);
  double const off = test::distance(got, want);
  INFO(Functor::name << ": " << message(got.problem) << ", off by " << off);
  CHECK(off <= Functor::bound);
  char text[32];
  std::snprintf(text, sizeof text, "%.0e", Functor::bound);
  return !(off <= Functor::bound) ? "wrong" : Functor::bound == 0 ? "same bits" : text;
}

// What allocates or calls the user's host code inside, and so stays on the host: tests/fit, tests/passk and tests/plan.
constexpr char const* host_only[] = {"`fit::bootstrap_runs`, other laws",
                                     "`fit::bootstrap_outcomes`, `bootstrap_accuracy`",
                                     "`fit::many_start`",
                                     "`fit::validate`",
                                     "`plan::plan_draws`, other limits"};

}  // namespace

TEST_CASE("every functor gives on every backend what the scalar one gives") {
  static_cast<void>(session());
  std::string table = "| functor | scalar | simd | threads | mpi | cuda |\n|---|---|---|---|---|---|\n";
  test::for_each_functor([&](auto functor) {
    using entry = decltype(functor);
    test::functor_result const want = entry::run(exec::scalar{});
    CHECK(want.problem.ok());
    CHECK(want.counts.size() + want.reals.size() > 0);
    table += std::string("| ") + entry::name + " | reference | " + cell<entry>(exec::simd{}, want) + " | " +
             cell<entry>(exec::threads{3}, want) + " | " + cell<entry>(exec::mpi{}, want) + " | " +
             cell<entry>(exec::emulated{}, want) + " |\n";
    if (entry::bound == 0) CHECK(cell<entry>(exec::mpi{exec::emulated{}}, want) == "same bits");
  });
  for (char const* const name : host_only)
    table += std::string("| ") + name + " | host | host | host | host | missing |\n";

  std::ifstream page(std::filesystem::path(__FILE__).parent_path() / "../../docs/cuda.md");
  std::ostringstream text;
  text << page.rdbuf();
  INFO("docs/cuda.md should have:\n" << table);
  CHECK(text.str().find(table) != std::string::npos);
}
