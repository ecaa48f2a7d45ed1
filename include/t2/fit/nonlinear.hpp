// SPDX-License-Identifier: BSL-1.0
// The fit of any law: Gauss-Newton from several starting points.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law, optimize.
#pragma once

#include <t2/core/jet.hpp>         // jet
#include <t2/core/math.hpp>        // math::abs
#include <t2/core/real.hpp>        // value_t
#include <t2/core/status.hpp>      // result, status
#include <t2/fit/dataset.hpp>      // observations
#include <t2/fit/fitted.hpp>       // fitted
#include <t2/fit/objective.hpp>    // curve, loss_function, residual_function
#include <t2/fit/predictor.hpp>    // make_predictor
#include <t2/fit/separable/fit.hpp>    // default_box
#include <t2/law/law.hpp>          // law, evaluate_at
#include <t2/optimize/newton.hpp>  // newton

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace t2::inline v0::fit {

/// The parameters of a law in the order of its list: a starting point, a bootstrap draw.
template <law::law L>
using parameters_t = std::array<value_t<L>, static_cast<std::size_t>(law::parameter_count<L>)>;

namespace detail {

/// The sum over points of rho(residual) with its gradient and the Gauss-Newton matrix sum w rho'(r)/r dr dr', which is
/// positive wherever the residual depends on a parameter.
template <law::law L, loss_function Rho, residual_function Residual>
class nonlinear_objective {
 public:
  using Real = value_t<L>;
  static constexpr int size = law::parameter_count<L>;
  static constexpr int variables = L::variables::size;

  nonlinear_objective(observations<L> const& data, Rho const& rho, Residual const& residual)
      : nonlinear_objective(data, rho, residual, data.weight, data.value) {}

  /// Other weights or observed values for the same points: what a bootstrap changes.
  nonlinear_objective(observations<L> const& data, Rho const& rho, Residual const& residual,
                      std::vector<Real> const& weight, std::vector<Real> const& value)
      : data_(&data), rho_(rho), residual_(residual), value_(value), weight_(weight) {}

  [[nodiscard]] Real value(Real const* parameters) const {
    L law{};
    law::load(law, parameters);
    Real total(0);
    for (std::size_t i = 0; i < value_.size(); ++i) {
      Real x[variables];
      for (int v = 0; v < variables; ++v) x[v] = data_->x[v][i];
      total += Real(weight_[i] * rho_(residual_(law::evaluate_at(law, static_cast<Real const*>(x)), value_[i]).value).value);
    }
    return total;
  }

  [[nodiscard]] jet<Real, size> operator()(Real const* parameters) const {
    jet<Real, size> out = jet<Real, size>::zero();
    auto predict = make_predictor<L>(parameters);
    for (std::size_t i = 0; i < value_.size(); ++i) {
      if (weight_[i] == Real(0)) continue;
      Real slope_of[size];
      Real const prediction = predict(*data_, i, slope_of);
      curve<Real> const r = residual_(prediction, value_[i]);
      curve<Real> const f = rho_(r.value);
      Real const ratio = r.value == Real(0) ? f.second : Real(f.first / r.value);
      Real const slope = Real(weight_[i] * f.first * r.first);
      Real const bend = Real(weight_[i] * ratio * r.first * r.first);
      out.value += Real(weight_[i] * f.value);
      for (int p = 0; p < size; ++p) {
        out.gradient[p] += Real(slope * slope_of[p]);
        for (int q = 0; q <= p; ++q) out.hessian[p][q] += Real(bend * slope_of[p] * slope_of[q]);
      }
    }
    for (int p = 0; p < size; ++p)
      for (int q = 0; q < p; ++q) out.hessian[q][p] = out.hessian[p][q];
    return out;
  }

 private:
  observations<L> const* data_;
  Rho rho_;
  Residual residual_;
  std::vector<Real> value_;
  std::vector<Real> weight_;
};

// The largest gradient entry over free parameters, coefficients by their logarithms.
template <law::law L>
[[nodiscard]] value_t<L> free_gradient(optimize::minimum<value_t<L>, law::parameter_count<L>> const& found) {
  value_t<L> largest(0);
  for (int i = 0; i < law::parameter_count<L>; ++i) {
    bool const by_log = L::parameters::kind(i) == law::role::coefficient;
    if (found.active[i] == 0)
      largest = math::max(largest, math::abs(value_t<L>(found.at.gradient[i] * (by_log ? found.x[i] : value_t<L>(1)))));
  }
  return largest;
}

template <law::law L>
[[nodiscard]] optimize::box<value_t<L>, law::parameter_count<L>> plain_box(
    std::array<law::bounds, static_cast<std::size_t>(law::parameter_count<L>)> const& limits) {
  optimize::box<value_t<L>, law::parameter_count<L>> out;
  for (int i = 0; i < law::parameter_count<L>; ++i) {
    out.lower[i] = value_t<L>(limits[static_cast<std::size_t>(i)].lower);
    out.upper[i] = value_t<L>(limits[static_cast<std::size_t>(i)].upper);
    out.longest_step[i] = infinity<value_t<L>>();
  }
  return out;
}

// About `most` of the points, spread evenly over their canonical order by the golden ratio, so that no period of the data
// (the k of a checkpoint) meets one of the choice.
template <law::law L>
[[nodiscard]] observations<L> thinned(observations<L> const& data, std::size_t most) {
  std::vector<std::size_t> chosen;
  for (std::size_t i = 1; i <= most; ++i) {
    double const turn = 0.6180339887498949 * static_cast<double>(i);
    chosen.push_back(static_cast<std::size_t>((turn - math::floor(turn)) * static_cast<double>(data.size())));
  }
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  observations<L> out;
  for (std::size_t const i : chosen) {
    for (int v = 0; v < L::variables::size; ++v) out.x[v].push_back(data.x[v][i]);
    out.value.push_back(data.value[i]);
    out.weight.push_back(data.weight[i]);
  }
  return out;
}

// Evenly spread points of the box: Kronecker's sequence on powers of the root of x^(size+1) = x + 1 (Roberts 2018).
template <law::law L>
[[nodiscard]] result<std::vector<parameters_t<L>>> spread_starts(
    std::array<law::bounds, static_cast<std::size_t>(law::parameter_count<L>)> const& limits, std::size_t count) {
  constexpr int size = law::parameter_count<L>;
  for (int i = 0; i < size; ++i) {
    law::bounds const b = limits[static_cast<std::size_t>(i)];
    if (!math::isfinite(b.lower) || !math::isfinite(b.upper))
      return status{errc::unsupported, L::parameters::name(i).data(), b.upper, i};
  }
  double root = 2;
  for (int i = 0; i < 60; ++i) root = math::pow(1 + root, 1.0 / (size + 1));
  std::vector<parameters_t<L>> out(count);
  for (std::size_t s = 0; s < count; ++s) {
    double step = 1;
    for (int i = 0; i < size; ++i) {
      step /= root;
      double const turn = 0.5 + step * static_cast<double>(s + 1);
      law::bounds const b = limits[static_cast<std::size_t>(i)];
      out[s][static_cast<std::size_t>(i)] = value_t<L>(b.lower + (b.upper - b.lower) * (turn - math::floor(turn)));
    }
  }
  return out;
}
}  // namespace detail

/// Fits any law from several starting points; the best objective wins, and its warnings say that the global optimum is
/// not proven, and how many of the descents that were run to the end agree.
/// @param   starts  starting points; empty: 64 points spread over the box, whose bounds must then be finite
/// @errors  those of `observe`; unsupported naming a parameter without finite bounds where there are no starts;
///          not_converged if no start gave a finite objective
template <law::law L, loss_function Rho, residual_function Residual>
[[nodiscard]] result<fitted<L>> fit_nonlinear(
    dataset<value_t<L>> const& points, Rho const& rho, Residual const& residual,
    std::array<law::bounds, static_cast<std::size_t>(law::parameter_count<L>)> const& limits = default_box<L>(),
    std::vector<parameters_t<L>> starts = {}) {
  using Real = value_t<L>;
  constexpr int size = law::parameter_count<L>;
  result<observations<L>> const data = observe<L>(points);
  if (!data) return data.error();
  if (starts.empty()) {
    auto spread = detail::spread_starts<L>(limits, 64);
    if (!spread) return spread.error();
    starts = *std::move(spread);
  }
  detail::nonlinear_objective<L, Rho, Residual> const objective(*data, rho, residual);
  // Descents from the worst starts cost as much as from the best and rarely win; short ones tell which basin is lowest,
  // and a few hundred points tell it as well as all of them.
  constexpr std::size_t most_points = 400;
  observations<L> const few = data->size() > 2 * most_points ? detail::thinned(*data, most_points) : *data;
  detail::nonlinear_objective<L, Rho, Residual> const sketch(few, rho, residual);
  constexpr std::size_t most_starts = 8;
  constexpr std::size_t long_descents = 3;
  constexpr int short_descent = 40;
  std::vector<std::pair<Real, std::size_t>> order;
  for (std::size_t s = 0; s < starts.size(); ++s) {
    Real const f = sketch.value(starts[s].data());
    if (math::isfinite(f)) order.emplace_back(f, s);
  }
  std::sort(order.begin(), order.end());
  if (order.size() > most_starts) order.resize(most_starts);

  using minimum = optimize::minimum<Real, size>;
  auto const by_value = [](minimum const& a, minimum const& b) {
    return a.at.value != b.at.value ? a.at.value < b.at.value : std::lexicographical_compare(a.x, a.x + size, b.x, b.x + size);
  };
  std::vector<minimum> found;
  int evaluations = 0;
  auto const box = detail::plain_box<L>(limits);
  auto const descend = [&](auto const& function, Real const* start, optimize::newton_options const& options) {
    Real from[size];
    for (int i = 0; i < size; ++i) from[i] = math::min(math::max(start[i], box.lower[i]), box.upper[i]);
    minimum const end = optimize::newton(function, from, box, options);
    evaluations += end.evaluations;
    return end;
  };
  for (auto const& [value, s] : order)
    found.push_back(descend(sketch, starts[s].data(), {.most = short_descent, .polish = false, .gain = 1e-6}));
  std::erase_if(found, [](minimum const& m) { return !math::isfinite(m.at.value); });
  if (found.empty()) return status{.code = errc::not_converged, .argument = "the fit"};
  std::sort(found.begin(), found.end(), by_value);
  // descents that met already need not be run to the end one by one
  std::size_t const met = static_cast<std::size_t>(std::count_if(found.begin(), found.end(), [&](minimum const& m) {
    return m.converged && m.at.value <= Real(found.front().at.value * (Real(1) + Real(1e-4)));
  }));
  std::vector<minimum> ends{descend(objective, found.front().x, {})};
  // ... unless the one that was run lost its way in a flat valley: then each of them is
  bool const lost = !ends.front().converged;
  std::size_t const wanted = lost ? found.size() : met >= long_descents ? 1 : long_descents;
  for (std::size_t i = lost || met < 1 ? 1 : met; i < found.size() && ends.size() < wanted; ++i)
    ends.push_back(descend(objective, found[i].x, {}));
  minimum const* const best = &*std::min_element(ends.begin(), ends.end(), by_value);
  fitted<L> out;
  law::load(out.law, static_cast<Real const*>(best->x));
  out.gradient = detail::free_gradient<L>(*best);
  detail::account(*data, *best, out);
  out.evaluations = evaluations;
  out.starts = static_cast<int>(order.size());
  for (minimum const& m : ends)
    if (m.at.value <= Real(best->at.value * (Real(1) + Real(1e-6)))) ++out.reached;
  if (!lost && best == ends.data() && met > 1) out.reached += static_cast<int>(met) - 1;
  out.warnings.push_back({caution::not_proven});
  return out;
}

}  // namespace t2::inline v0::fit
