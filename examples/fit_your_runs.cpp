// SPDX-License-Identifier: BSL-1.0
// Fit your own runs: a CSV of params,tokens,loss in, a law out, with what the data do not say about it.
// Usage: fit_your_runs [runs.csv]      Without a file it fits runs that it makes up, so that the right answer is known.
//
// t2: prints 40 runs, objective 0.000111437, mean relative error 0.33 %
// t2: prints E      1.807  (95 %: 1.75 to 1.86)
// t2: prints A      606.5  (95 %: 354.8 to 1095)
// t2: prints B      1944  (95 %: 1653 to 2455)
// t2: prints alpha  0.3646  (95 %: 0.3319 to 0.4023)
// t2: prints beta   0.3654  (95 %: 0.3556 to 0.3773)
// t2: prints predicted loss of N = 7e9, D = 1.4e11: 2.1275
#include <t2/t2.hpp>

#include <cstdio>

using namespace t2;

// Synthetic: the law E = 1.8, A = 480, B = 2100, alpha = 0.35, beta = 0.37 with 0.5 % of noise.
fit::dataset<> made_up_runs() {
  law::chinchilla const truth{.E = 1.8, .A = 480., .B = 2100., .alpha = 0.35, .beta = 0.37};
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

fit::dataset<> read_runs(std::FILE* file) {
  fit::dataset<> runs;
  char header[256];
  double n, d, loss;
  if (std::fgets(header, sizeof header, file) == nullptr) return runs;
  while (std::fscanf(file, "%lf,%lf,%lf", &n, &d, &loss) == 3) {
    runs.params.push_back(n);
    runs.tokens.push_back(d);
    runs.value.push_back(loss);
  }
  return runs;
}

int main(int argc, char** argv) {
  std::FILE* const file = argc > 1 ? std::fopen(argv[1], "r") : nullptr;
  if (argc > 1 && file == nullptr) return std::perror(argv[1]), 2;
  fit::dataset<> const runs = file != nullptr ? read_runs(file) : made_up_runs();
  if (file != nullptr) std::fclose(file);

  // Huber's loss on log residuals, as in the Chinchilla papers: a few runs that went wrong do not bend the law.
  fit::huber const rho{1e-3};
  auto const fitted = fit::least<law::chinchilla<double>>(runs, rho, fit::log_residual);
  if (!fitted) return std::fprintf(stderr, "%s\n", message(fitted.error()).c_str()), 1;

  auto const draws =
      fit::bootstrap_runs(exec::scalar{}, runs, fitted->law, rho, fit::log_residual, {.draws = 200, .seed = 7});
  if (!draws) return std::fprintf(stderr, "%s\n", message(draws.error()).c_str()), 1;

  double coefficient[5];
  law::store(fitted->law, coefficient);
  std::printf("%zu runs, objective %.6g, mean relative error %.2f %%\n", fitted->points, fitted->objective,
              100 * fitted->mean_relative_error);
  for (int i = 0; i < 5; ++i) {
    auto const [low, high] = draws->interval(static_cast<std::size_t>(i), 0.95);
    std::printf("%-6.*s %.4g  (95 %%: %.4g to %.4g)\n", static_cast<int>(law::chinchilla<>::parameters::name(i).size()),
                law::chinchilla<>::parameters::name(i).data(), coefficient[i], low, high);
  }
  for (auto const& warning : fitted->warnings) std::printf("warning: %s\n", message(*fitted, warning).c_str());
  std::printf("predicted loss of N = 7e9, D = 1.4e11: %.4f\n", fitted->law(params{7e9}, tokens{1.4e11}));
}
