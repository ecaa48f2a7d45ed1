// SPDX-License-Identifier: BSL-1.0
// What must come out the same in every build and on every backend: one digest of thresholds, one of counts. The numbers
// that go in are made without a library function, so that they too are the same.
#pragma once

#include <t2/random/resample.hpp>
#include <t2/random/threshold.hpp>
#include <t2/sample/beta_binomial.hpp>
#include <t2/sample/binomial.hpp>
#include <t2/sample/digest.hpp>
#include <t2/sample/geometric.hpp>
#include <t2/sample/multinomial.hpp>
#include <t2/sample/outcomes.hpp>
#include <t2/sample/simulate.hpp>
#include <t2/sample/verifier.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace t2::test {

// Format v1, for good: a change of either is a change of every user's results.
inline constexpr std::uint64_t golden_thresholds = 0x1eb9166ee8bced49;
inline constexpr std::uint64_t golden_counts = 0x252304d2830f126c;
inline constexpr std::uint64_t golden_draws = 0x482a1eafebb89832;  // of binomial_draws

inline std::vector<double> chances() {
  std::vector<double> p{0, 0x1p-1074, 1e-300, 1e-20, 0x1p-65, 0x1p-64, 1e-9, 1e-3, 0.5, 0.7, 1 - 0x1p-53, 1};
  for (int i = 0; i < 97; ++i) p.push_back((i + 0.5) / 97.);
  return p;
}

inline std::uint64_t threshold_digest() {
  sample::digest out;
  for (double p : chances()) {
    out.add(random::bernoulli_threshold(p)).add(random::nll_threshold(50 * p));
    for (std::uint64_t k : {1ull, 2ull, 10ull, 1000ull, 1000000007ull, 1ull << 50})
      out.add(random::any_of_threshold(p, k)).add(random::all_of_threshold(p, k));
    for (std::uint64_t k : {0u, 1u, 16u, 100u, 1000u}) out.add(*sample::binomial_table(k, p));
    out.add(*sample::geometric_table(p, 64));
  }
  for (double a : {1e-6, 0.05, 0.3, 2., 50.}) {
    for (double b : {1e-6, 0.5, 2., 5., 120., 1e6}) {
      for (std::uint64_t k : {1u, 16u, 100u, 1000u}) {
        out.add(random::beta_any_threshold(a, b, k)).add(*sample::beta_binomial_table(a, b, k));
      }
      out.add(*sample::beta_geometric_table(a, b, 64));
    }
  }
  for (double r : {0., 0.3, 0.9, 1.}) {
    for (double s : {0., 0.1, 1.}) {
      auto const verified = sample::verified_thresholds(20, {.accepts_right = r, .accepts_wrong = s, .guesses = s > 0});
      for (random::threshold const& t : *verified) out.add(t);
    }
  }
  return out.value();
}

template <class Exec>
std::uint64_t count_digest(Exec const& ex) {
  sample::digest out;
  sample::outcomes const run{.seed = 0x0123456789ABCDEF, .first = 1001, .count = 300'000, .draw = 3, .stream = 7};
  for (double p : {1e-5, 0.01, 0.5, 0.999})
    out.add(*sample::hits(ex, random::any_of_threshold(p, 10), run)).add(*sample::hits(ex, {~0ull >> 33, false}, run));
  for (std::uint64_t k : {4u, 100u, 1000u}) {
    for (auto const& law : {sample::beta_binomial_table(0.3, 2., k), sample::binomial_table(k, 0.3),
                            sample::geometric_table(0.02, k), sample::beta_geometric_table(0.3, 2., k)}) {
      std::vector<std::uint64_t> counts(law->size());
      if (!sample::add_histogram(ex, *law, run, counts).ok()) return 0;
      for (std::uint64_t n : counts) out.add(n);
    }
  }
  std::vector<double> const answers{0.4, 0.3, 0.2, 0.1};
  std::vector<std::uint64_t> wins(4);
  if (!sample::add_votes(ex, *sample::answer_table(answers), 7, {.seed = 5, .first = 3, .count = 5000}, wins).ok())
    return 0;
  for (std::uint64_t n : wins) out.add(n);
  out.add(sample::fresh(ex, law::beta_shape<double>{0.3, 2.}, 100, samples{16}, seed{1}, {200, 3})->digest());
  std::vector<double> const p = chances();
  out.add(sample::repeated(ex, p, samples{16}, seed{1}, {50, 3})->digest());
  out.add(sample::repeated(ex, std::vector<double>{0.01, 0.6}, samples{16}, seed{1}, {70'000, 200'000})->digest());
  std::vector<std::uint32_t> weights(1001);
  random::bootstrap_weights(9, 4, 2, weights.size(), weights.data());
  for (std::uint32_t w : weights) out.add(w);
  random::poisson_weights(9, 4, 2, weights.size(), weights.data());
  for (std::uint32_t w : weights) out.add(w);
  return out.value();
}

template <class Exec>
std::uint64_t draw_digest(Exec const& ex) {
  sample::digest out;
  std::vector<double> const p = chances();
  std::vector<std::uint32_t> counts(p.size());
  for (std::uint32_t k : {0u, 1u, 16u, 32u, 33u, 100u, 1000u}) {
    random::item const first{.seed = 0x0123456789ABCDEF, .index = 1001 + k, .draw = 3, .stream = 7};
    if (!sample::binomial_draws(ex, std::span<double const>(p), samples{k}, first, std::span(counts)).ok()) return 0;
    for (std::uint32_t n : counts) out.add(n);
  }
  return out.value();
}

}  // namespace t2::test
