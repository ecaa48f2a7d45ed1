// SPDX-License-Identifier: BSL-1.0
// What a fit returns: the law, how good it is, and what the data do not say about it.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law, optimize.
#pragma once

#include <t2/core/math.hpp>           // math::abs, math::sqrt
#include <t2/core/quantity.hpp>       // params, tokens
#include <t2/core/real.hpp>           // value_t
#include <t2/fit/dataset.hpp>         // observations, range
#include <t2/law/law.hpp>             // law, parameter_count, evaluate_at
#include <t2/law/power_sum.hpp>       // variable_index
#include <t2/optimize/newton.hpp>     // minimum
#include <t2/optimize/symmetric.hpp>  // eigen

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
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
  int reached = 0;                        ///< of those run to the end, how many agree on the best objective to 1e-6
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

// The part of a fit's account that does not depend on how it was found.
template <law::law L>
void account(observations<L> const& data, optimize::minimum<value_t<L>, law::parameter_count<L>> const& found,
             fitted<L>& out) {
  using Real = value_t<L>;
  constexpr int variables = L::variables::size;
  out.points = data.size();
  out.objective = found.at.value;
  out.converged = found.converged;
  Real error(0);
  for (std::size_t i = 0; i < data.size(); ++i) {
    Real x[variables];
    for (int v = 0; v < variables; ++v) x[v] = data.x[v][i];
    error += math::abs(Real(law::evaluate_at(out.law, static_cast<Real const*>(x)) / data.value[i] - Real(1)));
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
  if (!found.converged) out.warnings.push_back({caution::not_converged});
}

}  // namespace detail
}  // namespace t2::inline v0::fit
