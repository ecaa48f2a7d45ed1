// SPDX-License-Identifier: BSL-1.0
// The best N, D and k under a training and an inference budget.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, law.
#pragma once

#include <t2/core/math.hpp>          // math::log, math::exp, math::floor
#include <t2/core/quantity.hpp>      // params, tokens, samples
#include <t2/core/real.hpp>          // value_t
#include <t2/core/status.hpp>        // result, status
#include <t2/law/power_sum.hpp>      // separable
#include <t2/plan/allocation.hpp>    // allocation, appraise
#include <t2/plan/budget.hpp>        // split, training
#include <t2/plan/scan.hpp>          // scan
#include <t2/plan/two_budget.hpp>    // balance_terms

#include <type_traits>

namespace t2::inline v0::plan {

/// What a plan must keep to.
template <real Real = double>
struct options {
  Real min_samples = Real(0);    ///< k >= min_samples; 0: k is free, and k < 1 is a caution
  bool integer_samples = false;  ///< k is a whole number >= 1
  Real least_params = Real(1e5); ///< N of a global scan runs from here ...
  Real most_params = Real(1e14); ///< ... to here; convex problems need no range
};

namespace detail {
template <law::law L, class T>
[[nodiscard]] status check_budgets(budget::split<T> const& budget) {
  if (!(budget.train.value > T(0)) || !math::isfinite(budget.train.value))
    return {errc::out_of_domain, "train", to_double(budget.train.value), -1};
  if (!(budget.inference.value > T(0)) || !math::isfinite(budget.inference.value))
    return {errc::out_of_domain, "inference", to_double(budget.inference.value), -1};
  constexpr bool planned = law::detail::variable_index<params>(typename L::variables{}) >= 0 &&
                           law::detail::variable_index<tokens>(typename L::variables{}) >= 0 &&
                           law::detail::variable_index<samples>(typename L::variables{}) >= 0;
  if (!planned) return {.code = errc::unsupported, .argument = "a law without params, tokens or samples"};
  return {};
}

// A plan, unless coefficients so far apart left numbers that the type does not hold.
template <real Real>
[[nodiscard]] result<allocation<Real>> usable(result<allocation<Real>> const& plan) {
  if (!plan) return plan;
  Real const where[] = {plan->params.value, plan->tokens.value, plan->samples.value};  // nvcc takes no list here
  for (Real const& x : where)
    if (!(x > Real(0)) || !math::isfinite(x)) return status{.code = errc::unbounded, .argument = "plan"};
  if (!math::isfinite(plan->value)) return status{.code = errc::not_converged, .argument = "plan"};
  return plan;
}

template <law::law L>
struct two_budgets {
  using Real = value_t<L>;
  L const& law;
  Real pairs;        ///< C_train / 6 [parameter tokens]
  Real draws;        ///< C_inference / 2 [parameter samples]
  options<Real> keep;

  [[nodiscard]] allocation<Real> at(Real const& n, Real const& k, bool held, certificate<Real> const& proof) const {
    allocation<Real> out{};
    out.params = params<Real>(n);
    out.tokens = tokens<Real>(Real(pairs / n));
    out.samples = samples<Real>(k);
    out.binding = {.train = true, .inference = !(Real(n * k) < Real(draws * (Real(1) - Real(1e-12)))), .min_samples = held};
    out.cautions.not_certified = !proof.certified;
    out.certificate = proof;
    appraise(law, out);
    return out;
  }

  /// k real, at least `least` (0: free).
  [[nodiscard]] result<allocation<Real>> real_samples(Real const& least) const {
    Real const ceiling = least > Real(0) ? math::log(Real(draws / least)) : infinity<Real>();
    if constexpr (law::separable<L>) {
      Real coefficients[law::parameter_count<L>];
      law::store(law, coefficients);
      balance<Real> const found = balance_terms<L>(coefficients, math::log(pairs), math::log(draws), true);
      if (found.missing >= 0) return status{.code = errc::unbounded, .argument = L::parameters::name(found.missing).data()};
      // convex in log N: an optimum beyond the ceiling leaves the ceiling as the best
      if (found.log_params > ceiling) return at(Real(draws / least), least, true, {true, Real(0), Real(0)});
      Real const n = math::exp(found.log_params);
      return at(n, Real(draws / n), false, {true, found.residual, found.gap});
    } else {
      Real const low = math::log(keep.least_params), high = math::min(math::log(keep.most_params), ceiling);
      if (!(low < high)) return status{errc::infeasible, "min_samples", to_double(least), -1};
      descent_line<L> const line{law, math::log(pairs), math::log(draws), false};
      scanned<Real> const found = scan(line, low, high);
      bool const held = found.at_end && !(found.log_params < ceiling);
      Real const n = held ? Real(draws / least) : math::exp(found.log_params);
      allocation<Real> out = at(n, held ? least : Real(draws / n), held, {});
      out.binding.search = found.at_end && !held;
      if (out.binding.search) out.add_price("search", Real(0));
      return out;
    }
  }

