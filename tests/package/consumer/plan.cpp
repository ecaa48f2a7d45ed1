// SPDX-License-Identifier: BSL-1.0
// The library in a second source: what headers define twice must link.
#include <t2/t2.hpp>

#include <cstdio>

using namespace t2;

bool print_plan() {
  auto const task = law::published::find("besiroglu-2024")->law() + law::sampling_gain{.G = 3.36, .gamma = 0.445};
  auto const best = plan::solve(task, budget::split{.train = flops{2.56e19}, .inference = flops{2e9}});
  if (!best) return false;
  std::printf("plan: N = %.3g, D = %.3g, k = %.0f\n", best->params.value, best->tokens.value, best->samples.value);
  return best->certificate.certified;
}
