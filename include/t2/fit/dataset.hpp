// SPDX-License-Identifier: BSL-1.0
// The points a law is fitted to: columns by quantity, checked and put in a canonical order.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law.
#pragma once

#include <t2/core/architecture.hpp>  // tokens_per_param
#include <t2/core/columns.hpp>   // math::log_each
#include <t2/core/math.hpp>      // math::isfinite
#include <t2/core/quantity.hpp>  // params, tokens, samples, nats, flops
#include <t2/core/real.hpp>      // real, value_t
#include <t2/core/status.hpp>    // result, status
#include <t2/law/law.hpp>        // law, parameter_count

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace t2::inline v0::fit {

/// Points as columns of one length; columns that no law reads stay empty.
template <real Real = double>
struct dataset {
  std::vector<Real> params;    ///< N [parameters] > 0
  std::vector<Real> tokens;    ///< D [tokens] > 0
  std::vector<Real> samples;   ///< k [samples] > 0
  std::vector<Real> location;  ///< L [nats] > 0, for laws of a loss
  std::vector<Real> value;     ///< the observed value of the law
  std::vector<Real> weight;    ///< >= 0; empty: all 1
  /// Points with the same number are drawn together by the bootstrap (the k values of one checkpoint); empty: each alone.
  std::vector<std::size_t> unit;
  std::vector<Real> compute{};  ///< C [FLOP] > 0, for laws of compute; empty: 6 N D
};

/// The column and its name for a quantity.
template <template <class> class Quantity, real Real>
[[nodiscard]] std::pair<std::vector<Real> const*, char const*> column(dataset<Real> const& data) {
  if constexpr (std::is_same_v<Quantity<double>, params<double>>) return {&data.params, "params"};
  else if constexpr (std::is_same_v<Quantity<double>, tokens<double>>) return {&data.tokens, "tokens"};
  else if constexpr (std::is_same_v<Quantity<double>, samples<double>>) return {&data.samples, "samples"};
  else if constexpr (std::is_same_v<Quantity<double>, flops<double>>) return {&data.compute, "compute"};
  else if constexpr (std::is_same_v<Quantity<double>, tokens_per_param<double>>) return {nullptr, "tokens_per_param"};
  else {
    static_assert(std::is_same_v<Quantity<double>, nats<double>>, "t2: the data set has no column for this variable of the law");
    return {&data.location, "location"};
  }
}

namespace detail {
// Compute and the ratio of tokens to parameters follow from N and D where they are not given.
template <template <class> class Quantity, real Real>
void derive(dataset<Real> const& data, std::vector<Real> const*& column, std::vector<Real>& storage) {
  constexpr bool compute = std::is_same_v<Quantity<double>, flops<double>>;
  if constexpr (compute || std::is_same_v<Quantity<double>, tokens_per_param<double>>) {
    if (column != nullptr && !column->empty()) return;
    for (std::size_t i = 0; i < data.params.size() && i < data.tokens.size(); ++i)
      storage.push_back(compute ? Real(Real(6) * data.params[i] * data.tokens[i]) : Real(data.tokens[i] / data.params[i]));
    column = &storage;
  }
}
}  // namespace detail

/// Smallest and largest value of a variable in the data.
template <real Real>
struct range {
  Real low;
  Real high;
};

/// A data set as a fit reads it: the law's variables only, in canonical order, so that the order of rows changes no bit.
template <law::law L>
struct observations {
  using value_type = value_t<L>;
  static constexpr int variables = L::variables::size;

  std::vector<value_type> x[variables];      ///< the law's variables
  std::vector<value_type> log_x[variables];  ///< their natural logarithms
  std::vector<value_type> value;
  std::vector<value_type> weight;
  std::vector<std::size_t> unit;  ///< numbered 0, 1, ... in canonical order
  std::vector<std::size_t> row;   ///< where each point stands in the data set it came from
  std::size_t units = 0;

  [[nodiscard]] std::size_t size() const { return value.size(); }
};

namespace detail {
template <class Real>
[[nodiscard]] status check_column(std::vector<Real> const& column, std::size_t size, char const* name, bool zero_allowed) {
  if (column.size() != size) return {.code = errc::size_mismatch, .argument = name};
  for (std::size_t i = 0; i < size; ++i)
    if (!math::isfinite(column[i]) || column[i] < Real(0) || (!zero_allowed && !(column[i] > Real(0))))
      return {errc::out_of_domain, name, static_cast<double>(column[i]), static_cast<std::int64_t>(i)};
  return {};
}

// Units are compared by their sorted rows, so that neither the order of rows nor the numbers of units matter.
template <class Row>
[[nodiscard]] std::vector<std::size_t> canonical_order(std::vector<Row> const& rows, std::vector<std::size_t>& unit) {
  // < 0, 0, > 0 in one pass over two rows
  auto const compare = [&](std::size_t i, std::size_t j) {
    Row const &a = rows[i], &b = rows[j];
    for (std::size_t c = 0; c < a.size(); ++c)
      if (a[c] != b[c]) return a[c] < b[c] ? -1 : 1;
    return 0;
  };
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // std::stable_sort warns of a deprecated function of its own with clang on libstdc++: the index breaks ties instead
  auto const before = [&](std::size_t i, std::size_t j) {
    if (unit[i] != unit[j]) return unit[i] < unit[j];
    int const by_row = compare(i, j);
    return by_row != 0 ? by_row < 0 : i < j;
  };
  if (!std::is_sorted(order.begin(), order.end(), before)) std::sort(order.begin(), order.end(), before);
  std::vector<std::pair<std::size_t, std::size_t>> spans;  // of each unit in `order`
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || unit[order[i]] != unit[order[i - 1]]) spans.emplace_back(i, i);
    spans.back().second = i + 1;
  }
  auto const span_before = [&](auto const& a, auto const& b) {
    for (std::size_t i = a.first, j = b.first; i < a.second && j < b.second; ++i, ++j)
      if (int const by_row = compare(order[i], order[j]); by_row != 0) return by_row < 0;
    std::size_t const size_a = a.second - a.first, size_b = b.second - b.first;
    return size_a != size_b ? size_a < size_b : a.first < b.first;
  };
  if (!std::is_sorted(spans.begin(), spans.end(), span_before)) std::sort(spans.begin(), spans.end(), span_before);
  std::vector<std::size_t> out, numbers;
  for (std::size_t s = 0; s < spans.size(); ++s)
    for (std::size_t i = spans[s].first; i < spans[s].second; ++i) {
      out.push_back(order[i]);
      numbers.push_back(s);
    }
  unit = std::move(numbers);
  return out;
}
}  // namespace detail

