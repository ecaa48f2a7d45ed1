// SPDX-License-Identifier: BSL-1.0
// Which answer wins when k samples of a question vote: counts over answers, and their majority.
// Flow: runs -> law -> fit -> plan -> [sample].   Needs: core, exec, random.
#pragma once

#include <t2/core/status.hpp>       // result, status
#include <t2/exec/backend.hpp>      // backend, sum_over_ranks
#include <t2/random/philox.hpp>     // philox_word
#include <t2/random/table.hpp>      // table
#include <t2/random/threshold.hpp>  // second_word
#include <t2/random/wide.hpp>       // wide
#include <t2/random/words.hpp>      // words_of
#include <t2/sample/outcomes.hpp>   // outcomes

#include <atomic>
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
template <class Words>
struct vote_kernel {
  outcomes run;
  random::table_view answers;
  std::uint32_t votes;
  std::uint64_t* wins;  // [answers.size + 1]

  // One call covers `buffer` outcomes from a multiple of it on; vote j of an outcome is its word of draw + j.
  void operator()(std::size_t index) const {
    std::uint64_t const start = (run.first / buffer + index) * buffer;
    std::size_t const values = answers.size + std::size_t{1};
    std::vector<std::uint32_t> ballots(buffer * values, 0);
    std::uint32_t word[buffer];
    for (std::uint32_t j = 0; j < votes; ++j) {
      outcomes const ballot{run.seed, 0, 0, run.draw + j, run.stream};
      Words::fill(run.seed, {start / 4, ballot.draw, run.stream}, buffer / 4, word);
      for (std::size_t i = 0; i < buffer; ++i)
        ++ballots[i * values + answers.position(word[i], [&] { return second(ballot, start + i); })];
    }
    for (std::size_t i = 0; i < buffer; ++i) {
      if (start + i < run.first || start + i - run.first >= run.count) continue;
      std::atomic_ref<std::uint64_t>(wins[winner(&ballots[i * values], values, start + i)])
          .fetch_add(1, std::memory_order_relaxed);
    }
  }

  // The answer with the most votes; equal ones are decided by a word of their own.
  [[nodiscard]] std::size_t winner(std::uint32_t const* ballot, std::size_t values, std::uint64_t number) const {
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
  std::uint64_t const parts =
      run.count == 0 ? 0 : (run.first + run.count - 1) / detail::buffer - run.first / detail::buffer + 1;
  using kernel = detail::vote_kernel<random::words_of<Exec>>;
  if (status const stopped =
          ex.for_each_index(static_cast<std::size_t>(parts), kernel{run, answers.view(), votes, here.data()});
      !stopped.ok())
    return stopped;
  exec::sum_over_ranks(ex, here.data(), here.size());
  for (std::size_t v = 0; v < here.size(); ++v) wins[v] += here[v];
  return {};
}

}  // namespace t2::inline v0::sample
