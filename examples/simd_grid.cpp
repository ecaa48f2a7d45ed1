// SPDX-License-Identifier: BSL-1.0
// The best model size over a grid of 200,000 pairs of budgets, on several backends. The first argument says where a loop
// runs; the algorithm, here Newton's method, is one kernel that runs on a double or on a batch of them.
//
// t2: needs simd threads
// t2: prints 200400 plans, N* from 6.43e+06 to 5.02e+09
// t2: prints largest difference of log N* between simd and scalar is below 1e-12: yes
// t2: prints threads around simd give the bits of simd: yes
#include <t2/exec/simd.hpp>
#include <t2/exec/threads.hpp>
#include <t2/t2.hpp>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <vector>

using namespace t2;

int main() {
  auto const task = law::published::find("besiroglu-2024")->law() + law::sampling_gain{.G = 3.36, .gamma = 0.445};
  std::vector<double> train, inference;  // one element a pair, in any order
  for (int i = 0; i < 400; ++i)
    for (int j = 0; j < 501; ++j) {  // odd: the last elements do not fill a batch
      train.push_back(1e18 * std::pow(10., 0.02 * i));
      inference.push_back(1e8 * std::pow(10., 0.01 * j));
    }
  std::vector<double> plain(train.size()), wide(train.size()), shared(train.size());

  auto const timed = [&](char const* name, auto const& ex, std::vector<double>& size) {
    auto const start = std::chrono::steady_clock::now();
    status const ran = plan::sweep(ex, task, {train}, {inference}, {size});
    std::chrono::duration<double, std::milli> const took = std::chrono::steady_clock::now() - start;
    std::fprintf(stderr, "%-20s %6.1f ms\n", name, took.count());
    return ran.ok();
  };
  // The instruction set is that of the compiler's flags, or a template argument: exec::simd<xsimd::avx2>.
  bool const ran = timed("scalar", exec::scalar{}, plain) && timed("simd", exec::simd{}, wide) &&
                   timed("threads around simd", exec::threads{2, exec::simd{}}, shared);
  if (!ran) return 1;

  double worst = 0;
  for (std::size_t i = 0; i < plain.size(); ++i) worst = std::max(worst, std::abs(std::log(wide[i] / plain[i])));
  std::printf("%zu plans, N* from %.3g to %.3g\n", plain.size(), plain.front(), plain.back());
  std::printf("largest difference of log N* between simd and scalar is below 1e-12: %s\n",
              worst < 1e-12 ? "yes" : "no");
  std::printf("threads around simd give the bits of simd: %s\n", shared == wide ? "yes" : "no");
}
