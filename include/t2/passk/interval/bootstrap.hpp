// SPDX-License-Identifier: BSL-1.0
// Bootstrap of a benchmark's mean pass@k: questions or clusters redrawn, the trials of each question redrawn, or both.
// Flow: sample -> [passk] -> fit.   Needs: core, exec, random.
#pragma once

#include <t2/core/config.hpp>              // T2_HD
#include <t2/core/real.hpp>                // real
#include <t2/core/status.hpp>              // result
#include <t2/core/sum.hpp>                 // compensated
#include <t2/exec/backend.hpp>             // exec::backend
#include <t2/exec/memory.hpp>              // exec::lent
#include <t2/passk/counts.hpp>             // check, counts
#include <t2/passk/interval/estimate.hpp>  // estimate, interval
#include <t2/passk/unbiased.hpp>           // unbiased
#include <t2/random/binomial.hpp>          // random::binomial_table
#include <t2/random/philox.hpp>            // random::philox
#include <t2/random/resample.hpp>          // random::index_below
#include <t2/random/table.hpp>             // random::table

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace t2::inline v0::passk {

/// What is redrawn, and how often.
struct bootstrap_options {
  bool questions = true;  ///< questions, or clusters of them, with replacement
  bool trials = true;     ///< the trials of each question with replacement: both together are the two levels
  std::uint32_t replicates = 2000;
  std::uint64_t seed = 1;
  double level = 0.95;  ///< of the percentile interval
};

template <real Real>
struct bootstrap_result {
  estimate<Real> mean;  ///< of the data, with the standard deviation of the replicates
  interval<Real> percentile;
};

namespace detail {

// A distinct (n, c): where its law of redrawn successes and what each of them is worth begin.
struct bootstrap_entry {
  std::size_t bits, guide, open, pass;
  std::uint32_t size;  // thresholds; there is one value more, and after these the pass@k of c itself
  int shift;
};

// All of them in a row, made on the host for any backend.
template <real Real>
struct bootstrap_tables {
  std::vector<bootstrap_entry> entry;
  std::vector<std::uint32_t> high, guide;
  std::vector<std::uint64_t> bits;
  std::vector<std::uint8_t> open;
  std::vector<Real> pass;

  void add(random::table const& trials) {
    random::table_view const v = trials.view();
    entry.push_back({bits.size(), guide.size(), open.size(), pass.size(), v.size, v.shift});
    high.insert(high.end(), v.high, v.high + v.size);
    bits.insert(bits.end(), v.bits, v.bits + v.size);
    guide.insert(guide.end(), v.guide, v.guide + v.cells() + 1);
    open.insert(open.end(), v.open, v.open + v.cells());
  }
};

template <real Real>
struct bootstrap_kernel {
  bootstrap_entry const* entry;
  std::uint32_t const *high, *guide;
  std::uint64_t const* bits;
  std::uint8_t const* open;
  Real const* pass;
  std::uint32_t const* member;      // entries of the questions of all clusters, in a row
  std::size_t const* cluster;       // where each begins, and the end
  std::size_t clusters, largest;
  std::uint64_t seed;
  bool questions, trials;
  Real* out;

  T2_HD void operator()(std::size_t replicate) const {
    std::uint32_t const draw = static_cast<std::uint32_t>(replicate);
    compensated<Real> sum;
    std::size_t count = 0;
    for (std::size_t slot = 0; slot < clusters; ++slot) {
      std::size_t const at = questions ? drawn_cluster(slot, draw) : slot;
      std::size_t const begin = cluster[at], size = cluster[at + 1] - begin;
      count += size;
      for (std::size_t i = 0; i < size; ++i) {
        bootstrap_entry const& e = entry[member[begin + i]];
        random::table_view const law{high + e.bits, bits + e.bits, guide + e.guide, open + e.open, e.size, e.shift};
        sum += pass[e.pass + (trials ? law.outcome(seed, slot * largest + i, draw, 2) : e.size + std::uint32_t{1})];
      }
    }
    out[replicate] = Real(sum.value() / to<Real>(count));
  }

 private:
  [[nodiscard]] T2_HD std::size_t drawn_cluster(std::uint64_t slot, std::uint32_t draw) const {
    random::philox_block const b = random::philox(seed, {slot, draw, 1});
    return random::index_below(clusters, b.word[0] | (std::uint64_t{b.word[1]} << 32));
  }
};

}  // namespace detail

/// Bootstrap of mean pass@k. Questions alone answer for questions like these, trials alone for these questions; both
/// levels together count the scatter of the trials twice, and are wide by that (kept because the field reports it).
/// A question never or always solved does not vary when its trials are redrawn: with few solved questions use
/// posterior_questions.
/// @param     cluster  of each question, >= 0, or empty for a cluster each   @shape  [questions]
/// @return    as clustered_questions; unsupported "trials" where 2^24 counts or more are likely (n about 1e12),
///            out_of_domain "replicates" below 2 or from 2^31, or "level"
/// @note      Philox streams 1 (questions) and 2 (trials), on questions in a canonical order: neither the order of the
///            rows nor the backend changes a draw. On a device: a replicate a thread; the counts stay in host memory
template <exec::backend Exec, class Count, class K, real Real = double, std::integral Id = std::int64_t>
[[nodiscard]] result<bootstrap_result<Real>> bootstrap(Exec const& ex, counts<Count> const& data, K const& k,
                                                       bootstrap_options const& options = {},
                                                       std::span<Id const> cluster = {}) {
  if (status const problem = check(data, k); !problem.ok()) return problem;
  if (!cluster.empty() && cluster.size() != data.size()) return status{errc::size_mismatch, "cluster", 0, -1};
  if (options.replicates < 2 || options.replicates >> 31 != 0)
    return status{errc::out_of_domain, "replicates", double(options.replicates), -1};
  if (!(options.level > 0 && options.level < 1)) return status{errc::out_of_domain, "level", options.level, -1};
  std::vector<std::pair<std::uint64_t, std::uint64_t>> distinct(data.size());
  for (std::size_t i = 0; i < data.size(); ++i) {
    distinct[i] = {static_cast<std::uint64_t>(data.trials[i]), static_cast<std::uint64_t>(data.successes[i])};
    std::int64_t const at = static_cast<std::int64_t>(i);
    if (!cluster.empty() && cluster[i] < Id(0))
      return status{errc::out_of_domain, "cluster", static_cast<double>(cluster[i]), at};
  }
  auto const counts_of = distinct;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  auto const to = [](std::uint64_t x) { return detail::to<Real>(x); };
  detail::bootstrap_tables<Real> tables;
  for (auto const& [n, c] : distinct) {
    random::table trials = random::table::from_thresholds(c, {});
    if (options.trials && c > 0 && c < n) {
      auto drawn = random::binomial_table(n, random::wide(c) / random::wide(n - c), c);
      if (!drawn) return status{errc::unsupported, "trials", static_cast<double>(n), -1};
      trials = *std::move(drawn);
    }
    tables.add(trials);
    for (std::size_t i = 0; i < trials.size(); ++i)
      tables.pass.push_back(unbiased(to(n), to(trials.first() + i), Real(k)));
    tables.pass.push_back(unbiased(to(n), to(c), Real(k)));
  }
  // questions of a cluster, and clusters, by their counts
  std::vector<std::pair<Id, std::uint32_t>> sorted(data.size());
  for (std::size_t i = 0; i < data.size(); ++i)
    sorted[i] = {cluster.empty() ? static_cast<Id>(i) : cluster[i],
                  static_cast<std::uint32_t>(std::lower_bound(distinct.begin(), distinct.end(), counts_of[i]) -
                                             distinct.begin())};
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::vector<std::uint32_t>> clusters;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i == 0 || sorted[i].first != sorted[i - 1].first) clusters.emplace_back();
    clusters.back().push_back(sorted[i].second);
  }
  if (options.questions && clusters.size() < 2)
    return status{errc::not_identified, cluster.empty() ? "counts" : "cluster", 0, -1};
  std::sort(clusters.begin(), clusters.end());
  std::vector<std::uint32_t> member;
  std::vector<std::size_t> begin{0};
  std::size_t largest = 0;
  compensated<Real> value;
  for (auto const& one : clusters) {
    for (std::uint32_t const entry : one) value += tables.pass[tables.entry[entry].pass + tables.entry[entry].size + 1];
    member.insert(member.end(), one.begin(), one.end());
    begin.push_back(member.size());
    largest = std::max(largest, one.size());
  }

  std::vector<Real> replicate(options.replicates);
  auto const lend = [&ex](auto const& numbers) { return exec::lent(ex, std::span(numbers)); };
  auto const entry = lend(tables.entry);
  auto const high = lend(tables.high), guide = lend(tables.guide), members = lend(member);
  auto const bits = lend(tables.bits);
  auto const open = lend(tables.open);
  auto const pass = lend(tables.pass);
  auto const starts = lend(begin);
  exec::lent const out(ex, std::span(replicate));
  status const lost[] = {entry.error(), high.error(), guide.error(),  members.error(), bits.error(),
                         open.error(),  pass.error(), starts.error(), out.error()};
  for (status const& each : lost)
    if (!each.ok()) return each;
  detail::bootstrap_kernel<Real> const kernel{
      entry.data(),  high.data(),     guide.data(), bits.data(),  open.data(),       pass.data(),    members.data(),
      starts.data(), clusters.size(), largest,      options.seed, options.questions, options.trials, out.data()};
  status const ran = exec::for_each_index(ex, replicate.size(), kernel, exec::written{out.data(), replicate.size()});
  if (!ran.ok()) return ran;
  if (status const missed = out.give_back(); !missed.ok()) return missed;
  std::sort(replicate.begin(), replicate.end());
  compensated<Real> sum, squares;
  for (Real const& r : replicate) sum += r;
  Real const count = detail::to<Real>(replicate.size()), mean = Real(sum.value() / count);
  for (Real const& r : replicate) squares += Real((r - mean) * (r - mean));
  std::size_t const cut = static_cast<std::size_t>((1 - options.level) / 2 * static_cast<double>(replicate.size()));
  return bootstrap_result<Real>{
      {Real(value.value() / detail::to<Real>(data.size())), math::sqrt(Real(squares.value() / (count - Real(1))))},
      {replicate[cut], replicate[replicate.size() - 1 - cut]}};
}

}  // namespace t2::inline v0::passk
