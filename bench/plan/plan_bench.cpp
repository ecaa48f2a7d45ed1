// SPDX-License-Identifier: BSL-1.0
// t2: needs simd threads
// Plans: a sweep of the two-budget problem, plans under limits, and the plans of a bootstrap along a range of budgets.
#include <t2/cost.hpp>
#include <t2/exec/scalar.hpp>
#include <t2/exec/simd.hpp>
#include <t2/exec/threads.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>
#include <t2/plan.hpp>

#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

using namespace t2;

namespace {

using loss_law = law::sum<law::chinchilla<double>, law::sampling_gain<double>>;

loss_law task() {
  return law::chinchilla<double>{1.8172, 482.01, 2085.43, 0.3478, 0.3658} + law::sampling_gain<double>{1, 0.3};
}

// A million pairs of budgets, far apart from one to the next.
template <class Exec>
void sweep(benchmark::State& state, Exec const& ex) {
  std::size_t const size = 1'000'000;
  std::vector<double> train(size), inference(size), n(size);
  for (std::size_t i = 0; i < size; ++i) {
    train[i] = 1e18 * std::exp(static_cast<double>(i) * 1e-5);
    inference[i] = 1e9 * std::exp(static_cast<double>(i * 7919 % size) * 1e-5);
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(plan::sweep(ex, task(), std::span<double const>(train), std::span<double const>(inference),
                                         std::span<double>(n))
                                 .ok());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(size));
}

plan::limits<double> limits(double compute) {
  return plan::subject_to(
      budget::total{cost::training{} + 1e9 * cost::per_question{.prompt = 500.0, .output = 500.0}, compute},
      plan::data_wall{15e12}, plan::at_least(samples{1.0}), plan::tokens_per_param{1.0, 1e4});
}

void under_limits(benchmark::State& state) {
  auto const law = task();
  double compute = 1e20;
  for (auto _ : state) {
    auto const keep = limits(compute);
    benchmark::DoNotOptimize(plan::prove(law, keep));
    compute = compute < 1e26 ? compute * 1.1 : 1e20;
  }
}

fit::bootstrap_draws<double, 7> draws(std::size_t count) {
  fit::bootstrap_draws<double, 7> out;
  double plain[7];
  law::store(task(), plain);
  for (std::size_t i = 0; i < count; ++i) {
    std::array<double, 7> row;
    for (std::size_t p = 0; p < 7; ++p) row[p] = plain[p] * (1 + 0.05 * std::sin(static_cast<double>(i * 7 + p)));
    out.rows.push_back(row);
  }
  return out;
}

// 1,000 draws at 50 budgets on two threads.
template <bool Limited>
void bootstrap(benchmark::State& state) {
  auto const law = task();
  auto const rows = draws(1000);
  for (auto _ : state)
    for (int b = 0; b < 50; ++b) {
      double const compute = 1e20 * std::pow(1e5, b / 49.0);
      if constexpr (Limited) {
        auto const point = plan::solve(law, limits(compute));
        benchmark::DoNotOptimize(plan::plan_draws(exec::threads<>{.count = 2}, law, rows, *point, limits(compute)));
      } else {
        budget::split<double> const budget{flops{compute}, flops{2e9}};
        auto const point = plan::solve(law, budget);
        benchmark::DoNotOptimize(plan::plan_draws(exec::threads<>{.count = 2}, law, rows, *point, budget));
      }
    }
}

BENCHMARK_CAPTURE(sweep, scalar, exec::scalar{})->Name("plan/sweep/1e6/scalar")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sweep, simd, exec::simd<>{})->Name("plan/sweep/1e6/simd")->Unit(benchmark::kMillisecond);
BENCHMARK(under_limits)->Name("plan/prove/under_limits")->Unit(benchmark::kMicrosecond);
BENCHMARK(bootstrap<false>)
    ->Name("plan/draws/1000x50/two_budgets")
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();
BENCHMARK(bootstrap<true>)
    ->Name("plan/draws/1000x50/limits")
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

}  // namespace
