// SPDX-License-Identifier: BSL-1.0
// The fit of a separable law: no starting point, the exact objective, bounds as active constraints.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law, optimize.
#pragma once

#include <t2/core/math.hpp>                // math::isfinite
#include <t2/core/real.hpp>                // value_t
#include <t2/core/status.hpp>              // result, status
#include <t2/fit/dataset.hpp>              // observations
#include <t2/fit/fitted.hpp>               // fitted
#include <t2/fit/objective.hpp>            // loss_function, residual_function
#include <t2/fit/separable/objective.hpp>  // separable_objective
#include <t2/law/power_sum.hpp>            // separable
#include <t2/optimize/newton.hpp>          // newton, box

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <vector>

namespace t2::inline v0::fit {

/// Bounds of a law's parameters, in the order of its list.
template <law::law L>
using parameter_box = std::array<law::bounds, static_cast<std::size_t>(law::parameter_count<L>)>;

/// Those that the law declares.
template <law::law L>
[[nodiscard]] parameter_box<L> default_box() {
  parameter_box<L> out;
  for (int i = 0; i < law::parameter_count<L>; ++i) out[static_cast<std::size_t>(i)] = L::parameters::box(i);
  return out;
}

namespace detail {

/// Steps of at most a factor e^3 in a coefficient are implied by damping; exponents move by at most 0.6 at a time.
template <law::law L>
[[nodiscard]] result<optimize::box<value_t<L>, law::parameter_count<L>>> separable_box(
    std::array<law::bounds, static_cast<std::size_t>(law::parameter_count<L>)> const& limits) {
  using Real = value_t<L>;
  optimize::box<Real, law::parameter_count<L>> out;
  constexpr auto terms = L::terms;
  for (int i = 0; i < law::parameter_count<L>; ++i) {
    law::bounds const b = limits[static_cast<std::size_t>(i)];
    if (!(b.lower <= b.upper))
      return status{errc::out_of_domain, L::parameters::name(i).data(), b.lower, i};
    out.lower[i] = Real(b.lower);
    out.upper[i] = Real(b.upper);
    out.longest_step[i] = infinity<Real>();
  }
  for (int t = 0; t < terms.size; ++t) {
    int const c = terms[t].coefficient, e = terms[t].exponent;
    law::bounds const b = limits[static_cast<std::size_t>(c)];
    // the coefficient of a power is fitted at the centre of the data: only its sign carries over
    if (e >= 0 && (b.lower != 0 || b.upper < infinity<double>()))
      return status{errc::unsupported, L::parameters::name(c).data(), b.lower, c};
    if (e < 0) continue;
    if (!math::isfinite(limits[static_cast<std::size_t>(e)].lower) || !math::isfinite(limits[static_cast<std::size_t>(e)].upper))
      return status{errc::unsupported, L::parameters::name(e).data(), limits[static_cast<std::size_t>(e)].upper, e};
    out.longest_step[e] = Real(0.6);
  }
  return out;
}

template <law::separable L, loss_function Rho, residual_function Residual>
[[nodiscard]] fitted<L> finish(observations<L> const& data, separable_objective<L, Rho, Residual> const& objective,
                               optimize::minimum<value_t<L>, law::parameter_count<L>> const& found) {
  using Real = value_t<L>;
  fitted<L> out;
  Real parameters[law::parameter_count<L>];
  for (int i = 0; i < law::parameter_count<L>; ++i) parameters[i] = found.x[i];
  objective.uncentre(parameters);
  law::load(out.law, static_cast<Real const*>(parameters));
  out.gradient = objective.gradient(found);
  account(data, found, out);
  constexpr auto terms = L::terms;
  for (int t = 0; t < terms.size; ++t) {
    int const e = terms[t].exponent;
    if (e < 0 || found.x[terms[t].coefficient] > Real(0)) continue;
    std::erase_if(out.warnings, [e](warning const& w) {  // that it stopped at a bound means nothing then
      return w.parameter == e && (w.kind == caution::at_lower_bound || w.kind == caution::at_upper_bound);
    });
    out.warnings.push_back({caution::exponent_of_zero, e, terms[t].coefficient});
  }
  return out;
}

/// Two ends of descents are the same minimum if their values agree this far.
template <real Real>
[[nodiscard]] Real same() {
  return math::max(Real(1e-8), Real(Real(100) * epsilon<Real>()));
}

/// A loss whose quadratic part can be widened.
template <class Rho>
concept relaxable = requires(Rho const& rho) {
  { rho.relaxed(4.0) } -> std::same_as<Rho>;
  { rho.width() } -> std::same_as<double>;
};

/// How a descent narrows the loss.
struct narrowing {
  double widest = 1;    ///< the first width, in units of the last
  double ratio = 4;     ///< of one width to the next
  double gain = 1e-3;   ///< a width is left once a step gains less than this share of the value
};

/// The descents of one fit and the best of their ends.
template <class Objective, real Real, int Size>
class descents {
 public:
  descents(Objective const& objective, optimize::box<Real, Size> const& box) : objective_(objective), box_(box) {}

