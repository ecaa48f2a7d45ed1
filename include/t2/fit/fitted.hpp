// SPDX-License-Identifier: BSL-1.0
// What a fit returns: the law, how good it is, and what the data do not say about it.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law, optimize.
#pragma once

#include <t2/core/columns.hpp>        // math::exp_each
#include <t2/core/math.hpp>           // math::abs, math::sqrt
#include <t2/core/quantity.hpp>       // params, tokens
#include <t2/core/real.hpp>           // value_t
#include <t2/fit/dataset.hpp>         // observations, range
#include <t2/law/law.hpp>             // law, parameter_count, evaluate_at
#include <t2/law/power_sum.hpp>       // variable_index, for_each_term
#include <t2/optimize/newton.hpp>     // minimum
#include <t2/optimize/symmetric.hpp>  // eigen

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace t2::inline v0::fit {

/// What a reader of a fit must know before using it.
enum class caution : std::uint8_t {
  at_lower_bound,    ///< a coefficient or exponent is held at its lower bound
  at_upper_bound,    ///< or at its upper bound
  exponent_of_zero,  ///< the exponent of a term whose coefficient is 0: any value fits as well
  flat_direction,    ///< two coefficients trade off against each other with hardly a change of the objective
  not_converged,     ///< the optimiser stopped before the gradient vanished
  not_proven,        ///< found by a multistart: the global optimum is not proven
  few_points,        ///< fewer than twice as many points as coefficients: a bootstrap of them understates its intervals
  copied_points,     ///< a tenth of the points or more are copies of others: intervals take them for independent
  other_shape,       ///< a quadratic in the logs of the variables explains most of the residuals: the law's shape is wrong
  moved_by_prior     ///< without its prior the parameter would be another by more than a quarter of the prior's deviation
};

/// One caution and the parameters it is about, by position; -1 for none.
struct warning {
  caution kind;
  int parameter = -1;
  int other = -1;
};

/// A fitted law. The gradient is taken with respect to the natural logarithms of coefficients (role::coefficient) and
/// to the other parameters as they are, over the parameters that are not held at a bound.
template <law::law L>
struct fitted {
  static constexpr int size = law::parameter_count<L>;
  using value_type = value_t<L>;

  L law{};
  value_type objective{};                 ///< the sum that was minimised
  value_type gradient{};                  ///< largest absolute entry
  value_type condition{};                 ///< of the Hessian, scaled to unit diagonal, over free parameters
  value_type mean_relative_error{};       ///< mean of |prediction / observation - 1|
  std::array<int, size> active{};         ///< -1 at the lower bound, +1 at the upper, 0 free
  std::size_t points = 0;
  int starts = 0;                         ///< local searches that were run
  int reached = 0;                        ///< how many of them ended at the best objective
  int evaluations = 0;                    ///< of the objective, in all
  bool converged = false;
  std::vector<warning> warnings;
  std::array<range<value_type>, L::variables::size> variables{};  ///< range of each variable in the data
  range<value_type> tokens_per_param{};   ///< range of D/N in the data, 0..0 for a law without both
};

/// A warning as a sentence that names the parameters.
template <law::law L>
[[nodiscard]] std::string message(fitted<L> const& fit, warning const& w) {
  auto const name = [](int i) { return std::string(L::parameters::name(i)); };
  switch (w.kind) {
    case caution::at_lower_bound:
    case caution::at_upper_bound: {
      bool const lower = w.kind == caution::at_lower_bound;
      bool const zero = lower && L::parameters::kind(w.parameter) == law::role::coefficient;
      return name(w.parameter) + (zero ? " is 0: its term is not identified by the data"
                                       : std::string(" is at its ") + (lower ? "lower" : "upper") +
                                             " bound: not identified by the data");
    }
    case caution::exponent_of_zero: return name(w.parameter) + " is not identified: the coefficient of its term is 0";
    case caution::flat_direction:
      return name(w.parameter) + " and " + name(w.other) + " trade off against each other: only their combination is identified";
    case caution::not_converged: return "the fit stopped before its gradient vanished";
    case caution::not_proven:
      return "global optimum not proven: the best of " + std::to_string(fit.starts) + " starts; " +
             std::to_string(fit.reached) + " descents agree on it";
    case caution::few_points:
      return std::to_string(fit.points) + " points for " + std::to_string(L::parameters::size) +
             " coefficients: too few to tell how uncertain they are";
    case caution::copied_points:
      return "many points are copies of others: intervals take them for independent, so they are too narrow";
    case caution::other_shape:
      return "the residuals follow the variables: the data have another shape than the law, and plans from it mislead";
    case caution::moved_by_prior: return name(w.parameter) + " is moved by its prior: the data alone say another value";
  }
  return {};
}

namespace detail {

// Conditioning and flat directions from the Hessian of the free parameters, scaled to a unit diagonal so that units of
// the parameters do not matter.
template <law::law L>
void judge(optimize::minimum<value_t<L>, law::parameter_count<L>> const& found, fitted<L>& out) {
  using Real = value_t<L>;
  constexpr int size = law::parameter_count<L>;
  Real scaled[size][size];
  bool dead[size];
  for (int i = 0; i < size; ++i) dead[i] = found.active[i] != 0 || !(found.at.hessian[i][i] > Real(0));
  for (int i = 0; i < size; ++i)
    for (int j = 0; j < size; ++j) {
      Real const both = Real(found.at.hessian[i][i] * found.at.hessian[j][j]);
      scaled[i][j] = dead[i] || dead[j] ? Real(i == j ? 1 : 0) : Real(found.at.hessian[i][j] / math::sqrt(both));
    }
  optimize::eigensystem<Real, size> const spectrum = optimize::eigen(scaled);
  Real const smallest = spectrum.value[0], largest = spectrum.value[size - 1];
  out.condition = smallest > Real(0) ? Real(largest / smallest) : infinity<Real>();
  if (!(smallest < Real(1e-8) * largest)) return;
  int first = 0, second = -1;
  for (int i = 1; i < size; ++i)
    if (math::abs(spectrum.vector[0][i]) > math::abs(spectrum.vector[0][first])) first = i;
  for (int i = 0; i < size; ++i)
    if (i != first && (second < 0 || math::abs(spectrum.vector[0][i]) > math::abs(spectrum.vector[0][second]))) second = i;
  out.warnings.push_back({caution::flat_direction, first, second < 0 ? first : second});
}

// The share of the residuals' sum of squares that a quadratic in the logs of the variables takes away: small where they
// are noise. 0.34 for Chinchilla's 240 runs, 0.9 and more where a law bends otherwise than the data
// (tests/trust/hostile_data_test.cpp).
template <law::law L>
[[nodiscard]] value_t<L> explained_share(observations<L> const& data, std::vector<value_t<L>> const& residual) {
  using Real = value_t<L>;
  constexpr int variables = L::variables::size;
  std::size_t const n = data.size();
  std::vector<std::vector<Real>> basis{std::vector<Real>(n, Real(1))};
  for (int v = 0; v < variables; ++v) basis.push_back(data.log_x[v]);
  Real left(0), taken(0);
  std::vector<Real> rest = residual;
  for (std::size_t b = 0; b < basis.size(); ++b) {
    Real whole(0), norm(0), along(0);
    for (Real const& x : basis[b]) whole += Real(x * x);
    for (std::size_t a = 0; a < b; ++a) {
      Real product(0);
      for (std::size_t i = 0; i < n; ++i) product += Real(basis[a][i] * basis[b][i]);
      for (std::size_t i = 0; i < n; ++i) basis[b][i] -= Real(product * basis[a][i]);
    }
    for (Real const& x : basis[b]) norm += Real(x * x);
    bool const spans = norm > Real(1e-12) * whole;
    Real const scale = spans ? Real(Real(1) / math::sqrt(norm)) : Real(0);
    for (std::size_t i = 0; i < n; ++i) {
      basis[b][i] *= scale;
      along += Real(basis[b][i] * rest[i]);
    }
    for (std::size_t i = 0; i < n; ++i) rest[i] -= Real(along * basis[b][i]);
    if (b == 0) {
      for (Real const& r : rest) left += Real(r * r);
    } else {
      taken += Real(along * along);
    }
    if (b == static_cast<std::size_t>(variables))  // squares and products of what is by now orthonormal
      for (std::size_t v = 1; v <= b; ++v)
        for (std::size_t w = v; w <= b; ++w) {
          std::vector<Real> column(n);
          for (std::size_t i = 0; i < n; ++i) column[i] = Real(basis[v][i] * basis[w][i]);
          basis.push_back(std::move(column));
        }
  }
  return left > Real(0) ? Real(taken / left) : Real(0);
}

// Whether a tenth of the points or more stand in a unit as they do in another.
template <law::law L>
[[nodiscard]] bool copied(observations<L> const& data) {
  constexpr std::size_t variables = L::variables::size;
  std::size_t copies = 0, begin = 0, before = 0;  // where the unit of point i begins, and the one before it
  for (std::size_t i = 1; i < data.size(); ++i) {  // equal units are neighbours in the canonical order
    if (data.unit[i] != data.unit[i - 1]) {
      before = begin;
      begin = i;
    }
    std::size_t const other = before + (i - begin);
    bool same = other < begin && data.value[i] == data.value[other];
    for (std::size_t v = 0; v < variables; ++v) same = same && data.x[v][i] == data.x[v][other];
    copies += same ? 1 : 0;
  }
  return 10 * copies >= data.size();
}

// What the points themselves say against a fit.
template <law::law L>
void doubt(observations<L> const& data, std::vector<value_t<L>> const& residual, fitted<L>& out) {
  using Real = value_t<L>;
  constexpr std::size_t variables = L::variables::size, basis = 1 + variables + variables * (variables + 1) / 2;
  std::size_t const n = data.size();
  if (n < 2 * static_cast<std::size_t>(fitted<L>::size)) out.warnings.push_back({caution::few_points});
  if (copied(data)) out.warnings.push_back({caution::copied_points});
  // without noise what is left is rounding, which is no noise either
  if (n >= 3 * basis && out.mean_relative_error > Real(1e-6) && explained_share(data, residual) > Real(0.6))
    out.warnings.push_back({caution::other_shape});
}

// The law at every point; a separable one column by column.
template <law::law L>
[[nodiscard]] std::vector<value_t<L>> predict(L const& law, observations<L> const& data) {
  using Real = value_t<L>;
  std::vector<Real> out(data.size(), Real(0));
  if constexpr (law::separable<L>) {
    Real coefficients[law::parameter_count<L>];
    law::store(law, coefficients);
    std::vector<Real> power(data.size());
    law::for_each_term<L>([&]<int T>(std::integral_constant<int, T>) {
      constexpr law::term_shape shape = L::terms[T];
      for (std::size_t i = 0; i < power.size(); ++i) {
        if constexpr (shape.exponent < 0) power[i] = Real(0);
        else power[i] = Real(-coefficients[shape.exponent] * data.log_x[shape.variable][i]);
      }
      math::exp_each(power.data(), power.size());
      for (std::size_t i = 0; i < power.size(); ++i) out[i] += Real(coefficients[shape.coefficient] * power[i]);
    });
  } else {
    for (std::size_t i = 0; i < data.size(); ++i) {
      Real x[L::variables::size];
      for (int v = 0; v < L::variables::size; ++v) x[v] = data.x[v][i];
      out[i] = law::evaluate_at(law, static_cast<Real const*>(x));
    }
  }
  return out;
}

// The part of a fit's account that does not depend on how it was found.
template <law::law L>
void account(observations<L> const& data, optimize::minimum<value_t<L>, law::parameter_count<L>> const& found,
             fitted<L>& out) {
  using Real = value_t<L>;
  constexpr int variables = L::variables::size;
  out.points = data.size();
  out.objective = found.at.value;
  out.converged = found.converged;
  std::vector<Real> const predictions = predict(out.law, data);
  Real error(0);
  std::vector<Real> residual(data.size());
  for (std::size_t i = 0; i < data.size(); ++i) {
    residual[i] = Real(predictions[i] / data.value[i] - Real(1));
    error += math::abs(residual[i]);
  }
  out.mean_relative_error = Real(error / Real(static_cast<double>(data.size())));
  for (int v = 0; v < variables; ++v) {
    auto const [low, high] = std::minmax_element(data.x[v].begin(), data.x[v].end());
    out.variables[static_cast<std::size_t>(v)] = {*low, *high};
  }
  constexpr int n = law::detail::variable_index<params>(typename L::variables{});
  constexpr int d = law::detail::variable_index<tokens>(typename L::variables{});
  if constexpr (n >= 0 && d >= 0) {
    out.tokens_per_param = {infinity<Real>(), Real(0)};
    for (std::size_t i = 0; i < data.size(); ++i) {
      Real const ratio = Real(data.x[d][i] / data.x[n][i]);
      out.tokens_per_param = {math::min(out.tokens_per_param.low, ratio), math::max(out.tokens_per_param.high, ratio)};
    }
  }
  for (int i = 0; i < law::parameter_count<L>; ++i) {
    out.active[static_cast<std::size_t>(i)] = found.active[i];
    if (found.active[i] != 0)
      out.warnings.push_back({found.active[i] < 0 ? caution::at_lower_bound : caution::at_upper_bound, i});
  }
  judge(found, out);
  doubt(data, residual, out);
  if (!found.converged) out.warnings.push_back({caution::not_converged});
}

}  // namespace detail
}  // namespace t2::inline v0::fit
