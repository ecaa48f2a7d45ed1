// SPDX-License-Identifier: BSL-1.0
// Maximum likelihood of a distribution of question difficulty from counts, and when the counts cannot support one.
// Flow: sample -> [passk] -> fit.   Needs: core, optimize.
#pragma once

#include <t2/core/dual.hpp>                // dual
#include <t2/core/jet.hpp>                 // jet
#include <t2/core/math.hpp>                // math::sqrt
#include <t2/core/real.hpp>                // real, value_t
#include <t2/core/status.hpp>              // result
#include <t2/core/sum.hpp>                 // compensated
#include <t2/optimize/newton.hpp>          // optimize::newton
#include <t2/optimize/symmetric.hpp>       // optimize::solve_positive
#include <t2/passk/counts.hpp>             // check, counts
#include <t2/passk/grouped.hpp>            // grouped
#include <t2/passk/interval/estimate.hpp>  // estimate

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace t2::inline v0::passk {

/// Where a coordinate of a fit may lie, and its longest step.
struct coordinate_bounds {
  double lower;
  double upper;
  double longest_step;
};

struct fit_options {
  std::size_t least_solved = 5;  ///< questions solved at least once, below which a fit is refused
};

/// A distribution fitted to counts: it is the model, with what the fit knows of it.
template <class Model>
struct fitted : Model {
  using Real = value_t<Model>;
  static constexpr int size = Model::coordinates;

  Real x[size];                 ///< the coordinates, e.g. log a and log b
  Real nll;                     ///< -log likelihood, without binomial coefficients
  Real gradient[size];          ///< of nll, at the end of the fit
  Real covariance[size][size];  ///< of the coordinates, the inverse of the Hessian; 0 where a bound is active
  int active[size];             ///< -1 or +1 where a coordinate ended at its bound
  bool converged;
  std::size_t questions;  ///< in the data
  std::size_t solved;     ///< of them, solved at least once

  /// Standard error of coordinate i, e.g. that of log a; 0 at an active bound.
  [[nodiscard]] Real standard_error(int i) const { return math::sqrt(covariance[i][i]); }

  /// Mean pass@k over questions like these with its standard error by the delta method; for an interval see
  /// profile_interval.
  template <class K>
  [[nodiscard]] estimate<Real> estimate_at(K const& k) const {
    using T = dual<Real, size>;
    T point[size];
    for (int i = 0; i < size; ++i) point[i] = T::variable(x[i], i);
    T const pass = Model::template rebind<T>::at(point).pass_tails(T(k)).pass;
    Real variance(0);
    for (int i = 0; i < size; ++i)
      for (int j = 0; j < size; ++j) variance += Real(pass.partial[i] * covariance[i][j] * pass.partial[j]);
    return {pass.value, math::sqrt(math::max(variance, Real(0)))};
  }
};

namespace detail {

template <class Model>
using second_order = dual<dual<value_t<Model>, Model::coordinates>, Model::coordinates>;

template <class Model>
[[nodiscard]] typename Model::template rebind<second_order<Model>> lifted(value_t<Model> const* x) {
  using Real = value_t<Model>;
  using inner = dual<Real, Model::coordinates>;
  second_order<Model> point[Model::coordinates];
  for (int i = 0; i < Model::coordinates; ++i) point[i] = second_order<Model>::variable(inner::variable(x[i], i), i);
  return Model::template rebind<second_order<Model>>::at(point);
}

template <real Real, int Size>
void add(jet<Real, Size>& to, Real const& times, dual<dual<Real, Size>, Size> const& f) {
  to.value += Real(times * f.value.value);
  for (int i = 0; i < Size; ++i) {
    to.gradient[i] += Real(times * f.value.partial[i]);
    for (int j = 0; j < Size; ++j) to.hessian[i][j] += Real(times * f.partial[i].partial[j]);
  }
}

/// -log likelihood of the counts as a function of a model's coordinates.
template <class Model>
struct mixture_objective {
  using Real = value_t<Model>;
  std::vector<group<Real>> const& groups;

  [[nodiscard]] jet<Real, Model::coordinates> operator()(Real const* x) const {
    using T = second_order<Model>;
    auto const model = lifted<Model>(x);
    auto out = jet<Real, Model::coordinates>::zero();
    for (group<Real> const& g : groups) add(out, Real(-g.questions), T(model.log_probability(T(g.n), T(g.c))));
    return out;
  }
  [[nodiscard]] Real value(Model const& model) const {
    compensated<Real> sum;
    for (group<Real> const& g : groups) sum += Real(-g.questions * model.log_probability(g.n, g.c));
    return sum.value();
  }
};

template <class Model>
[[nodiscard]] optimize::box<value_t<Model>, Model::coordinates> box_of() {
  optimize::box<value_t<Model>, Model::coordinates> out;
  for (int i = 0; i < Model::coordinates; ++i) {
    out.lower[i] = value_t<Model>(Model::bounds[i].lower);
    out.upper[i] = value_t<Model>(Model::bounds[i].upper);
    out.longest_step[i] = value_t<Model>(Model::bounds[i].longest_step);
  }
  return out;
}

}  // namespace detail

/// Maximum of the likelihood by Newton's method from the best of the model's starts.
/// @return  the fit; empty, size_mismatch, out_of_domain ("trials", "successes"); not_identified where no extrapolation
///          can be had: "trials" (no question has two), "successes" (fewer solved questions than options.least_solved,
///          with their number, or none that failed), "spread" (every question all right or all wrong, or another
///          singular fit)
/// @accuracy  coordinates and nll to rounding of the data's information: 1e-9 on counts of 10,000 (tests/passk/mixture)
template <class Model, class Count>
[[nodiscard]] result<fitted<Model>> fit_mixture(counts<Count> const& data, fit_options const& options = {}) {
  using Real = value_t<Model>;
  constexpr int size = Model::coordinates;
  if (status const problem = check(data); !problem.ok()) return problem;
  std::vector<group<Real>> const groups = grouped<Real>(data);
  double trials = 0, successes = 0, most = 0, solved = 0, failed = 0;
  for (group<Real> const& g : groups) {
    double const n = static_cast<double>(g.n), c = static_cast<double>(g.c), m = static_cast<double>(g.questions);
    trials += m * n;
    successes += m * c;
    most = n > most ? n : most;
    solved += c > 0 ? m : 0;
    failed += c < n ? m : 0;
  }
  if (most < 2) return status{errc::not_identified, "trials", most, -1};
  if (solved < static_cast<double>(options.least_solved) || failed < 1)
    return status{errc::not_identified, "successes", solved, -1};

  detail::mixture_objective<Model> const objective{groups};
  Real start[size], best(0);
  bool first = true;
  for (auto const& candidate : Model::starts(successes / trials)) {
    Real x[size];
    for (int i = 0; i < size; ++i) x[i] = Real(candidate[static_cast<std::size_t>(i)]);
    Real const value = objective.value(Model::at(x));
    if (!math::isfinite(value) || (!first && !(value < best))) continue;
    best = value;
    first = false;
    for (int i = 0; i < size; ++i) start[i] = x[i];
  }
  if (first) return status{errc::not_converged, "counts", 0, -1};
  auto const found = optimize::newton(objective, start, detail::box_of<Model>());

  fitted<Model> out{};
  static_cast<Model&>(out) = Model::at(found.x);
  out.nll = objective.value(out);
  out.converged = found.converged;
  out.questions = data.size();
  out.solved = static_cast<std::size_t>(solved);
  bool skip[size];
  for (int i = 0; i < size; ++i) {
    out.x[i] = found.x[i];
    out.gradient[i] = found.at.gradient[i];
    out.active[i] = found.active[i];
    skip[i] = found.active[i] != 0;
  }
  if (!math::isfinite(out.nll)) return status{errc::not_converged, "counts", 0, -1};
  for (int i = 0; i < size; ++i) {
    Real unit[size], column[size];
    for (int j = 0; j < size; ++j) unit[j] = Real(i == j ? 1 : 0);
    if (skip[i]) unit[i] = Real(0);
    if (!optimize::solve_positive(found.at.hessian, unit, skip, column))
      return status{errc::not_identified, "spread", 0, -1};
    for (int j = 0; j < size; ++j) out.covariance[i][j] = column[j];
  }
  if (!out.supported()) return status{errc::not_identified, "spread", 0, -1};
  return out;
}

}  // namespace t2::inline v0::passk
