// SPDX-License-Identifier: BSL-1.0
// Optima are flat: all the N, D and k that are within a tolerance of the best.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, optimize, law.
#pragma once

#include <t2/core/math.hpp>             // math::exp, math::log
#include <t2/core/real.hpp>             // value_t
#include <t2/core/status.hpp>           // result, status
#include <t2/law/power_sum.hpp>         // separable
#include <t2/optimize/program.hpp>      // minimise
#include <t2/plan/constrained.hpp>      // solve, pins_of
#include <t2/plan/general/program.hpp>  // plan_program, terms_of
#include <t2/plan/limits.hpp>           // limits

namespace t2::inline v0::plan {

/// An interval of a variable.
template <real Real>
struct span_of {
  Real low;
  Real high;
};

/// How far each variable can go, the others following as well as they can, before the value is worse by the tolerance.
template <real Real>
struct near_optimum {
  span_of<Real> params;
  span_of<Real> tokens;
  span_of<Real> samples;
  bool certified;  ///< exact and connected; else the interval around the best plan, of a search
};

namespace detail {
// Outwards from the best plan in one variable until the value at the others' best is worse than allowed.
template <law::law L>
[[nodiscard]] value_t<L> walk(L const& law, limits<value_t<L>> const& keep, pins<value_t<L>> const& fixed, int variable,
                              value_t<L> const& from, value_t<L> const& worst, int direction) {
  using Real = value_t<L>;
  search_grid const coarse{.params = 33, .tokens = 9, .samples = 9, .refined = 1};
  auto const allowed = [&](Real const& log) {
    auto const plan = searched(law, keep, fixed.with(variable, math::exp(log)), coarse);
    return plan && (law::higher_is_better<L> ? plan->value >= worst : plan->value <= worst);
  };
  Real inner = math::log(from), step = Real(direction) / Real(4);
  Real outer = Real(inner + step);
  for (int i = 0; i < 20 && allowed(outer); ++i) {
    inner = outer;
    outer = Real(outer + (step = Real(step * Real(2))));
  }
  for (int i = 0; i < 20; ++i) {
    Real const middle = Real((inner + outer) / Real(2));
    (allowed(middle) ? inner : outer) = middle;
  }
  return math::exp(inner);
}
}  // namespace detail

/// The set of plans within `tolerance` of the best, as the interval of each variable. For separable laws six more
/// geometric programs: least and most N, D and k under L <= best + tolerance. Its projections are intervals, because it
/// is convex in logs.
/// @param   tolerance  in the unit of the law's value, > 0
/// @errors  those of `solve`
/// @accuracy separable: as certified as the plan; others: 1e-5 in logs
template <law::law L>
[[nodiscard]] result<near_optimum<value_t<L>>> near_optimal(L const& law, limits<value_t<L>> const& keep,
                                                            value_t<L> const& tolerance,
                                                            choices<value_t<L>> const& from = {}) {
  using Real = value_t<L>;
  if (!(tolerance > Real(0))) return status{errc::out_of_domain, "tolerance", to_double(tolerance), -1};
  if (!from.sizes.empty() || from.integer_samples || from.tokens_multiple > Real(0))
    return status{.code = errc::unsupported, .argument = "a menu or whole numbers in near_optimal"};
  auto const best = solve(law, keep, from);
  if (!best) return best.error();
  pins<Real> fixed = detail::pins_of(from);
  Real const at[3] = {best->params.value, best->tokens.value, best->samples.value};
  Real low[3], high[3];
  if constexpr (law::separable<L>) {
    auto const terms = detail::terms_of(law);
    for (int v = 0; v < 3; ++v)
      if (terms.missing[v] != -1) fixed = fixed.with(v, at[v]);
    Real const shift = math::log(Real(best->value + tolerance - terms.floor));
    plan_program<Real> program;
    detail::reset(program);
    program.open_group();
    program.add({Real(0), {Real(0), Real(0), Real(0)}});
    detail::add_limits(keep, fixed, program);
    program.open_group();
    for (int t = 0; t < terms.count; ++t) {
      auto term = terms.term[t];
      term.constant -= shift;
      program.add(term);
    }
    Real start[3];
    for (int v = 0; v < 3; ++v) start[v] = math::log(at[v]);
    for (int v = 0; v < 3; ++v) {
      low[v] = high[v] = at[v];
      if (program.held(v)) continue;
      for (int direction = -1; direction <= 1; direction += 2) {
        for (int w = 0; w < 3; ++w) program.term[0].slope[w] = Real(w == v ? -direction : 0);
        auto const end = optimize::minimise(program, start);
        if (end.end != optimize::ending::optimal) return status{.code = errc::not_converged, .argument = "tolerance"};
        (direction < 0 ? low[v] : high[v]) = math::exp(end.x[v]);
      }
    }
  } else {
    Real const worst = Real(law::higher_is_better<L> ? best->value - tolerance : best->value + tolerance);
    for (int v = 0; v < 3; ++v) {
      bool const still = fixed.held[v] || (v == 2 && !detail::depends_on_samples<L>);
      low[v] = still ? at[v] : detail::walk(law, keep, fixed, v, at[v], worst, -1);
      high[v] = still ? at[v] : detail::walk(law, keep, fixed, v, at[v], worst, 1);
    }
  }
  return near_optimum<Real>{{low[0], high[0]}, {low[1], high[1]}, {low[2], high[2]}, law::separable<L>};
}

}  // namespace t2::inline v0::plan