  /// A loss that is nearly absolute has many shallow minima along a flat valley. Narrowing its quadratic part step by
  /// step, follows the valley to its floor, which a direct descent misses on real data.
  /// @return  whether the end is lower than all before
  bool run(Real const* start, narrowing const& how) {
    Real x[Size];
    for (int i = 0; i < Size; ++i) x[i] = start[i];
    if constexpr (relaxable<typename Objective::loss_type>)
      for (double factor = how.widest; factor > 1; factor /= how.ratio)
        descend(objective_.with(objective_.loss().relaxed(factor)), x, {.most = 60, .polish = false, .gain = how.gain});
    optimize::minimum<Real, Size> const end = descend(objective_, x, {.polish = false, .gain = 1e-9, .damping = 1e-4});
    ends_.push_back(end.at.value);
    if (!math::isfinite(end.at.value)) return false;
    bool const lower = !found_ || end.at.value < Real(best_.at.value * (Real(1) - same<Real>()));
    if (!found_ || end.at.value < best_.at.value) best_ = end;
    found_ = true;
    return lower;
  }
  /// The same from the best end.
  bool run_again(narrowing const& how) {
    optimize::minimum<Real, Size> const from = best_;
    return run(from.x, how);
  }
  /// The best end to the last digits of its gradient.
  optimize::minimum<Real, Size> const& polished() {
    Real x[Size];
    for (int i = 0; i < Size; ++i) x[i] = best_.x[i];
    best_ = descend(objective_, x, {.damping = 0});
    return best_;
  }

  [[nodiscard]] bool found() const { return found_; }
  [[nodiscard]] bool last_agrees() const { return ends_.back() <= Real(best_.at.value * (Real(1) + same<Real>())); }
  [[nodiscard]] int count() const { return static_cast<int>(ends_.size()); }
  [[nodiscard]] int evaluations() const { return evaluations_; }
  /// How many of the descents ended at the best value.
  [[nodiscard]] int agreeing() const {
    return static_cast<int>(std::count_if(ends_.begin(), ends_.end(), [this](Real const& end) {
      return end <= Real(best_.at.value * (Real(1) + Real(1e-6)));
    }));
  }

 private:
  template <class Function>
  optimize::minimum<Real, Size> descend(Function const& function, Real (&x)[Size], optimize::newton_options const& how) {
    optimize::minimum<Real, Size> const end = optimize::newton(function, x, box_, how);
    for (int i = 0; i < Size; ++i) x[i] = end.x[i];
    evaluations_ += end.evaluations;
    return end;
  }

  Objective const& objective_;
  optimize::box<Real, Size> const& box_;
  optimize::minimum<Real, Size> best_{};
  bool found_ = false;
  std::vector<Real> ends_;
  int evaluations_ = 0;
};

/// Runs descents from the starts, best first, until they have shown the lowest minimum that they can reach.
/// Squares: from every start. A loss of a width: from the best start, and again from where that ended with the loss
/// widened once more, until two agree. Where residuals are so far beyond the width that the loss is nearly absolute:
/// from every start, and again at many widths until none of them leads lower.
template <class Objective, real Real, int Size, class Start>
void search_minimum(Objective const& objective, std::vector<Start> const& starts, descents<Objective, Real, Size>& out) {
  if constexpr (relaxable<typename Objective::loss_type>) {
    double const widest = 3 * static_cast<double>(objective.deviation(starts.front())) / objective.loss().width();
    if (widest <= 40) {
      constexpr int most = 8;
      out.run(starts.front().parameters.data(), {.widest = widest});
      if (!out.found()) return;
      do out.run_again({.widest = math::max(3.0, 0.3 * widest)});
      while (!out.last_agrees() && out.count() < most);
    } else {
      constexpr int most = 200;
      for (Start const& start : starts) out.run(start.parameters.data(), {.widest = 100, .gain = 0});
      out.run(starts.front().parameters.data(), {.widest = 100, .ratio = 1.5, .gain = 0});
      if (!out.found()) return;
      for (double width = widest; width > 1.5 && out.count() < most;)
        width = out.run_again({.widest = width}) ? widest : width / 1.5;
    }
  } else {
    for (Start const& start : starts) out.run(start.parameters.data(), {});
  }
}
}  // namespace detail

/// Fits a separable law: a grid of exponents with non-negative coefficients by linear least squares, then Newton's
/// method with the exact Hessian from each of its local minima; the best objective wins.
/// @param   limits  bounds of the parameters; coefficients of power terms can only be bounded by 0
/// @return  the fit; its warnings name what the data do not identify
/// @errors  those of `observe`; unsupported naming a parameter with bounds that cannot be kept; not_converged if no
///          start gave a finite objective, or naming a coefficient out of the range of the type
template <law::separable L, loss_function Rho, residual_function Residual>
[[nodiscard]] result<fitted<L>> fit_separable(
    dataset<value_t<L>> const& points, Rho const& rho, Residual const& residual,
    std::array<law::bounds, static_cast<std::size_t>(law::parameter_count<L>)> const& limits = default_box<L>()) {
  using Real = value_t<L>;
  constexpr int size = law::parameter_count<L>;
  result<observations<L>> const data = observe<L>(points);
  if (!data) return data.error();
  auto const box = detail::separable_box<L>(limits);
  if (!box) return box.error();
  detail::separable_objective<L, Rho, Residual> const objective(*data, rho, residual);

  auto const starts = objective.search(box->lower, box->upper, 6);
  detail::descents<detail::separable_objective<L, Rho, Residual>, Real, size> descents(objective, *box);
  if (!starts.empty()) detail::search_minimum(objective, starts, descents);
  if (!descents.found()) return status{.code = errc::not_converged, .argument = "the fit"};
  optimize::minimum<Real, size> const& best = descents.polished();
  fitted<L> out = detail::finish(*data, objective, best);
  Real parameters[size];
  law::store(out.law, parameters);
  for (int i = 0; i < size; ++i)  // back from the centre of the data, far from which a number may not be held
    if (!math::isfinite(parameters[i])) return status{errc::not_converged, L::parameters::name(i).data(), 0, i};
  out.starts = descents.count();
  out.reached = descents.agreeing();
  out.evaluations = descents.evaluations();
  return out;
}

}  // namespace t2::inline v0::fit
