// SPDX-License-Identifier: BSL-1.0
// Held-out errors: a law is fitted without some of the data and compared with them.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, exec, law.
#pragma once

#include <t2/core/architecture.hpp>   // tokens_per_param
#include <t2/core/math.hpp>           // math::abs
#include <t2/core/quantity.hpp>       // params, tokens, samples, nats, flops
#include <t2/core/real.hpp>           // real
#include <t2/core/status.hpp>         // result, status
#include <t2/exec/backend.hpp>        // backend, for_each_index, written
#include <t2/fit/dataset.hpp>         // dataset
#include <t2/fit/outcomes.hpp>        // metric
#include <t2/fit/task/points.hpp>     // task_points
#include <t2/fit/validate/split.hpp>  // split

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace t2::inline v0::fit {

/// The error of one law on one split, over all folds: the mean of |prediction / observation - 1| of held-out points.
struct held_out_error {
  std::string law{};
  std::string split{};
  std::string metric{};    ///< "value" for runs; "pass", "negative_log_pass" for tasks
  double k = 0;            ///< [samples]; 0: all k, or no k at all
  double error = 0;        ///< NaN where no fold could be fitted
  std::size_t points = 0;  ///< held-out points compared
  std::size_t failed = 0;  ///< folds that could not be fitted; their points are left out
};

namespace detail {
// Sums of all folds, in the order of the table's columns; a fold writes its own row only.
struct fold_sums {
  std::size_t folds, columns;
  std::vector<double> error = std::vector<double>(folds * columns);
  std::vector<std::size_t> points = std::vector<std::size_t>(folds * columns);
  std::vector<unsigned char> failed = std::vector<unsigned char>(folds);

  void note(std::size_t fold, std::size_t column, double off) {
    error[fold * columns + column] += off;
    ++points[fold * columns + column];
  }
  template <exec::backend Exec, class Work>
  [[nodiscard]] status fill(Exec const& ex, Work const& work) {
    return exec::for_each_index(ex, folds, work, exec::written{error.data(), error.size(), columns},
                                exec::written{points.data(), points.size(), columns},
                                exec::written{failed.data(), failed.size()});
  }
};

[[nodiscard]] inline std::vector<held_out_error> gather(std::string const& law, std::string const& split_name,
                                                        std::vector<held_out_error> columns,
                                                        fold_sums const& sums) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    held_out_error& column = columns[i];
    column.law = law;
    column.split = split_name;
    for (std::size_t f = 0; f < sums.folds; ++f) {
      column.failed += sums.failed[f];
      if (sums.failed[f] != 0) continue;
      column.error += sums.error[f * sums.columns + i];
      column.points += sums.points[f * sums.columns + i];
    }
    column.error = column.points > 0 ? column.error / static_cast<double>(column.points) : not_a_number<double>();
  }
  return columns;
}

template <real Real>
[[nodiscard]] dataset<Real> rows_where(dataset<Real> const& data, std::vector<bool> const& held, bool wanted) {
  dataset<Real> out;
  auto const copy = [&](auto const& from, auto& to) {
    for (std::size_t i = 0; i < from.size(); ++i)
      if (held[i] == wanted) to.push_back(from[i]);
  };
  copy(data.params, out.params);
  copy(data.tokens, out.tokens);
  copy(data.samples, out.samples);
  copy(data.location, out.location);
  copy(data.value, out.value);
  copy(data.weight, out.weight);
  copy(data.unit, out.unit);
  copy(data.compute, out.compute);
  return out;
}
}  // namespace detail

