// SPDX-License-Identifier: BSL-1.0
#include "card.hpp"   // plans_on_card
#include "error.hpp"  // no_answer
#include "planning.hpp"

#include <t2/core/message.hpp>
#include <t2/plan/solve.hpp>

#include <cstddef>
#include <variant>

namespace t2plan {

std::vector<std::optional<plan_pair>> pairs_on_card(known_law const& known, plan_request const& request) {
  auto const* const law = std::get_if<t2_loss>(&known.law);
  if (law == nullptr || !request.inference || !request.is_plain() || request.epochs || request.min_samples != 0 || request.integer_samples)
    throw no_answer("--backend cuda plans the draws of t2-loss under --train and --inference, with k free");
  t2::budget::split<double> const budget{t2::flops{*request.train}, t2::flops{*request.inference}};
  auto const drawn = plans_on_card(*law, known.draws, budget);
  if (!drawn) throw no_answer("--backend cuda: " + message(drawn.error()));
  std::vector<std::optional<plan_pair>> out(drawn->size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    drawn_on_card const& each = (*drawn)[i];
    auto const baseline = t2::plan::chinchilla_plan(std::get<t2_loss>(known.draw(i)), budget);
    if (!each.found || !baseline) continue;
    t2::plan::allocation<double> best{};
    best.params = t2::params{each.params};
    best.tokens = t2::tokens{each.tokens};
    best.samples = t2::samples{each.samples};
    best.value = each.value;
    out[i] = plan_pair{best, *baseline, baseline->value - best.value};
  }
  return out;
}

}  // namespace t2plan
