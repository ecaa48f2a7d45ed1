// SPDX-License-Identifier: BSL-1.0
// pass@k of a benchmark from counts, with the two standard errors that are often taken for one another, and beyond the
// samples that were drawn.
//
// t2: prints unbiased, from the samples drawn
// t2: prints   pass@1    0.1816  95 % for questions like these 0.145 to 0.218; standard error for these alone 0.0024
// t2: prints   pass@10   0.5080  95 % for questions like these 0.444 to 0.572; standard error for these alone 0.0058
// t2: prints   pass@50   0.6710  95 % for questions like these 0.604 to 0.738; standard error for these alone 0.0109
// t2: prints   pass@100  0.7195  95 % for questions like these 0.651 to 0.788; standard error for these alone unknown: trials is not identified by the data (value 100 at index 0)
// t2: prints a Beta law of difficulty, fitted to the counts
// t2: prints   a = 0.283, b = 1.295 (drawn with 0.3 and 1.2)
// t2: prints   pass@100   0.7311  95 % 0.663 to 0.792, truth 0.7582
// t2: prints   pass@1000  0.8595  95 % 0.800 to 0.906, truth 0.8785
// t2: prints   pass@10000 0.9267  95 % 0.881 to 0.958, truth 0.9391
#include <t2/passk.hpp>
#include <t2/sample.hpp>
#include <t2/t2.hpp>

#include <cstdio>
#include <vector>

using namespace t2;

int main() {
  // 164 questions, 100 samples each. Synthetic: the chance of a question is drawn from Beta(0.3, 1.2), so that the truth is
  // known. Yours come from a file: n and c of each question are all that is needed.
  std::vector<int> trials, successes;
  for (std::uint64_t q = 0; q < 164; ++q) {
    double const p = sample::beta_draw(0.3, 1.2, 2026, q);
    auto const law = sample::binomial_table(100, p, false);
    trials.push_back(100);
    successes.push_back(static_cast<int>(sample::draw(*law, {.seed = 1}, q)));
  }
  passk::counts const data{trials, successes};

  std::printf("unbiased, from the samples drawn\n");
  for (double k : {1., 10., 50., 100.}) {
    auto const mean = passk::mean_pass(data, k);
    auto const here = passk::fixed_questions(data, k);     // other samples of these questions: needs n >= 2k
    auto const alike = passk::sampled_questions(data, k);  // other questions like these
    if (!mean || !alike) return std::puts(message(mean.error()).c_str()), 1;
    auto const [low, high] = passk::normal_interval(*alike, 0.95);
    std::printf("  pass@%-4.0f %.4f  95 %% for questions like these %.3f to %.3f; standard error for these alone ", k,
                *mean, low, high);
    here ? std::printf("%.4f\n", here->standard_error) : std::printf("unknown: %s\n", message(here.error()).c_str());
  }

  std::printf("a Beta law of difficulty, fitted to the counts\n");
  auto const mixture = passk::beta_binomial<>::fit(data);
  if (!mixture) return std::puts(message(mixture.error()).c_str()), 1;
  std::printf("  a = %.3f, b = %.3f (drawn with 0.3 and 1.2)\n", mixture->a, mixture->b);
  for (double k : {100., 1000., 10000.}) {
    auto const range = passk::profile_interval(*mixture, data, k, 0.95);
    if (!range) return std::puts(message(range.error()).c_str()), 1;
    std::printf("  pass@%-5.0f %.4f  95 %% %.3f to %.3f, truth %.4f\n", k, mixture->pass_at(k), range->lower,
                range->upper, passk::beta_binomial{.a = 0.3, .b = 1.2}.pass_at(k));
  }
}