/// Held-out errors of a law on runs.
/// @param   ex      where the folds run   @param  law  its name in the result
/// @param   splits  over the rows of `data`
/// @param   fit     called as fit(dataset) -> result<T>, T->law a law of (N, D), (N, D, k) or of what the data have;
///            called concurrently
/// @return  one error a split
/// @errors  size_mismatch naming the split; cancelled or a backend's failure
template <exec::backend Exec, real Real, class Fit>
[[nodiscard]] result<std::vector<held_out_error>> validate(Exec const& ex, std::string const& law,
                                                           dataset<Real> const& data, std::vector<split> const& splits,
                                                           Fit const& fit) {
  std::vector<held_out_error> out;
  for (split const& each : splits) {
    for (auto const& held : each.held_out)
      if (held.size() != data.value.size()) return status{.code = errc::size_mismatch, .argument = "split"};
    detail::fold_sums sums{each.held_out.size(), 1};
    status const ran = sums.fill(ex, [&](std::size_t f) {
      auto const fitted = fit(detail::rows_where(data, each.held_out[f], false));
      sums.failed[f] = fitted ? 0 : 1;
      dataset<Real> const test = detail::rows_where(data, each.held_out[f], true);
      for (std::size_t i = 0; fitted && i < test.value.size(); ++i) {
        auto const at = [&](std::vector<Real> const& column) { return column.empty() ? Real(1) : column[i]; };
        Real const n = at(test.params), d = at(test.tokens);
        flops<Real> const compute(test.compute.empty() ? Real(Real(6) * n * d) : test.compute[i]);
        Real const guess = law::evaluate(fitted->law, params<Real>(n), tokens<Real>(d), samples<Real>(at(test.samples)),
                                         nats<Real>(at(test.location)), compute, tokens_per_param<Real>(Real(d / n)));
        sums.note(f, 0, static_cast<double>(math::abs(Real(guess / test.value[i] - Real(1)))));
      }
    });
    if (!ran.ok()) return ran;
    auto const row = detail::gather(law, each.name, {held_out_error{.metric = "value"}}, sums);
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

/// Held-out errors of a task law on both metrics: at each k of the data and over all of them.
/// @param   splits  over the checkpoints of `data`
/// @param   fit     called as fit(task_points) -> result<P>, with P->pass(N, D, k) and P->negative_log(N, D, k);
///                  called concurrently
/// @return  for each split, metric by metric, all k first
/// @errors  size_mismatch naming the split; cancelled or a backend's failure
template <exec::backend Exec, real Real, class Fit>
[[nodiscard]] result<std::vector<held_out_error>> validate(Exec const& ex, std::string const& law,
                                                           task_points<Real> const& data,
                                                           std::vector<split> const& splits, Fit const& fit) {
  std::size_t const ks = data.samples.size();
  std::vector<held_out_error> columns;
  for (char const* metric : {"pass", "negative_log_pass"}) {
    columns.push_back({.metric = metric});
    for (Real const& k : data.samples) columns.push_back({.metric = metric, .k = static_cast<double>(k)});
  }
  std::vector<held_out_error> out;
  for (split const& each : splits) {
    for (auto const& held : each.held_out)
      if (held.size() != data.checkpoints()) return status{.code = errc::size_mismatch, .argument = "split"};
    detail::fold_sums sums{each.held_out.size(), columns.size()};
    status const ran = sums.fill(ex, [&](std::size_t f) {
      auto const fitted = fit(data.where([&](std::size_t c) { return !each.held_out[f][c]; }));
      sums.failed[f] = fitted ? 0 : 1;
      auto const note = [&](std::size_t column, Real const& guess, Real const& seen) {
        double const error = static_cast<double>(math::abs(Real(guess / seen - Real(1))));
        for (std::size_t const at : {column - column % (1 + ks), column}) sums.note(f, at, error);
      };
      for (std::size_t c = 0; fitted && c < data.checkpoints(); ++c) {
        if (!each.held_out[f][c]) continue;
        for (std::size_t j = 0; j < ks; ++j) {
          params<Real> const n(data.params[c]);
          tokens<Real> const d(data.tokens[c]);
          samples<Real> const k(data.samples[j]);
          note(1 + j, fitted->pass(n, d, k), data.pass[c * ks + j]);
          if (!data.negative_log.empty())
            note(2 + ks + j, fitted->negative_log(n, d, k), data.negative_log[c * ks + j]);
        }
      }
    });
    if (!ran.ok()) return ran;
    auto const rows = detail::gather(law, each.name, columns, sums);
    out.insert(out.end(), rows.begin(), rows.end());
  }
  return out;
}

/// A law's place: the mean of its errors over splits, all k together.
struct rank {
  std::string law;
  double error = 0;  ///< NaN where some split could not be fitted: such laws come last
};

/// Laws in order of their mean error on one metric; ties keep the order of the input.
[[nodiscard]] inline std::vector<rank> ranking(std::vector<held_out_error> const& errors, std::string const& metric) {
  std::vector<rank> out;
  std::vector<std::size_t> counts;
  for (held_out_error const& e : errors) {
    if (e.metric != metric || e.k != 0) continue;
    auto const at = static_cast<std::size_t>(
        std::find_if(out.begin(), out.end(), [&](rank const& r) { return r.law == e.law; }) - out.begin());
    if (at == out.size()) out.push_back({e.law, 0}), counts.push_back(0);
    out[at].error += e.failed > 0 ? not_a_number<double>() : e.error;
    ++counts[at];
  }
  for (std::size_t i = 0; i < out.size(); ++i) out[i].error /= static_cast<double>(counts[i]);
  std::vector<std::size_t> order(out.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    bool const lost_a = math::isnan(out[a].error), lost_b = math::isnan(out[b].error);
    if (lost_a != lost_b) return lost_b;
    return out[a].error != out[b].error && !lost_a ? out[a].error < out[b].error : a < b;
  });
  std::vector<rank> sorted;
  sorted.reserve(order.size());
  for (std::size_t const i : order) sorted.push_back(out[i]);
  return sorted;
}

}  // namespace t2::inline v0::fit