  /// k held: the best N is the training optimum, or less where k samples of it do not fit the inference budget.
  [[nodiscard]] result<allocation<Real>> held_samples(Real const& k) const {
    Real const ceiling = math::log(Real(draws / k));
    if constexpr (law::separable<L>) {
      Real coefficients[law::parameter_count<L>];
      law::store(law, coefficients);
      balance<Real> const found = balance_terms<L>(coefficients, math::log(pairs), Real(0), false);
      if (found.missing >= 0) return status{.code = errc::unbounded, .argument = L::parameters::name(found.missing).data()};
      bool const cut = found.log_params > ceiling;
      return at(cut ? Real(draws / k) : math::exp(found.log_params), k, cut,
                {true, cut ? Real(0) : found.residual, cut ? Real(0) : found.gap});
    } else {
      Real const low = math::log(keep.least_params), high = math::min(math::log(keep.most_params), ceiling);
      if (!(low < high)) return status{errc::infeasible, "samples", to_double(k), -1};
      descent_line<L> const line{law, math::log(pairs), math::log(k), true};
      scanned<Real> const found = scan(line, low, high);
      bool const cut = found.at_end && !(found.log_params < ceiling);
      allocation<Real> out = at(cut ? Real(draws / k) : math::exp(found.log_params), k, cut, {});
      out.binding.search = found.at_end && !cut;
      if (out.binding.search) out.add_price("search", Real(0));
      return out;
    }
  }

