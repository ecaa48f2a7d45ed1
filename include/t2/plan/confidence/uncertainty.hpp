// SPDX-License-Identifier: BSL-1.0
// How sure a plan is: the plan of every bootstrap draw, intervals from them, and the regret of the plan in hand.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, exec, law, fit.
#pragma once

#include <t2/core/config.hpp>       // T2_HD
#include <t2/core/math.hpp>         // math::exp, math::log
#include <t2/core/quantity.hpp>     // params, samples, tokens
#include <t2/core/real.hpp>         // value_t
#include <t2/core/status.hpp>       // result, status
#include <t2/exec/backend.hpp>      // backend
#include <t2/exec/memory.hpp>       // lent, on_device
#include <t2/fit/bootstrap.hpp>     // bootstrap_draws, range
#include <t2/law/law.hpp>           // law, load, evaluate, higher_is_better
#include <t2/plan/allocation.hpp>   // allocation
#include <t2/plan/budget.hpp>       // split
#include <t2/plan/constrained.hpp>  // solve
#include <t2/plan/limits.hpp>       // limits
#include <t2/plan/solve.hpp>        // check_budgets, options, solve
#include <t2/plan/two_budget.hpp>   // balance_terms

#include <array>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace t2::inline v0::plan {

/// The plan under one draw of the law, and what the point plan loses there.
template <real Real>
struct drawn_plan {
  Real params;
  Real tokens;
  Real samples;
  Real value;
  Real committed;  ///< the draw's value at the point plan: what one gets who commits to it
  Real regret;     ///< how much worse that is than the draw's own best, >= 0 up to rounding
  bool found = false;
};

/// Percentile intervals over draws.
template <real Real>
struct spread {
  fit::range<Real> params;
  fit::range<Real> tokens;
  fit::range<Real> samples;
  fit::range<Real> value;      ///< of the best value
  fit::range<Real> committed;  ///< of the value of the point plan
  fit::range<Real> regret;
  Real mean_regret;
  std::size_t draws;   ///< draws that have a plan
  std::size_t failed;  ///< draws without one: a term vanished, or no feasible point
};

namespace detail {
template <law::law L, class Solve>
struct plan_of_draw {
  using Real = value_t<L>;
  L const& law;
  std::vector<std::array<Real, static_cast<std::size_t>(law::parameter_count<L>)>> const& rows;
  allocation<Real> const& point;
  Solve const& solve;
  drawn_plan<Real>* out;

  void operator()(std::size_t i) const {
    L drawn = law;
    law::load(drawn, rows[i].data());
    auto const best = solve(drawn);
    out[i].found = static_cast<bool>(best);
    if (!best) return;
    Real const committed = law::evaluate(drawn, point.params, point.tokens, point.samples);
    Real const loss = Real(law::higher_is_better<L> ? best->value - committed : committed - best->value);
    out[i] = {best->params.value, best->tokens.value, best->samples.value, best->value, committed, loss, true};
  }
};
}  // namespace detail

/// The two-budget optimum of each draw of a separable law with k free, on any backend: index i is draw i.
/// @accuracy  as plan::solve, whose kernel it shares; the value within a few epsilon of it
template <law::separable L>
struct two_budget_draw {
  using Real = value_t<L>;
  L law;              ///< gives what is not a coefficient
  Real const* rows;   ///< [draws][parameter_count], in the order of the law's list
  Real pairs, draws;  ///< C_train / 6 [parameter tokens], C_inference / 2 [parameter samples]
  Real params_at, tokens_at, samples_at;  ///< the plan in hand
  drawn_plan<Real>* out;

  T2_HD void operator()(std::size_t i) const {
    Real const* const row = rows + i * static_cast<std::size_t>(law::parameter_count<L>);
    L drawn = law;
    law::load(drawn, row);
    out[i] = {};
    balance<Real> const found = balance_terms<L>(row, math::log(pairs), math::log(draws), true);
    if (found.missing >= 0) return;
    Real const n = math::exp(found.log_params), d = Real(pairs / n), k = Real(draws / n);
    Real const best = law::evaluate(drawn, params<Real>(n), tokens<Real>(d), samples<Real>(k));
    Real const committed =
        law::evaluate(drawn, params<Real>(params_at), tokens<Real>(tokens_at), samples<Real>(samples_at));
    out[i] = {n, d, k, best, committed, Real(law::higher_is_better<L> ? best - committed : committed - best), true};
  }
};

