// SPDX-License-Identifier: BSL-1.0
// The library's side of the comparison with peers in Python: both read the same numbers, do the same work, say how long it
// took and write what they found (bench/peers/compare.py).
// Usage: t2_side CASE INPUT OUTPUT   raw float64 in and out; prints seconds of the fastest pass, items of a pass
//        t2_side grow CASE SIZE      prints seconds of the fastest pass, peak memory [KiB] of the process
// t2: needs simd threads
#include <t2/exec/simd.hpp>
#include <t2/exec/threads.hpp>
#include <t2/random/philox_dispatch.hpp>
#include <t2/random/philox_simd.hpp>
#include <t2/t2.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using namespace t2;

namespace {

using numbers = std::vector<double>;
using columns = std::vector<std::span<double const>>;

// Runs a pass until a fifth of a second has gone by, at least three times unless it takes long, and keeps the fastest.
double fastest(std::function<void()> const& pass) {
  using clock = std::chrono::steady_clock;
  double best = std::numeric_limits<double>::infinity(), total = 0;
  for (int done = 0; total < 0.2 || (done < 3 && total < 1); ++done) {
    auto const begin = clock::now();
    pass();
    double const seconds = std::chrono::duration<double>(clock::now() - begin).count();
    best = std::min(best, seconds);
    total += seconds;
  }
  return best;
}

[[noreturn]] void fail(std::string const& why) {
  std::fprintf(stderr, "t2_side: error: %s\n", why.c_str());
  std::exit(2);
}
void must(status const& done) {
  if (!done.ok()) fail(message(done));
}

// What a pass costs, how many items it has, and what it found.
struct outcome {
  double seconds, items;
  numbers found;
};

columns split(numbers const& in, std::size_t count, std::size_t from = 0) {
  std::size_t const rows = (in.size() - from) / count;
  columns out;
  for (std::size_t c = 0; c < count; ++c) out.emplace_back(in.data() + from + c * rows, rows);
  return out;
}

outcome unbiased(numbers const& in) {
  auto const x = split(in, 3);
  numbers out(x[0].size());
  double const seconds =
      fastest([&] { must(passk::unbiased(exec::simd<>{}, x[0], x[1], x[2], std::span<double>(out))); });
  return {seconds, double(out.size()), out};
}

// Questions by samples, 0 or 1, in rows; k and, for G-Pass@k, tau come first.
outcome matrix(numbers const& in, bool grouped) {
  auto const questions = static_cast<std::size_t>(in[0]), samples_each = static_cast<std::size_t>(in[1]);
  double const k = in[2], tau = in[3];
  double mean = 0;
  double const seconds = fastest([&] {
    mean = 0;
    for (std::size_t q = 0; q < questions; ++q) {
      double solved = 0;
      for (std::size_t s = 0; s < samples_each; ++s) solved += in[4 + q * samples_each + s];
      mean += grouped ? passk::g_pass(double(samples_each), solved, k, tau)
                      : passk::unbiased(double(samples_each), solved, k);
    }
    mean /= double(questions);
  });
  return {seconds, double(questions), {mean}};
}

struct both_tails {
  using value_type = double;
  double const *a, *b, *k;
  double *pass, *miss;
  template <lane V>
  void operator()(std::size_t i) const {
    auto const ratio = beta_ratio(exec::load<V>(a + i), exec::load<V>(b + i), exec::load<V>(k + i));
    exec::store(miss + i, ratio.ratio);
    exec::store(pass + i, ratio.complement);
  }
  void operator()(std::size_t i) const { operator()<double>(i); }
};

template <class Exec>
outcome accuracy(numbers const& in, Exec const& ex) {
  auto const x = split(in, 3);
  std::size_t const size = x[0].size();
  numbers out(2 * size);
  double const seconds = fastest([&] {
    must(ex.for_each_index(size, both_tails{x[0].data(), x[1].data(), x[2].data(), out.data(), out.data() + size}));
  });
  return {seconds, double(size), out};
}

outcome words(numbers const& in) {
  auto const blocks = static_cast<std::size_t>(in[0]) / 4;
  std::vector<std::uint32_t> out(4 * blocks);
  std::uint64_t first = 0;
  double const seconds = fastest([&] {
    random::simd_words<random::runtime_arch>::fill(1, {first, 0, 0}, blocks, out.data());
    first += blocks;
  });
  return {seconds, double(out.size()), {}};
}

outcome beta(numbers const& in) {
  numbers out(static_cast<std::size_t>(in[2]));
  double const seconds = fastest([&] { must(sample::beta_draws(exec::simd<>{}, in[0], in[1], {1, 0}, out)); });
  return {seconds, double(out.size()), out};
}

template <class Table>
outcome histogram(Table const& table, double count) {
  if (!table) fail(message(table.error()));
  std::vector<std::uint64_t> counts(table->size());
  std::uint64_t first = 0;
  auto const many = static_cast<std::uint64_t>(count);
  double const seconds = fastest([&] {
    must(sample::add_histogram(exec::simd<>{}, *table, {.seed = 1, .first = first, .count = many}, counts));
    first += many;
  });
  return {seconds, count, numbers(counts.begin(), counts.end())};
}

outcome any_of(numbers const& in) {  // p, k, count
  random::threshold const chance = random::any_of_threshold(in[0], static_cast<std::uint64_t>(in[1]));
  auto const many = static_cast<std::uint64_t>(in[2]);
  std::uint64_t first = 0, solved = 0;
  double const seconds = fastest([&] {
    auto const hits = sample::hits(exec::simd<>{}, chance, {.seed = 1, .first = first, .count = many});
    if (!hits) fail(message(hits.error()));
    solved += *hits;
    first += many;
  });
  return {seconds, in[2], {double(solved) / double(first)}};
}

fit::dataset<double> runs(columns const& x) {
  auto const copy = [](std::span<double const> from) { return numbers(from.begin(), from.end()); };
  return {.params = copy(x[0]),
          .tokens = copy(x[1]),
          .samples = x.size() > 3 ? copy(x[3]) : numbers{},
          .location = {},
          .value = copy(x[2]),
          .weight = {},
          .unit = {}};
}

template <class Law, class Rho, class Residual>
outcome least(columns const& x, Rho const& rho, Residual const& residual) {
  auto const data = runs(x);
  numbers found;
  double const seconds = fastest([&] {
    auto const fitted = fit::least<Law>(data, rho, residual);
    if (!fitted) fail(message(fitted.error()));
    std::array<double, static_cast<std::size_t>(law::parameter_count<Law>)> p;
    law::store(fitted->law, p.data());
    found.assign(p.begin(), p.end());
    found.push_back(fitted->objective);
  });
  return {seconds, 1, found};
}

using approach1 = decltype(law::chinchilla<double>{} + law::sampling_gain<double>{});
outcome chinchilla(numbers const& in) {
  return least<law::chinchilla<double>>(split(in, 3), fit::huber{1e-3}, fit::log_residual);
}
outcome task_loss(numbers const& in) { return least<approach1>(split(in, 4), fit::squared{}, fit::linear_residual); }

outcome refits(columns const& x, std::size_t draws) {
  auto const data = runs(x);
  auto const point = fit::least<law::chinchilla<double>>(data, fit::huber{1e-3}, fit::log_residual);
  if (!point) fail(message(point.error()));
  numbers found;
  double const seconds = fastest([&] {
    auto const out = fit::bootstrap_runs(exec::scalar{}, data, point->law, fit::huber{1e-3}, fit::log_residual,
                                         {.draws = draws, .seed = 1, .what = fit::resample::runs});
    if (!out) fail(message(out.error()));
    found = {double(out->failed)};
    for (std::size_t p = 0; p < 5; ++p) {
      auto const interval = out->interval(p, 0.8);
      found.push_back(interval.low);
      found.push_back(interval.high);
    }
  });
  return {seconds, double(draws), found};
}

approach1 published() {
  return law::chinchilla<double>{1.8172, 482.01, 2085.43, 0.3478, 0.3658} + law::sampling_gain<double>{1, 0.3};
}
outcome sweep(columns const& x) {
  numbers out(x[0].size());
  double const seconds =
      fastest([&] { must(plan::sweep(exec::simd<>{}, published(), x[0], x[1], std::span<double>(out))); });
  return {seconds, double(out.size()), out};
}

std::map<std::string, std::function<outcome(numbers const&)>> const cases = {
    {"unbiased", unbiased},
    {"pass_matrix", [](numbers const& in) { return matrix(in, false); }},
    {"g_pass_matrix", [](numbers const& in) { return matrix(in, true); }},
    {"accuracy", [](numbers const& in) { return accuracy(in, exec::simd<>{}); }},
    {"accuracy_scalar", [](numbers const& in) { return accuracy(in, exec::scalar{}); }},
    {"words", words},
    {"beta", beta},
    {"binomial",
     [](numbers const& in) { return histogram(sample::binomial_table(std::uint64_t(in[0]), in[1]), in[2]); }},
    {"beta_binomial",
     [](numbers const& in) {
       return histogram(sample::beta_binomial_table(in[1], in[2], std::uint64_t(in[0])), in[3]);
     }},
    {"any_of", any_of},
    {"chinchilla", chinchilla},
    {"task_loss", task_loss},
    {"refits", [](numbers const& in) { return refits(split(in, 3, 1), static_cast<std::size_t>(in[0])); }},
    {"sweep", [](numbers const& in) { return sweep(split(in, 2)); }},
};

// ---- growth with the work -------------------------------------------------------------------------------------------

// Runs of the Chinchilla law with 1 % noise, N and D over five decades, k over three.
numbers synthetic(std::size_t rows, bool sampled) {
  numbers out((sampled ? 4 : 3) * rows);
  for (std::size_t i = 0; i < rows; ++i) {
    auto const b = random::philox(7, {i, 0, 0});
    auto const u = [&](int w) { return (b.word[w] + 0.5) * 0x1p-32; };
    double const n = 1e6 * std::pow(1e5, u(0)), d = 1e8 * std::pow(1e5, u(1)), k = std::floor(std::pow(1e3, u(2)));
    double const noise = 1 + 0.02 * (u(3) - 0.5);
    out[i] = n;
    out[rows + i] = d;
    out[2 * rows + i] =
        noise * (sampled ? published()(params{n}, tokens{d}, samples{k}) : published().left(params{n}, tokens{d}));
    if (sampled) out[3 * rows + i] = k;
  }
  return out;
}

outcome grow_passk(double n, double k) {
  std::size_t const size = 20'000;
  numbers in(3 * size);
  for (std::size_t i = 0; i < size; ++i) {
    in[i] = n;
    in[size + i] = std::floor(n * double(i) / double(size) * 0.3);
    in[2 * size + i] = k;
  }
  return unbiased(in);
}

outcome grow_simulation(std::uint64_t questions, std::uint64_t k, std::uint64_t repeats) {
  double const seconds = fastest([&] {
    auto const out =
        sample::fresh(exec::simd<>{}, {.a = 0.3, .b = 2.0}, questions, samples{k}, seed{1}, {.count = repeats});
    if (!out) fail(message(out.error()));
  });
  return {seconds, double(questions) * double(k) * double(repeats), {}};
}

// One term of a law of many; the number tells terms of one variable apart.
template <template <class> class Variable, int Number, class Real = double>
struct power_term {
  Real C, e;
  using value_type = Real;
  template <class Other>
  using rebind = power_term<Variable, Number, Other>;
  using variables = variable_list<Variable>;
  using parameters = law::parameter_list<law::parameter<"C", &power_term::C, law::role::coefficient>,
                                         law::parameter<"e", &power_term::e, law::role::exponent>>;
  static constexpr auto terms =
      law::power_terms<parameters, variables, law::power<&power_term::C, &power_term::e, Variable>>();
  template <lane T>
  T operator()(Variable<T> const& x) const {
    return T(T(C) * math::pow(x.value, T(-T(e))));
  }
};
using law::operator+;
// N, D and k in turn, steeper from term to term.
template <int Terms>
auto sum_of_terms() {
  if constexpr (Terms == 1) {
    return power_term<params, 1>{400, 0.35};
  } else if constexpr (Terms % 3 == 2) {
    return sum_of_terms<Terms - 1>() +
           power_term<tokens, Terms>{1e3 * std::pow(1e4, Terms / 3), 0.3 + 0.4 * (Terms / 3)};
  } else if constexpr (Terms % 3 == 0) {
    return sum_of_terms<Terms - 1>() + power_term<samples, Terms>{2, 0.3 * (Terms / 3)};
  } else {
    return sum_of_terms<Terms - 1>() +
           power_term<params, Terms>{1e3 * std::pow(1e4, Terms / 3), 0.35 + 0.4 * (Terms / 3)};
  }
}
template <class Law>
struct evaluate_all {
  using value_type = double;
  Law law;
  double const *n, *d, *k;
  double* out;
  template <lane V>
  void operator()(std::size_t i) const {
    exec::store(out + i, law::evaluate(law, params<V>(exec::load<V>(n + i)), tokens<V>(exec::load<V>(d + i)),
                                       samples<V>(exec::load<V>(k + i))));
  }
  void operator()(std::size_t i) const { operator()<double>(i); }
};
template <int Terms>
outcome grow_terms(bool fitted) {
  auto const law = sum_of_terms<Terms>();
  numbers data = synthetic(fitted ? 1000 : 4096, true), out(data.size() / 4);
  columns const x = split(data, 4);
  auto const evaluate = [&] {
    must(exec::simd<>{}.for_each_index(
        out.size(), evaluate_all<decltype(law)>{law, x[0].data(), x[1].data(), x[3].data(), out.data()}));
  };
  if (!fitted) return {fastest(evaluate), double(out.size()), {}};
  evaluate();
  for (std::size_t i = 0; i < out.size(); ++i)
    data[2 * out.size() + i] = out[i] * (1 + 0.02 * ((random::philox(8, {i, 0, 0}).word[0] + 0.5) * 0x1p-32 - 0.5));
  return least<std::remove_const_t<decltype(law)>>(x, fit::squared{}, fit::linear_residual);
}
outcome grow_terms(double terms, bool fitted) {
  return [&]<int... I>(std::integer_sequence<int, I...>) {
    outcome out;
    ((int(terms) == I + 1 ? void(out = grow_terms<I + 1>(fitted)) : void()), ...);
    return out;
  }(std::make_integer_sequence<int, 8>{});
}

std::map<std::string, std::function<outcome(double)>> const growth = {
    {"evaluate_terms", [](double terms) { return grow_terms(terms, false); }},
    {"fit_terms", [](double terms) { return grow_terms(terms, true); }},
    {"fit_points", [](double n) { return chinchilla(synthetic(std::size_t(n), false)); }},
    {"fit_points_and_k", [](double n) { return task_loss(synthetic(std::size_t(n), true)); }},
    {"bootstrap_draws", [](double n) { return refits(split(synthetic(240, false), 3), std::size_t(n)); }},
    {"plan_budgets",
     [](double n) {
       numbers in(2 * std::size_t(n));
       for (std::size_t i = 0; i < in.size() / 2; ++i) {
         in[i] = 1e18 * std::pow(1e8, double(i) / n);
         in[in.size() / 2 + i] = 1e9 * std::pow(1e6, double(i * 7919 % std::size_t(n)) / n);
       }
       return sweep(split(in, 2));
     }},
    {"passk_n", [](double n) { return grow_passk(n, 10); }},
    {"passk_k", [](double k) { return grow_passk(1e6, k); }},
    {"simulate_questions", [](double m) { return grow_simulation(std::uint64_t(m), 100, 100); }},
    {"simulate_samples", [](double k) { return grow_simulation(1000, std::uint64_t(k), 1000); }},
    {"simulate_repeats", [](double r) { return grow_simulation(100, 100, std::uint64_t(r)); }},
};

// Most memory that the process has had [KiB]. What getrusage says may be that of the process which started it.
long peak_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::strtol(line.c_str() + 6, nullptr, 10);
  return 0;
}

template <class Map>
auto const& named(Map const& map, char const* name) {
  auto const found = map.find(name);
  if (found == map.end()) fail("no case " + std::string(name));
  return found->second;
}

}  // namespace

int main(int count, char** args) {
  if (count != 4) fail("usage: t2_side CASE INPUT OUTPUT | t2_side grow CASE SIZE");
  if (std::string(args[1]) == "grow") {
    outcome const out = named(growth, args[2])(std::strtod(args[3], nullptr));
    std::printf("%.17g %ld\n", out.seconds, peak_memory());
    return 0;
  }
  std::ifstream file(args[2], std::ios::binary | std::ios::ate);
  if (!file) fail(std::string("cannot read ") + args[2]);
  numbers in(static_cast<std::size_t>(file.tellg()) / sizeof(double));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(in.data()), static_cast<std::streamsize>(in.size() * sizeof(double)));
  outcome const out = named(cases, args[1])(in);
  std::ofstream(args[3], std::ios::binary)
      .write(reinterpret_cast<char const*>(out.found.data()),
             static_cast<std::streamsize>(out.found.size() * sizeof(double)));
  std::printf("%.17g %.17g\n", out.seconds, out.items);
}
