// SPDX-License-Identifier: BSL-1.0
#include "error.hpp"        // input_error, no_answer
#include "frontier.hpp"
#include "planned_law.hpp"  // visit_planned

#include <t2/core/message.hpp>
#include <t2/plan/ask/frontier.hpp>

namespace t2plan {
namespace {

constexpr t2::plan::search_grid quick_grid{.params = 33, .tokens = 9, .samples = 9, .refined = 2};

void check(known_law const& known, plan_request const& request, frontier_ends const& ends) {
  auto const refuse = [](bool given, char const* option) {
    if (given) throw input_error(std::string(option) + " does not go with --target: the frontier is between all N, D and k");
  };
  refuse(request.total.has_value(), "--budget-total");
  refuse(request.params.has_value(), "--params");
  refuse(request.tokens.has_value(), "--tokens");
  refuse(request.samples.has_value(), "--samples");
  refuse(!request.sizes.empty(), "--sizes");
  refuse(request.tokens_multiple > 0, "--tokens-multiple");
  refuse(request.integer_samples, "--integer-samples");
  if (!(ends.factor > 1)) throw input_error("--factor: " + readable(ends.factor) + " is not a number greater than 1");
  if (ends.count < 2 || ends.count > 100'000)
    throw input_error("--count: " + std::to_string(ends.count) + " is not a number of points from 2 to 100000");
  if (depends_on(known.law, "samples")) return;
  if (request.inference) throw input_error("--inference: the law of " + known.name + " does not depend on k");
  if (request.min_samples != 0 || request.max_samples)
    throw input_error("--min-samples, --max-samples: the law of " + known.name + " does not depend on k");
}

}  // namespace

std::vector<trade_point> trade_frontier(known_law const& known, plan_request const& request,
                                        frontier_ends const& ends) {
  check(known, request, ends);
  auto const inference = request.output ? question_cost(request) : token_cost();
  auto const found = visit_planned(
      known.law, request, [&](auto const& law, auto const&) -> t2::result<std::vector<trade_point>> {
        auto const all = t2::plan::frontier(law, training_cost(), inference, *request.target, ends.factor, ends.count,
                                            limits_of(request), quick_grid);
        if (!all) return all.error();
        std::vector<trade_point> out;
        for (auto const& each : *all) out.push_back({each.training, each.inference, each.exchange, each.plan});
        return out;
      });
  if (found) return *found;
  if (found.error().code == t2::errc::infeasible) {
    std::string const limit = found.error().argument;
    auto const names = conflict_of(request);
    if (!names.empty() || limit == "target" || limit.empty())
      throw no_answer("no plan reaches --target " + readable(*request.target) +
                      (names.empty() ? ": it is beyond what the law of " + known.name + " can give" : ": limits conflict"));
    throw no_answer("no plan reaches --target " + readable(*request.target) + " under " + option_of(request, limit));
  }
  throw no_answer(message(found.error()));
}

}  // namespace t2plan