/// Checks a data set against the variables of a law and puts it in canonical order.
/// @errors  empty; size_mismatch, out_of_domain naming column and row; too_few_points: fewer rows than coefficients;
///          no_variation naming a variable with one value only
template <law::law L>
[[nodiscard]] result<observations<L>> observe(dataset<value_t<L>> const& data) {
  using Real = value_t<L>;
  constexpr int variables = L::variables::size;
  std::size_t const size = data.value.size();
  if (size == 0) return status{.code = errc::empty};
  std::vector<Real> const* columns[variables] = {};
  char const* names[variables] = {};
  std::vector<Real> derived[variables];
  [&]<template <class> class... Q>(variable_list<Q...>) {
    int at = 0;
    ((std::tie(columns[at], names[at]) = column<Q>(data), detail::derive<Q>(data, columns[at], derived[at]), ++at), ...);
  }(typename L::variables{});
  for (int v = 0; v < variables; ++v)
    if (status const bad = detail::check_column(*columns[v], size, names[v], false); !bad.ok()) return bad;
  if (status const bad = detail::check_column(data.value, size, "value", true); !bad.ok()) return bad;
  if (!data.weight.empty())
    if (status const bad = detail::check_column(data.weight, size, "weight", true); !bad.ok()) return bad;
  if (!data.unit.empty() && data.unit.size() != size) return status{.code = errc::size_mismatch, .argument = "unit"};
  if (size < static_cast<std::size_t>(law::parameter_count<L>))
    return status{errc::too_few_points, "the data set", static_cast<double>(size), -1};
  for (int v = 0; v < variables; ++v)
    if (std::all_of(columns[v]->begin(), columns[v]->end(), [&](Real const& x) { return x == columns[v]->front(); }))
      return status{errc::no_variation, names[v], static_cast<double>(columns[v]->front()), -1};

  std::vector<std::size_t> unit = data.unit;
  if (unit.empty()) {
    unit.resize(size);
    std::iota(unit.begin(), unit.end(), std::size_t{0});
  }
  std::vector<std::array<Real, variables + 2>> rows(size);
  for (std::size_t i = 0; i < size; ++i) {
    for (int v = 0; v < variables; ++v) rows[i][static_cast<std::size_t>(v)] = (*columns[v])[i];
    rows[i][variables] = data.value[i];
    rows[i][variables + 1] = data.weight.empty() ? Real(1) : data.weight[i];
  }
  std::vector<std::size_t> const order = detail::canonical_order(rows, unit);

  observations<L> out;
  out.value.reserve(size);
  out.weight.reserve(size);
  for (std::size_t const i : order) {
    out.value.push_back(rows[i][variables]);
    out.weight.push_back(rows[i][variables + 1]);
  }
  for (int v = 0; v < variables; ++v) {
    out.x[v].reserve(size);
    for (std::size_t const i : order) out.x[v].push_back((*columns[v])[i]);
    out.log_x[v] = out.x[v];
    math::log_each(out.log_x[v].data(), size);
  }
  out.units = unit.back() + 1;
  out.unit = std::move(unit);
  out.row = order;
  return out;
}

}  // namespace t2::inline v0::fit
