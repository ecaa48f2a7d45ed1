// SPDX-License-Identifier: BSL-1.0
// The cheapest model, data and samples that reach a target.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, optimize, law, cost.
#pragma once

#include <t2/core/math.hpp>              // math::abs, math::exp, math::expm1, math::log
#include <t2/core/real.hpp>              // value_t
#include <t2/core/status.hpp>            // result, status
#include <t2/cost/monomial.hpp>          // posynomial_cost
#include <t2/law/power_sum.hpp>          // separable
#include <t2/optimize/program.hpp>       // minimise
#include <t2/plan/allocation.hpp>        // allocation
#include <t2/plan/constrained.hpp>       // solve, pins_of
#include <t2/plan/constraint/spend.hpp>  // at_most
#include <t2/plan/general/program.hpp>   // plan_program, terms_of
#include <t2/plan/limits.hpp>            // limits

#include <string_view>

namespace t2::inline v0::plan {

/// A plan that reaches a target, and what it costs.
template <real Real>
struct bargain {
  /// Its prices are changes of the cost per relative change of each limit that binds, its gap is of the cost.
  allocation<Real> plan;
  Real cost;       ///< in the unit of the cost
  Real by_target;  ///< change of the cost per unit of the target value
};

namespace detail {
template <law::separable L, cost::posynomial_cost Cost>
[[nodiscard]] result<bargain<value_t<L>>> certified_bargain(L const& law, Cost const& cost, value_t<L> const& target,
                                                            limits<value_t<L>> const& keep, pins<value_t<L>> fixed) {
  using Real = value_t<L>;
  static_assert(Cost::monomial_count <= 8, "t2: a cost of more than 8 terms cannot be an objective");
  auto const terms = terms_of(law);
  if (!(target > terms.floor) || terms.too_many)
    return status{errc::infeasible, "target", to_double(target), -1};
  for (int v = 0; v < 3; ++v)
    if (terms.missing[v] != -1 && !fixed.held[v])
      fixed = fixed.with(v, math::exp(math::max(Real(0), least_log(keep, v))));
  plan_program<Real> program;
  reset(program);
  program.open_group();
  cost::monomial<Real> cost_terms[Cost::monomial_count];
  cost.store(cost_terms);
  for (auto const& term : cost_terms)
    if (term.coefficient > Real(0)) program.add(log_of(term));
  add_limits(keep, fixed, program);
  program.open_group();
  Real const shift = math::log(Real(target - terms.floor));
  for (int t = 0; t < terms.count; ++t) {
    auto term = terms.term[t];
    term.constant -= shift;
    program.add(term);
  }
  if (terms.count == 0 || program.overflow) return status{.code = errc::unsupported, .argument = "target"};
  auto const found = optimize::minimise(program, {Real(21), Real(25), Real(1)});
  if (found.end == optimize::ending::infeasible) {
    int worst = -1;  // the target stands against the limits
    for (int i = 0; i < keep.count; ++i)
      if (worst < 0 || found.multiplier[i + 1] > found.multiplier[worst + 1]) worst = i;
    return status{errc::infeasible,
                  worst >= 0 && found.multiplier[worst + 1] > Real(1e-6) ? keep.name[worst] : "target",
                  to_double(target), -1};
  }
  if (found.end != optimize::ending::optimal) return status{.code = errc::not_converged, .argument = "plan"};
  bargain<Real> out{};
  out.cost = math::exp(found.value);
  out.plan.params = params<Real>(fixed.at(0, found.x[0]));
  out.plan.tokens = tokens<Real>(fixed.at(1, found.x[1]));
  out.plan.samples = samples<Real>(fixed.at(2, found.x[2]));
  out.plan.value = law::evaluate(law, out.plan.params, out.plan.tokens, out.plan.samples);
  out.plan.certificate = {true, found.residual, Real(-out.cost * math::expm1(Real(-found.gap)))};
  out.by_target = Real(-found.multiplier[keep.count + 1] * out.cost / (target - terms.floor));
  Real force[limits<Real>::most];
  for (int i = 0; i < keep.count; ++i) force[i] = Real(found.multiplier[i + 1] * out.cost);
  describe<L>(keep, force, found.at_bound, out.plan);
  return out;
}

// Whole numbers choose by cost as they choose by value in `solve`: both are convex in the logs.
template <law::separable L, cost::posynomial_cost Cost>
struct relaxed_bargain {
  using Real = value_t<L>;
  L const& law;
  Cost const& cost;
  Real const& target;
  limits<Real> const& keep;
  [[nodiscard]] result<allocation<Real>> operator()(pins<Real> const& fixed) const {
    auto const found = certified_bargain(law, cost, target, keep, fixed);
    if (!found) return found.error();
    allocation<Real> out = found->plan;
    out.value = found->cost;
    return out;
  }
};

template <law::separable L, cost::posynomial_cost Cost>
[[nodiscard]] result<bargain<value_t<L>>> whole_bargain(L const& law, Cost const& cost, value_t<L> const& target,
                                                        limits<value_t<L>> const& keep,
                                                        choices<value_t<L>> const& from) {
  static_assert(!law::higher_is_better<L>, "t2: the cost is minimised in place of the law's value");
  relaxed_bargain<L, Cost> const relaxed{law, cost, target, keep};
  auto const chosen = whole_numbers<L, relaxed_bargain<L, Cost>>{relaxed, from}.solve(pins_of(from));
  if (!chosen) return chosen.error();
  auto fixed = pins_of(from);
  if (!from.sizes.empty()) fixed = fixed.with(0, chosen->params.value);
  if (from.tokens_multiple > value_t<L>(0)) fixed = fixed.with(1, chosen->tokens.value);
  if (from.integer_samples) fixed = fixed.with(2, chosen->samples.value);
  return certified_bargain(law, cost, target, keep, fixed);
}

// The best value under a cost, told as the least cost for that value: what a limit adds to the value saves the cost of
// that much value, dcost/dlog(limit) = -cost (dvalue/dlog(limit)) / (dvalue/dlog cost).
template <real Real>
void price_in_cost(Real const& spent, Real const& by_cost, allocation<Real>& plan) {
  Real const factor = by_cost == Real(0) ? Real(0) : Real(-spent / by_cost);
  int kept = 0;
  for (int i = 0; i < plan.binding.count; ++i) {
    if (std::string_view(plan.binding.name[i]) == "cost") continue;
    plan.binding.name[kept] = plan.binding.name[i];
    plan.prices[kept++] = Real(plan.prices[i] * factor);
  }
  plan.binding.count = kept;
  plan.by_train = Real(plan.by_train * factor);
  plan.by_inference = Real(plan.by_inference * factor);
}

// The best value rises with the budget, so the budget that reaches the target is bracketed and then found by false
// position.
template <law::law L, cost::posynomial_cost Cost>
[[nodiscard]] result<bargain<value_t<L>>> searched_bargain(L const& law, Cost const& cost, value_t<L> const& target,
                                                           limits<value_t<L>> const& keep,
                                                           choices<value_t<L>> const& from, search_grid const& grid) {
  using Real = value_t<L>;
  Real const sign(law::higher_is_better<L> ? -1 : 1);
  result<allocation<Real>> best = status{errc::infeasible, "target", to_double(target), -1};
  auto const excess = [&](Real const& log_amount) {
    limits<Real> all = keep;
    all.add(at_most(cost, math::exp(log_amount), "cost"));
    auto found = solve(law, all, from, grid);
    if (!found) return infinity<Real>();
    Real const out = Real(sign * (found->value - target));
    if (!(out > Real(0))) best = found;
    return out;
  };
  Real high = math::log(cost(params<Real>(Real(1e9)), tokens<Real>(Real(2e10)), samples<Real>(Real(1)))), low = high;
  Real at_high = excess(high), at_low = at_high;
  for (int i = 0; i < 20 && at_high > Real(0); ++i) {
    low = high, at_low = at_high;
    at_high = excess(high += Real(3));
  }
  if (at_high > Real(0)) return best.error();
  for (int i = 0; i < 20 && !(at_low > Real(0)); ++i) {
    high = low, at_high = at_low;
    at_low = excess(low -= Real(3));
  }
  for (int i = 0, side = 0; i < 60 && high - low > Real(1e-9); ++i) {
    Real middle = Real(high - at_high * (high - low) / (at_high - at_low));
    if (!(middle > low) || !(middle < high) || i % 4 == 3) middle = Real((low + high) / Real(2));
    Real const at = excess(middle);
    if (at > Real(0)) {
      low = middle, at_low = at;
      if (side == 1) at_high /= Real(2);
      side = 1;
    } else {
      high = middle, at_high = at;
      if (side == -1) at_low /= Real(2);
      side = -1;
    }
  }
  if (!best) return best.error();
  Real const spent = cost(best->params, best->tokens, best->samples);
  Real const price = best->price("cost");  // dvalue / dlog cost
  // a proof that no plan of this cost has a value below value - gap bounds the cost of the target, too: the best value
  // rises by no less than the price for each unit by which log cost falls
  certificate<Real>& proof = best->certificate;
  Real const missed = Real(proof.gap + math::abs(Real(best->value - target)));
  proof.certified = proof.certified && missed < Real(Real(1e-6) * math::abs(price));
  proof.gap = proof.certified ? Real(-spent * math::expm1(Real(missed / price))) : Real(0);
  best->cautions.not_certified = !proof.certified;
  price_in_cost(spent, price, *best);
  return bargain<Real>{*best, spent, price == Real(0) ? Real(0) : Real(spent / price)};
}
}  // namespace detail

/// The least cost at which the law reaches a target: a loss of at most, an accuracy of at least `target`.
/// @param   cost  what is minimised, such as cost::training{} + questions * cost::per_question{…}
/// @param   keep  limits as for `solve`   @param  from  menus, whole numbers, variables that are given
/// @param   grid  how finely a law that is not separable is searched
/// @return  the plan, its cost, and what a harder target would add; certified for laws that are convex in logs
/// @errors  infeasible with "target" where no N, D and k reach it, or with the limit that forbids it
/// @source  the inverse problem of Sardana et al. 2024, arXiv:2401.00448
template <law::law L, cost::posynomial_cost Cost>
[[nodiscard]] result<bargain<value_t<L>>> least_cost(L const& law, Cost const& cost, value_t<L> const& target,
                                                     limits<value_t<L>> const& keep = {},
                                                     choices<value_t<L>> const& from = {},
                                                     search_grid const& grid = {}) {
  if (status const bad = detail::check(keep); !bad.ok()) return bad;
  if constexpr (law::separable<L>) {
    if (!from.sizes.empty() || from.integer_samples || from.tokens_multiple > value_t<L>(0))
      return detail::whole_bargain(law, cost, target, keep, from);
    return detail::certified_bargain(law, cost, target, keep, detail::pins_of(from));
  } else {
    return detail::searched_bargain(law, cost, target, keep, from, grid);
  }
}

}  // namespace t2::inline v0::plan
