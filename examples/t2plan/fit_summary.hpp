// SPDX-License-Identifier: BSL-1.0
// What a record keeps of a fit of the library: quality, ranges of the data, errors by k and on held-out points.
#pragma once

#include "fit_file.hpp"  // fit_record

#include <t2/core/architecture.hpp>
#include <t2/fit/dataset.hpp>
#include <t2/fit/fitted.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

namespace t2plan {

template <class Law>
fit_quality quality_of(t2::fit::fitted<Law> const& found) {
  fit_quality out{found.objective, found.gradient, found.points, found.mean_relative_error, found.converged, {}, {}};
  for (int i = 0; i < found.size; ++i) {
    if (found.active[static_cast<std::size_t>(i)] != 0) out.active_bounds.emplace_back(Law::parameters::name(i));
  }
  for (t2::fit::warning const& w : found.warnings) out.warnings.push_back(message(found, w));
  return out;
}

inline interval extent(std::vector<double> const& values) {
  auto const [low, high] = std::ranges::minmax(values);
  return {low, high};
}

inline range_map ranges_of(std::vector<double> const& params, std::vector<double> const& tokens,
                           std::vector<double> const& k) {
  std::vector<double> ratio, train;
  for (std::size_t i = 0; i < params.size(); ++i) {
    ratio.push_back(tokens[i] / params[i]);
    train.push_back(6 * params[i] * tokens[i]);
  }
  range_map out{{"params", extent(params)},
                {"tokens", extent(tokens)},
                {"tokens_per_param", extent(ratio)},
                {"train", extent(train)}};
  if (!k.empty()) out["samples"] = extent(k);
  return out;
}

// Errors |prediction / observation - 1| of points, summed by k.
template <class Law>
std::map<double, std::pair<double, std::size_t>> relative_errors(Law const& law, t2::fit::dataset<> const& points) {
  std::map<double, std::pair<double, std::size_t>> by_k;
  for (std::size_t i = 0; i < points.value.size(); ++i) {
    double const k = points.samples.empty() ? 1 : points.samples[i];
    double const n = points.params[i], d = points.tokens[i];
    double const value = t2::law::evaluate(law, t2::params{n}, t2::tokens{d}, t2::samples{k}, t2::flops{6 * n * d},
                                           t2::tokens_per_param{d / n});
    by_k[k].first += std::abs(value / points.value[i] - 1);
    ++by_k[k].second;
  }
  return by_k;
}

template <class Law>
void add_errors(Law const& law, t2::fit::dataset<> const& fitted, t2::fit::dataset<> const& held_out, fit_record& out) {
  if (!fitted.samples.empty()) {
    for (auto const& [k, error] : relative_errors(law, fitted)) {
      out.error_by_k.emplace_back(k, error.first / static_cast<double>(error.second));
    }
  }
  if (held_out.value.empty()) return;
  double total = 0;
  for (auto const& [k, error] : relative_errors(law, held_out)) total += error.first;
  out.held_out = {"", held_out.value.size(), total / static_cast<double>(held_out.value.size())};
}

}  // namespace t2plan
