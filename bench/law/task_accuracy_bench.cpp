// SPDX-License-Identifier: BSL-1.0
// t2: needs simd boost
// pass@k of approach 2 and the ratio of Beta functions behind it: both tails, 4,096 points with b from 0.03 to 300 and
// k to 10,000, one at a time and in batches, with gradient, beside Boost.Math and std::lgamma.
// Each peer's counter `error` is its largest relative error on the points against 50 digits, of the smaller tail.
#include <t2/core/beta_ratio.hpp>
#include <t2/core/dual.hpp>
#include <t2/exec/lane.hpp>
#include <t2/exec/scalar.hpp>
#include <t2/exec/simd.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/task_accuracy.hpp>
#include <t2/random/philox.hpp>

#include <benchmark/benchmark.h>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace {

using namespace t2;
using wide = boost::multiprecision::cpp_bin_float_50;

constexpr std::size_t size = 4096;

struct points {
  std::vector<double> n, d, k, a, b, pass, miss;
  points() {
    for (auto* column : {&n, &d, &k, &a, &b, &pass, &miss}) column->resize(size);
    for (std::size_t i = 0; i < size; ++i) {
      random::philox_block const word = random::philox(3, {i, 0, 0});
      auto const u = [&](int w) { return (word.word[w] + 0.5) * 0x1p-32; };
      n[i] = 1e7 * std::pow(1e4, u(0));
      d[i] = 1e9 * std::pow(1e4, u(1));
      k[i] = std::floor(std::pow(1e4, u(2)));
      a[i] = 0.01 * std::pow(1e4, u(3));
      b[i] = 0.03 * std::pow(1e4, u(0));
    }
  }
};
points& data() {
  static points all;
  return all;
}

law::task_accuracy<law::chinchilla<double>> task() {
  return {{1.8172, 482.01, 2085.43, 0.3478, 0.3658}, {0.77, 1.03, 1.0, -0.70, 1.0}};
}

struct ratio_kernel {
  using value_type = double;
  double const *a, *b, *k;
  double *pass, *miss;
  template <lane V = double>
  void operator()(std::size_t i) const {
    beta_ratio_value<V> const r = beta_ratio(exec::load<V>(a + i), exec::load<V>(b + i), exec::load<V>(k + i));
    exec::store(pass + i, r.complement);
    exec::store(miss + i, r.ratio);
  }
};
struct law_kernel {
  using value_type = double;
  law::task_accuracy<law::chinchilla<double>> law;
  double const *n, *d, *k;
  double *pass, *miss;
  template <lane V = double>
  void operator()(std::size_t i) const {
    law::pass_miss<V> const r = law.tails(params<V>(exec::load<V>(n + i)), tokens<V>(exec::load<V>(d + i)),
                                          samples<V>(exec::load<V>(k + i)));
    exec::store(pass + i, r.pass);
    exec::store(miss + i, r.miss);
  }
};
// by a, b and k
struct gradient_kernel {
  double const *a, *b, *k;
  double *pass, *miss;
  void operator()(std::size_t i) const {
    using number = dual<double, 3>;
    auto const r = beta_ratio(number::variable(a[i], 0), number::variable(b[i], 1), number::variable(k[i], 2));
    pass[i] = r.complement.value;
    miss[i] = r.ratio.partial[0] + r.ratio.partial[1] + r.ratio.partial[2];
  }
};

double largest_error() {
  points const& p = data();
  double worst = 0;
  for (std::size_t i = 0; i < size; i += 16) {
    wide const a(p.a[i]), b(p.b[i]), k(p.k[i]);
    wide const ratio = exp(lgamma(wide(b + k)) + lgamma(wide(a + b)) - lgamma(b) - lgamma(wide(a + b + k)));
    wide const want = ratio < 0.5 ? ratio : wide(1 - ratio);
    wide const got = ratio < 0.5 ? wide(p.miss[i]) : wide(p.pass[i]);
    worst = std::max(worst, static_cast<double>(abs((got - want) / want)));
  }
  return worst;
}

template <class Exec, class Kernel>
void run(benchmark::State& state, Kernel const& kernel, bool compare) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(Exec{}.for_each_index(size, kernel).ok());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(size));
  if (compare) state.counters["error"] = largest_error();
}

template <class Exec>
void ratio(benchmark::State& state) {
  points& p = data();
  run<Exec>(state, ratio_kernel{p.a.data(), p.b.data(), p.k.data(), p.pass.data(), p.miss.data()}, true);
}
template <class Exec>
void accuracy(benchmark::State& state) {
  points& p = data();
  run<Exec>(state, law_kernel{task(), p.n.data(), p.d.data(), p.k.data(), p.pass.data(), p.miss.data()}, false);
}
void gradient(benchmark::State& state) {
  points& p = data();
  run<exec::scalar>(state, gradient_kernel{p.a.data(), p.b.data(), p.k.data(), p.pass.data(), p.miss.data()}, false);
}

struct boost_kernel {
  double const *a, *b, *k;
  double *pass, *miss;
  void operator()(std::size_t i) const {
    using namespace boost::math::policies;
    constexpr policy<promote_double<false>, overflow_error<ignore_error>> fast{};
    double const r = boost::math::tgamma_delta_ratio(a[i] + b[i], k[i], fast) != 0
                         ? boost::math::tgamma_delta_ratio(a[i] + b[i], k[i], fast) /
                               boost::math::tgamma_delta_ratio(b[i], k[i], fast)
                         : 0;
    miss[i] = r;
    pass[i] = 1 - r;
  }
};
struct lgamma_kernel {
  double const *a, *b, *k;
  double *pass, *miss;
  void operator()(std::size_t i) const {
    double const log_ratio =
        std::lgamma(b[i] + k[i]) + std::lgamma(a[i] + b[i]) - std::lgamma(b[i]) - std::lgamma(a[i] + b[i] + k[i]);
    miss[i] = std::exp(log_ratio);
    pass[i] = -std::expm1(log_ratio);
  }
};
template <class Kernel>
void peer(benchmark::State& state) {
  points& p = data();
  run<exec::scalar>(state, Kernel{p.a.data(), p.b.data(), p.k.data(), p.pass.data(), p.miss.data()}, true);
}

}  // namespace

BENCHMARK(ratio<exec::scalar>)->Name("beta_ratio/both_tails/scalar");
BENCHMARK(ratio<exec::simd<>>)->Name("beta_ratio/both_tails/simd");
BENCHMARK(gradient)->Name("beta_ratio/gradient/scalar");
BENCHMARK(accuracy<exec::scalar>)->Name("task_accuracy/both_tails/scalar");
BENCHMARK(accuracy<exec::simd<>>)->Name("task_accuracy/both_tails/simd");
BENCHMARK(peer<boost_kernel>)->Name("beta_ratio/both_tails/peer:boost_tgamma_delta_ratio");
BENCHMARK(peer<lgamma_kernel>)->Name("beta_ratio/both_tails/peer:std_lgamma");
