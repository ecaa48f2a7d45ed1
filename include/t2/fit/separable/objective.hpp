// SPDX-License-Identifier: BSL-1.0
// What the fit of a separable law minimises, with gradient and Hessian, column by column.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law, optimize.
#pragma once

#include <t2/core/columns.hpp>          // exp_each, dot
#include <t2/core/jet.hpp>              // jet
#include <t2/core/math.hpp>             // math::abs, math::exp
#include <t2/core/real.hpp>             // value_t
#include <t2/core/sum.hpp>              // sum_lanes, sum_leaf
#include <t2/fit/dataset.hpp>           // observations
#include <t2/fit/objective.hpp>         // compare_each, curve, loss_function, residual_function
#include <t2/fit/separable/search.hpp>  // linear_search
#include <t2/law/power_sum.hpp>         // separable, for_each_term
#include <t2/optimize/newton.hpp>       // minimum

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace t2::inline v0::fit::detail {

/// The distinct values of a column in the order in which they come, and which of them each entry is; both empty where
/// less than half of the entries repeat one of the last sixteen. Grids of runs, and k above all, repeat their values.
template <real Real>
struct repeats {
  std::vector<Real> distinct;
  std::vector<std::uint32_t> index;

  repeats() = default;
  explicit repeats(std::vector<Real> const& column) {
    constexpr std::size_t window = 16;
    for (Real const& x : column) {
      std::size_t const size = distinct.size(), last = size < window ? size : window;
      std::size_t back = 1;
      while (back <= last && distinct[size - back] != x) ++back;
      if (back > last) distinct.push_back(x), back = 0;
      index.push_back(static_cast<std::uint32_t>(back == 0 ? size : size - back));
      if (2 * distinct.size() > column.size()) break;
    }
    if (2 * distinct.size() > column.size()) distinct.clear(), index.clear();
  }
};

/// The sum over points of rho(residual) with gradient and Hessian, as a function of the parameters in centred
/// logarithms: c exp(-e (x - mean x)), where coefficients and exponents hardly correlate.
template <law::separable L, loss_function Rho, residual_function Residual>
class separable_objective {
 public:
  using Real = value_t<L>;
  using loss_type = Rho;
  static constexpr int size = law::parameter_count<L>;
  static constexpr int variables = L::variables::size;

  separable_objective(observations<L> const& data, Rho const& rho, Residual const& residual)
      : separable_objective(data, rho, residual, data.weight, data.value) {}

  /// Other weights or observed values for the same points: what a bootstrap changes. Points without weight are left out.
  separable_objective(observations<L> const& data, Rho const& rho, Residual const& residual,
                      std::vector<Real> const& weight, std::vector<Real> const& value)
      : rho_(rho), residual_(residual) {
    std::vector<std::size_t> kept;
    kept.reserve(weight.size());
    for (std::size_t i = 0; i < weight.size(); ++i)
      if (weight[i] > Real(0)) kept.push_back(i);
    // whole lanes: what is missing to a multiple of eight are points without weight
    std::size_t const padded = (kept.size() + sum_lanes - 1) / sum_lanes * sum_lanes;
    value_.assign(padded, Real(1));
    weight_.assign(padded, Real(0));
    for (std::size_t i = 0; i < kept.size(); ++i) {
      value_[i] = value[kept[i]];
      weight_[i] = weight[kept[i]];
    }
    for (std::size_t v = 0; v < variables; ++v) {
      Real sum(0);
      for (Real const& x : data.log_x[v]) sum += x;
      centre_[v] = Real(sum / Real(static_cast<double>(data.size())));
      log_x_[v].assign(padded, Real(0));
      for (std::size_t i = 0; i < kept.size(); ++i) log_x_[v][i] = Real(data.log_x[v][kept[i]] - centre_[v]);
      repeats_[v] = repeats<Real>(log_x_[v]);
    }
  }

  [[nodiscard]] jet<Real, size> operator()(Real const* parameters) const { return sum(parameters, rho_); }

  /// The same sum with another loss of the same form.
  [[nodiscard]] auto with(Rho const& rho) const {
    return [this, rho](Real const* parameters) { return sum(parameters, rho); };
  }
  [[nodiscard]] Rho const& loss() const { return rho_; }

  /// The root mean square residual of a point of the grid.
  [[nodiscard]] Real deviation(grid_point<L> const& at) const {
    Real weights(0);
    for (Real const& w : weight_) weights += w;
    return math::sqrt(math::max(Real(0), Real(at.error / weights)));
  }

  [[nodiscard]] std::vector<grid_point<L>> search(Real const* lower, Real const* upper, std::size_t most) const {
    std::vector<Real> weight = weight_;
    if constexpr (Residual::relative)
      for (std::size_t i = 0; i < weight.size(); ++i) weight[i] /= Real(value_[i] * value_[i]);
    return linear_search<L>(log_x_, value_, weight, lower, upper, most);
  }

  /// From centred coefficients to those of the law, and back with sign = -1.
  void uncentre(Real* parameters, int sign = 1) const {
    constexpr auto terms = L::terms;
    for (int t = 0; t < terms.size; ++t) {
      if (terms[t].exponent < 0) continue;
      Real const shift = Real(parameters[terms[t].exponent] * centre_[static_cast<std::size_t>(terms[t].variable)]);
      parameters[terms[t].coefficient] *= math::exp(sign > 0 ? shift : Real(-shift));
    }
  }

  /// The largest gradient entry with respect to log coefficients and exponents of the law, over free parameters.
  [[nodiscard]] Real gradient(optimize::minimum<Real, size> const& found) const {
    constexpr auto terms = L::terms;
    Real largest(0);
    for (int t = 0; t < terms.size; ++t) {
      int const c = terms[t].coefficient, e = terms[t].exponent;
      Real const by_log = Real(found.x[c] * found.at.gradient[c]);
      if (found.active[c] == 0) largest = math::max(largest, math::abs(by_log));
      if (e < 0 || found.active[e] != 0) continue;
      // at fixed A the centred coefficient moves with the exponent
      Real const by_exponent =
          Real(found.at.gradient[e] - centre_[static_cast<std::size_t>(terms[t].variable)] * by_log);
      largest = math::max(largest, math::abs(by_exponent));
    }
    return largest;
  }

 private:
  static constexpr std::size_t block = 256;  // points whose columns stay in the cache nearest to the processor
  using powers = std::array<std::vector<Real>, static_cast<std::size_t>(L::terms.size)>;

  /// Sums over points of s, s g_p, t g_p g_q and s x g_p, with s and t the slope and bend of the loss and g_p the
  /// derivative of the law by a coefficient, or by an exponent where its coefficient is 1.
  struct sums {
    Real value, slope[size], slope_x[size], bend[size][size];
    void operator+=(sums const& other) {
      value += other.value;
      for (int p = 0; p < size; ++p) {
        slope[p] += other.slope[p];
        slope_x[p] += other.slope_x[p];
        for (int q = 0; q <= p; ++q) bend[p][q] += other.bend[p][q];
      }
    }
  };

  [[nodiscard]] jet<Real, size> sum(Real const* parameters, Rho const& rho) const {
    powers power;  // of the values of a variable that are seen more than once
    law::for_each_term<L>([&]<int T>(std::integral_constant<int, T>) {
      if constexpr (L::terms[T].exponent >= 0) {
        power[T] = repeats_[L::terms[T].variable].distinct;
        for (Real& x : power[T]) x *= Real(-parameters[L::terms[T].exponent]);
        math::exp_each(power[T].data(), power[T].size());
      }
    });
    sums total{};
    // leaf by leaf, so that rounding grows with the logarithm of the number of points
    for (std::size_t leaf = 0; leaf < value_.size(); leaf += sum_leaf) {
      sums part{};
      std::size_t const end = std::min(value_.size(), leaf + sum_leaf);
      for (std::size_t begin = leaf; begin < end; begin += block)
        add(parameters, rho, power, begin, std::min(block, end - begin), part);
      total += part;
    }
    jet<Real, size> out = jet<Real, size>::zero();
    out.value = total.value;
    Real scale[size];
    law::for_each_term<L>([&]<int T>(std::integral_constant<int, T>) {
      constexpr int c = L::terms[T].coefficient, e = L::terms[T].exponent;
      scale[c] = Real(1);
      if constexpr (e >= 0) scale[e] = parameters[c];
    });
    for (int p = 0; p < size; ++p) {
      out.gradient[p] = Real(scale[p] * total.slope[p]);
      for (int q = 0; q <= p; ++q) out.hessian[p][q] = out.hessian[q][p] = Real(scale[p] * scale[q] * total.bend[p][q]);
    }
    law::for_each_term<L>([&]<int T>(std::integral_constant<int, T>) {
      constexpr int c = L::terms[T].coefficient, e = L::terms[T].exponent;
      if constexpr (e >= 0) {
        out.hessian[c][e] = out.hessian[e][c] = Real(out.hessian[c][e] + total.slope[e]);
        out.hessian[e][e] -= Real(parameters[c] * total.slope_x[e]);
      }
    });
    return out;
  }

  // The points of one block, column by column.
  void add(Real const* parameters, Rho const& rho, powers const& power, std::size_t begin, std::size_t count,
           sums& out) const {
    Real by[size][block], m[block], slope[block], bend[block], value[block], scratch[block];
    for (std::size_t i = 0; i < count; ++i) m[i] = Real(0);
    law::for_each_term<L>([&]<int T>(std::integral_constant<int, T>) {
      constexpr int c = L::terms[T].coefficient, e = L::terms[T].exponent;
      Real* const g = by[c];
      if constexpr (e < 0) {
        for (std::size_t i = 0; i < count; ++i) g[i] = Real(1);
      } else {
        Real const* const x = log_x_[L::terms[T].variable].data() + begin;
        if (!power[T].empty()) {
          std::uint32_t const* const at = repeats_[L::terms[T].variable].index.data() + begin;
          for (std::size_t i = 0; i < count; ++i) g[i] = power[T][at[i]];
        } else {
          Real const minus = Real(-parameters[e]);
          for (std::size_t i = 0; i < count; ++i) g[i] = Real(minus * x[i]);
          math::exp_each(g, count);
        }
        for (std::size_t i = 0; i < count; ++i) by[e][i] = Real(-x[i] * g[i]);
      }
      Real const coefficient = parameters[c];
      for (std::size_t i = 0; i < count; ++i) m[i] += Real(coefficient * g[i]);
    });
    compare_each(residual_, static_cast<Real const*>(m), value_.data() + begin, count, value, slope, bend);
    Real const* const weight = weight_.data() + begin;
    for (std::size_t i = 0; i < count; ++i) {
      curve<Real> const f = rho(value[i]);
      value[i] = f.value;
      bend[i] = Real(weight[i] * (f.second * slope[i] * slope[i] + f.first * bend[i]));
      slope[i] = Real(weight[i] * f.first * slope[i]);
    }
    out.value += math::dot(static_cast<Real const*>(value), weight, count);
    for (int p = 0; p < size; ++p) {
      out.slope[p] += math::dot(static_cast<Real const*>(slope), static_cast<Real const*>(by[p]), count);
      for (std::size_t i = 0; i < count; ++i) scratch[i] = Real(bend[i] * by[p][i]);
      for (int q = 0; q <= p; ++q)
        out.bend[p][q] += math::dot(static_cast<Real const*>(scratch), static_cast<Real const*>(by[q]), count);
    }
    law::for_each_term<L>([&]<int T>(std::integral_constant<int, T>) {
      constexpr int e = L::terms[T].exponent;
      if constexpr (e >= 0) {
        Real const* const x = log_x_[L::terms[T].variable].data() + begin;
        for (std::size_t i = 0; i < count; ++i) scratch[i] = Real(slope[i] * x[i]);
        out.slope_x[e] += math::dot(static_cast<Real const*>(scratch), static_cast<Real const*>(by[e]), count);
      }
    });
  }

  Rho rho_;
  Residual residual_;
  std::array<std::vector<Real>, variables> log_x_;
  std::array<repeats<Real>, variables> repeats_;
  std::array<Real, variables> centre_;
  std::vector<Real> value_;
  std::vector<Real> weight_;
};

}  // namespace t2::inline v0::fit::detail
