// SPDX-License-Identifier: BSL-1.0
// Unbiased pass@k of 1e6 mixed (n, c, k), n <= 10,000, beside the product form that the reference implementation uses.
// t2: needs simd
#include <t2/exec/scalar.hpp>
#include <t2/exec/simd.hpp>
#include <t2/passk/batch.hpp>
#include <t2/random/philox.hpp>

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace {

using namespace t2;

struct triples {
  std::vector<double> n, c, k, out;

  explicit triples(std::size_t size) : n(size), c(size), k(size), out(size) {
    for (std::size_t i = 0; i < size; ++i) {
      random::philox_block const b = random::philox(1, {i, 0, 0});
      auto const u = [&](int w) { return (b.word[w] + 0.5) * 0x1p-32; };
      n[i] = std::floor(1 + 9999 * u(0));
      c[i] = std::round(n[i] * u(1) * u(1) * u(1));
      k[i] = std::floor(std::exp(u(2) * std::log(n[i])));
    }
  }
};

triples& data() {
  static triples all(1'000'000);
  return all;
}

template <class Exec>
void ours(benchmark::State& state) {
  triples& t = data();
  for (auto _ : state) {
    status const done = passk::unbiased(Exec{}, std::span<double const>(t.n), std::span<double const>(t.c),
                                        std::span<double const>(t.k), std::span<double>(t.out));
    if (!done.ok()) state.SkipWithError("not ok");
    benchmark::DoNotOptimize(t.out.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(t.n.size()));
}

// 1 - prod_{i = n-c+1 .. n} (1 - k/i), as in Chen et al. 2021, figure 3, without numpy's overhead
double product(double n, double c, double k) {
  if (n - c < k) return 1;
  double miss = 1;
  for (double i = n - c + 1; i <= n; ++i) miss *= 1 - k / i;
  return 1 - miss;
}

void reference_product(benchmark::State& state) {
  triples& t = data();
  std::size_t const part = t.n.size() / 10;  // slow: a tenth of the triples an iteration
  for (auto _ : state) {
    for (std::size_t i = 0; i < part; ++i) t.out[i] = product(t.n[i], t.c[i], t.k[i]);
    benchmark::DoNotOptimize(t.out.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(part));
}

void table(benchmark::State& state) {
  std::vector<double> out(10'001);
  for (auto _ : state) {
    status const done = passk::unbiased_table(exec::scalar{}, 10'000, 100, std::span<double>(out));
    if (!done.ok()) state.SkipWithError("not ok");
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * 10'001);
}

}  // namespace

BENCHMARK(ours<exec::simd<>>)->Name("unbiased/1e6/simd")->Unit(benchmark::kMillisecond);
BENCHMARK(ours<exec::scalar>)->Name("unbiased/1e6/scalar")->Unit(benchmark::kMillisecond);
BENCHMARK(reference_product)->Name("unbiased/1e5/reference_product")->Unit(benchmark::kMillisecond);
BENCHMARK(table)->Name("unbiased_table/n=10000")->Unit(benchmark::kMicrosecond);
