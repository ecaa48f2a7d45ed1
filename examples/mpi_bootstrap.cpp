// SPDX-License-Identifier: BSL-1.0
// A bootstrap on several machines: mpirun -n 4 mpi_bootstrap. Each rank refits its share of the draws and gets all of
// them. A draw depends on seed and number only, so that any number of ranks gives the same intervals, to the last bit.
//
// t2: needs mpi
// t2: prints E      1.75 to 1.86
// t2: prints A      354.8 to 1095
// t2: prints B      1653 to 2455
// t2: prints alpha  0.3319 to 0.4023
// t2: prints beta   0.3556 to 0.3773
#include <t2/exec/mpi.hpp>
#include <t2/t2.hpp>

#include <cstdio>

using namespace t2;

using form = law::chinchilla<double>;

// Synthetic runs of the law E = 1.8, A = 480, B = 2100, alpha = 0.35, beta = 0.37 with 0.5 % of noise.
fit::dataset<> made_up_runs() {
  form const truth{.E = 1.8, .A = 480, .B = 2100, .alpha = 0.35, .beta = 0.37};
  fit::dataset<> runs;
  for (double n : {3e7, 8e7, 2e8, 5e8, 1.2e9})
    for (double per_param : {2., 5., 10., 20., 40., 80., 160., 320.}) {
      double const noise = random::normals<double>({.seed = 1, .index = runs.value.size()}).first;
      runs.params.push_back(n);
      runs.tokens.push_back(per_param * n);
      runs.value.push_back(truth(params{n}, tokens{per_param * n}) * (1 + 0.005 * noise));
    }
  return runs;
}

int main(int argc, char** argv) {
  exec::mpi_session const session(argc, argv);
  exec::mpi const ranks{};  // one thread a rank; exec::mpi{exec::threads{8}} for eight
  fit::dataset<> const runs = made_up_runs();

  fit::huber const rho{1e-3};
  auto const fitted = fit::least<form>(runs, rho, fit::log_residual);
  if (!fitted) session.fail(message(fitted.error()).c_str());
  auto const draws = fit::bootstrap_runs(ranks, runs, fitted->law, rho, fit::log_residual, {.draws = 200, .seed = 7});
  if (!draws) session.fail(message(draws.error()).c_str());

  if (ranks.rank() == 0) {
    std::fprintf(stderr, "%d ranks\n", ranks.rank_count());
    for (int i = 0; i < 5; ++i) {
      auto const [low, high] = draws->interval(static_cast<std::size_t>(i), 0.95);
      std::printf("%-6s %.4g to %.4g\n", form::parameters::name(i).data(), low, high);
    }
  }
}
