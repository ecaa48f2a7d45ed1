// SPDX-License-Identifier: BSL-1.0
// Per-question outcomes of checkpoints, and the two metrics that T2 laws are fitted to.
// Flow: runs -> law -> [fit] -> plan.   Needs: core.
#pragma once

#include <t2/core/beta_ratio.hpp>  // beta_ratio
#include <t2/core/math.hpp>        // math::exp, math::expm1, math::log1mexp
#include <t2/core/real.hpp>        // real
#include <t2/core/status.hpp>      // result, status
#include <t2/fit/dataset.hpp>      // dataset

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

namespace t2::inline v0::fit {

/// Checkpoints by questions: either the negative log-likelihood of the right answer, or n samples with c right ones.
template <real Real = double>
struct outcomes {
  std::vector<Real> params;    ///< N [parameters] of each checkpoint
  std::vector<Real> tokens;    ///< D [tokens] of each checkpoint
  std::vector<Real> location;  ///< loss [nats] of each checkpoint measured apart from the questions; empty: none
  std::size_t questions = 0;
  std::vector<Real> nll;       ///< [checkpoints * questions], by checkpoint; >= 0 [nats]
  std::vector<Real> drawn;     ///< n [samples], the same shape, where nll is empty
  std::vector<Real> correct;   ///< c [samples], 0 <= c <= n

  [[nodiscard]] std::size_t checkpoints() const { return params.size(); }
};

/// What is averaged over the questions of a checkpoint.
enum class metric : std::uint8_t {
  negative_log_pass,  ///< -log pass@k, the target of approach 1; at k = 1 the mean NLL
  pass                ///< pass@k, the target of approach 2
};

/// -log(1 - (1 - e^-nll)^k), without underflow for hopeless questions or cancellation for easy ones.
/// @param  nll [nats] >= 0   @param  k [samples] > 0
/// @accuracy  a few epsilon, times -log of (1 - e^-nll)^k where that is above 1 (tests/fit/outcomes_test.cpp)
template <real Real>
[[nodiscard]] Real negative_log_pass(Real const& nll, Real const& k) {
  if (Real(k * math::exp(Real(-nll))) < epsilon<Real>()) return Real(nll - math::log(k));
  Real const miss = Real(-k * math::log1mexp(nll));  // -log of the chance that all k miss
  return miss < infinity<Real>() ? Real(-math::log1mexp(miss)) : Real(0);
}

/// 1 - (1 - e^-nll)^k.
template <real Real>
[[nodiscard]] Real pass(Real const& nll, Real const& k) {
  return Real(-math::expm1(Real(k * math::log1mexp(nll))));
}

/// The value of a metric for every checkpoint, k and question: row (checkpoint * number of k + index of k), by question.
template <real Real>
struct metric_table {
  std::size_t rows = 0;
  std::size_t questions = 0;
  std::vector<Real> value;  ///< [rows * questions]

  /// Means over questions under several weightings at once, so that the table is read once for all of them.
  /// @shape   weights [questions][Block]; out [rows][Block]; the weights of each block sum to `total`
  template <int Block>
  void means(Real const* weights, Real const& total, Real* out) const {
    for (std::size_t r = 0; r < rows; ++r) {
      Real sum[Block];
      for (Real& s : sum) s = Real(0);
      Real const* const row = value.data() + r * questions;
      for (std::size_t q = 0; q < questions; ++q) {
        for (int b = 0; b < Block; ++b) sum[b] += Real(row[q] * weights[q * Block + static_cast<std::size_t>(b)]);
        // costs no instruction: without it g++ makes vectors of questions, with more shuffles than sums
        std::atomic_signal_fence(std::memory_order_seq_cst);
      }
      for (int b = 0; b < Block; ++b) out[r * Block + static_cast<std::size_t>(b)] = Real(sum[b] / total);
    }
  }

