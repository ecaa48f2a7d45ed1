// SPDX-License-Identifier: BSL-1.0
// Bootstrap of a benchmark's mean pass@k: questions or clusters redrawn, the trials of each question redrawn, or both.
// Flow: sample -> [passk] -> fit.   Needs: core, exec, random.
#pragma once

#include <t2/core/real.hpp>                // real
#include <t2/core/status.hpp>              // result
#include <t2/core/sum.hpp>                 // compensated
#include <t2/exec/backend.hpp>             // exec::backend
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

template <real Real>
struct bootstrap_table {  // a distinct (n, c): its trials drawn again, and what each count is worth
  random::table trials;
  std::vector<Real> pass;  // the last one is that of c itself
};

template <real Real>
struct bootstrap_kernel {
  std::vector<bootstrap_table<Real>> const* tables;
  std::vector<std::vector<std::uint32_t>> const* clusters;  // tables of their questions
  std::size_t largest;
  bootstrap_options options;
  Real* out;

  [[nodiscard]] std::size_t cluster(std::uint64_t i, std::uint32_t draw) const {
    random::philox_block const b = random::philox(options.seed, {i, draw, 1});
    return random::index_below(clusters->size(), b.word[0] | (std::uint64_t{b.word[1]} << 32));
  }
  void operator()(std::size_t replicate) const {
    std::uint32_t const draw = static_cast<std::uint32_t>(replicate);
    compensated<Real> sum;
    std::size_t questions = 0;
    for (std::size_t slot = 0; slot < clusters->size(); ++slot) {
      std::size_t const at = options.questions ? cluster(slot, draw) : slot;
      std::vector<std::uint32_t> const& members = (*clusters)[at];
      questions += members.size();
      for (std::size_t i = 0; i < members.size(); ++i) {
        bootstrap_table<Real> const& table = (*tables)[members[i]];
        std::size_t const entry = options.trials
                                      ? table.trials.view().outcome(options.seed, slot * largest + i, draw, 2)
                                      : table.pass.size() - 1;
        sum += table.pass[entry];
      }
    }
    out[replicate] = Real(sum.value() / detail::to<Real>(questions));
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
///            rows nor the backend changes a draw
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
  std::vector<detail::bootstrap_table<Real>> tables;
  for (auto const& [n, c] : distinct) {
    detail::bootstrap_table<Real> table{random::table::from_thresholds(c, {}), {}};
    if (options.trials && c > 0 && c < n) {
      auto drawn = random::binomial_table(n, random::wide(c) / random::wide(n - c), c);
      if (!drawn) return status{errc::unsupported, "trials", static_cast<double>(n), -1};
      table.trials = *std::move(drawn);
    }
    for (std::size_t i = 0; i < table.trials.size(); ++i)
      table.pass.push_back(unbiased(to(n), to(table.trials.first() + i), Real(k)));
    table.pass.push_back(unbiased(to(n), to(c), Real(k)));
    tables.push_back(std::move(table));
  }
  // questions of a cluster, and clusters, by their counts
  std::vector<std::pair<Id, std::uint32_t>> members(data.size());
  for (std::size_t i = 0; i < data.size(); ++i)
    members[i] = {cluster.empty() ? static_cast<Id>(i) : cluster[i],
                  static_cast<std::uint32_t>(std::lower_bound(distinct.begin(), distinct.end(), counts_of[i]) -
                                             distinct.begin())};
  std::sort(members.begin(), members.end());
  std::vector<std::vector<std::uint32_t>> clusters;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i == 0 || members[i].first != members[i - 1].first) clusters.emplace_back();
    clusters.back().push_back(members[i].second);
  }
  if (options.questions && clusters.size() < 2)
    return status{errc::not_identified, cluster.empty() ? "counts" : "cluster", 0, -1};
  std::sort(clusters.begin(), clusters.end());
  std::size_t largest = 0;
  for (auto const& one : clusters) largest = std::max(largest, one.size());

  std::vector<Real> replicate(options.replicates);
  detail::bootstrap_kernel<Real> const kernel{&tables, &clusters, largest, options, replicate.data()};
  exec::written<Real> const whole{replicate.data(), replicate.size()};
  if (status const problem = exec::for_each_index(ex, replicate.size(), kernel, whole); !problem.ok()) return problem;
  std::sort(replicate.begin(), replicate.end());
  compensated<Real> sum, squares, value;
  for (Real const& r : replicate) sum += r;
  Real const count = detail::to<Real>(replicate.size()), mean = Real(sum.value() / count);
  for (Real const& r : replicate) squares += Real((r - mean) * (r - mean));
  for (auto const& one : clusters)
    for (std::uint32_t const table : one) value += tables[table].pass.back();
  std::size_t const cut = static_cast<std::size_t>((1 - options.level) / 2 * static_cast<double>(replicate.size()));
  return bootstrap_result<Real>{
      {Real(value.value() / detail::to<Real>(data.size())), math::sqrt(Real(squares.value() / (count - Real(1))))},
      {replicate[cut], replicate[replicate.size() - 1 - cut]}};
}

}  // namespace t2::inline v0::passk
