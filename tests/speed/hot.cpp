// SPDX-License-Identifier: BSL-1.0
// The hot loops whose instructions tests/speed/instructions.cmake counts under callgrind: a count does not depend on what
// else the machine is doing. Each case prints its name and its items, and dumps callgrind's counters under its name.
#include <t2/exec/simd.hpp>
#include <t2/random/philox_simd.hpp>
#include <t2/t2.hpp>

#include <valgrind/callgrind.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <vector>

using namespace t2;

namespace {

double uniform(std::uint64_t i, int word) { return (random::philox(7, {i, 0, 0}).word[word] + 0.5) * 0x1p-32; }

// Once to warm up, so that neither the first call of a function of the C library nor a page fault is counted.
template <class Run>
void count(char const* name, std::size_t items, Run const& run) {
  if (!run()) std::exit(1);
  CALLGRIND_ZERO_STATS;
  bool const good = run();
  CALLGRIND_DUMP_STATS_AT(name);
  std::printf("%s %zu\n", name, items);
  if (!good) std::exit(1);
}

struct beta_ratios {
  using value_type = double;
  double const *a, *b, *k;
  double *pass, *miss;
  template <lane V>
  void operator()(std::size_t i) const {
    auto const tails = beta_ratio(exec::load<V>(a + i), exec::load<V>(b + i), exec::load<V>(k + i));
    exec::store(miss + i, tails.ratio);
    exec::store(pass + i, tails.complement);
  }
  void operator()(std::size_t i) const { operator()<double>(i); }
};

constexpr law::chinchilla<double> loss{1.8172, 482.01, 2085.43, 0.3478, 0.3658};
auto const task = loss + law::sampling_gain<double>{1, 0.3};
constexpr law::task_accuracy<law::chinchilla<double>> accuracy{loss, {0.77, 1.03, 1, -0.7, 1}};

fit::dataset<double> runs() {
  fit::dataset<double> out;
  for (std::uint64_t i = 0; i < 240; ++i) {
    out.params.push_back(1e7 * std::pow(1e3, uniform(i, 0)));
    out.tokens.push_back(1e9 * std::pow(1e3, uniform(i, 1)));
    out.value.push_back(loss(params{out.params.back()}, tokens{out.tokens.back()}) * (1 + 0.02 * (uniform(i, 2) - 0.5)));
  }
  return out;
}

}  // namespace

int main() {
  std::size_t const size = 4096;
  std::vector<double> n(size), c(size), k(size), a(size), b(size), train(size), inference(size), out(size), other(size);
  for (std::size_t i = 0; i < size; ++i) {
    n[i] = std::floor(1 + 9999 * uniform(i, 0));
    c[i] = std::round(n[i] * std::pow(uniform(i, 1), 3));
    k[i] = std::floor(std::pow(n[i], uniform(i, 2)));
    a[i] = std::pow(10, 4 * uniform(i, 0) - 2);
    b[i] = std::pow(10, 4 * uniform(i, 1) - 2);
    train[i] = 1e18 * std::pow(1e8, uniform(i, 0));
    inference[i] = 1e9 * std::pow(1e6, uniform(i, 1));
  }
  std::span<double const> const ns(n), cs(c), ks(k);
  std::span<double> const outs(out);
  beta_ratios const ratios{a.data(), b.data(), k.data(), out.data(), other.data()};

  count("unbiased_scalar", size, [&] { return passk::unbiased(exec::scalar{}, ns, cs, ks, outs).ok(); });
  count("unbiased_simd", size, [&] { return passk::unbiased(exec::simd<>{}, ns, cs, ks, outs).ok(); });
  count("beta_ratio_scalar", size, [&] { return exec::scalar{}.for_each_index(size, ratios).ok(); });
  count("beta_ratio_simd", size, [&] { return exec::simd<>{}.for_each_index(size, ratios).ok(); });
  count("accuracy_gradient", size, [&] {
    using d3 = dual<double, 3>;
    for (std::size_t i = 0; i < size; ++i) {
      d3 const value = accuracy(params<d3>(d3::variable(1e6 * n[i], 0)), tokens<d3>(d3::variable(1e8 * n[i], 1)),
                                samples<d3>(d3::variable(k[i], 2)));
      out[i] = value.partial[0] + value.partial[1] + value.partial[2];
    }
    return true;
  });
  std::span<double const> const trains(train), inferences(inference);
  count("plan_scalar", size, [&] { return plan::sweep(exec::scalar{}, task, trains, inferences, outs).ok(); });
  count("plan_simd", size, [&] { return plan::sweep(exec::simd<>{}, task, trains, inferences, outs).ok(); });

  auto const data = runs();
  count("chinchilla_fit", 1, [&] {
    auto const fitted = fit::least<law::chinchilla<double>>(data, fit::huber{1e-3}, fit::log_residual);
    return fitted && fitted->converged;
  });
  count("chinchilla_refits", 20, [&] {
    return bool(fit::bootstrap_runs(exec::scalar{}, data, loss, fit::huber{1e-3}, fit::log_residual,
                                    {.draws = 20, .seed = 1, .what = fit::resample::runs}));
  });

  std::vector<std::uint32_t> words(4 * size);
  count("words_simd", words.size(), [&] {
    random::simd_words<xsimd::default_arch>::fill(1, {0, 0, 0}, size, words.data());
    return true;
  });
  std::uint64_t const many = 1 << 16;
  count("any_of_simd", many, [&] {
    return bool(sample::hits(exec::simd<>{}, random::any_of_threshold(0.01, 100), {.seed = 1, .first = 0, .count = many}));
  });
  auto const law = sample::beta_binomial_table(0.3, 2, 100);
  std::vector<std::uint64_t> counts(law->size());
  count("beta_binomial_simd", many, [&] {
    return sample::add_histogram(exec::simd<>{}, *law, {.seed = 1, .first = 0, .count = many}, counts).ok();
  });
  count("beta_draws_simd", size, [&] { return sample::beta_draws(exec::simd<>{}, 0.3, 2, {1, 0}, outs).ok(); });
}