/// The plan of every draw, by a solver of the caller: any function of a law that returns a plan.
/// @param   ex     backend; draws are planned independently
/// @param   draws  rows of coefficients in the order of the law's list   @param  law  gives what is not a coefficient
/// @param   point  the plan in hand, by the point fit   @param  solve  solve(law) -> result<allocation>
/// @shape   one element per draw; `found` is false where the draw has no plan
template <exec::backend Exec, law::law L, class Solve>
[[nodiscard]] result<std::vector<drawn_plan<value_t<L>>>> plan_draws(
    Exec const& ex, L const& law,
    fit::bootstrap_draws<value_t<L>, static_cast<std::size_t>(law::parameter_count<L>)> const& draws,
    allocation<value_t<L>> const& point, Solve const& solve) {
  static_assert(!exec::on_device<Exec>, "t2: on a device plans are drawn under the two budgets only");
  std::vector<drawn_plan<value_t<L>>> out(draws.rows.size());
  detail::plan_of_draw<L, Solve> const kernel{law, draws.rows, point, solve, out.data()};
  status const ran = exec::for_each_index(ex, out.size(), kernel, exec::written{out.data(), out.size()});
  if (!ran.ok()) return ran;
  return out;
}

/// The same under limits.
template <exec::backend Exec, law::law L>
[[nodiscard]] result<std::vector<drawn_plan<value_t<L>>>> plan_draws(
    Exec const& ex, L const& law,
    fit::bootstrap_draws<value_t<L>, static_cast<std::size_t>(law::parameter_count<L>)> const& draws,
    allocation<value_t<L>> const& point, limits<value_t<L>> const& keep, choices<value_t<L>> const& from = {}) {
  return plan_draws(ex, law, draws, point, [&](L const& drawn) { return solve(drawn, keep, from); });
}

/// The same under the two budgets of T2, by the fast solver. On a device: separable laws with k free.
/// @errors  unsupported "options" on a device
template <exec::backend Exec, law::law L>
[[nodiscard]] result<std::vector<drawn_plan<value_t<L>>>> plan_draws(
    Exec const& ex, L const& law,
    fit::bootstrap_draws<value_t<L>, static_cast<std::size_t>(law::parameter_count<L>)> const& draws,
    allocation<value_t<L>> const& point, budget::split<value_t<L>> const& budget,
    options<value_t<L>> const& keep = {}) {
  using Real = value_t<L>;
  if constexpr (exec::on_device<Exec>) {
    if (status const bad = detail::check_budgets<L>(budget); !bad.ok()) return bad;
    if (keep.min_samples > Real(0) || keep.integer_samples)
      return status{.code = errc::unsupported, .argument = "options"};
    std::vector<drawn_plan<Real>> out(draws.rows.size());
    if (out.empty()) return out;
    constexpr std::size_t size = static_cast<std::size_t>(law::parameter_count<L>);
    exec::lent const rows(ex, std::span<Real const>(draws.rows.front().data(), draws.rows.size() * size));
    exec::lent const plans(ex, std::span(out));
    if (!rows.error().ok()) return rows.error();
    if (!plans.error().ok()) return plans.error();
    two_budget_draw<L> const work{law,
                                  rows.data(),
                                  Real(budget.train.value / Real(6)),
                                  Real(budget.inference.value / Real(2)),
                                  point.params.value,
                                  point.tokens.value,
                                  point.samples.value,
                                  plans.data()};
    status const ran = exec::for_each_index(ex, out.size(), work, exec::written{plans.data(), out.size()});
    if (!ran.ok()) return ran;
    if (status const lost = plans.give_back(); !lost.ok()) return lost;
    return out;
  } else {
    return plan_draws(ex, law, draws, point, [&](L const& drawn) { return solve(drawn, budget, keep); });
  }
}

/// Intervals over the draws.
/// @param   level  coverage, in (0, 1)
/// @return  percentile intervals; NaN where no draw has a plan
template <real Real>
[[nodiscard]] spread<Real> summarise(std::vector<drawn_plan<Real>> const& plans, double level) {
  auto const interval = [&](Real drawn_plan<Real>::* member) {
    std::vector<Real> values;
    for (auto const& plan : plans)
      if (plan.found) values.push_back(plan.*member);
    return fit::bootstrap_draws<Real, 1>::percentile_interval(std::move(values), level);
  };
  spread<Real> out{interval(&drawn_plan<Real>::params),
                   interval(&drawn_plan<Real>::tokens),
                   interval(&drawn_plan<Real>::samples),
                   interval(&drawn_plan<Real>::value),
                   interval(&drawn_plan<Real>::committed),
                   interval(&drawn_plan<Real>::regret),
                   Real(0),
                   0,
                   0};
  for (auto const& plan : plans) {
    ++(plan.found ? out.draws : out.failed);
    if (plan.found) out.mean_regret += plan.regret;
  }
  out.mean_regret = Real(out.mean_regret / Real(static_cast<double>(out.draws)));
  return out;
}

}  // namespace t2::inline v0::plan
