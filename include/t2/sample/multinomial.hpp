// SPDX-License-Identifier: BSL-1.0
// Which answer wins when k samples of a question vote: counts over answers, and their majority.
// Flow: runs -> law -> fit -> plan -> [sample].   Needs: core, exec, random.
#pragma once

#include <t2/core/config.hpp>       // T2_HD
#include <t2/core/status.hpp>       // result, status
#include <t2/exec/backend.hpp>      // backend, sum_over_ranks
#include <t2/exec/device.hpp>       // fetch_add
#include <t2/exec/memory.hpp>       // device_array, lent, memory_of, on_device
#include <t2/random/philox.hpp>     // philox_word
#include <t2/random/table.hpp>      // table
#include <t2/random/threshold.hpp>  // second_word
#include <t2/random/wide.hpp>       // wide
#include <t2/random/words.hpp>      // block_words, words_of
#include <t2/sample/outcomes.hpp>   // lent_law, low_word, outcomes

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace t2::inline v0::sample {

/// The answer that one sample gives: 0, 1, ... with chances in proportion to the weights.
/// @param   weights  [1], >= 0, not all 0; taken as the exact numbers that they are
/// @errors  empty; out_of_domain: a weight negative, infinite or NaN, or all 0
[[nodiscard]] inline result<random::table> answer_table(std::span<double const> weights) {
  if (weights.empty()) return status{.code = errc::empty, .argument = "weights"};
  std::vector<random::wide> exact;
  exact.reserve(weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!(weights[i] >= 0 && weights[i] <= 1.79769313486231570e308))
      return status{.code = errc::out_of_domain, .argument = "weights", .value = weights[i], .index = std::int64_t(i)};
    exact.push_back(random::wide::from(weights[i]));
  }
  return random::table::from_weights(0, exact);
}

namespace detail {
// One call covers AtOnce outcomes from a multiple of it on; vote j of an outcome is its word of draw + j.
template <std::size_t AtOnce>
struct ballot_box {
  outcomes run;
  random::table_view answers;
  std::uint32_t votes;
  std::uint64_t* wins;  // [answers.size + 1]

  // Adds the votes of draw + j from their words to ballots [AtOnce][answers.size + 1].
  T2_HD void add(std::uint32_t j, std::uint64_t start, std::uint32_t const* word, std::uint32_t* ballots) const {
    std::size_t const values = answers.size + std::size_t{1};
    outcomes const ballot{run.seed, 0, 0, run.draw + j, run.stream};
    for (std::size_t i = 0; i < AtOnce; ++i)
      ++ballots[i * values + answers.position(word[i], low_word{ballot, start + i})];
  }
  T2_HD void count(std::uint64_t start, std::uint32_t const* ballots) const {
    std::size_t const values = answers.size + std::size_t{1};
    for (std::size_t i = 0; i < AtOnce; ++i) {
      if (start + i < run.first || start + i - run.first >= run.count) continue;
      exec::fetch_add(wins + winner(ballots + i * values, values, start + i), 1);
    }
  }

  // The answer with the most votes; equal ones are decided by a word of their own.
  [[nodiscard]] T2_HD std::size_t winner(std::uint32_t const* ballot, std::size_t values, std::uint64_t number) const {
    std::uint32_t most = 0, equal = 0;
    for (std::size_t v = 0; v < values; ++v) {
      if (ballot[v] > most) most = ballot[v], equal = 0;
      equal += ballot[v] == most ? 1u : 0u;
    }
    std::uint64_t chosen = 0;
    if (equal > 1) {
      std::uint32_t const word = random::philox_word(run.seed, number, run.draw + votes, run.stream);
      chosen = (static_cast<std::uint64_t>(word) * equal) >> 32;
    }
    std::size_t at = 0;
    for (;; ++at) {
      if (ballot[at] == most && chosen-- == 0) return at;
    }
  }
};

template <class Words>
struct vote_kernel : ballot_box<buffer> {
  static constexpr std::size_t at_once = buffer;

