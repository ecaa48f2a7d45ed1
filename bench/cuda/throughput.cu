// SPDX-License-Identifier: BSL-1.0
// On a card: words and any-of-k outcomes a second beside cuRAND's Philox, and bootstrap fits of Chinchilla a second.
// Best of five, wall clock around a wait; docs/cuda.md has the limits to hold them against.
// t2: runs
#include <t2/core/message.hpp>
#include <t2/exec/cuda.cuh>
#include <t2/fit/kernel/bootstrap.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/random/words.hpp>
#include <t2/sample/outcomes.hpp>

#include <curand_kernel.h>

#include <chrono>
#include <cstdio>

using namespace t2;

namespace {

/// cuRAND's words in the same shape: a block of four a thread, one store.
struct curand_words {
  unsigned long long seed;
  uint4* out;
  __device__ void operator()(std::size_t i) const {
    curandStatePhilox4_32_10_t state;
    curand_init(seed, i, 0, &state);
    out[i] = curand4(&state);
  }
};
__global__ void run_curand(curand_words work, std::size_t size) {
  std::size_t const stride = gridDim.x * static_cast<std::size_t>(blockDim.x);
  for (std::size_t i = blockIdx.x * static_cast<std::size_t>(blockDim.x) + threadIdx.x; i < size; i += stride) work(i);
}

template <class Call>
double seconds(exec::cuda const& on, Call const& call) {
  double best = 1e300;
  for (int r = 0; r < 5; ++r) {
    if (!on.wait().ok()) return 1e300;
    auto const start = std::chrono::steady_clock::now();
    bool const ran = call() && on.wait().ok();
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - start;
    if (!ran) return 1e300;
    best = took.count() < best ? took.count() : best;
  }
  return best;
}

fit::dataset<> runs() {
  law::chinchilla<double> const law{.E = 1.8172, .A = 482.01, .B = 2085.43, .alpha = 0.3478, .beta = 0.3658};
  fit::dataset<> out;
  for (std::uint64_t i = 0; i < 240; ++i) {
    auto const share = [i](std::uint32_t draw) { return random::philox_word(1, i, draw, 0) * 0x1p-32; };
    out.params.push_back(math::exp(16 + 7 * share(0)));
    out.tokens.push_back(math::exp(20 + 6 * share(1)));
    out.value.push_back(law(params<double>(out.params.back()), tokens<double>(out.tokens.back())) *
                        (1 + 0.02 * (share(2) - 0.5)));
  }
  return out;
}

}  // namespace

int main() {
  auto const card = exec::cuda_device::open();
  if (!card) {
    std::printf("SKIPPED: throughput: %s\n", message(card.error()).c_str());
    return 77;
  }
  exec::cuda const on = card->on();
  cudaDeviceProp what{};
  cudaGetDeviceProperties(&what, card->ordinal());
  std::printf("%s, %d multiprocessors\n", what.name, what.multiProcessorCount);

  std::size_t const words = std::size_t{1} << 30;
  auto const there = exec::device_array<exec::cuda, std::uint32_t>::make(on, words);
  if (!there) return std::puts(message(there.error()).c_str()), 1;
  double const ours = seconds(on, [&] { return random::fill_words(on, 1, {0}, there->span()).ok(); });
  auto* const quads = reinterpret_cast<uint4*>(there->data());
  double const theirs = seconds(on, [&] {
    run_curand<<<1u << 20, 128, 0, on.stream>>>({1, quads}, words / 4);
    return cudaGetLastError() == cudaSuccess;
  });
  std::printf("Philox words       %.3g /s, cuRAND %.3g /s\n", static_cast<double>(words) / ours,
              static_cast<double>(words) / theirs);

  random::threshold const chance = random::any_of_threshold(0.01, 10);
  sample::outcomes const many{.seed = 1, .first = 0, .count = 200'000'000'000};
  double const outcomes = seconds(on, [&] { return static_cast<bool>(sample::hits(on, chance, many)); });
  std::printf("any-of-k outcomes  %.3g /s\n", static_cast<double>(many.count) / outcomes);

  law::chinchilla<double> const start{.E = 1.8172, .A = 482.01, .B = 2085.43, .alpha = 0.3478, .beta = 0.3658};
  fit::bootstrap_options const draws{.draws = 200'000, .seed = 1};
  double const fits = seconds(on, [&] {
    return static_cast<bool>(fit::bootstrap_runs(on, runs(), start, fit::huber{1e-3}, fit::log_residual, draws));
  });
  std::printf("bootstrap fits     %.3g /s, 240 points each, with copies\n", static_cast<double>(draws.draws) / fits);
}
