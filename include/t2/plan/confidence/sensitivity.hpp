// SPDX-License-Identifier: BSL-1.0
// How the optimum moves with every coefficient of the law and every limit: the implicit function theorem.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, optimize, law.
#pragma once

#include <t2/core/dual.hpp>             // dual
#include <t2/core/math.hpp>             // math::exp, math::log
#include <t2/core/real.hpp>             // value_t
#include <t2/core/status.hpp>           // result, status
#include <t2/law/law.hpp>               // law, evaluate, rebind_t, parameter_count
#include <t2/optimize/kkt.hpp>          // kkt_matrix
#include <t2/optimize/pivoted.hpp>      // solve_pivoted
#include <t2/plan/allocation.hpp>       // allocation
#include <t2/plan/constrained.hpp>      // pins_of
#include <t2/plan/general/program.hpp>  // plan_program
#include <t2/plan/limits.hpp>           // limits

#include <array>
#include <cstddef>

namespace t2::inline v0::plan {

/// Derivatives of an optimum with respect to one number.
template <real Real>
struct movement {
  Real log_params = Real(0);   ///< dlog N* / d.
  Real log_tokens = Real(0);   ///< dlog D* / d.
  Real log_samples = Real(0);  ///< dlog k* / d.
  Real value = Real(0);        ///< d value / d.
};

/// Derivatives with respect to all coefficients, in the order of the law's list, per unit of each; and with respect to
/// the logarithm of each limit, in the order of `limits`.
template <law::law L>
struct sensitivities {
  std::array<movement<value_t<L>>, static_cast<std::size_t>(law::parameter_count<L>)> coefficient;
  std::array<movement<value_t<L>>, static_cast<std::size_t>(limits<value_t<L>>::most)> limit;
};

namespace detail {
/// The law's value and slopes in log N, log D, log k, and their derivatives with respect to coefficient `p`.
template <law::law L>
struct slopes_by_coefficient {
  using Real = value_t<L>;
  Real value;
  Real slope[3];
};

template <law::law L>
[[nodiscard]] slopes_by_coefficient<L> by_coefficient(L const& law, value_t<L> const (&x)[3], int p) {
  using Real = value_t<L>;
  slopes_by_coefficient<L> out;
  // a law that is nothing but its coefficients can be rebuilt with dual ones; one that holds more is differenced
  if constexpr (law::rebindable<L> && sizeof(L) == sizeof(Real) * static_cast<std::size_t>(law::parameter_count<L>)) {
    using inner = dual<Real, 1>;
    using outer = dual<inner, 3>;
    Real plain[law::parameter_count<L>];
    law::store(law, plain);
    inner seeded[law::parameter_count<L>];
    for (int i = 0; i < law::parameter_count<L>; ++i) seeded[i] = i == p ? inner::variable(plain[i]) : inner(plain[i]);
    law::rebind_t<L, inner> moving{};
    law::load(moving, static_cast<inner const*>(seeded));
    outer const f = law::evaluate(moving, params<outer>(math::exp(outer::variable(inner(x[0]), 0))),
                                  tokens<outer>(math::exp(outer::variable(inner(x[1]), 1))),
                                  samples<outer>(math::exp(outer::variable(inner(x[2]), 2))));
    out.value = f.value.partial[0];
    for (int v = 0; v < 3; ++v) out.slope[v] = f.partial[v].partial[0];
  } else {
    Real plain[law::parameter_count<L>];
    law::store(law, plain);
    Real const h =
        Real(math::exp(Real(math::log(epsilon<Real>()) / Real(3))) * math::max(math::abs(plain[p]), Real(1e-3)));
    L up = law, down = law;
    plain[p] += h;
    law::load(up, static_cast<Real const*>(plain));
    plain[p] -= Real(Real(2) * h);
    law::load(down, static_cast<Real const*>(plain));
    dual<Real, 3> const above = slopes(up, x[0], x[1], x[2]), below = slopes(down, x[0], x[1], x[2]);
    out.value = Real((above.value - below.value) / (Real(2) * h));
    for (int v = 0; v < 3; ++v) out.slope[v] = Real((above.partial[v] - below.partial[v]) / (Real(2) * h));
  }
  return out;
}
}  // namespace detail

/// Differentiates the conditions of the optimum: with the limits that bind as equations, F(x, multipliers; p) = 0 gives
/// dx/dp = -(dF/dx)^-1 dF/dp. Right as long as a small change of p changes no limit from binding to slack.
/// @param   best  a plan that `solve` found for this law and these limits (of the two-budget solver as well)
/// @param   from  as handed to `solve`; variables chosen from menus or whole numbers are to be given here as held
/// @errors  not_identified where the optimum is not unique or lies at an end of the search
/// @accuracy against differences of plans <= 1e-6 relative (tests/plan/confidence/confidence_test.cpp)
template <law::law L>
[[nodiscard]] result<sensitivities<L>> sensitivity(L const& law, limits<value_t<L>> const& keep,
                                                   allocation<value_t<L>> const& best,
                                                   choices<value_t<L>> const& from = {}) {
  using Real = value_t<L>;
  constexpr int groups = limits<Real>::most + 2;
  if (best.binding.search) return status{.code = errc::not_identified, .argument = "plan"};
  plan_program<Real> program;
  detail::reset(program);
  program.open_group();
  program.add({Real(0), {Real(0), Real(0), Real(0)}});
  pins<Real> const fixed = detail::pins_of(from);
  detail::add_limits(keep, fixed, program);
  optimize::kkt_point<Real, 3, groups> point{};
  Real const at[3] = {best.params.value, best.tokens.value, best.samples.value};
  Real x[3];
  for (int v = 0; v < 3; ++v) {
    x[v] = math::log(at[v]);
    point.held[v] = fixed.held[v] || (v == 2 && !detail::depends_on_samples<L>);
  }
  // the sign of an accuracy is turned, so that prices become multipliers of a minimum
  Real const sign(law::higher_is_better<L> ? -1 : 1);
  for (int i = 0; i < keep.count; ++i) {
    point.active[i + 1] = best.binding.find(keep.name[i]) >= 0;
    point.multiplier[i + 1] = Real(-sign * Real(keep.side[i]) * best.price(keep.name[i]));
  }
  optimize::lagrangian<Real, 3, groups> conditions;
  optimize::evaluate(program, x, point.multiplier, conditions);
  using first = dual<Real, 3>;
  using second = dual<first, 3>;
  second log_of[3];
  for (int v = 0; v < 3; ++v) log_of[v] = second::variable(first::variable(x[v], v), v);
  second const f = law::evaluate(law, params<second>(math::exp(log_of[0])), tokens<second>(math::exp(log_of[1])),
                                 samples<second>(math::exp(log_of[2])));
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) conditions.hessian[i][j] += Real(sign * f.partial[i].partial[j]);