  void operator()(std::size_t index) const {
    std::uint64_t const start = (run.first / at_once + index) * at_once;
    std::vector<std::uint32_t> ballots(at_once * (answers.size + std::size_t{1}), 0);
    std::uint32_t word[at_once];
    for (std::uint32_t j = 0; j < votes; ++j) {
      Words::fill(run.seed, {start / 4, run.draw + j, run.stream}, at_once / 4, word);
      add(j, start, word, ballots.data());
    }
    count(start, ballots.data());
  }
};

// A thread of a device counts the votes of one block of outcomes: of few answers in an array of its own, which lies in the
// cache, of many in `ballots` [indices of a launch][at_once][answers.size + 1].
inline constexpr std::size_t few_answers = 64;
template <>
struct vote_kernel<random::block_words> : ballot_box<4> {
  static constexpr std::size_t at_once = 4;
  std::uint64_t before = 0;  // calls of earlier launches
  std::uint32_t* ballots = nullptr;

  T2_HD void operator()(std::size_t index) const {
    std::size_t const size = at_once * (answers.size + std::size_t{1});
    if (ballots != nullptr) {
      vote(index, ballots + index * size);
      return;
    }
    std::uint32_t own[at_once * few_answers];
    vote(index, own);
  }

 private:
  T2_HD void vote(std::size_t index, std::uint32_t* to) const {
    std::uint64_t const start = (run.first / at_once + before + index) * at_once;
    for (std::size_t v = 0; v < at_once * (answers.size + std::size_t{1}); ++v) to[v] = 0;
    for (std::uint32_t j = 0; j < votes; ++j)
      add(j, start, random::philox(run.seed, {start / 4, run.draw + j, run.stream}).word, to);
    count(start, to);
  }
};

// Votes among more answers than an array of a thread holds: so many calls a launch as a quarter of a gigabyte has room for.
template <class Ex, class Kernel>
[[nodiscard]] status vote_in_memory(Ex const& ex, Kernel work, std::uint64_t parts) {
  std::size_t const each = Kernel::at_once * (work.answers.size + std::size_t{1});
  std::size_t const most = (std::size_t{1} << 26) / each + 1, now = parts < most ? static_cast<std::size_t>(parts) : most;
  auto const room = exec::device_array<exec::memory_t<Ex>, std::uint32_t>::make(exec::memory_of(ex), now * each);
  if (!room) return room.error();
  work.ballots = room->data();
  for (; work.before < parts; work.before += now) {
    std::uint64_t const left = parts - work.before;
    status const ran = ex.for_each_index(left < now ? static_cast<std::size_t>(left) : now, work);
    if (!ran.ok()) return ran;
  }
  return {};
}
}  // namespace detail

/// Which answer wins the vote of k samples, for each outcome of a run. Ties are decided at random among the leaders.
/// @param   votes  k [samples], 1 ... 2^20   @param  run  uses the draws run.draw ... run.draw + votes
/// @shape   wins [answers.size()], added to
/// @return  ok, size_mismatch, out_of_domain (nothing written) or the status of the backend
template <exec::backend Exec>
[[nodiscard]] status add_votes(Exec const& ex, random::table const& answers, std::uint32_t votes, outcomes const& run,
                               std::span<std::uint64_t> wins) {
  if (wins.size() != answers.size()) return {.code = errc::size_mismatch, .argument = "wins"};
  if (votes == 0 || votes > (1u << 20))
    return {.code = errc::out_of_domain, .argument = "votes", .value = static_cast<double>(votes)};
  if (status const bad = detail::check(run); !bad.ok()) return bad;
  std::vector<std::uint64_t> here(wins.size(), 0);
  using kernel = detail::vote_kernel<random::words_of<Exec>>;
  std::uint64_t const parts =
      run.count == 0 ? 0 : (run.first + run.count - 1) / kernel::at_once - run.first / kernel::at_once + 1;
  exec::lent const there(ex, std::span(here));
  detail::lent_law const table(ex, answers);
  if (!there.error().ok()) return there.error();
  if (!table.error().ok()) return table.error();
  kernel const work{{run, table.view(), votes, there.data()}};
  status const stopped = [&] {
    if constexpr (exec::on_device<Exec>)
      if (answers.size() > detail::few_answers) return detail::vote_in_memory(ex, work, parts);
    return ex.for_each_index(static_cast<std::size_t>(parts), work);
  }();
  if (!stopped.ok()) return stopped;
  if (status const lost = there.give_back(); !lost.ok()) return lost;
  exec::sum_over_ranks(ex, here.data(), here.size());
  for (std::size_t v = 0; v < here.size(); ++v) wins[v] += here[v];
  return {};
}

}  // namespace t2::inline v0::sample