  [[nodiscard]] std::vector<Real> means() const {
    std::vector<Real> const weights(questions, Real(1));
    std::vector<Real> out(rows);
    means<1>(weights.data(), Real(static_cast<double>(questions)), out.data());
    return out;
  }
};

/// Checks outcomes: shapes, N and D > 0, NLL >= 0, 0 <= c <= n.
template <real Real>
[[nodiscard]] status check(outcomes<Real> const& data) {
  if (data.checkpoints() == 0 || data.questions == 0) return {.code = errc::empty};
  std::size_t const cells = data.checkpoints() * data.questions;
  if (status const bad = detail::check_column(data.params, data.checkpoints(), "params", false); !bad.ok()) return bad;
  if (status const bad = detail::check_column(data.tokens, data.checkpoints(), "tokens", false); !bad.ok()) return bad;
  if (!data.location.empty())
    if (status const bad = detail::check_column(data.location, data.checkpoints(), "location", false); !bad.ok())
      return bad;
  if (data.drawn.empty()) return detail::check_column(data.nll, cells, "nll", true);
  if (!data.nll.empty()) return {.code = errc::unsupported, .argument = "nll beside counts"};
  if (status const bad = detail::check_column(data.drawn, cells, "drawn", false); !bad.ok()) return bad;
  if (status const bad = detail::check_column(data.correct, cells, "correct", true); !bad.ok()) return bad;
  for (std::size_t i = 0; i < cells; ++i)
    if (data.correct[i] > data.drawn[i])
      return {errc::out_of_domain, "correct", static_cast<double>(data.correct[i]), static_cast<std::int64_t>(i)};
  return {};
}

/// The same outcomes with checkpoints and questions in an order that depends on their values only, so that permuting
/// rows or columns of a file changes no bit of a fit.
template <real Real>
[[nodiscard]] outcomes<Real> canonical(outcomes<Real> const& data) {
  std::size_t const rows = data.checkpoints(), columns = data.questions;
  auto const cell = [&](std::vector<Real> const& m, std::size_t r, std::size_t q) { return m.empty() ? Real(0) : m[r * columns + q]; };
  std::vector<Real> const& main = data.drawn.empty() ? data.nll : data.correct;
  auto const sorted_row = [&](std::size_t r) {
    std::vector<std::pair<Real, Real>> sorted;
    for (std::size_t q = 0; q < columns; ++q) sorted.emplace_back(cell(main, r, q), cell(data.drawn, r, q));
    std::sort(sorted.begin(), sorted.end());
    return sorted;
  };
  std::vector<Real> sums;
  for (std::size_t r = 0; r < rows; ++r) {
    sums.push_back(Real(0));
    for (auto const& [x, drawn] : sorted_row(r)) sums.back() += x;
  }
  std::vector<std::size_t> row_order(rows), column_order(columns);
  std::iota(row_order.begin(), row_order.end(), std::size_t{0});
  std::iota(column_order.begin(), column_order.end(), std::size_t{0});
  std::sort(row_order.begin(), row_order.end(), [&](std::size_t a, std::size_t b) {
    if (data.params[a] != data.params[b]) return data.params[a] < data.params[b];
    if (data.tokens[a] != data.tokens[b]) return data.tokens[a] < data.tokens[b];
    if (sums[a] != sums[b]) return sums[a] < sums[b];
    // of one size and one sum, as counts of repeated runs can be: by what they hold, in no order of questions
    auto const x = sorted_row(a), y = sorted_row(b);
    if (x != y) return x < y;
    if (!data.location.empty() && data.location[a] != data.location[b]) return data.location[a] < data.location[b];
    return a < b;
  });
  std::sort(column_order.begin(), column_order.end(), [&](std::size_t a, std::size_t b) {
    for (std::size_t const r : row_order) {
      if (cell(main, r, a) != cell(main, r, b)) return cell(main, r, a) < cell(main, r, b);
      if (cell(data.drawn, r, a) != cell(data.drawn, r, b)) return cell(data.drawn, r, a) < cell(data.drawn, r, b);
    }
    return a < b;
  });
  outcomes<Real> out;
  out.questions = columns;
  for (std::size_t const r : row_order) {
    out.params.push_back(data.params[r]);
    out.tokens.push_back(data.tokens[r]);
    if (!data.location.empty()) out.location.push_back(data.location[r]);
    for (std::size_t const q : column_order) {
      if (!data.nll.empty()) out.nll.push_back(cell(data.nll, r, q));
      if (data.drawn.empty()) continue;
      out.drawn.push_back(cell(data.drawn, r, q));
      out.correct.push_back(cell(data.correct, r, q));
    }
  }
  return out;
}

/// Tabulates a metric for several k.
/// @param   k  [samples], each > 0; with counts integers <= n of every question
/// @errors  out_of_domain naming `nll`, `correct` (not in 0 ... n) or `k` (above n) with the question's index;
///          not_identified where -log pass@k is asked of counts with an unsolved question, which have no finite estimate
template <real Real>
[[nodiscard]] result<metric_table<Real>> tabulate(outcomes<Real> const& data, metric what, std::span<Real const> k) {
  metric_table<Real> out{data.checkpoints() * k.size(), data.questions, {}};
  out.value.reserve(out.rows * out.questions);
  for (Real const& each : k)
    if (!(each > Real(0))) return status{errc::out_of_domain, "k", static_cast<double>(each), -1};
  for (std::size_t c = 0; c < data.checkpoints(); ++c)
    for (Real const& each : k)
      for (std::size_t q = 0; q < data.questions; ++q) {
        std::size_t const i = c * data.questions + q;
        if (data.drawn.empty()) {
          if (!(data.nll[i] >= Real(0)))
            return status{errc::out_of_domain, "nll", static_cast<double>(data.nll[i]), static_cast<std::int64_t>(i)};
          out.value.push_back(what == metric::pass ? pass(data.nll[i], each) : negative_log_pass(data.nll[i], each));
          continue;
        }
        Real const n = data.drawn[i], right = data.correct[i];
        if (!(right >= Real(0) && right <= n))
          return status{errc::out_of_domain, "correct", static_cast<double>(right), static_cast<std::int64_t>(i)};
        if (each > n) return status{errc::out_of_domain, "k", static_cast<double>(each), static_cast<std::int64_t>(i)};
        Real const spare = Real(n - right - each + Real(1));  // <= 0: fewer wrong samples than k, so one is right
        Real const hit = spare > Real(0) ? beta_ratio(right, spare, each).complement : Real(1);
        if (what == metric::negative_log_pass && !(hit > Real(0)))
          return status{errc::not_identified, "-log pass@k of an unsolved question", 0, static_cast<std::int64_t>(i)};
        out.value.push_back(what == metric::pass ? hit : Real(-math::log(hit)));
      }
  return out;
}

/// The points of a law of (N, D, k) from the means of a table; the k of one checkpoint form one unit.
template <real Real>
[[nodiscard]] dataset<Real> points(outcomes<Real> const& data, std::span<Real const> k, std::vector<Real> const& means) {
  dataset<Real> out;
  for (std::size_t c = 0; c < data.checkpoints(); ++c)
    for (std::size_t j = 0; j < k.size(); ++j) {
      out.params.push_back(data.params[c]);
      out.tokens.push_back(data.tokens[c]);
      out.samples.push_back(k[j]);
      out.value.push_back(means[c * k.size() + j]);
      out.unit.push_back(c);
    }
  return out;
}

}  // namespace t2::inline v0::fit
