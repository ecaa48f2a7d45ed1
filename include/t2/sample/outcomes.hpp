// SPDX-License-Identifier: BSL-1.0
// Runs of outcomes on a backend: how many happen, how many give each value.
// Flow: runs -> law -> fit -> plan -> [sample].   Needs: core, exec, random.
#pragma once

#include <t2/core/config.hpp>       // T2_HD
#include <t2/core/status.hpp>       // result, status
#include <t2/exec/backend.hpp>      // backend, sum_over_ranks
#include <t2/exec/device.hpp>       // fetch_add
#include <t2/exec/memory.hpp>       // lent, on_device
#include <t2/random/philox.hpp>     // philox, philox_word
#include <t2/random/table.hpp>      // table, table_view
#include <t2/random/threshold.hpp>  // second_word, threshold
#include <t2/random/words.hpp>      // block_words, words_of

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace t2::inline v0::sample {

/// Outcomes first, ..., first + count - 1 of (seed, draw, stream): any part of a run may be drawn alone, in any order.
struct outcomes {
  std::uint64_t seed;
  std::uint64_t first = 0;
  std::uint64_t count = 0;
  std::uint32_t draw = 0;  ///< below 2^31: the second words of an outcome lie in draw + 2^31
  std::uint32_t stream = 0;
};

namespace detail {
inline constexpr std::uint64_t chunk = 1u << 18;  // outcomes that one call of a kernel covers
inline constexpr std::size_t buffer = 1024;       // words in flight
// A device has more threads than a processor: what one call covers is less.
template <class Words>
inline constexpr std::uint64_t chunk_of = chunk;
template <>
inline constexpr std::uint64_t chunk_of<random::block_words> = 1u << 12;

// The outcomes of chunk number `index` of the run.
template <class Words>
T2_HD void bounds(outcomes const& run, std::uint64_t index, std::uint64_t& begin, std::uint64_t& end) {
  begin = (run.first / chunk_of<Words> + index) * chunk_of<Words>;
  end = begin + chunk_of<Words>;
  if (begin < run.first) begin = run.first;
  if (end - run.first > run.count) end = run.first + run.count;
}

// Hands the words of chunk number `index` of the run to use(words, count, number of the first), at most `buffer` at
// once.
template <class Words>
struct words_of_run {
  template <class Use>
  T2_HD static void each(outcomes const& run, std::uint64_t index, Use const& use) {
    std::uint64_t begin, end;
    bounds<Words>(run, index, begin, end);
    alignas(64) std::uint32_t words[buffer];
    while (begin < end) {
      std::uint64_t const skip = begin % 4;
      std::size_t const count = static_cast<std::size_t>(end - begin < buffer - skip ? end - begin : buffer - skip);
      Words::fill(run.seed, {begin / 4, run.draw, run.stream}, static_cast<std::size_t>((skip + count + 3) / 4), words);
      use(words + skip, count, begin);
      begin += count;
    }
  }
};

// Whole blocks, whose number of words the compiler knows; the first and the last may be parts.
template <>
struct words_of_run<random::block_words> {
  template <class Use>
  T2_HD static void each(outcomes const& run, std::uint64_t index, Use const& use) {
    std::uint64_t begin, end;
    bounds<random::block_words>(run, index, begin, end);
    auto const part = [&](std::uint64_t to) {
      for (; begin < to; ++begin) {
        std::uint32_t const word[1] = {random::philox_word(run.seed, begin, run.draw, run.stream)};
        use(word, std::size_t{1}, begin);
      }
    };
    std::uint64_t const first_block = (begin + 3) / 4 * 4;
    part(first_block < end ? first_block : end);
    for (; end - begin >= 4; begin += 4) {
      random::philox_block const block = random::philox(run.seed, {begin / 4, run.draw, run.stream});
      use(block.word, std::size_t{4}, begin);
    }
    part(end);
  }
};

template <class Words = random::scalar_words>
[[nodiscard]] std::size_t chunks(outcomes const& run) {
  if (run.count == 0) return 0;
  return static_cast<std::size_t>((run.first + run.count - 1) / chunk_of<Words> - run.first / chunk_of<Words> + 1);
}

[[nodiscard]] T2_HD inline std::uint32_t second(outcomes const& run, std::uint64_t number) {
  return random::philox_word(run.seed, number, run.draw + random::second_word, run.stream);
}

// Work for kernels is named all the way down: a lambda of a host function is not for device code.
struct low_word {
  outcomes const& run;
  std::uint64_t number;
  [[nodiscard]] T2_HD std::uint32_t operator()() const { return second(run, number); }
};
struct add_one {
  std::uint64_t* counts;
  T2_HD void operator()(std::uint32_t position) const { ++counts[position]; }
};

template <class Words>
struct hits_kernel {
  outcomes run;
  random::threshold chance;
  std::uint64_t* total;

  T2_HD void operator()(std::size_t index) const {
    std::uint32_t const bound = static_cast<std::uint32_t>(chance.bits >> 32);
    std::uint64_t happened = 0;
    words_of_run<Words>::each(run, index, [&](std::uint32_t const* word, std::size_t count, std::uint64_t number) {
      std::uint32_t below = 0, equal = 0;  // equal: not 0 where high halves alone do not tell
      std::size_t i0 = 0;
      for (; count - i0 >= 256; i0 += 256) {  // a loop of fixed length is one that compilers vectorise
        for (std::size_t i = 0; i < 256; ++i) {
          below += word[i0 + i] < bound ? 1u : 0u;
          equal |= word[i0 + i] == bound ? 1u : 0u;
        }
      }
      for (; i0 < count; ++i0) {
        below += word[i0] < bound ? 1u : 0u;
        equal |= word[i0] == bound ? 1u : 0u;
      }
      happened += below;
      if (equal != 0) {
        for (std::size_t i = 0; i < count; ++i)
          if (word[i] == bound && chance.hit(word[i], second(run, number + i))) ++happened;
      }
    });
    exec::fetch_add(total, happened);
  }
};

// Hands the position of each outcome of a chunk to take(position).
template <class Words, class Take>
T2_HD void each_position(outcomes const& run, std::uint64_t index, random::table_view const& law, Take const& take) {
  words_of_run<Words>::each(run, index, [&](std::uint32_t const* word, std::size_t count, std::uint64_t number) {
    for (std::size_t i = 0; i < count; ++i) take(law.position(word[i], low_word{run, number + i}));
  });
}

// Adds the outcomes of a short run one by one, on the calling thread.
template <class Words>
void add_directly(outcomes const& run, random::table_view const& law, std::uint64_t* counts) {
  for (std::uint64_t c = 0; c < chunks<Words>(run); ++c) each_position<Words>(run, c, law, add_one{counts});
}

// The same on a device, where counts are shared: equal outcomes in a row are added at once.
T2_HD inline void add_shared(outcomes const& run, std::uint64_t index, random::table_view const& law,
                             std::uint64_t* counts) {
  std::uint32_t last = 0, times = 0;
  each_position<random::block_words>(run, index, law, [&](std::uint32_t position) {
    if (position != last && times > 0) exec::fetch_add(counts + last, times);
    times = position != last ? 1 : times + 1;
    last = position;
  });
  if (times > 0) exec::fetch_add(counts + last, times);
}

// Words are counted by the cell of the guide they fall in, which needs no branch and, as all cells are equally likely,
// waits for no earlier count; only those in a cell with a threshold inside are looked at one by one.
struct count_cells {
  outcomes const& run;
  random::table_view const& law;
  std::uint32_t* cells;  // [law.cells()]
  std::uint64_t* open;   // [law.size + 1]: of what was looked at

  T2_HD void operator()(std::uint32_t const* word, std::size_t count, std::uint64_t number) const {
    random::table_view const view = law;
    std::uint32_t* const to = cells;
    std::uint16_t at[buffer];
    std::size_t opened = 0;
    for (std::size_t i = 0; i < count; ++i) {
      std::uint32_t const cell = word[i] >> view.shift;
      ++to[cell];
      at[opened] = static_cast<std::uint16_t>(i);
      opened += view.open[cell];
    }
    for (std::size_t o = 0; o < opened; ++o) ++open[view.position(word[at[o]], low_word{run, number + at[o]})];
  }
};

template <class Words>
struct histogram_kernel {
  outcomes run;
  random::table_view law;
  std::uint64_t* counts;  // [law.size + 1]

  void operator()(std::size_t index) const {
    std::vector<std::uint32_t> in_cell(law.cells(), 0);
    std::vector<std::uint64_t> local(law.size + std::size_t{1}, 0);
    words_of_run<Words>::each(run, index, count_cells{run, law, in_cell.data(), local.data()});
    for (std::size_t cell = 0; cell < in_cell.size(); ++cell)
      if (law.open[cell] == 0) local[law.guide[cell]] += in_cell[cell];
    for (std::size_t v = 0; v < local.size(); ++v)
      if (local[v] > 0) exec::fetch_add(counts + v, local[v]);
  }
};

template <>
struct histogram_kernel<random::block_words> {
  outcomes run;
  random::table_view law;
  std::uint64_t* counts;

  T2_HD void operator()(std::size_t index) const { add_shared(run, index, law, counts); }
};

// A law where the backend's work can read it.
template <class Ex>
class lent_law {
 public:
  lent_law(Ex const& ex, random::table const& law)
      : view_(law.view()),
        high_(ex, {view_.high, view_.size}),
        bits_(ex, {view_.bits, view_.size}),
        guide_(ex, {view_.guide, view_.cells() + 1}),
        open_(ex, {view_.open, view_.cells()}) {}
  [[nodiscard]] status error() const {
    status const lost[] = {high_.error(), bits_.error(), guide_.error(), open_.error()};
    for (status const& each : lost)
      if (!each.ok()) return each;
    return {};
  }
  [[nodiscard]] random::table_view view() const {
    return {high_.data(), bits_.data(), guide_.data(), open_.data(), view_.size, view_.shift};
  }

 private:
  random::table_view view_;
  exec::lent<Ex, std::uint32_t const> high_;
  exec::lent<Ex, std::uint64_t const> bits_;
  exec::lent<Ex, std::uint32_t const> guide_;
  exec::lent<Ex, std::uint8_t const> open_;
};

[[nodiscard]] inline status check(outcomes const& run) {
  if (run.draw >= random::second_word)
    return {.code = errc::out_of_domain, .argument = "draw", .value = double(run.draw)};
  if (run.first + run.count < run.first) return {.code = errc::out_of_domain, .argument = "count"};
  return {};
}
}  // namespace detail

/// How many outcomes happen: solved questions among any-of-k trials with one chance, say.
/// @return  the number, the same on every backend, or the status of the backend
template <exec::backend Exec>
[[nodiscard]] result<std::uint64_t> hits(Exec const& ex, random::threshold chance, outcomes const& run) {
  if (status const bad = detail::check(run); !bad.ok()) return bad;
  if (chance.always) return run.count;
  std::uint64_t total = 0;
  using words = random::words_of<Exec>;
  exec::lent const there(ex, std::span(&total, 1));
  if (!there.error().ok()) return there.error();
  detail::hits_kernel<words> const work{run, chance, there.data()};
  if (status const stopped = ex.for_each_index(detail::chunks<words>(run), work); !stopped.ok()) return stopped;
  if (status const lost = there.give_back(); !lost.ok()) return lost;
  exec::sum_over_ranks(ex, &total, 1);
  return total;
}

/// How many outcomes give each value of a law; memory and result do not depend on the number of outcomes.
/// @shape   counts [law.size()]: that of the value law.first() + j at j; added to
/// @return  ok, size_mismatch (nothing written) or the status of the backend
template <exec::backend Exec>
[[nodiscard]] status add_histogram(Exec const& ex, random::table const& law, outcomes const& run,
                                   std::span<std::uint64_t> counts) {
  if (counts.size() != law.size()) return {.code = errc::size_mismatch, .argument = "counts"};
  if (status const bad = detail::check(run); !bad.ok()) return bad;
  std::vector<std::uint64_t> here(law.size(), 0);
  using words = random::words_of<Exec>;
  exec::lent const there(ex, std::span(here));
  detail::lent_law const table(ex, law);
  if (!there.error().ok()) return there.error();
  if (!table.error().ok()) return table.error();
  detail::histogram_kernel<words> const work{run, table.view(), there.data()};
  if (status const stopped = ex.for_each_index(detail::chunks<words>(run), work); !stopped.ok()) return stopped;
  if (status const lost = there.give_back(); !lost.ok()) return lost;
  exec::sum_over_ranks(ex, here.data(), here.size());
  for (std::size_t v = 0; v < here.size(); ++v) counts[v] += here[v];
  return {};
}

/// The value of one outcome, as in the histogram.
[[nodiscard]] inline std::uint64_t draw(random::table const& law, outcomes const& run, std::uint64_t index) {
  return law.first() + law.view().outcome(run.seed, index, run.draw, run.stream);
}

}  // namespace t2::inline v0::sample
