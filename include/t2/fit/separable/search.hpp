// SPDX-License-Identifier: BSL-1.0
// Starting points for separable laws without a guess: on a grid of exponents the coefficients are a non-negative linear
// least-squares problem (variable projection).
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law, optimize.
#pragma once

#include <t2/core/columns.hpp>        // math::dot, math::exp_each
#include <t2/core/math.hpp>           // math::sqrt
#include <t2/core/real.hpp>           // value_t
#include <t2/law/power_sum.hpp>       // separable, parameter_count
#include <t2/optimize/symmetric.hpp>  // solve_positive

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace t2::inline v0::fit::detail {

/// A grid point: squared error of its projection and the parameters (coefficients are those of centred variables).
template <law::separable L>
struct grid_point {
  value_t<L> error;
  std::array<value_t<L>, law::parameter_count<L>> parameters;
};

// Least squares with coefficients >= 0 (or fixed) from normal equations: the unconstrained solution where it is
// positive, else the best of all subsets of terms. There are few terms, so all subsets are few.
template <real Real, int Terms>
[[nodiscard]] Real non_negative(Real const (&normal)[Terms][Terms], Real const (&right)[Terms], Real const& square,
                                Real (&best)[Terms]) {
  Real least = square;
  for (Real& c : best) c = Real(0);
  for (unsigned left_out = 0; left_out + 1 < (1u << Terms); ++left_out) {
    bool skip[Terms];
    for (int t = 0; t < Terms; ++t) skip[t] = ((left_out >> t) & 1u) != 0;
    Real c[Terms];
    if (!optimize::solve_positive(normal, right, skip, c)) continue;
    bool feasible = true;
    Real error = square;
    for (int t = 0; t < Terms; ++t) {
      feasible = feasible && !(c[t] < Real(0));
      error -= Real(c[t] * right[t]);
    }
    if (!feasible || !(error < least)) continue;
    least = error;
    for (int t = 0; t < Terms; ++t) best[t] = c[t];
    if (left_out == 0) break;
  }
  return least;
}

/// The local minima over the grid of exponents, best first, at most `most`.
/// @param  log_x     centred logarithms of the variables   @param  y  observations
/// @param  weight    of the squared error of each point
/// @param  lower, upper  box of the parameters; exponents are searched inside it
template <law::separable L>
[[nodiscard]] std::vector<grid_point<L>> linear_search(std::array<std::vector<value_t<L>>, L::variables::size> const& log_x,
                                                       std::vector<value_t<L>> const& y,
                                                       std::vector<value_t<L>> const& weight,
                                                       value_t<L> const* lower, value_t<L> const* upper,
                                                       std::size_t most) {
  using Real = value_t<L>;
  constexpr auto terms = L::terms;
  constexpr int count = terms.size;
  constexpr int exponents = [] {
    int n = 0;
    for (auto const& t : L::terms.item) n += t.exponent >= 0 ? 1 : 0;
    return n;
  }();
  constexpr int steps = exponents <= 1 ? 32 : exponents == 2 ? 8 : exponents == 3 ? 11 : 7;

  // Columns: one per constant term, `steps` per power term; the powers crowd towards small exponents.
  std::size_t const size = y.size();
  std::vector<Real> columns(size * (static_cast<std::size_t>(count - exponents) + static_cast<std::size_t>(exponents * steps)), Real(1));
  std::vector<Real> value_of;  // exponent of a column
  std::size_t first_column[count + 1];
  for (int t = 0; t < count; ++t) {
    first_column[t] = value_of.size();
    int const e = terms[t].exponent;
    Real* column = columns.data() + value_of.size() * size;
    if (e < 0) {
      value_of.push_back(Real(0));
      continue;
    }
    // exponent s is s (s+1) / 2 units above the lowest: each column is the one before times a column of powers
    Real const unit = Real((upper[e] - lower[e]) / Real(steps * (steps + 1) / 2));
    std::vector<Real> const& x = log_x[static_cast<std::size_t>(terms[t].variable)];
    std::vector<Real> before(size), base(size), ratio(size, Real(1));
    for (std::size_t i = 0; i < size; ++i) before[i] = Real(-lower[e] * x[i]);
    for (std::size_t i = 0; i < size; ++i) base[i] = Real(-unit * x[i]);
    math::exp_each(before.data(), size);
    math::exp_each(base.data(), size);
    for (int s = 1; s <= steps; ++s, column += size) {
      value_of.push_back(Real(lower[e] + unit * Real(s * (s + 1) / 2)));
      for (std::size_t i = 0; i < size; ++i) ratio[i] *= base[i];
      for (std::size_t i = 0; i < size; ++i) before[i] *= ratio[i];
      std::copy(before.begin(), before.end(), column);
    }
  }
  std::size_t const width = first_column[count] = value_of.size();
  // their products, but for two columns of one term, which never meet
  std::vector<Real> gram(width * width), right(width), weighted(size);
  for (std::size_t i = 0; i < size; ++i) weighted[i] = Real(weight[i] * y[i]);
  Real const square = math::dot(weighted.data(), y.data(), size);
  for (std::size_t a = 0; a < width; ++a) right[a] = math::dot(weighted.data(), columns.data() + a * size, size);
  for (int t = 0; t < count; ++t)
    for (std::size_t a = first_column[t]; a < first_column[t + 1]; ++a) {
      for (std::size_t i = 0; i < size; ++i) weighted[i] = Real(weight[i] * columns[a * size + i]);
      gram[a * width + a] = math::dot(weighted.data(), columns.data() + a * size, size);
      for (std::size_t b = first_column[t + 1]; b < width; ++b)
        gram[a * width + b] = gram[b * width + a] = math::dot(weighted.data(), columns.data() + b * size, size);
    }

  std::size_t cells = 1;
  for (int e = 0; e < exponents; ++e) cells *= static_cast<std::size_t>(steps);
  std::vector<grid_point<L>> grid(cells);
  for (std::size_t cell = 0; cell < cells; ++cell) {
    std::size_t pick[count];
    std::size_t digits = cell;
    for (int t = 0; t < count; ++t) {
      pick[t] = first_column[t];
      if (terms[t].exponent < 0) continue;
      pick[t] += digits % static_cast<std::size_t>(steps);
      digits /= static_cast<std::size_t>(steps);
    }
    Real normal[count][count], b[count], c[count];
    // a coefficient fixed by its box (lower == upper) moves to the right-hand side; a fixed constant term is the case
    Real fixed_square = square;
    for (int t = 0; t < count; ++t) {
      b[t] = right[pick[t]];
      for (int u = 0; u < count; ++u) normal[t][u] = gram[pick[t] * width + pick[u]];
    }
    for (int t = 0; t < count; ++t) {
      int const p = terms[t].coefficient;
      if (lower[p] < upper[p]) continue;
      fixed_square += Real(lower[p] * lower[p] * normal[t][t] - Real(2) * lower[p] * b[t]);
      for (int u = 0; u < count; ++u)
        if (u != t) b[u] -= Real(lower[p] * normal[u][t]);
      for (int u = 0; u < count; ++u) normal[t][u] = normal[u][t] = Real(u == t ? 1 : 0);
      b[t] = Real(0);
    }
    grid[cell].error = non_negative(normal, b, fixed_square, c);
    for (int t = 0; t < count; ++t) {
      int const p = terms[t].coefficient;
      grid[cell].parameters[static_cast<std::size_t>(p)] = lower[p] < upper[p] ? c[t] : lower[p];
      if (terms[t].exponent >= 0)
        grid[cell].parameters[static_cast<std::size_t>(terms[t].exponent)] = value_of[pick[t]];
    }
  }

  std::vector<grid_point<L>> minima;
  for (std::size_t cell = 0; cell < cells; ++cell) {
    bool lowest = true;
    std::size_t stride = 1;
    for (int e = 0; e < exponents && lowest; ++e, stride *= static_cast<std::size_t>(steps)) {
      std::size_t const digit = cell / stride % static_cast<std::size_t>(steps);
      if (digit > 0 && grid[cell - stride].error < grid[cell].error) lowest = false;
      if (digit + 1 < static_cast<std::size_t>(steps) && grid[cell + stride].error < grid[cell].error) lowest = false;
    }
    if (lowest) minima.push_back(grid[cell]);
  }
  std::sort(minima.begin(), minima.end(), [](auto const& a, auto const& b) {
    return a.error != b.error ? a.error < b.error : a.parameters < b.parameters;
  });
  if (minima.size() > most) minima.resize(most);
  return minima;
}

}  // namespace t2::inline v0::fit::detail
