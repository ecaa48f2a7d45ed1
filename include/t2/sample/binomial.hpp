// SPDX-License-Identifier: BSL-1.0
// How many of k samples of one question succeed: a table of integer thresholds for many draws of one chance, and draws of
// a chance each.
// Flow: runs -> law -> fit -> plan -> [sample].   Needs: core, exec, random.
#pragma once

#include <t2/core/config.hpp>      // T2_HD
#include <t2/core/quantity.hpp>    // samples
#include <t2/core/status.hpp>      // result, status
#include <t2/exec/backend.hpp>     // backend, for_each_index, written
#include <t2/exec/memory.hpp>      // lent
#include <t2/random/binomial.hpp>  // random::binomial_table, most_values
#include <t2/random/table.hpp>     // table
#include <t2/random/uniform.hpp>   // item
#include <t2/random/wide.hpp>      // wide
#include <t2/random/words.hpp>     // block_words, words_of

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace t2::inline v0::sample {

/// Most values that a table may have.
using random::most_values;

/// Binomial(k, p): the successes among k samples with chance p each.
/// @formula   w(c + 1) / w(c) = (k - c) p / ((c + 1) (1 - p)), by random/binomial.hpp
/// @param     k  [samples]   @param  p  [1]; the double is taken as the exact number that it is
/// @param     for_many  whether thousands of draws will be made (random/table.hpp)
/// @return    a table whose thresholds are the nearest to the exact law, within 0.51 units of 2^-64
///            (tests/sample/tables_test.cpp)
/// @errors    out_of_domain: p outside [0, 1] or NaN; unsupported: more than 2^24 likely counts
[[nodiscard]] inline result<random::table> binomial_table(std::uint64_t k, double p, bool for_many = true) {
  using random::wide;
  if (!(p >= 0 && p <= 1)) return status{.code = errc::out_of_domain, .argument = "p", .value = p};
  if (p == 0 || p == 1 || k == 0) return random::table::from_thresholds(p == 1 ? k : 0, {}, for_many);
  wide const hit = wide::from(p), odds = hit / (wide(1) - hit);
  std::uint64_t mode = (wide(random::uint128{k} + 1) * hit).floor();
  if (mode > k) mode = k;
  return random::binomial_table(k, odds, mode, for_many);
}

namespace detail {
/// The bits of bernoulli_threshold(p) for p in [0, 1), at the cost of a shift.
[[nodiscard]] T2_HD constexpr std::uint64_t chance_bits(double p) {
  std::uint64_t const raw = __builtin_bit_cast(std::uint64_t, p);
  std::uint64_t const number = (raw & ((std::uint64_t{1} << 52) - 1)) | (std::uint64_t{1} << 52);
  int const shift = static_cast<int>(raw >> 52) - 1011;  // p 2^64 = number 2^shift
  if (shift >= 0) return number << shift;
  return shift < -53 ? 0 : (number >> -shift) + ((number >> (-shift - 1)) & 1);
}

// Written out, as a loop over the processor's own instruction is not vectorised.
[[nodiscard]] T2_HD constexpr std::uint32_t count_bits(std::uint32_t x) {
  x -= (x >> 1) & 0x55555555u;
  x = (x & 0x33333333u) + ((x >> 2) & 0x33333333u);
  x = (x + (x >> 4)) & 0x0F0F0F0Fu;
  x += x >> 8;
  return (x + (x >> 16)) & 0x3F;
}

// Samples are uniform numbers of 64 digits, compared with the threshold digit after digit: of those that have agreed so
// far half leave, and where the digit of the threshold is one they are below it. Loops run over all items of a call at
// once, so that compilers vectorise them.
template <class Words, class Count>
struct binomial_kernel {
  // That one call covers: on a device those of one block, whose state fits into registers.
  static constexpr std::size_t items = std::same_as<Words, random::block_words> ? 4 : 64;

  double const* chances;
  std::size_t size;
  std::uint32_t k;
  random::item first;
  Count* out;

  // Digit d of samples 32 s, ..., 32 s + 31 of an item is its word of part d ceil(k / 32) + s.
  T2_HD void operator()(std::size_t index) const {
    std::size_t const begin = index * items, count = size - begin < items ? size - begin : items;
    std::uint64_t const number = first.index + begin;
    std::size_t const skip = number % 4;
    std::uint32_t const parts = (k + 31) / 32;
    alignas(64) std::uint32_t words[items + 8], open[items] = {}, stay[items], hits[items] = {};
    alignas(64) std::uint64_t digits[items] = {};
    for (std::size_t i = 0; i < count; ++i) {
      double const p = chances[begin + i];
      open[i] = p < 1 ? k : 0;
      hits[i] = k - open[i];
      digits[i] = p < 1 ? chance_bits(p) : 0;
    }
    std::uint32_t most = k;
    for (std::uint32_t digit = 0; digit < 64 && most > 0; ++digit) {
      for (std::uint32_t& s : stay) s = 0;
      for (std::uint32_t done = 0; done < most; done += 32) {
        random::item const at{first.seed, number / 4, first.draw, first.stream};
        Words::fill(first.seed, at.part(digit * parts + done / 32), (items + skip + 3) / 4, words);
        std::uint32_t const* const word = words + skip;
        for (std::size_t i = 0; i < items; ++i) {
          std::uint32_t const rest = (open[i] > done ? open[i] : done) - done, take = rest < 32 ? rest : 32;
          stay[i] += count_bits(word[i] & (((1u << (take & 31)) - 1) | (0 - (take >> 5))));  // its lowest `take` bits
        }
      }
      most = 0;
      for (std::size_t i = 0; i < items; ++i) {
        hits[i] += static_cast<std::uint32_t>(digits[i] >> 63) * (open[i] - stay[i]);
        digits[i] <<= 1;
        open[i] = stay[i];
        most = most < stay[i] ? stay[i] : most;
      }
    }
    for (std::size_t i = 0; i < count; ++i) out[begin + i] = static_cast<Count>(hits[i]);
  }
};
}  // namespace detail

/// Most samples that binomial_draws takes: its time grows with their number.
inline constexpr std::uint32_t most_drawn = 1u << 15;

/// A count for each chance: out[i] ~ Binomial(k, chances[i]), in integer arithmetic only. For many draws of one chance
/// binomial_table is faster, and where p ~ Beta(a, b) is drawn for one count only, beta_binomial_table.
/// @param     chances  p [1]   @param  k  [samples], a whole number, at most 2^15
/// @param     first  items first.index, first.index + 1, ... of (seed, draw, stream), index < 2^48
/// @shape     chances, out [any length], in host memory
/// @return    ok; size_mismatch "out", out_of_domain "samples" or "chances" with its index, unsupported "out" if a count of
///            k does not fit it (nothing written); or the status of the backend
/// @formula   the uniform numbers of 64 bits, k of them, that are below bernoulli_threshold(p)
/// @accuracy  p to 2^-65; the same counts on every backend, compiler and instruction set (tests/sample/binomial_test.cpp)
template <exec::backend Exec, class K, std::unsigned_integral Count>
[[nodiscard]] status binomial_draws(Exec const& ex, std::span<double const> chances, samples<K> k,
                                    random::item const& first, std::span<Count> out) {
  if (chances.size() != out.size()) return {.code = errc::size_mismatch, .argument = "out"};
  double const number = double(k.value);
  if (!(number >= 0 && number <= double(most_drawn) && number == double(static_cast<std::uint32_t>(number))))
    return {.code = errc::out_of_domain, .argument = "samples", .value = number};
  if (number > double(std::numeric_limits<Count>::max())) return {.code = errc::unsupported, .argument = "out"};
  for (std::size_t i = 0; i < chances.size(); ++i)
    if (!(chances[i] >= 0 && chances[i] <= 1))
      return {.code = errc::out_of_domain, .argument = "chances", .value = chances[i], .index = std::int64_t(i)};
  using kernel = detail::binomial_kernel<random::words_of<Exec>, Count>;
  exec::lent const chances_there(ex, chances);
  exec::lent const there(ex, out);
  if (!chances_there.error().ok()) return chances_there.error();
  if (!there.error().ok()) return there.error();
  kernel const work{chances_there.data(), chances.size(), static_cast<std::uint32_t>(number), first, there.data()};
  status const ran = exec::for_each_index(ex, (out.size() + kernel::items - 1) / kernel::items, work,
                                          exec::written{there.data(), out.size(), kernel::items});
  return ran.ok() ? there.give_back() : ran;
}

}  // namespace t2::inline v0::sample
