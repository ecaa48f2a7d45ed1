// SPDX-License-Identifier: BSL-1.0
// What a planner who knows only Chinchilla would do with the same money.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, optimize, law.
#pragma once

#include <t2/core/math.hpp>               // math::abs, math::exp, math::isfinite, math::log
#include <t2/core/real.hpp>               // value_t
#include <t2/core/status.hpp>             // result, status
#include <t2/cost/monomial.hpp>           // cost
#include <t2/law/law.hpp>                 // law, evaluate
#include <t2/optimize/program.hpp>        // minimise
#include <t2/plan/allocation.hpp>         // allocation
#include <t2/plan/budget.hpp>             // training
#include <t2/plan/general/certified.hpp>  // check, describe, why_not
#include <t2/plan/general/program.hpp>    // plan_program
#include <t2/plan/limits.hpp>             // limits
#include <t2/plan/solve.hpp>              // training_optimum

namespace t2::inline v0::plan {

/// The Chinchilla plan beside another: N and D are the training optimum for `compute`, k is all that the limits then
/// leave. With the compute of a plan of `solve` it trains for the same and keeps to the same limits, so it costs the
/// same in all.
/// @param   compute  6 N D [FLOP]
/// @return  N, D, k and the law's value; the limits that bind are named, without prices
/// @param   knows  the law that the planner trains by: the location of `law`, or of fresh data where `law` knows of
///          repetition
/// @errors  infeasible where that model breaks a limit, with its name; unbounded where the law has no training optimum
template <law::law L, law::law Location>
[[nodiscard]] result<allocation<value_t<L>>> chinchilla_for(L const& law, limits<value_t<L>> const& keep,
                                                            flops<value_t<L>> const& compute, Location const& knows) {
  using Real = value_t<L>;
  if (status const bad = detail::check(keep); !bad.ok()) return bad;
  auto const model = detail::training_optimum(knows, budget::training<Real>{compute});
  if (!model) return model.error();
  pins<Real> fixed = pins<Real>{}.with(0, model->params.value).with(1, model->tokens.value);
  if (!detail::depends_on_samples<L>) fixed = fixed.with(2, Real(1));
  plan_program<Real> program;
  detail::reset(program);
  program.open_group();
  program.add({Real(0), {Real(0), Real(0), Real(-1)}});
  detail::add_limits(keep, fixed, program);
  auto const most = optimize::minimise(program, {fixed.log_value[0], fixed.log_value[1], Real(1)});
  if (status const bad = detail::why_not<L>(most, keep); !bad.ok()) return bad;
  if (most.at_bound[2] != 0) return status{.code = errc::unbounded, .argument = "samples"};
  allocation<Real> out{};
  out.params = model->params;
  out.tokens = model->tokens;
  out.samples = samples<Real>(fixed.at(2, most.x[2]));
  out.value = law::evaluate(law, out.params, out.tokens, out.samples);
  Real force[limits<Real>::most];
  for (int i = 0; i < keep.count; ++i)
    force[i] =
        Real(1) - keep.use(i, out.params.value, out.tokens.value, out.samples.value) < Real(1e-8) ? Real(1) : Real(0);
  detail::describe<L>(keep, force, most.at_bound, out);
  for (Real& price : out.prices) price = Real(0);
  out.by_train = out.by_inference = Real(0);
  return out;
}

/// The same for an amount of any training cost: N and D are those of Chinchilla's rule, which counts 6 N D, at the compute
/// for which training costs that much.
/// @param   training, amount  a cost of N and D that rises with both, and what may be spent of it, in its unit
/// @errors  those above; not_converged where no compute costs that much
template <law::law L, cost::cost Training, law::law Location>
[[nodiscard]] result<allocation<value_t<L>>> chinchilla_for(L const& law, limits<value_t<L>> const& keep,
                                                            Training const& training, value_t<L> const& amount,
                                                            Location const& knows) {
  using Real = value_t<L>;
  // nearly in proportion: steps of log C by the missing share of the cost come to rest in a few
  Real log_compute = math::log(amount);
  for (int step = 0; step < 60; ++step) {
    auto const model = detail::training_optimum(knows, budget::training<Real>{flops<Real>(math::exp(log_compute))});
    if (!model) return model.error();
    Real const short_of = Real(math::log(amount) - math::log(training(model->params, model->tokens, samples<Real>(Real(1)))));
    if (!math::isfinite(short_of)) break;
    log_compute += short_of;
    if (math::abs(short_of) < Real(Real(8) * epsilon<Real>() * (Real(1) + math::abs(log_compute))))
      return chinchilla_for(law, keep, flops<Real>(math::exp(log_compute)), knows);
  }
  return status{.code = errc::not_converged, .argument = "training"};
}

/// The same, trained by the location of the law itself, or by a law without one at k = 1.
template <law::law L>
[[nodiscard]] result<allocation<value_t<L>>> chinchilla_for(L const& law, limits<value_t<L>> const& keep,
                                                            flops<value_t<L>> const& compute) {
  return chinchilla_for(law, keep, compute, law);
}

}  // namespace t2::inline v0::plan
