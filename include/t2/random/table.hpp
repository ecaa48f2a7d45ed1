// SPDX-License-Identifier: BSL-1.0
// A law of whole numbers as cumulated integer thresholds, with a guide that finds most numbers in one look.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/config.hpp>       // T2_HD
#include <t2/core/status.hpp>       // result
#include <t2/random/philox.hpp>     // philox_word
#include <t2/random/threshold.hpp>  // nearest_threshold, second_word, threshold
#include <t2/random/wide.hpp>       // wide

#include <cstddef>
#include <cstdint>
#include <vector>

namespace t2::inline v0::random {

/// What kernels see of a table: plain pointers.
struct table_view {
  std::uint32_t const* high;  ///< high halves of the thresholds, ascending
  std::uint64_t const* bits;  ///< the thresholds
  std::uint32_t const*
      guide;                 ///< per cell of the high word and one more: how many thresholds lie at or below its start
  std::uint8_t const* open;  ///< per cell: 1 if a threshold lies inside, so that the cell alone does not tell
  std::uint32_t size;        ///< number of thresholds
  int shift;                 ///< high word >> shift is the cell

  [[nodiscard]] T2_HD constexpr std::size_t cells() const { return std::size_t{1} << (32 - shift); }

  /// The position of an outcome: the number of thresholds at or below 64 random bits, of which `second()` gives the low
  /// half where the high half alone does not tell.
  template <class Second>
  [[nodiscard]] T2_HD constexpr std::uint32_t position(std::uint32_t word, Second const& second) const {
    std::uint32_t const cell = word >> shift;
    std::uint32_t low = guide[cell];
    if (open[cell] == 0) return low;
    for (std::uint32_t count = guide[cell + 1] - low; count > 0;) {  // the first whose high half is >= word
      std::uint32_t const half = count / 2;
      bool const below = high[low + half] < word;
      low = below ? low + half + 1 : low;
      count = below ? count - half - 1 : half;
    }
    if (low == size || high[low] != word) return low;
    std::uint64_t const all = (static_cast<std::uint64_t>(word) << 32) | second();
    while (low < size && bits[low] <= all) ++low;
    return low;
  }

  /// The position of outcome i of (seed, draw, stream).
  [[nodiscard]] T2_HD constexpr std::uint32_t outcome(std::uint64_t seed, std::uint64_t i, std::uint32_t draw,
                                                      std::uint32_t stream) const {
    return position(philox_word(seed, i, draw, stream), low_word{seed, i, draw + second_word, stream});
  }

 private:
  struct low_word {
    std::uint64_t seed, i;
    std::uint32_t draw, stream;
    T2_HD constexpr std::uint32_t operator()() const { return philox_word(seed, i, draw, stream); }
  };
};

/// The law itself: the value at position j is first + j.
class table {
 public:
  /// From weights in any unit, the first of them that of the value `first`.
  /// @param   for_many  whether a guide is worth its making: it pays from some thousand draws on and changes no outcome
  /// @errors  out_of_domain: all weights are 0
  [[nodiscard]] static result<table> from_weights(std::uint64_t first, std::vector<wide> const& weights,
                                                  bool for_many = true) {
    wide total;
    for (wide const& w : weights) total = total + w;
    if (total.zero()) return status{.code = errc::out_of_domain, .argument = "weights"};
    wide const unit = wide(1) / total;
    std::vector<threshold> cumulated;
    cumulated.reserve(weights.size());
    wide sum;
    for (wide const& w : weights) {
      sum = sum + w;
      cumulated.push_back(nearest_threshold(sum * unit));
    }
    return from_thresholds(first, cumulated, for_many);
  }

  /// From cumulated chances, ascending; what lies above the last of them is the value after it.
  [[nodiscard]] static table from_thresholds(std::uint64_t first, std::vector<threshold> const& cumulated,
                                             bool for_many = true) {
    table out;
    out.first_ = first;
    for (threshold const& t : cumulated) {
      if (t.always) break;
      out.bits_.push_back(t.bits);
      out.high_.push_back(static_cast<std::uint32_t>(t.bits >> 32));
    }
    out.make_guide(for_many);
    return out;
  }

  [[nodiscard]] std::uint64_t first() const { return first_; }
  /// Number of values.
  [[nodiscard]] std::size_t size() const { return bits_.size() + 1; }
  [[nodiscard]] std::vector<std::uint64_t> const& thresholds() const { return bits_; }
  [[nodiscard]] table_view view() const {
    return {high_.data(), bits_.data(), guide_.data(), open_.data(), static_cast<std::uint32_t>(bits_.size()), shift_};
  }

  /// The chance of the value at a position, as a double.
  [[nodiscard]] double chance(std::size_t position) const {
    std::uint64_t const below = position == 0 ? 0 : bits_[position - 1];
    std::uint64_t const width = position < bits_.size() ? bits_[position] - below : ~below + 1;
    if (width == 0 && bits_.empty()) return 1;
    return static_cast<double>(width) * 0x1p-64;
  }

 private:
  void make_guide(bool for_many) {
    int cells = for_many ? 12 : 1;  // log2; 32 cells a threshold, from 16 kB up to 256 kB
    while (for_many && cells < 16 && (std::size_t{1} << cells) < 32 * bits_.size()) ++cells;
    shift_ = 32 - cells;
    guide_.resize((std::size_t{1} << cells) + 1);
    open_.assign(std::size_t{1} << cells, 0);
    std::uint32_t at = 0;
    for (std::size_t cell = 0; cell < open_.size(); ++cell) {
      std::uint64_t const start = static_cast<std::uint64_t>(cell) << (64 - cells);
      while (at < bits_.size() && bits_[at] <= start) ++at;
      guide_[cell] = at;
      open_[cell] = at < bits_.size() && bits_[at] >> (64 - cells) == cell ? 1 : 0;
    }
    guide_.back() = static_cast<std::uint32_t>(bits_.size());
  }

  std::uint64_t first_ = 0;
  std::vector<std::uint64_t> bits_;
  std::vector<std::uint32_t> high_, guide_;
  std::vector<std::uint8_t> open_;
  int shift_ = 0;
};

}  // namespace t2::inline v0::random
