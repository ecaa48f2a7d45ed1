// SPDX-License-Identifier: BSL-1.0
// Beta numbers [ns each], beside Boost.Random and the standard library in the same program.
// t2: needs simd threads
#include <t2/exec/scalar.hpp>
#include <t2/exec/threads.hpp>
#include <t2/random/philox_simd.hpp>
#include <t2/sample/beta.hpp>

#include <benchmark/benchmark.h>

#if __has_include(<boost/random/beta_distribution.hpp>)
#include <boost/random/beta_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#endif

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

using namespace t2;

namespace {

struct shape {
  double a, b;
};
constexpr shape shapes[] = {{0.05, 0.5}, {0.3, 2}, {2, 5}, {50, 120}, {1e-6, 0.3}};

template <class Exec>
void library(benchmark::State& state, Exec const& ex) {
  shape const s = shapes[state.range(0)];
  std::vector<double> out(1 << 14);
  std::uint64_t first = 0;
  for (auto _ : state) {
    status const done = sample::beta_draws(ex, s.a, s.b, {1, first}, out);
    benchmark::DoNotOptimize(done.code);
    benchmark::ClobberMemory();
    first += out.size();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(out.size()));
  state.SetLabel(std::to_string(s.a) + ", " + std::to_string(s.b));
}
BENCHMARK_CAPTURE(library, t2_scalar, exec::scalar{})->DenseRange(0, 4);
BENCHMARK_CAPTURE(library, t2_simd, exec::simd{})->DenseRange(0, 4);

#if __has_include(<boost/random/beta_distribution.hpp>)
void boost_random(benchmark::State& state) {
  shape const s = shapes[state.range(0)];
  boost::random::mt19937_64 engine(1);
  boost::random::beta_distribution<double> law(s.a, s.b);
  std::vector<double> out(1 << 14);
  for (auto _ : state) {
    for (double& x : out) x = law(engine);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(out.size()));
}
BENCHMARK(boost_random)->Name("Boost beta_distribution")->DenseRange(0, 3);
#endif

void std_gammas(benchmark::State& state) {
  shape const s = shapes[state.range(0)];
  std::mt19937_64 engine(1);
  std::gamma_distribution<double> x(s.a, 1), y(s.b, 1);
  std::vector<double> out(1 << 14);
  for (auto _ : state) {
    for (double& p : out) {
      double const one = x(engine);
      p = one / (one + y(engine));
    }
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(out.size()));
}
BENCHMARK(std_gammas)->Name("std gamma ratio")->DenseRange(0, 3);

}  // namespace
