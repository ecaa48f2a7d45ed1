// SPDX-License-Identifier: BSL-1.0
// Ten lines: a published loss law, what sampling adds to it, and the best model under a training and an inference budget.
// t2: prints T2:         N = 3.45e+07 parameters, D = 1.24e+11 tokens, k = 29 samples, 3594 tokens per parameter
// t2: prints Chinchilla: N = 4.24e+08 parameters, D = 1.01e+10 tokens, 24 tokens per parameter
#include <t2/t2.hpp>

#include <cstdio>

int main() {
  using namespace t2;

  auto const loss = law::published::find("besiroglu-2024")->law();        // L = E + A/N^alpha + B/D^beta
  auto const task = loss + law::sampling_gain{.G = 3.36, .gamma = 0.445};  // T2 approach 1: + G/k^gamma
  auto const best = plan::solve(task, budget::split{.train = flops{2.56e19}, .inference = flops{2e9}});
  auto const chinchilla = plan::solve(loss, budget::training{flops{2.56e19}});
  if (!best || !chinchilla) return std::puts(message(best.error()).c_str()), 1;

  std::printf("T2:         N = %.3g parameters, D = %.3g tokens, k = %.3g samples, %.0f tokens per parameter\n",
              best->params.value, best->tokens.value, best->samples.value, best->tokens_per_param());
  std::printf("Chinchilla: N = %.3g parameters, D = %.3g tokens, %.0f tokens per parameter\n", chinchilla->params.value,
              chinchilla->tokens.value, chinchilla->tokens_per_param());
}
