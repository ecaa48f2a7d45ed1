// SPDX-License-Identifier: BSL-1.0
// Random words and uniforms [ns each], beside Random123, Boost.Random and the standard library in the same program.
// t2: needs simd
#include <t2/random/philox_dispatch.hpp>
#include <t2/random/philox_simd.hpp>

#include <benchmark/benchmark.h>

#if __has_include(<Random123/philox.h>)
#include <Random123/philox.h>
#endif
#if __has_include(<boost/random/mersenne_twister.hpp>)
#include <boost/random/mersenne_twister.hpp>
#endif

#include <cstddef>
#include <cstdint>
#include <random>

using namespace t2;

namespace {

constexpr std::size_t blocks = 1024;
alignas(64) std::uint32_t words[4 * blocks];

template <class Words>
void fill(benchmark::State& state) {
  std::uint64_t at = 0;
  for (auto _ : state) {
    Words::fill(1, {at, 0, 0}, blocks, words);
    benchmark::ClobberMemory();
    at += blocks;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(4 * blocks));
}
BENCHMARK(fill<random::scalar_words>)->Name("words/t2 scalar");
BENCHMARK(fill<random::simd_words<xsimd::default_arch>>)->Name("words/t2 simd");
BENCHMARK(fill<random::simd_words<random::runtime_arch>>)->Name("words/t2 dispatched");

#if __has_include(<Random123/philox.h>)
void random123(benchmark::State& state) {
  r123::Philox4x32 generator;
  r123::Philox4x32::key_type const key{{1, 0}};
  std::uint32_t at = 0;
  for (auto _ : state) {
    for (std::uint32_t b = 0; b < blocks; ++b) {
      auto const block = generator({{at + b, 0, 0, 0}}, key);
      for (std::size_t w = 0; w < 4; ++w) words[4 * b + w] = block[w];
    }
    benchmark::ClobberMemory();
    at += static_cast<std::uint32_t>(blocks);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(4 * blocks));
}
BENCHMARK(random123)->Name("words/Random123 philox4x32");
#endif

template <class Engine>
void engine(benchmark::State& state) {
  Engine generator(1);
  for (auto _ : state) {
    for (std::uint32_t& word : words) word = static_cast<std::uint32_t>(generator());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(4 * blocks));
}
BENCHMARK(engine<std::mt19937>)->Name("words/std mt19937");
#if __has_include(<boost/random/mersenne_twister.hpp>)
BENCHMARK(engine<boost::random::mt19937>)->Name("words/Boost mt19937");
#endif

}  // namespace
