// SPDX-License-Identifier: BSL-1.0
// Statistics of random words, as z-scores: numbers that are standard normal if the words are independent and uniform.
#pragma once

#include <t2/random/philox_dispatch.hpp>
#include <t2/random/words.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace t2::test {

using scores = std::vector<std::pair<std::string, double>>;

inline double chi_square_score(std::vector<std::uint64_t> const& counts, double n) {
  double const expected = n / static_cast<double>(counts.size());
  double sum = 0;
  for (std::uint64_t c : counts)
    sum += (static_cast<double>(c) - expected) * (static_cast<double>(c) - expected) / expected;
  double const dof = static_cast<double>(counts.size() - 1);
  // Wilson and Hilferty: far nearer to normal in the tails than (sum - dof) / sqrt(2 dof)
  return (std::cbrt(sum / dof) - (1 - 2 / (9 * dof))) / std::sqrt(2 / (9 * dof));
}

inline constexpr std::size_t batch_blocks = 4096;

// Equidistribution of the high and low halves of words and of single bits; serial pairs of words 1 to 4 apart.
inline scores word_scores(std::uint64_t seed, std::uint64_t words) {
  using source = random::words_of<random::dispatched>;
  std::vector<std::uint64_t> high(1 << 16), low(1 << 16), bit(32);
  std::vector<std::vector<std::uint64_t>> pair(4, std::vector<std::uint64_t>(1 << 16));
  std::vector<std::uint32_t> w(4 * batch_blocks);
  for (std::uint64_t at = 0; at < words; at += w.size()) {
    source::fill(seed, {at / 4, 0, 0}, batch_blocks, w.data());
    std::uint32_t ones[32] = {};
    for (std::size_t i = 0; i < w.size(); ++i) {
      ++high[w[i] >> 16];
      ++low[w[i] & 0xFFFF];
    }
    for (std::size_t i = 0; i < w.size(); i += 16)  // a sixteenth of the words for single bits
      for (std::size_t b = 0; b < 32; ++b) ones[b] += (w[i] >> b) & 1;
    for (std::size_t b = 0; b < 32; ++b) bit[b] += ones[b];
    for (std::size_t lag = 1; lag <= 4; ++lag)  // pairs that do not overlap
      for (std::size_t i = 0; i + 2 * lag <= w.size(); i += 2 * lag)
        for (std::size_t j = 0; j < lag; ++j) ++pair[lag - 1][(w[i + j] >> 24 << 8) | (w[i + j + lag] >> 24)];
  }
  double const n = static_cast<double>(words);
  scores out{{"high halves", chi_square_score(high, n)}, {"low halves", chi_square_score(low, n)}};
  for (std::size_t b = 0; b < 32; ++b)
    out.emplace_back("bit " + std::to_string(b), (static_cast<double>(bit[b]) - n / 32) / std::sqrt(n / 64));
  for (std::size_t lag = 1; lag <= 4; ++lag) {
    std::uint64_t total = 0;
    for (std::uint64_t c : pair[lag - 1]) total += c;
    out.emplace_back("pairs " + std::to_string(lag) + " apart",
                     chi_square_score(pair[lag - 1], static_cast<double>(total)));
  }
  return out;
}

// Words at the same place of two neighbours: their correlation, the bits in which they agree, and pairs of high bytes.
inline scores neighbour_scores(std::string const& name, std::uint64_t seed_a, random::philox_counter a,
                               std::uint64_t seed_b, random::philox_counter b, std::uint64_t words) {
  using source = random::words_of<random::dispatched>;
  std::vector<std::uint32_t> x(4 * batch_blocks), y(4 * batch_blocks);
  std::vector<std::uint64_t> pair(1 << 16);
  double product = 0;
  std::uint64_t agree = 0;
  for (std::uint64_t at = 0; at < words; at += x.size()) {
    source::fill(seed_a, {a.block + at / 4, a.draw, a.stream}, batch_blocks, x.data());
    source::fill(seed_b, {b.block + at / 4, b.draw, b.stream}, batch_blocks, y.data());
    for (std::size_t i = 0; i < x.size(); ++i) {
      product += (static_cast<double>(x[i]) * 0x1p-32 - 0.5) * (static_cast<double>(y[i]) * 0x1p-32 - 0.5);
      agree += static_cast<std::uint64_t>(__builtin_popcount(~(x[i] ^ y[i])));
      ++pair[(x[i] >> 24 << 8) | (y[i] >> 24)];
    }
  }
  double const n = static_cast<double>(words);
  return {{name + ": correlation", product * 12 / std::sqrt(n)},
          {name + ": equal bits", (static_cast<double>(agree) - 16 * n) / std::sqrt(8 * n)},
          {name + ": pairs", chi_square_score(pair, n)}};
}

inline scores all_neighbour_scores(std::uint64_t words) {
  scores out;
  auto const add = [&](scores const& more) { out.insert(out.end(), more.begin(), more.end()); };
  for (std::uint64_t seed : {0ull, 1ull, 0xFFFFFFFFull}) {
    std::string const at = "seed " + std::to_string(seed);
    add(neighbour_scores(at + ", next seed", seed, {0, 0, 0}, seed + 1, {0, 0, 0}, words));
    add(neighbour_scores(at + ", next stream", seed, {0, 0, 0}, seed, {0, 0, 1}, words));
    add(neighbour_scores(at + ", next draw", seed, {0, 0, 0}, seed, {0, 1, 0}, words));
    add(neighbour_scores(at + ", next block", seed, {0, 0, 0}, seed, {1, 0, 0}, words));
    add(neighbour_scores(at + ", second word", seed, {0, 0, 0}, seed, {0, 0x80000000u, 0}, words));
  }
  return out;
}

}  // namespace t2::test
