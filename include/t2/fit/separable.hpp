// SPDX-License-Identifier: BSL-1.0
// The fit of a separable law: no starting point, the exact objective, bounds as active constraints.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law, optimize.
#pragma once

#include <t2/core/jet.hpp>            // jet
#include <t2/core/math.hpp>           // math::abs, math::exp
#include <t2/core/real.hpp>           // value_t
#include <t2/core/status.hpp>         // result, status
#include <t2/core/sum.hpp>            // sum_leaf
#include <t2/fit/dataset.hpp>         // observations
#include <t2/fit/fitted.hpp>          // fitted
#include <t2/fit/linear_search.hpp>   // linear_search
#include <t2/fit/objective.hpp>       // curve, loss_function, residual_function
#include <t2/law/power_sum.hpp>       // separable, evaluate_terms
#include <t2/optimize/newton.hpp>     // newton, box

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
      : rho_(rho), residual_(residual), value_(data.value), weight_(data.weight) {
    for (std::size_t v = 0; v < variables; ++v) {
      Real sum(0);
      for (Real const& x : data.log_x[v]) sum += x;
      centre_[v] = Real(sum / Real(static_cast<double>(data.size())));
      for (Real const& x : data.log_x[v]) log_x_[v].push_back(Real(x - centre_[v]));
    }
  }

  /// The same sum with a wider quadratic part of the loss.
  [[nodiscard]] separable_objective relaxed(double factor) const {
    separable_objective out = *this;
    out.rho_ = rho_.relaxed(factor);
    return out;
  }

  /// Other weights or observed values for the same points: what a bootstrap changes.
  void reweigh(std::vector<Real> weight) { weight_ = std::move(weight); }
  void observe(std::vector<Real> value) { value_ = std::move(value); }

  [[nodiscard]] jet<Real, size> operator()(Real const* parameters) const {
    using jet_type = jet<Real, size>;
    jet_type total = jet_type::zero();
    // leaf by leaf, so that rounding grows with the logarithm of the number of points
    for (std::size_t begin = 0; begin < value_.size(); begin += sum_leaf) {
      jet_type part = jet_type::zero();
      std::size_t const end = std::min(value_.size(), begin + sum_leaf);
      for (std::size_t i = begin; i < end; ++i) add(parameters, i, part);
      total.value += part.value;
      for (int p = 0; p < size; ++p) {
        total.gradient[p] += part.gradient[p];
        for (int q = 0; q <= p; ++q) total.hessian[p][q] += part.hessian[p][q];
      }
    }
    for (int p = 0; p < size; ++p)
      for (int q = 0; q < p; ++q) total.hessian[q][p] = total.hessian[p][q];
    return total;
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
  void add(Real const* parameters, std::size_t i, jet<Real, size>& out) const {
    Real x[variables];
    for (std::size_t v = 0; v < variables; ++v) x[v] = log_x_[v][i];
    law::power_sum<L, Real> const m = law::evaluate_terms<L>(parameters, static_cast<Real const*>(x));
    curve<Real> const r = residual_(m.value, value_[i]);
    curve<Real> const f = rho_(r.value);
    Real const slope = Real(weight_[i] * f.first * r.first);
    Real const bend = Real(weight_[i] * (f.second * r.first * r.first + f.first * r.second));
    out.value += Real(weight_[i] * f.value);
    // what parameter_jet would give, without its zeros
    Real gradient[size];
    law::for_each_term<L>([&]<int T>(std::integral_constant<int, T>) {
      constexpr int c = L::terms[T].coefficient, e = L::terms[T].exponent;
      gradient[c] = m.term[T].power;
      if constexpr (e >= 0) {
        Real const by_exponent = Real(slope * m.term[T].by_exponent);
        gradient[e] = Real(parameters[c] * m.term[T].by_exponent);
        out.hessian[c > e ? c : e][c > e ? e : c] += by_exponent;
        out.hessian[e][e] -= Real(parameters[c] * by_exponent * m.term[T].log_x);
      }
    });
    for (int p = 0; p < size; ++p) {
      out.gradient[p] += Real(slope * gradient[p]);
      Real const bent = Real(bend * gradient[p]);
      for (int q = 0; q <= p; ++q) out.hessian[p][q] += Real(bent * gradient[q]);
    }
  }

  Rho rho_;
  Residual residual_;
  std::array<std::vector<Real>, variables> log_x_;
  std::array<Real, variables> centre_;
  std::vector<Real> value_;
  std::vector<Real> weight_;
};

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
  for (int t = 0; t < terms.size; ++t)
    if (terms[t].exponent >= 0 && !(found.x[terms[t].coefficient] > Real(0)))
      out.warnings.push_back({caution::exponent_of_zero, terms[t].exponent, terms[t].coefficient});
  return out;
}

// A loss that is nearly absolute has many shallow minima along a flat valley. Narrowing its quadratic part step by step
// follows the valley to its floor, which a direct descent misses on real data; the smaller the steps, the surer.
template <class Rho>
concept relaxable = requires(Rho const& rho) {
  { rho.relaxed(4.0) } -> std::same_as<Rho>;
};

template <class Objective, real Real, int Size>
[[nodiscard]] optimize::minimum<Real, Size> descend(Objective const& objective, Real const (&start)[Size],
                                                    optimize::box<Real, Size> const& box, double narrowing) {
  Real x[Size];
  for (int i = 0; i < Size; ++i) x[i] = start[i];
  int evaluations = 0;
  if constexpr (relaxable<typename Objective::loss_type>)
    for (double factor = 100; factor > 1; factor /= narrowing) {
      optimize::minimum<Real, Size> const stage = optimize::newton(objective.relaxed(factor), x, box, {.most = 60, .polish = false});
      for (int i = 0; i < Size; ++i) x[i] = stage.x[i];
      evaluations += stage.evaluations;
    }
  optimize::minimum<Real, Size> last = optimize::newton(objective, x, box);
  last.evaluations += evaluations;
  return last;
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

  constexpr std::size_t most_starts = 6;
  std::vector<optimize::minimum<Real, size>> found;
  int evaluations = 0;
  auto const run = [&](detail::grid_point<L> const& start, double narrowing) {
    Real x[size];
    for (int i = 0; i < size; ++i) x[i] = start.parameters[static_cast<std::size_t>(i)];
    found.push_back(detail::descend(objective, x, *box, narrowing));
    evaluations += found.back().evaluations;
  };
  auto const starts = objective.search(box->lower, box->upper, most_starts);
  for (detail::grid_point<L> const& start : starts) run(start, 4);
  if constexpr (detail::relaxable<Rho>)
    if (!starts.empty()) run(starts.front(), 1.5);
  optimize::minimum<Real, size> const* best = nullptr;
  for (auto const& m : found)
    if (math::isfinite(m.at.value) && (best == nullptr || m.at.value < best->at.value)) best = &m;
  if (best == nullptr) return status{.code = errc::not_converged, .argument = "the fit"};
  fitted<L> out = detail::finish(*data, objective, *best);
  Real parameters[size];
  law::store(out.law, parameters);
  for (int i = 0; i < size; ++i)  // back from the centre of the data, far from which a number may not be held
    if (!math::isfinite(parameters[i])) return status{errc::not_converged, L::parameters::name(i).data(), 0, i};
  out.starts = static_cast<int>(found.size());
  for (auto const& m : found)
    if (m.at.value <= Real(best->at.value * (Real(1) + Real(1e-6)))) ++out.reached;
  out.evaluations = evaluations;
  return out;
}

}  // namespace t2::inline v0::fit
