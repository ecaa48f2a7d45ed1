// SPDX-License-Identifier: BSL-1.0
#include "error.hpp"        // input_error
#include "planned_law.hpp"  // visit_planned
#include "planning.hpp"

#include <t2/plan/ask/chinchilla.hpp>
#include <t2/plan/ask/least_cost.hpp>
#include <t2/plan/constrained.hpp>
#include <t2/plan/general/convex.hpp>
#include <t2/plan/solve.hpp>

#include <variant>

namespace t2plan {
namespace {

using allocation = t2::plan::allocation<double>;

// Enough for a draw, of which only percentiles are shown.
constexpr t2::plan::search_grid quick_grid{.params = 33, .tokens = 9, .samples = 9, .refined = 2};

template <class Law>
double gain_of(allocation const& best, allocation const& other) {
  double const less = other.value - best.value;
  return t2::law::higher_is_better<Law> ? -less : less;
}

// The budgets of T2 and a bound of k: a solver of its own plans any law of N and D, and k, and draws in microseconds.
t2::result<plan_pair> plain_pair(any_law const& any, plan_request const& request) {
  return std::visit(
      [&]<class Law>(Law const& law) -> t2::result<plan_pair> {
        t2::flops const train{*request.train};
        auto const of_training = [&](auto const& one) -> t2::result<plan_pair> {
          auto const best = t2::plan::solve(one, t2::budget::training<double>{train});
          if (!best) return best.error();
          return plan_pair{*best, std::nullopt, 0};
        };
        if constexpr (is_law_of<Law, t2::params, t2::tokens>) {
          if constexpr (t2::plan::convex_in_logs<Law> && !t2::law::separable<Law>) {  // a proof is to be had
            auto const best = t2::plan::solve(law, limits_of(request));
            if (!best) return best.error();
            return plan_pair{*best, std::nullopt, 0};
          } else {
            return of_training(law);
          }
        } else if constexpr (requires { law.as_chinchilla(); }) {
          return of_training(law.as_chinchilla());
        } else if constexpr (is_law_of<Law, t2::params, t2::tokens, t2::samples>) {
          t2::budget::split<double> const budget{train, t2::flops{request.inference.value_or(0)}};
          auto const best = t2::plan::solve(
              law, budget, {.min_samples = request.min_samples, .integer_samples = request.integer_samples});
          if (!best) return best.error();
          auto const baseline = t2::plan::chinchilla_plan(law, budget);
          if (!baseline) return baseline.error();
          return plan_pair{*best, *baseline, gain_of<Law>(*best, *baseline)};
        } else {
          throw input_error(not_planned(any));
        }
      },
      any);
}

template <class Law, class Fresh>
t2::result<plan_pair> general_pair(Law const& law, Fresh const& fresh, plan_request const& request, bool quick) {
  auto const keep = limits_of(request);
  auto const best =
      t2::plan::solve(law, keep, choices_of(request), quick ? quick_grid : t2::plan::search_grid{});
  if (!best) return best.error();
  plan_pair out{*best, std::nullopt, 0};
  if (request.params || request.tokens) return out;  // a given model has no other beside it
  plan_cost const training = training_cost(request);
  auto const baseline =
      request.has_usual_costs()
          ? t2::plan::chinchilla_for(law, keep, t2::flops{6 * best->params.value * best->tokens.value}, fresh)
          : t2::plan::chinchilla_for(law, keep, training, training(best->params, best->tokens, best->samples), fresh);
  if (!baseline) {
    out.no_baseline = baseline.error();
    return out;
  }
  out.baseline = *baseline;
  out.gain = gain_of<Law>(*best, *baseline);
  return out;
}

template <class Law>
t2::result<plan_pair> cheapest_pair(Law const& law, plan_request const& request) {
  auto const found = t2::plan::least_cost(law, objective_of(request).cost, *request.target, limits_of(request),
                                          choices_of(request));
  if (!found) return found.error();
  return plan_pair{.best = found->plan, .baseline = {}, .cost = found->cost, .by_target = found->by_target};
}

}  // namespace

t2::result<plan_pair> solve_pair(any_law const& any, plan_request const& request, bool quick) {
  bool const has_samples = depends_on(any, "samples");
  if (request.is_plain() && !depends_on(any, "unique_tokens") && (request.inference || !has_samples)) return plain_pair(any, request);
  return visit_planned(any, request, [&](auto const& law, auto const& fresh) -> t2::result<plan_pair> {
    if (request.target) return cheapest_pair(law, request);
    return general_pair(law, fresh, request, quick);
  });
}

}  // namespace t2plan
