// SPDX-License-Identifier: BSL-1.0
// A planning problem as a geometric program in (log N, log D, log k).
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, optimize, law.
#pragma once

#include <t2/core/config.hpp>                 // T2_HD
#include <t2/core/math.hpp>                   // math::log
#include <t2/core/quantity.hpp>               // params, tokens, samples
#include <t2/core/real.hpp>                   // value_t
#include <t2/law/power_sum.hpp>               // separable, term_shape, variable_index
#include <t2/optimize/geometric_program.hpp>  // geometric_program
#include <t2/plan/general/choices.hpp>        // pins
#include <t2/plan/limits.hpp>                 // limits

namespace t2::inline v0::plan {

/// N, D and k in logs, under limits and bounds. Capacities: one objective or target of 8 terms beside the limits.
template <real Real>
using plan_program = optimize::geometric_program<Real, 3, limits<Real>::most_terms + 8, limits<Real>::most + 2>;

namespace detail {

/// Every variable lies in e^-30 .. e^120: far outside anything that exists, but finite, as proofs need.
template <real Real>
T2_HD void reset(plan_program<Real>& program) {
  program.reset(Real(-30), Real(120));
}

template <real Real>
T2_HD optimize::log_monomial<Real, 3> log_of(cost::monomial<Real> const& term) {
  return {math::log(term.coefficient), {term.params, term.tokens, term.samples}};
}

/// The limits as groups, in their order; the objective is to be group 0.
template <real Real>
T2_HD void add_limits(limits<Real> const& keep, pins<Real> const& fixed, plan_program<Real>& program) {
  for (int i = 0; i < keep.count; ++i) {
    program.open_group();
    for (int t = keep.first[i]; t < keep.first[i + 1]; ++t) program.add(log_of(keep.term[t]));
    if (keep.first[i] == keep.first[i + 1])  // every term is absent: nothing is limited
      program.add({Real(-1), {Real(0), Real(0), Real(0)}});
  }
  for (int v = 0; v < 3; ++v)
    if (fixed.held[v]) program.hold(v, fixed.log_value[v]);
  program.overflow = program.overflow || keep.overflow;
}

/// Where N, D and k stand among the variables of a law, -1 for none.
template <law::law L>
inline constexpr int position_of[3] = {law::detail::variable_index<params>(typename L::variables{}),
                                       law::detail::variable_index<tokens>(typename L::variables{}),
                                       law::detail::variable_index<samples>(typename L::variables{})};
template <law::law L>
inline constexpr bool depends_on_samples = law::detail::variable_index<samples>(typename L::variables{}) >= 0;
/// Whether N, D and k are all that a law needs.
template <law::law L>
inline constexpr bool is_planned = (law::detail::variable_index<params>(typename L::variables{}) >= 0) &&
                                   (law::detail::variable_index<tokens>(typename L::variables{}) >= 0) &&
                                   (L::variables::size == 2 + (depends_on_samples<L> ? 1 : 0));

/// A law's falling terms as monomials: its value is `floor` and their sum.
template <real Real>
struct law_terms {
  optimize::log_monomial<Real, 3> term[8];
  int count;
  Real floor;  ///< sum of the constant terms
  int missing
      [3];  ///< the coefficient whose absence leaves N, D or k without effect; -1: it has one; -2: no such variable
  bool too_many;
};

template <law::separable L>
[[nodiscard]] T2_HD law_terms<value_t<L>> terms_of(L const& law) {
  using Real = value_t<L>;
  constexpr auto shapes = L::terms;
  constexpr int n = law::detail::variable_index<params>(typename L::variables{});
  constexpr int d = law::detail::variable_index<tokens>(typename L::variables{});
  Real coefficients[law::parameter_count<L>];
  law::store(law, coefficients);
  law_terms<Real> out{};
  for (int v = 0; v < 3; ++v) out.missing[v] = -2;
  for (int t = 0; t < shapes.size; ++t) {
    Real const c = coefficients[shapes[t].coefficient];
    if (shapes[t].exponent < 0) {
      out.floor += c;
      continue;
    }
    int const v = shapes[t].variable == n ? 0 : shapes[t].variable == d ? 1 : 2;
    Real const e = coefficients[shapes[t].exponent];
    if (!(c > Real(0)) || !(e > Real(0))) {
      if (out.missing[v] == -2) out.missing[v] = shapes[t].coefficient;
      if (e == Real(0)) out.floor += c;
      continue;
    }
    out.missing[v] = -1;
    if (out.count == 8) {
      out.too_many = true;
      continue;
    }
    optimize::log_monomial<Real, 3> term{math::log(c), {Real(0), Real(0), Real(0)}};
    term.slope[v] = Real(-e);
    out.term[out.count++] = term;
  }
  return out;
}

/// The least value that limits of one variable alone allow it, in logs; -infinity without one.
template <real Real>
[[nodiscard]] T2_HD Real least_log(limits<Real> const& keep, int variable) {
  Real least = -infinity<Real>();
  for (int t = 0; t < keep.first[keep.count]; ++t) {
    Real const slope[3] = {keep.term[t].params, keep.term[t].tokens, keep.term[t].samples};
    bool alone = slope[variable] < Real(0);
    for (int v = 0; v < 3; ++v) alone = alone && (v == variable || slope[v] == Real(0));
    if (alone) least = math::max(least, Real(math::log(keep.term[t].coefficient) / -slope[variable]));
  }
  return least;
}

/// A variable that no limit holds from above, -1 for none: a term that falls in it then has no optimum.
template <real Real>
[[nodiscard]] T2_HD int unlimited(limits<Real> const& keep, pins<Real> const& fixed) {
  for (int v = 0; v < 3; ++v) {
    bool limited = fixed.held[v];
    for (int t = 0; t < keep.first[keep.count]; ++t) {
      Real const slope[3] = {keep.term[t].params, keep.term[t].tokens, keep.term[t].samples};
      limited = limited || slope[v] > Real(0);
    }
    if (!limited) return v;
  }
  return -1;
}

/// A point of which a plan is likely to be near: it saves steps, never decides the answer.
template <real Real>
T2_HD void guess(Real (&start)[3]) {
  start[0] = Real(21);
  start[1] = Real(25);
  start[2] = Real(1);
}

}  // namespace detail
}  // namespace t2::inline v0::plan
