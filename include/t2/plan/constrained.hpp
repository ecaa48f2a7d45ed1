// SPDX-License-Identifier: BSL-1.0
// The best plan under any limits: budgets, data walls, ranges, memory, latency, menus and whole numbers together.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, optimize, law, cost.
#pragma once

#include <t2/core/real.hpp>               // value_t
#include <t2/core/status.hpp>             // result, status
#include <t2/law/law.hpp>                 // law
#include <t2/law/power_sum.hpp>           // separable
#include <t2/plan/allocation.hpp>         // allocation
#include <t2/plan/general/certified.hpp>  // certified
#include <t2/plan/general/choices.hpp>    // choices, pins
#include <t2/plan/general/search.hpp>     // search_grid, searched
#include <t2/plan/general/whole.hpp>      // whole_numbers
#include <t2/plan/limits.hpp>             // limits

#include <vector>

namespace t2::inline v0::plan {

namespace detail {
template <law::law L>
struct relaxed_plan {
  using Real = value_t<L>;
  L const& law;
  limits<Real> const& keep;
  search_grid const& grid;
  [[nodiscard]] result<allocation<Real>> operator()(pins<Real> const& fixed) const {
    if constexpr (law::separable<L>) {
      return certified(law, keep, fixed);
    } else {
      return searched(law, keep, fixed, grid);
    }
  }
};

template <real Real>
[[nodiscard]] pins<Real> pins_of(choices<Real> const& from) {
  pins<Real> out;
  if (from.params > Real(0)) out = out.with(0, from.params);
  if (from.tokens > Real(0)) out = out.with(1, from.tokens);
  if (from.samples > Real(0)) out = out.with(2, from.samples);
  return out;
}
}  // namespace detail

/// The best N, D and k under limits. With a separable law (power_sum.hpp) the plan is certified, whole numbers and
/// menus included; other laws are searched globally, and the plan is certified where they are convex in logs
/// (general/convex.hpp), else it says `not_certified`.
/// @param   law   of N and D, and perhaps k: k of a law without it is 1
/// @param   keep  subject_to(budget::split{…}, at_least(samples{1}), data_wall{…}, at_most(cost::weights{}, …),
///                …)
/// @param   from  menu of sizes, integer k, multiples of D, variables that are given
/// @param   grid  how finely a law that is not separable is searched
/// @return  N, D, k, the law's value, every limit that binds with its shadow price, certificate, cautions
/// @errors  out_of_domain (a limit that is not positive); infeasible, with one limit of those that conflict (`conflict`
///          names them all); unbounded, with the coefficient that is 0 or the variable that nothing limits
/// @accuracy certified: as `prove`; searched: log N, D, k to about 1e-8 where the law is smooth
template <law::law L>
[[nodiscard]] result<allocation<value_t<L>>> solve(L const& law, limits<value_t<L>> const& keep,
                                                   choices<value_t<L>> const& from = {},
                                                   search_grid const& grid = {}) {
  static_assert(detail::is_planned<L>,
                "t2: a plan needs a law of params and tokens, and samples if it has a third variable");
  detail::relaxed_plan<L> const relaxed{law, keep, grid};
  return detail::whole_numbers<L, detail::relaxed_plan<L>>{relaxed, from}.solve(detail::pins_of(from));
}

/// The limits that conflict: no point satisfies all of them, and giving up one of them is needed. Empty if there is
/// one.
/// @param  from  variables that are given count; whole numbers and menus do not
template <real Real>
[[nodiscard]] std::vector<char const*> conflict(limits<Real> const& keep, choices<Real> const& from = {}) {
  plan_program<Real> program;
  detail::reset(program);
  program.open_group();
  program.add({Real(0), {Real(0), Real(0), Real(0)}});
  detail::add_limits(keep, detail::pins_of(from), program);
  std::vector<char const*> names;
  auto const found = optimize::minimise(program, {Real(21), Real(25), Real(1)});
  if (found.end != optimize::ending::infeasible) return names;
  for (int i = 0; i < keep.count; ++i)
    if (found.multiplier[i + 1] > Real(1e-6)) names.push_back(keep.name[i]);
  return names;
}

}  // namespace t2::inline v0::plan
