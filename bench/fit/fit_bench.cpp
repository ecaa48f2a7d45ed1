// SPDX-License-Identifier: BSL-1.0
// t2: needs threads
// Fits without starting points on synthetic runs of fixed seed: Chinchilla's law by Huber's loss on 240 runs and its 4,000
// bootstrap refits, approach 1 on 264 checkpoints by 11 k, and approach 2 in both stages on the same. Items are fits or
// refits; `objective` tells what was reached.
#include "runs.hpp"

#include <t2/exec/threads.hpp>
#include <t2/fit/bootstrap.hpp>
#include <t2/fit/least.hpp>
#include <t2/fit/task_accuracy.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <vector>

namespace {

using namespace t2;
using loss = law::chinchilla<double>;
using approach1 = decltype(loss{} + law::sampling_gain<double>{});

using bench::noise;
using bench::runs;
using bench::truth;

// 22 sizes by 12 token counts by k = 1, 2, ..., 1024.
template <class Law>
fit::dataset<> checkpoints(Law const& law) {
  fit::dataset<> out;
  for (std::size_t c = 0; c < 264; ++c)
    for (int j = 0; j < 11; ++j) {
      double const n = 5e7 * std::pow(1.17, static_cast<double>(c / 12));
      double const d = 1e10 * std::pow(1.4, static_cast<double>(c % 12)) * (1 + 0.01 * static_cast<double>(c));
      double const k = std::pow(2., j);
      out.params.push_back(n);
      out.tokens.push_back(d);
      out.samples.push_back(k);
      out.value.push_back(law::evaluate(law, params{n}, tokens{d}, samples{k}) * std::exp(0.05 * noise(c * 11 + static_cast<std::size_t>(j))));
      out.unit.push_back(c);
    }
  return out;
}

void chinchilla(benchmark::State& state) {
  auto const data = runs(static_cast<std::size_t>(state.range(0)));
  double objective = 0;
  for (auto _ : state) {
    auto const found = fit::least<loss>(data, fit::huber{1e-3}, fit::log_residual);
    objective = found ? found->objective : -1;
  }
  state.counters["objective"] = objective;
  state.SetItemsProcessed(state.iterations());
}

void refits(benchmark::State& state) {
  auto const data = runs(240);
  auto const found = fit::least<loss>(data, fit::huber{1e-3}, fit::log_residual);
  for (auto _ : state)
    benchmark::DoNotOptimize(fit::bootstrap_runs(exec::threads<>{.count = static_cast<unsigned>(state.range(0))}, data,
                                                 found->law, fit::huber{1e-3}, fit::log_residual,
                                                 {.draws = 4000, .seed = 1}));
  state.SetItemsProcessed(state.iterations() * 4000);
}

void sampling(benchmark::State& state) {
  auto const data = checkpoints(truth + law::sampling_gain<double>{2.5, 0.4});
  double objective = 0;
  for (auto _ : state) {
    auto const found = fit::least<approach1>(data, fit::squared{}, fit::linear_residual);
    objective = found ? found->objective : -1;
  }
  state.counters["objective"] = objective;
}

void accuracy(benchmark::State& state) {
  law::task_accuracy<loss> const law{truth, {2.3, 2.0, 1.0, -0.70, 1.0}};
  auto passes = checkpoints(law);
  for (double& p : passes.value) p = p < 1 ? p : 1;
  fit::dataset<> losses;
  for (std::size_t c = 0; c < 264; ++c) {
    losses.params.push_back(passes.params[c * 11]);
    losses.tokens.push_back(passes.tokens[c * 11]);
    losses.value.push_back(truth(params{losses.params[c]}, tokens{losses.tokens[c]}) * std::exp(0.01 * noise(c)));
  }
  double objective = 0;
  for (auto _ : state) {
    auto const found = fit::fit_task_accuracy(losses, passes);
    objective = found ? found->difficulty.objective : -1;
  }
  state.counters["objective"] = objective;
}

}  // namespace

BENCHMARK(chinchilla)->Name("fit/chinchilla/huber")->Arg(240)->Unit(benchmark::kMicrosecond);
BENCHMARK(refits)->Name("fit/chinchilla/refits/4000")->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(sampling)->Name("fit/approach1/2904")->Unit(benchmark::kMillisecond);
BENCHMARK(accuracy)->Name("fit/approach2/2904")->Unit(benchmark::kMillisecond);
