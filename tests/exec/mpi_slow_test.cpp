// SPDX-License-Identifier: BSL-1.0
// 1e9 question outcomes over one to four ranks: the counts of one process, and the closed form within its standard error.
// Prints what the scaling model of docs/simulation.md is made of: an outcome's time on its core, and a sum's over ranks.
// t2: needs mpi
// t2: labels slow mpi
#include "support/mpirun.hpp"

#include <t2/exec/mpi.hpp>
#include <t2/passk/mixture/beta_binomial.hpp>
#include <t2/random/philox_dispatch.hpp>
#include <t2/sample/simulate.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <initializer_list>
#include <string>
#include <vector>

using namespace t2;

namespace {

constexpr law::beta_shape<double> shape{.a = 0.3, .b = 2};

template <class Exec>
sample::tally simulated(Exec const& ex) {
  auto const out = sample::fresh(ex, shape, 10'000, samples{64}, seed{1}, {.count = 100'000});
  REQUIRE(out);
  REQUIRE(out->outcomes == 1'000'000'000);
  return *out;
}

std::string digest_line(sample::tally const& tally) {
  char line[40];
  std::snprintf(line, sizeof line, "digest %016llx\n", static_cast<unsigned long long>(tally.digest()));
  return line;
}

}  // namespace

TEST_CASE("1e9 question outcomes over ranks") {
  if (test::role() != nullptr) {
    int argc = 0;
    char** argv = nullptr;
    exec::mpi_session const session(argc, argv);
    exec::mpi const ex{random::dispatched{}};
    std::string text = digest_line(simulated(ex));
    char line[100];
    double const work = 1e9 / ex.rank_count();
    std::snprintf(line, sizeof line, "rank %d: %.2f ns of CPU time an outcome\n", ex.rank(),
                  1e9 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC / work);
    text += line;
    for (std::size_t size : {65u, 10'001u}) {
      std::vector<std::uint64_t> counts(size, 1);
      double least = 1;
      for (int i = 0; i < 3000; ++i) {
        double const start = MPI_Wtime();
        exec::sum_over_ranks(ex, counts.data(), size);
        least = std::fmin(least, MPI_Wtime() - start);
      }
      std::snprintf(line, sizeof line, "sum of %zu counts over %d ranks: %.1f us\n", size, ex.rank_count(),
                    1e6 * least);
      if (ex.rank() == 0) text += line;
    }
    std::fputs(text.c_str(), stdout);
    return;
  }
  sample::tally const one = simulated(random::dispatched{});
  for (std::uint64_t k : {1u, 8u, 64u}) {
    auto const got = sample::pass_at(one, k);
    double const exact = passk::beta_binomial{.a = shape.a, .b = shape.b}.pass_at(static_cast<double>(k));
    std::printf("pass@%llu %+.2f standard errors of %.1e\n", static_cast<unsigned long long>(k),
                (got.value - exact) / got.standard_error, got.standard_error);
    CHECK(std::fabs(got.value - exact) < 3 * got.standard_error);
  }
  std::printf("one process %s", digest_line(one).c_str());
  for (int ranks : {1, 2, 3, 4}) {
    test::outcome const out = test::run_ranks(ranks, "simulate");
    std::printf("%d ranks\n%s", ranks, out.text.substr(0, 1000).c_str());
    CHECK(out.code == 0);
    CHECK(test::occurrences(out.text, digest_line(one)) == static_cast<std::size_t>(ranks));
  }
}
