// SPDX-License-Identifier: BSL-1.0
// Which model size and how many samples serve questions at the least cost per solved question, if 80 % must be solved and
// 95 % answered in time? The plan answers at once, with all k samples drawn and no queue; the simulation lets requests stop
// at their first accepted answer and wait for GPUs.
// Usage: simulator [requests]
//
// t2: prints planned:          N = 1.4e+09, k = 5, 0.145 per 1000 solved, 81.1 % solved
// t2: prints stopping early:   N = 1.4e+09, k = 5, 0.069 per 1000 solved, 2.39 samples each
// t2: prints plan, simulated:  N = 1.4e+09, k = 5, 0.078 per 1000 solved: 9 GPUs, 87 % busy, p95 2.7 s, 80.4 % solved, 2.40 samples each
// t2: prints best, simulated:  N = 1.0e+09, k = 7, 0.069 per 1000 solved: 8 GPUs, 93 % busy, p95 2.9 s, 80.4 % solved, 3.10 samples each
#include "cluster.hpp"

#include <t2/t2.hpp>

#include <cstdio>
#include <cstdlib>

using namespace t2;

constexpr double compute = 1e22, target = 0.80, in_time = 10, rate = 100;  // [FLOP], [1], [s], [requests/s]
constexpr double second_price = 2.5 / 3600;                                // of a GPU: an assumption

// A published loss, and a task on it that is made up: no paper prints its thetas.
law::task_accuracy const task{law::published::find("besiroglu-2024")->law(),
                              {.theta0 = 2.2, .theta1 = 8., .theta2 = 1., .theta3 = 0.7, .theta4 = 0.}};
gpu_seconds const seconds{.sizes = {.shape = {.layers = 16,
                                              .width = 2048,
                                              .heads = 16,
                                              .head_dim = 128,
                                              .kv_heads = 4,
                                              .feed_forward = 8192,
                                              .vocabulary = 50000},
                                    .params = 1e9},
                          .on = cost::find_data_sheet("h100-sxm")->figures(),
                          .prompt = 1000,
                          .output = 500,
                          .places = 16};

struct outcome {
  double n;
  std::uint64_t k;
  int gpus = 0;  // 0: not with any number of them
  served by = {};

  [[nodiscard]] double per_thousand() const {
    return gpus > 0 ? 1000 * second_price * gpus / (rate * by.solved) : infinity<double>();
  }
};

// The fewest GPUs that keep the latency: from the load that they must carry upwards.
outcome serve(double n, std::uint64_t k, std::uint64_t requests) {
  double const d = compute / (6 * n), each = seconds.places * seconds(params{n}, tokens{d}, samples{1});
  auto const with = [&](double places) {
    return simulate(
        {rate, each, static_cast<int>(places), k, task.difficulty.shape(task.loss(params{n}, tokens{d})), {}}, requests,
        1);
  };
  outcome out{n, k, 0, with(static_cast<double>(requests))};  // nobody waits
  if (out.by.solved < target || out.by.p95 > in_time) return out;
  out.gpus = static_cast<int>(rate * out.by.attempts * each / seconds.places);
  do out.by = with(++out.gpus * seconds.places);
  while (out.by.p95 > in_time);
  return out;
}

void show(char const* what, outcome const& o) {
  std::printf(
      "%s N = %.1e, k = %d, %.3f per 1000 solved: %d GPUs, %.0f %% busy, p95 %.1f s, %.1f %% solved, %.2f samples "
      "each\n",
      what, o.n, static_cast<int>(o.k), o.per_thousand(), o.gpus, 100 * o.by.busy, o.by.p95, 100 * o.by.solved,
      o.by.attempts);
}

int main(int argc, char** argv) {
  std::uint64_t const requests = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10000;
  double const sizes[] = {5e8, 7e8, 1e9, 1.4e9, 2e9, 2.8e9};

  // The plan: least GPU time that reaches the target, if all k samples of a question are drawn one after the other.
  auto const keep =
      plan::subject_to(budget::training{flops{compute}}, plan::at_most(seconds, in_time / seconds.places, "latency"));
  auto const planned = plan::least_cost(task, seconds, target, keep, {.sizes = sizes, .integer_samples = true});
  if (!planned) return std::puts(message(planned.error()).c_str()), 1;
  auto const& p = planned->plan;
  double const n = p.params.value, k = p.samples.value;
  std::printf("planned:          N = %.1e, k = %.0f, %.3f per 1000 solved, %.1f %% solved\n", n, k,
              1000 * second_price * planned->cost / p.value, 100 * p.value);

  // What stopping early saves: the t-th sample is drawn only where the t - 1 before it have failed.
  double attempts = 0;
  for (double t = 0; t < k; ++t) attempts += task.tails(p.params, p.tokens, samples{t}).miss;
  std::printf("stopping early:   N = %.1e, k = %.0f, %.3f per 1000 solved, %.2f samples each\n", n, k,
              1000 * second_price * planned->cost * attempts / k / p.value, attempts);
  show("plan, simulated: ", serve(n, static_cast<std::uint64_t>(k), requests));

  outcome best{0, 0};
  for (double size : sizes)
    for (std::uint64_t tries : {1u, 2u, 3u, 4u, 5u, 6u, 7u, 8u, 10u, 12u, 16u, 20u, 24u}) {
      outcome const here = serve(size, tries, requests);
      if (here.per_thousand() < best.per_thousand()) best = here;
    }
  show("best, simulated: ", best);
}