  sensitivities<L> out{};
  auto const solved = [&](Real const(&slope)[3], int limit, movement<Real>& to) {
    Real matrix[6][6], right[6];
    int variable[3], constraint[groups];
    int const rows = optimize::kkt_matrix(point, conditions, program.groups, matrix, variable, constraint);
    for (int r = 0; r < rows; ++r) right[r] = Real(0);
    for (int v = 0; v < 3; ++v)
      if (variable[v] >= 0) right[variable[v]] = Real(-sign * slope[v]);
    if (limit >= 0 && constraint[limit + 1] >= 0) right[constraint[limit + 1]] = Real(keep.side[limit]);
    if (rows > 0 && !optimize::solve_pivoted(matrix, right, rows)) return false;
    Real* const log_move[3] = {&to.log_params, &to.log_tokens, &to.log_samples};
    for (int v = 0; v < 3; ++v) *log_move[v] = variable[v] >= 0 ? right[variable[v]] : Real(0);
    return true;
  };
  for (int p = 0; p < law::parameter_count<L>; ++p) {
    auto const change = detail::by_coefficient(law, x, p);
    auto& to = out.coefficient[static_cast<std::size_t>(p)];
    if (!solved(change.slope, -1, to)) return status{.code = errc::not_identified, .argument = "plan"};
    to.value = change.value;  // the envelope theorem
  }
  Real const still[3] = {Real(0), Real(0), Real(0)};
  for (int i = 0; i < keep.count; ++i) {
    auto& to = out.limit[static_cast<std::size_t>(i)];
    if (!point.active[i + 1]) continue;
    if (!solved(still, i, to)) return status{.code = errc::not_identified, .argument = "plan"};
    to.value = best.price(keep.name[i]);
  }
  return out;
}

}  // namespace t2::inline v0::plan
