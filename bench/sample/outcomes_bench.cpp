// SPDX-License-Identifier: BSL-1.0
// Outcomes and counts [ns each] on one core and on two, beside Boost.Random and the standard library in the same
// program.
// t2: needs simd threads
#include <t2/exec/threads.hpp>
#include <t2/random/philox_simd.hpp>
#include <t2/sample/beta_binomial.hpp>
#include <t2/sample/binomial.hpp>
#include <t2/sample/outcomes.hpp>

#include <benchmark/benchmark.h>

#if __has_include(<boost/random/binomial_distribution.hpp>)
#include <boost/random/beta_distribution.hpp>
#include <boost/random/binomial_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#endif

#include <cmath>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

using namespace t2;

namespace {

constexpr std::uint64_t many = 1u << 26;  // tens of milliseconds, beside which starting two threads is nothing
constexpr int few = 1 << 14;

template <class Exec>
void any_of(benchmark::State& state, Exec const& ex) {
  random::threshold const chance = random::any_of_threshold(0.01, 100);
  std::uint64_t first = 0;
  for (auto _ : state) {
    auto hits = sample::hits(ex, chance, {.seed = 1, .first = first, .count = many});
    benchmark::DoNotOptimize(hits);
    first += many;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(many));
}
BENCHMARK_CAPTURE(any_of, t2_scalar, exec::scalar{});
BENCHMARK_CAPTURE(any_of, t2_simd, exec::simd{});
BENCHMARK_CAPTURE(any_of, t2_simd_two_threads, exec::threads{2, exec::simd{}})->UseRealTime();

// The peer's way to the same outcome: one Bernoulli with the chance worked out beforehand.
template <class Engine, class Distribution>
void any_of_peer(benchmark::State& state) {
  Engine engine(1);
  Distribution distribution(1 - std::pow(0.99, 100));
  for (auto _ : state) {
    int hits = 0;
    for (int i = 0; i < few; ++i) hits += distribution(engine) ? 1 : 0;
    benchmark::DoNotOptimize(hits);
  }
  state.SetItemsProcessed(state.iterations() * few);
}
BENCHMARK(any_of_peer<std::mt19937_64, std::bernoulli_distribution>)->Name("any_of/std bernoulli_distribution");

template <class Exec>
void beta_binomial(benchmark::State& state, Exec const& ex) {
  auto const law = sample::beta_binomial_table(0.3, 2, static_cast<std::uint64_t>(state.range(0)));
  std::vector<std::uint64_t> counts(law->size());
  std::uint64_t first = 0;
  for (auto _ : state) {
    status const done = sample::add_histogram(ex, *law, {.seed = 1, .first = first, .count = many}, counts);
    benchmark::DoNotOptimize(done.code);
    first += many;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(many));
}
BENCHMARK_CAPTURE(beta_binomial, t2_scalar, exec::scalar{})->Arg(100);
BENCHMARK_CAPTURE(beta_binomial, t2_simd, exec::simd{})->Arg(16)->Arg(100)->Arg(1000)->Arg(10'000);
BENCHMARK_CAPTURE(beta_binomial, t2_simd_two_threads, exec::threads{2, exec::simd{}})->Arg(100)->UseRealTime();

#if __has_include(<boost/random/binomial_distribution.hpp>)
void beta_binomial_boost(benchmark::State& state) {
  boost::random::mt19937_64 engine(1);
  boost::random::beta_distribution<double> beta(0.3, 2);
  for (auto _ : state) {
    std::int64_t sum = 0;
    for (int i = 0; i < few; ++i)
      sum += boost::random::binomial_distribution<int>(static_cast<int>(state.range(0)), beta(engine))(engine);
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * few);
}
BENCHMARK(beta_binomial_boost)->Name("beta_binomial/Boost")->Arg(16)->Arg(100)->Arg(1000)->Arg(10'000);

void binomial_boost(benchmark::State& state) {
  boost::random::mt19937_64 engine(1);
  boost::random::binomial_distribution<int> law(static_cast<int>(state.range(0)), 0.3);
  for (auto _ : state) {
    std::int64_t sum = 0;
    for (int i = 0; i < few; ++i) sum += law(engine);
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * few);
}
BENCHMARK(binomial_boost)->Name("binomial/Boost")->Arg(100)->Arg(10'000);
#endif

void binomial(benchmark::State& state) {
  auto const law = sample::binomial_table(static_cast<std::uint64_t>(state.range(0)), 0.3);
  std::vector<std::uint64_t> counts(law->size());
  std::uint64_t first = 0;
  for (auto _ : state) {
    status const done = sample::add_histogram(exec::simd{}, *law, {.seed = 1, .first = first, .count = many}, counts);
    benchmark::DoNotOptimize(done.code);
    first += many;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(many));
}
BENCHMARK(binomial)->Name("binomial/t2_simd")->Arg(100)->Arg(10'000);

// A chance each: what a loop over questions asks for.
std::vector<double> chances_around(double p) {
  std::vector<double> out(few);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = p * (1 + 0.5 * std::sin(static_cast<double>(i)));
  return out;
}
void with_chance_args(benchmark::internal::Benchmark* b) {
  b->Args({16, 100})->Args({100, 10})->Args({100, 300})->Args({1000, 300})->Args({10'000, 300});  // k, 1000 p
}

void binomial_draws(benchmark::State& state) {
  std::vector<double> const p = chances_around(1e-3 * static_cast<double>(state.range(1)));
  std::vector<std::uint32_t> counts(p.size());
  random::item first{.seed = 1, .index = 0};
  for (auto _ : state) {
    status const done = sample::binomial_draws(exec::simd{}, std::span<double const>(p), samples{state.range(0)}, first,
                                               std::span(counts));
    benchmark::DoNotOptimize(done.code);
    benchmark::ClobberMemory();
    first.index += p.size();
  }
  state.SetItemsProcessed(state.iterations() * few);
}
BENCHMARK(binomial_draws)->Name("binomial_draws/t2_simd")->Apply(with_chance_args);

template <class Engine, class Distribution>
void binomial_draws_peer(benchmark::State& state) {
  std::vector<double> const p = chances_around(1e-3 * static_cast<double>(state.range(1)));
  Engine engine(1);
  for (auto _ : state) {
    std::int64_t sum = 0;
    for (double const chance : p) sum += Distribution(static_cast<int>(state.range(0)), chance)(engine);
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * few);
}
BENCHMARK(binomial_draws_peer<std::mt19937_64, std::binomial_distribution<int>>)
    ->Name("binomial_draws/std")
    ->Apply(with_chance_args);
#if __has_include(<boost/random/binomial_distribution.hpp>)
BENCHMARK(binomial_draws_peer<boost::random::mt19937_64, boost::random::binomial_distribution<int>>)
    ->Name("binomial_draws/Boost")
    ->Apply(with_chance_args);
#endif

void binomial_std(benchmark::State& state) {
  std::mt19937_64 engine(1);
  std::binomial_distribution<int> law(static_cast<int>(state.range(0)), 0.3);
  for (auto _ : state) {
    std::int64_t sum = 0;
    for (int i = 0; i < few; ++i) sum += law(engine);
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * few);
}
BENCHMARK(binomial_std)->Name("binomial/std")->Arg(100)->Arg(10'000);

}  // namespace
