// SPDX-License-Identifier: BSL-1.0
// Embeds the library in a CUDA program: plans over a grid of budgets and pass@k of a simulated plan, on the first card.
// Build: nvcc -std=c++20 -arch=sm_90 -I include examples/cuda_sweep.cu
// t2: runs
#include <t2/core/message.hpp>
#include <t2/exec/cuda.cuh>
#include <t2/plan/ask/sweep.hpp>
#include <t2/sample/tally.hpp>
#include <t2/t2.hpp>

#include <cmath>
#include <cstdio>
#include <vector>

using namespace t2;

int main() {
  auto const task = law::published::find("besiroglu-2024")->law() + law::sampling_gain{.G = 3.36, .gamma = 0.445};
  auto const card = exec::cuda_device::open();  // a stream and a pool of memory
  if (!card) {
    std::printf("SKIPPED: cuda_sweep: %s\n", message(card.error()).c_str());
    return 77;
  }
  exec::cuda const on = card->on();  // the first argument of whatever loops

  std::vector<double> train, inference;
  for (int i = 0; i < 1000; ++i)
    for (int j = 0; j < 1000; ++j) {
      train.push_back(1e18 * std::pow(10., 0.008 * i));
      inference.push_back(1e8 * std::pow(10., 0.005 * j));
    }
  // Arrays on the card for as long as they live; spans of them go where spans of the host go with other backends.
  using array = exec::device_array<exec::cuda, double>;
  auto const train_there = array::copy_of(on, train), inference_there = array::copy_of(on, inference);
  auto const size_there = array::make(on, train.size());
  if (!train_there || !inference_there || !size_there) return 1;
  // Queued, not waited for; download waits.
  status const ran = plan::sweep(on, task, train_there->reading(), inference_there->reading(), size_there->span());
  std::vector<double> size(train.size());
  if (!ran.ok() || !size_there->download(size).ok()) return 1;
  std::printf("%zu plans, N* from %.3g to %.3g\n", size.size(), size.front(), size.back());

  auto const tally = sample::fresh(on, law::beta_shape{.a = 0.3, .b = 2.}, 1000, samples{64}, seed{1}, {.count = 1000});
  if (!tally) return 1;
  std::printf("pass@64 = %.4f, digest %016llx\n", sample::pass_at(*tally, 64).value,
              static_cast<unsigned long long>(tally->digest()));
}