  /// Whole k: along N = C_inf / (2k) the value has one optimum in k, so the best whole k is beside the real one.
  [[nodiscard]] result<allocation<Real>> whole_samples(Real const& least) const {
    result<allocation<Real>> const relaxed = real_samples(least);
    if (!relaxed) return relaxed.error();
    Real const below = math::max(least, math::floor(relaxed->samples.value));
    result<allocation<Real>> best = held_samples(below);
    result<allocation<Real>> const above = held_samples(Real(below + Real(1)));
    if (!best) return above;
    if (above && (law::higher_is_better<L> ? above->value > best->value : above->value < best->value)) best = above;
    return best;
  }
};
}  // namespace detail

/// The best plan. A separable law with terms in N, D and k is convex in log N along the line on which both budgets are
/// spent, and its plan is certified; other laws are scanned over N and are not.
/// @param   law     of params, tokens and samples; a loss is minimised, an accuracy maximised (`higher_is_better`)
/// @param   budget  6 N D <= train, 2 N k <= inference [FLOP]
/// @return  N, D, k, the law's value there, what binds, cautions, certificate, shadow prices
/// @errors  out_of_domain naming `train`, `inference` or `min_samples`; unbounded naming the coefficient without which
///          there is no interior optimum, or `plan` where that is out of the range of the type; infeasible naming
///          `min_samples` where the inference budget does not pay that many samples of any model; unsupported for a law
///          that lacks a variable
/// @accuracy  certified: N to 1e-12 relative (tests/plan/solve_test.cpp); scanned: the zero of the derivative to 1e-12
///            within its basin
/// @source  Roberts et al. 2026, arXiv:2604.01411, the problem; the optimality condition is derived in docs
template <law::law L>
[[nodiscard]] result<allocation<value_t<L>>> solve(L const& law, budget::split<value_t<L>> const& budget,
                                                   options<value_t<L>> const& keep = {}) {
  using Real = value_t<L>;
  if (status const bad = detail::check_budgets<L>(budget); !bad.ok()) return bad;
  if (!(keep.min_samples >= Real(0)) || !math::isfinite(keep.min_samples))
    return status{errc::out_of_domain, "min_samples", to_double(keep.min_samples), -1};
  detail::two_budgets<L> const problem{law, Real(budget.train.value / Real(6)), Real(budget.inference.value / Real(2)), keep};
  Real least = keep.min_samples;
  if (keep.integer_samples) least = math::max(Real(1), Real(-math::floor(Real(-least))));
  // a model has at least one parameter
  if (least > Real(0) && problem.draws < least)
    return status{errc::infeasible, "min_samples", to_double(least), -1};
  return detail::usable(keep.integer_samples ? problem.whole_samples(least) : problem.real_samples(least));
}

/// The training optimum of a law of (N, D): Chinchilla's. A law that also depends on k is planned as if k were held,
/// which leaves a separable law's optimum unchanged.
/// @return  as above with k = 1
/// @source  Hoffmann et al. 2022, arXiv:2203.15556, eq. (4), for the two-term case
template <law::separable L>
[[nodiscard]] result<allocation<value_t<L>>> solve(L const& law, budget::training<value_t<L>> const& budget) {
  using Real = value_t<L>;
  if (!(budget.train.value > Real(0)) || !math::isfinite(budget.train.value))
    return status{errc::out_of_domain, "train", to_double(budget.train.value), -1};
  Real coefficients[law::parameter_count<L>];
  law::store(law, coefficients);
  Real const pairs = Real(budget.train.value / Real(6));
  balance<Real> const found = balance_terms<L>(coefficients, math::log(pairs), Real(0), false);
  if (found.missing >= 0) return status{.code = errc::unbounded, .argument = L::parameters::name(found.missing).data()};
  allocation<Real> out{};
  out.params = params<Real>(math::exp(found.log_params));
  out.tokens = tokens<Real>(Real(pairs / out.params.value));
  out.samples = samples<Real>(Real(1));
  out.binding = {.train = true};
  out.certificate = {true, found.residual, found.gap};
  detail::appraise(law, out);
  return detail::usable<Real>(out);
}

/// The same for other laws of N and D, by a scan over N that is not certified.
/// @return  as above; `binding.search` where the law has no optimum between the least and the most N of `keep`
template <law::law L>
  requires(!law::separable<L>)
[[nodiscard]] result<allocation<value_t<L>>> solve(L const& law, budget::training<value_t<L>> const& budget,
                                                   options<value_t<L>> const& keep = {}) {
  using Real = value_t<L>;
  if (!(budget.train.value > Real(0)) || !math::isfinite(budget.train.value))
    return status{errc::out_of_domain, "train", to_double(budget.train.value), -1};
  Real const pairs = Real(budget.train.value / Real(6));
  scanned<Real> const found = scan(detail::descent_line<L>{law, math::log(pairs), Real(0), true},
                                   math::log(keep.least_params), math::log(keep.most_params));
  allocation<Real> out{};
  out.params = params<Real>(math::exp(found.log_params));
  out.tokens = tokens<Real>(Real(pairs / out.params.value));
  out.samples = samples<Real>(Real(1));
  out.binding = {.train = true, .search = found.at_end};
  out.cautions.not_certified = true;
  detail::appraise(law, out);
  return detail::usable<Real>(out);
}

namespace detail {
// Of a law of N, D and k: the training optimum of its location, or where it has none, of the law itself at k = 1.
template <law::law L>
[[nodiscard]] result<allocation<value_t<L>>> training_optimum(L const& law, budget::training<value_t<L>> const& budget) {
  if constexpr (!law::separable<L> && requires { solve(law.loss, budget); })
    return solve(law.loss, budget);
  else
    return solve(law, budget);
}
}  // namespace detail

/// The training optimum of a task's loss: the Chinchilla plan beside a T2 plan of the same fit. k spends the inference
/// budget; the value is the task law's.
/// @errors  those of `solve`
template <law::law L>
[[nodiscard]] result<allocation<value_t<L>>> chinchilla_plan(L const& law, budget::split<value_t<L>> const& budget) {
  using Real = value_t<L>;
  if (status const bad = detail::check_budgets<L>(budget); !bad.ok()) return bad;
  auto const best = detail::training_optimum(law, budget::training<Real>{budget.train});
  if (!best) return best.error();
  detail::two_budgets<L> const problem{law, Real(budget.train.value / Real(6)), Real(budget.inference.value / Real(2)), {}};
  Real const n = best->params.value;
  allocation<Real> out = problem.at(n, Real(problem.draws / n), false, {!best->cautions.not_certified, Real(0), Real(0)});
  out.binding.search = best->binding.search;
  if (out.binding.search) out.add_price("search", Real(0));
  return detail::usable<Real>(out);
}

}  // namespace t2::inline v0::plan
