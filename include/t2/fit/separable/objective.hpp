// SPDX-License-Identifier: BSL-1.0
// What the fit of a separable law minimises, with gradient and Hessian, column by column.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law, optimize.
#pragma once

#include <t2/core/columns.hpp>                 // exp_each, dot
#include <t2/core/config.hpp>                  // T2_HD
#include <t2/core/jet.hpp>                     // jet
#include <t2/core/math.hpp>                    // math::abs, math::exp
#include <t2/core/real.hpp>                    // value_t
#include <t2/core/sum.hpp>                     // sum_lanes, sum_leaf
#include <t2/fit/dataset.hpp>                  // observations
#include <t2/fit/kernel/separable_points.hpp>  // sum_points
#include <t2/fit/kernel/separable_sum.hpp>     // uncentre
#include <t2/fit/objective.hpp>                // compare_each, loss_function, residual_function
#include <t2/fit/separable/search.hpp>         // linear_search
#include <t2/law/power_sum.hpp>                // separable, for_each_term
#include <t2/optimize/newton.hpp>              // minimum

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

/// Points in columns of 256, which stay in the cache nearest to the processor, and the powers of values seen more than once.
template <law::separable L>
struct point_columns {
  using Real = value_t<L>;
  static constexpr std::size_t most = 256;
  static constexpr std::size_t variables = L::variables::size;

  Real const* log_x[variables];
  Real const* value;
  Real const* weight;
  std::uint32_t const* index[variables];
  std::array<std::vector<Real>, static_cast<std::size_t>(L::terms.size)> const& known;

#if defined(__CUDACC__)
#pragma nv_exec_check_disable  // for the host, called by what is for both
#endif
  template <int T>
  T2_HD void powers(Real const* parameters, std::size_t begin, std::size_t count, Real* out) const {
    constexpr int v = L::terms[T].variable;
    if (std::vector<Real> const& power = known[T]; !power.empty()) {
      std::uint32_t const* const at = index[v] + begin;
      for (std::size_t i = 0; i < count; ++i) out[i] = power[at[i]];
      return;
    }
    Real const *const x = log_x[v] + begin, minus = Real(-parameters[L::terms[T].exponent]);
    for (std::size_t i = 0; i < count; ++i) out[i] = Real(minus * x[i]);
    math::exp_each(out, count);
  }
#if defined(__CUDACC__)
#pragma nv_exec_check_disable  // for the host, called by what is for both
#endif
  template <residual_function Residual>
  T2_HD void compare(Residual const& residual, Real const* prediction, std::size_t begin, std::size_t count, Real* r,
                     Real* first, Real* second) const {
    compare_each(residual, prediction, value + begin, count, r, first, second);
  }
#if defined(__CUDACC__)
#pragma nv_exec_check_disable  // for the host, called by what is for both
#endif
  [[nodiscard]] T2_HD static Real dot(Real const* x, Real const* y, std::size_t count) { return math::dot(x, y, count); }
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
  void uncentre(Real* parameters, int sign = 1) const { fit::uncentre<L>(parameters, centre_.data(), sign); }

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
  [[nodiscard]] jet<Real, size> sum(Real const* parameters, Rho const& rho) const {
    std::array<std::vector<Real>, static_cast<std::size_t>(L::terms.size)> power;  // of values that are seen more than once
    law::for_each_term<L>([&]<int T>(std::integral_constant<int, T>) {
      if constexpr (L::terms[T].exponent >= 0) {
        power[T] = repeats_[L::terms[T].variable].distinct;
        for (Real& x : power[T]) x *= Real(-parameters[L::terms[T].exponent]);
        math::exp_each(power[T].data(), power[T].size());
      }
    });
    point_columns<L> points{{}, value_.data(), weight_.data(), {}, power};
    for (std::size_t v = 0; v < variables; ++v) {
      points.log_x[v] = log_x_[v].data();
      points.index[v] = repeats_[v].index.data();
    }
    return sum_points<point_columns<L>, L>(points, value_.size(), parameters, rho, residual_);
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
