// SPDX-License-Identifier: BSL-1.0
// Counts with a chance each follow the binomial law, by the definition of their words; the tables are in tables_test.cpp.
// t2: needs threads
#include <t2/exec/scalar.hpp>
#include <t2/exec/threads.hpp>
#include <t2/random/philox_dispatch.hpp>
#include <t2/random/threshold.hpp>
#include <t2/sample/binomial.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

using namespace t2;

namespace {

template <class Exec, class Count = std::uint32_t>
std::vector<Count> draws(Exec const& ex, std::vector<double> const& p, std::uint32_t k, random::item const& first) {
  std::vector<Count> out(p.size());
  CHECK(sample::binomial_draws(ex, std::span<double const>(p), samples{k}, first, std::span(out)).ok());
  return out;
}

// One sample after the other: its digits are its bits of the words of the item, whatever the others do.
std::uint32_t count_by_digits(double p, std::uint32_t k, random::item const& at) {
  random::threshold const chance = random::bernoulli_threshold(p);
  if (chance.always) return k;
  std::uint32_t const parts = (k + 31) / 32;
  std::uint32_t open = k, hits = 0;
  for (std::uint32_t digit = 0; digit < 64; ++digit) {
    std::uint32_t stay = 0;
    for (std::uint32_t sample = 0; sample < open; ++sample) {
      std::uint64_t const block = at.index / 4 + (std::uint64_t{digit * parts + sample / 32} << 48);
      std::uint32_t const word = random::philox(at.seed, {block, at.draw, at.stream}).word[at.index % 4];
      stay += (word >> (sample % 32)) & 1;
    }
    if (((chance.bits >> (63 - digit)) & 1) != 0) hits += open - stay;
    open = stay;
  }
  return hits;
}

double log_chance(std::uint32_t k, std::uint32_t c, double p) {
  double const n = k, x = c;
  return std::lgamma(n + 1) - std::lgamma(x + 1) - std::lgamma(n - x + 1) + x * std::log(p) + (n - x) * std::log1p(-p);
}

}  // namespace

TEST_CASE("chances have the bits of their thresholds") {
  std::vector<double> p{0, std::numeric_limits<double>::denorm_min(), 1e-300, 0x1p-66, 0x1p-65, 0x1.8p-65, 0x1p-64};
  for (double x = 0x1p-64; x < 1; x *= 1.37) p.push_back(x), p.push_back(1 - x);
  for (double x : p)
    if (x < 1) CHECK(sample::detail::chance_bits(x) == random::bernoulli_threshold(x).bits);
}

TEST_CASE("a count is that of its item alone, on every backend, whatever is drawn beside it") {
  std::vector<double> p{0, 1, 1e-300, 1e-9, 0.5, 0.25, 1 - 0x1p-53};
  for (int i = 0; i < 194; ++i) p.push_back(std::fmod(0.1 + i * 0.6180339887, 1.));
  for (std::uint32_t k : {0u, 1u, 31u, 32u, 33u, 64u, 100u, 257u}) {
    random::item const first{.seed = 77, .index = 1021, .draw = 2, .stream = 9};
    std::vector<std::uint32_t> const whole = draws(exec::scalar{}, p, k, first);
    for (std::size_t i = 0; i < p.size(); ++i) {
      random::item at = first;
      at.index += i;
      CHECK(whole[i] == count_by_digits(p[i], k, at));
    }
    CHECK(draws(exec::threads{3}, p, k, first) == whole);
    CHECK(draws(random::dispatched{}, p, k, first) == whole);
    random::item later = first;
    later.index += 50;
    std::vector<std::uint32_t> const part = draws(exec::scalar{}, {p.begin() + 50, p.end()}, k, later);
    CHECK(part == std::vector<std::uint32_t>(whole.begin() + 50, whole.end()));
  }
}

TEST_CASE("counts follow the law: chi-square over its values") {
  constexpr std::size_t n = 200'000;
  for (std::uint32_t k : {7u, 100u, 1000u}) {
    for (double const p : {0.003, 0.3, 0.5, 0.97}) {
      std::vector<std::uint64_t> seen(k + 1);
      for (std::uint32_t c : draws(random::dispatched{}, std::vector<double>(n, p), k, {.seed = 5, .index = k}))
        ++seen[c];
      double square = 0, expected = 0, count = 0;
      int cells = 0;
      for (std::uint32_t c = 0; c <= k; ++c) {  // values are put together until 20 are expected
        expected += n * std::exp(log_chance(k, c, p));
        count += static_cast<double>(seen[c]);
        if (expected < 20 && c < k) continue;
        if (expected > 0) square += (count - expected) * (count - expected) / std::fmax(expected, 1), ++cells;
        expected = count = 0;
      }
      INFO("k " << k << " p " << p);
      double const freedom = cells > 1 ? cells - 1 : 1;
      CHECK((square - freedom) / std::sqrt(2 * freedom) < 5);
    }
  }
}

TEST_CASE("wrong calls are refused and write nothing") {
  std::vector<double> const p{0.5, 1.5, 0.2};
  std::vector<std::uint8_t> out(3, 42);
  auto const draw = [&](std::vector<double> const& chances, double k) {
    return sample::binomial_draws(exec::scalar{}, std::span<double const>(chances), samples{k}, {.seed = 1, .index = 0},
                                  std::span(out));
  };
  CHECK(draw(p, 10).code == errc::out_of_domain);
  CHECK(draw(p, 10).index == 1);
  CHECK(draw({0.5, std::nan(""), 0.5}, 10).index == 1);
  CHECK(draw({0.5, 0.5}, 10).code == errc::size_mismatch);
  CHECK(draw({0.5, 0.5, 0.5}, 2.5).code == errc::out_of_domain);
  CHECK(draw({0.5, 0.5, 0.5}, 1e9).code == errc::out_of_domain);
  CHECK(draw({0.5, 0.5, 0.5}, 256).code == errc::unsupported);
  CHECK(out == std::vector<std::uint8_t>(3, 42));
  CHECK(draw({0.5, 0.5, 0.5}, 255).ok());
}
