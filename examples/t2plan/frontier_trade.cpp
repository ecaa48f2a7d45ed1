// SPDX-License-Identifier: BSL-1.0
#include "error.hpp"        // input_error, no_answer
#include "frontier.hpp"
#include "planned_law.hpp"  // visit_planned

#include <t2/core/message.hpp>
#include <t2/plan/ask/frontier.hpp>

#include <cmath>
#include <string>
#include <utility>

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
  if (!is_plannable(known.law)) throw input_error(not_planned(known.law));
  if (!(ends.factor > 1)) throw input_error("--factor: " + readable(ends.factor) + " is not a number greater than 1");
  if (ends.count < 2 || ends.count > 100'000)
    throw input_error("--count: " + std::to_string(ends.count) + " is not a number of points from 2 to 100000");
  if (depends_on(known.law, "samples")) return;
  if (request.inference && request.inference_cost.empty()) throw input_error("--inference: the law of " + known.name + " does not depend on k");
  if (request.min_samples != 0 || request.max_samples)
    throw input_error("--min-samples, --max-samples: the law of " + known.name + " does not depend on k");
}

// Points, or why there are none.
t2::result<std::vector<trade_point>> points_of(known_law const& known, plan_request const& request,
                                               frontier_ends const& ends) {
  plan_cost const training = training_cost(request), inference = serving_cost(request);
  return visit_planned(
      known.law, request, [&](auto const& law, auto const&) -> t2::result<std::vector<trade_point>> {
        auto const all = t2::plan::frontier(law, training, inference, *request.target, ends.factor, ends.count,
                                            limits_of(request), quick_grid);
        if (!all) return all.error();
        std::vector<trade_point> out;
        for (auto const& each : *all) out.push_back({each.training, each.inference, each.exchange, each.plan});
        return out;
      });
}

[[noreturn]] void reject(t2::status const& error, known_law const& known, plan_request const& request) {
  if (error.code != t2::errc::infeasible) throw no_answer(message(error));
  std::string const limit = error.argument;
  auto const names = conflict_of(request);
  std::string const wanted = "no plan reaches --target " + readable(*request.target);
  if (!names.empty()) throw no_answer(wanted + ": limits conflict");
  if (limit == "target" || limit.empty())
    throw no_answer(wanted + ": it is beyond what the law of " + known.name + " can give");
  throw no_answer(wanted + " under " + option_of(request, limit));
}

}  // namespace

trade trade_frontier(known_law const& known, plan_request const& asked, frontier_ends const& ends) {
  check(known, asked, ends);
  plan_request request = asked;
  trade out;
  std::vector<std::pair<double, std::string>> bounds;  // of k, to be tried in turn
  if (depends_on(known.law, "samples") && !asked.max_samples) {
    auto const seen = known.range.find("samples");
    if (seen != known.range.end() && std::isfinite(seen->second.high) && seen->second.high >= 1)
      bounds.emplace_back(seen->second.high, "the most in the data of the fit");
    bounds.emplace_back(usual_samples, "as nothing else limits it");
  }
  std::size_t next = 0;
  do {
    if (next < bounds.size()) {
      request.max_samples = bounds[next].first;
      out.note = "k is kept to " + readable(bounds[next].first) + ", " + bounds[next].second +
                 "; --max-samples moves where the frontier starts";
    }
    auto found = points_of(known, request, ends);
    if (found) {
      out.points = std::move(*found);
      return out;
    }
    if (next + 1 >= bounds.size()) reject(found.error(), known, request);
  } while (++next < bounds.size());
  return out;
}

}  // namespace t2plan
