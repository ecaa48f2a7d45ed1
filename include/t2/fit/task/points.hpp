// SPDX-License-Identifier: BSL-1.0
// Both metrics of a task at each checkpoint and k: what a one-stage fit reads.
// Flow: runs -> law -> [fit] -> plan.   Needs: core.
#pragma once

#include <t2/core/real.hpp>     // real
#include <t2/core/status.hpp>   // result, status
#include <t2/fit/dataset.hpp>   // dataset, check_column, canonical_order
#include <t2/fit/outcomes.hpp>  // outcomes, tabulate, metric

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace t2::inline v0::fit {

/// Checkpoints by k; the metrics are means over questions.
template <real Real = double>
struct task_points {
  std::vector<Real> params;        ///< N [parameters] of each checkpoint
  std::vector<Real> tokens;        ///< D [tokens] of each checkpoint
  std::vector<Real> samples;       ///< k [samples], the same for all
  std::vector<Real> pass;          ///< [checkpoints][k] mean pass@k
  std::vector<Real> negative_log;  ///< [checkpoints][k] mean -log pass@k [nats]; empty: not known
  std::size_t questions = 0;       ///< behind each mean; 0: not known

  [[nodiscard]] std::size_t checkpoints() const { return params.size(); }

  /// One metric as points of a law of (N, D, k).
  [[nodiscard]] dataset<Real> of(metric what) const {
    dataset<Real> out;
    std::vector<Real> const& values = what == metric::pass ? pass : negative_log;
    for (std::size_t c = 0; c < checkpoints(); ++c)
      for (std::size_t j = 0; j < samples.size(); ++j) {
        out.params.push_back(params[c]);
        out.tokens.push_back(tokens[c]);
        out.samples.push_back(samples[j]);
        out.value.push_back(values[c * samples.size() + j]);
        out.unit.push_back(c);
      }
    return out;
  }

  /// The checkpoints that `wanted(index)` takes.
  template <class Wanted>
  [[nodiscard]] task_points where(Wanted const& wanted) const {
    task_points out;
    out.samples = samples;
    out.questions = questions;
    for (std::size_t c = 0; c < checkpoints(); ++c) {
      if (!wanted(c)) continue;
      out.params.push_back(params[c]);
      out.tokens.push_back(tokens[c]);
      for (std::size_t j = 0; j < samples.size(); ++j) {
        out.pass.push_back(pass[c * samples.size() + j]);
        if (!negative_log.empty()) out.negative_log.push_back(negative_log[c * samples.size() + j]);
      }
    }
    return out;
  }
};

/// The same points at fewer k: each that is asked for and there.
template <real Real>
[[nodiscard]] task_points<Real> at_samples(task_points<Real> const& data, std::vector<Real> const& wanted) {
  task_points<Real> out = data;
  out.samples.clear();
  out.pass.clear();
  out.negative_log.clear();
  std::size_t const ks = data.samples.size();
  std::vector<std::size_t> kept;
  for (std::size_t j = 0; j < ks; ++j)
    if (std::find(wanted.begin(), wanted.end(), data.samples[j]) != wanted.end()) kept.push_back(j);
  for (std::size_t const j : kept) out.samples.push_back(data.samples[j]);
  for (std::size_t c = 0; c < data.checkpoints(); ++c)
    for (std::size_t const j : kept) {
      out.pass.push_back(data.pass[c * ks + j]);
      if (!data.negative_log.empty()) out.negative_log.push_back(data.negative_log[c * ks + j]);
    }
  return out;
}

/// Both metrics of outcomes for several k. Where an unsolved question leaves -log pass@k without an estimate (counts),
/// that metric stays empty and a fit uses pass@k alone.
/// @errors  those of `check` and of `tabulate` for pass@k
template <real Real>
[[nodiscard]] result<task_points<Real>> both_metrics(outcomes<Real> const& data, std::span<Real const> k) {
  if (status const bad = check(data); !bad.ok()) return bad;
  auto const pass = tabulate(data, metric::pass, k);
  if (!pass) return pass.error();
  auto const negative_log = tabulate(data, metric::negative_log_pass, k);
  task_points<Real> out;
  out.params = data.params;
  out.tokens = data.tokens;
  out.samples.assign(k.begin(), k.end());
  out.pass = pass->means();
  if (negative_log) out.negative_log = negative_log->means();
  out.questions = data.questions;
  return out;
}

/// Checks the columns: positive sizes and k, pass in (0, 1], -log pass >= 0.
template <real Real>
[[nodiscard]] status check(task_points<Real> const& data) {
  std::size_t const cells = data.checkpoints() * data.samples.size();
  if (cells == 0) return {.code = errc::empty};
  if (status const bad = detail::check_column(data.params, data.checkpoints(), "params", false); !bad.ok()) return bad;
  if (status const bad = detail::check_column(data.tokens, data.checkpoints(), "tokens", false); !bad.ok()) return bad;
  if (status const bad = detail::check_column(data.samples, data.samples.size(), "samples", false); !bad.ok())
    return bad;
  if (status const bad = detail::check_column(data.pass, cells, "pass", false); !bad.ok()) return bad;
  for (std::size_t i = 0; i < cells; ++i)
    if (data.pass[i] > Real(1))
      return {errc::out_of_domain, "pass", static_cast<double>(data.pass[i]), static_cast<std::int64_t>(i)};
  if (data.negative_log.empty()) return {};
  return detail::check_column(data.negative_log, cells, "negative_log", true);
}

/// The same points with checkpoints in an order that depends on their values only.
template <real Real>
[[nodiscard]] task_points<Real> canonical(task_points<Real> const& data) {
  std::vector<std::vector<Real>> rows(data.checkpoints());
  std::vector<std::size_t> unit(data.checkpoints());
  std::size_t const ks = data.samples.size();
  for (std::size_t c = 0; c < rows.size(); ++c) {
    unit[c] = c;
    rows[c] = {data.params[c], data.tokens[c]};
    for (std::size_t j = 0; j < ks; ++j) rows[c].push_back(data.pass[c * ks + j]);
    if (data.negative_log.empty()) continue;
    for (std::size_t j = 0; j < ks; ++j) rows[c].push_back(data.negative_log[c * ks + j]);
  }
  std::vector<std::size_t> const order = detail::canonical_order(rows, unit);
  task_points<Real> out;
  out.samples = data.samples;
  out.questions = data.questions;
  for (std::size_t const c : order) {
    out.params.push_back(data.params[c]);
    out.tokens.push_back(data.tokens[c]);
    for (std::size_t j = 0; j < ks; ++j) {
      out.pass.push_back(data.pass[c * ks + j]);
      if (!data.negative_log.empty()) out.negative_log.push_back(data.negative_log[c * ks + j]);
    }
  }
  return out;
}

}  // namespace t2::inline v0::fit
