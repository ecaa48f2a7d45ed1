// SPDX-License-Identifier: BSL-1.0
#include "cost_models.hpp"  // is_per_question, serving_model
#include "planned_law.hpp"  // visit_planned
#include "planning.hpp"

#include <t2/core/message.hpp>
#include <t2/plan/advice.hpp>
#include <t2/plan/ask/break_even.hpp>
#include <t2/plan/ask/least_cost.hpp>
#include <t2/plan/ask/near_optimal.hpp>
#include <t2/plan/confidence/sensitivity.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <limits>

namespace t2plan {
namespace {

using allocation = t2::plan::allocation<double>;
using choices = t2::plan::choices<double>;

t2::plan::seen<double> seen_by(known_law const& known) {
  t2::plan::seen<double> out;
  auto const take = [&](char const* name, t2::fit::range<double>& to) {
    if (auto const found = known.range.find(name); found != known.range.end())
      to = {found->second.low, found->second.high};
  };
  take("params", out.params);
  take("tokens", out.tokens);
  take("samples", out.samples);
  take("tokens_per_param", out.tokens_per_param);
  return out;
}

template <class Law>
plan_advice advice_of(Law const& law, known_law const& known, plan_request const& request, full_plan const& plan) {
  t2::result<allocation> const chinchilla =
      plan.baseline ? t2::result<allocation>(*plan.baseline) : t2::result<allocation>(plan.no_baseline);
  auto said =
      t2::plan::advise(law, limits_of(request), plan.best, chinchilla, seen_by(known), choices_of(request));
  plan_advice out{said.gain, said.one_sample, said.sampling_gain, said.sampling_helps, {}, std::move(said.sentences), 0, 0};
  if (plan.best.binding.count == 0 && !plan.binding.empty())
    out.sentences.front() = "No limit binds to its last digit: whole numbers, the menu or the given model leave some of each.";
  for (auto const& each : said.outside) out.out_of_range.push_back({each.variable, each.value, each.nearest, each.factor});
  std::size_t const repeated = said.outside.size() + (plan.best.cautions.samples_below_one ? 1U : 0U) +
                               (plan.best.cautions.not_certified ? 1U : 0U);
  out.own = out.sentences.size() - repeated;
  out.in_numbers = static_cast<std::size_t>(std::max(1, plan.best.binding.count)) + (said.chinchilla ? 1U : 0U);
  return out;
}

template <class Law>
near_plan near_of(Law const& law, plan_request const& request, full_plan const& plan) {
  auto const keep = limits_of(request);
  choices from = choices_of(request);
  double const tolerance = *request.tolerance;
  near_plan out{};
  for (double const size : request.sizes) {
    choices one = from;
    one.sizes = {};
    one.params = size;
    auto const there = t2::plan::solve(law, keep, one);
    if (there && std::abs(there->value - plan.best.value) <= tolerance) out.sizes.push_back(size);
  }
  from.sizes = {};
  from.integer_samples = false;
  from.tokens_multiple = 0;
  auto const found = t2::plan::near_optimal(law, keep, tolerance, from);
  if (!found) throw no_answer("--tolerance: " + message(found.error()));
  auto const range = [](t2::plan::span_of<double> const& span) { return interval{span.low, span.high}; };
  out.params = range(found->params);
  out.tokens = range(found->tokens);
  out.samples = range(found->samples);
  out.certified = found->certified;
  return out;
}

template <class Law>
void add_sensitivity(Law const& law, plan_request const& request, full_plan& plan) {
  auto const keep = limits_of(request);
  choices held = choices_of(request);  // what was chosen from a menu or as a whole number does not move
  if (!request.sizes.empty()) held.params = plan.best.params.value;
  if (request.tokens_multiple > 0) held.tokens = plan.best.tokens.value;
  if (request.integer_samples) held.samples = plan.best.samples.value;
  auto const found = t2::plan::sensitivity(law, keep, plan.best, held);
  if (!found) {
    plan.warnings.push_back("--sensitivity: the optimum is not unique or lies at the end of the search");
    return;
  }
  auto const add = [](std::vector<plan_movement>& to, std::string name, t2::plan::movement<double> const& m) {
    to.push_back({std::move(name), m.log_params, m.log_tokens, m.log_samples, m.value});
  };
  for (std::size_t p = 0; p < found->coefficient.size(); ++p)
    add(plan.by_coefficient, std::string(Law::parameters::name(static_cast<int>(p))), found->coefficient[p]);
  for (int i = 0; i < keep.count; ++i) {
    if (plan.best.binding.find(keep.name[i]) >= 0)
      add(plan.by_limit, keep.name[i], found->limit[static_cast<std::size_t>(i)]);
  }
}

repeated_loss const& location_of(repeated_loss const& law) { return law; }
template <class Sampling>
repeated_loss const& location_of(t2::law::sum<repeated_loss, Sampling> const& law) {
  return law.left;
}
template <class Task>
  requires std::same_as<decltype(Task::loss), repeated_loss>
repeated_loss const& location_of(Task const& law) {
  return law.loss;
}

template <class Law>
plan_repetition repetition_of(Law const& law, plan_request const& request, full_plan const& plan) {
  repeated_loss const& location = location_of(law);
  auto const& loss = location.law;
  double const unique = location.held.value, tokens = plan.best.tokens.value;
  plan_repetition out{};
  out.epochs = tokens / unique;
  out.effective_tokens = loss.effective(tokens, std::min(unique, tokens), loss.RD);
  out.next_epoch = t2::law::evaluate(law, plan.best.params, t2::tokens{tokens + unique}, plan.best.samples) -
                   t2::law::evaluate(law, plan.best.params, plan.best.tokens, plan.best.samples);
  double const data = unique * (1 + loss.RD), model = loss.fed(unique) * (1 + loss.RN);
  out.floor = loss.E + loss.A * std::pow(model, -loss.alpha) + loss.B * std::pow(data, -loss.beta);
  auto const there = t2::plan::least_cost(location, training_cost(request), out.floor + plan_repetition::close);
  out.exhausted_train = there ? there->cost : std::numeric_limits<double>::quiet_NaN();
  out.exhausted_epochs = there ? there->plan.tokens.value / unique : std::numeric_limits<double>::quiet_NaN();
  return out;
}

// What one would do for a value who looks at training alone, and when the plan has paid for itself.
template <class Law>
void add_cheapest_training(Law const& law, plan_request const& request, double value, full_plan& plan) {
  choices from;
  if (plan.has_samples) from.samples = plan.best.samples.value;
  auto const other = t2::plan::least_cost(law, training_cost(request), value, {}, from);
  if (!other) return;
  plan.cheapest_training = other->plan;
  t2::plan::served_model<double> const mine{plan.best.params, plan.best.tokens, plan.best.samples};
  t2::plan::served_model<double> const theirs{other->plan.params, other->plan.tokens, other->plan.samples};
  auto const questions = t2::plan::break_even(mine, theirs, training_cost(request), serving_cost(request));
  if (questions) plan.break_even = *questions;
}

std::vector<std::string> cheapest_sentences(plan_request const& request, full_plan const& plan) {
  if (!plan.cheapest_training) return {};
  allocation const& other = *plan.cheapest_training;
  auto const cost = training_cost(request);
  double const ratio = cost(plan.best.params, plan.best.tokens, plan.best.samples) / cost(other.params, other.tokens, other.samples);
  if (!(ratio > 1 + 1e-6)) return {};
  std::string const what = is_per_question(serving_model(request)) ? " questions" : " tokens served";
  return {"The cheapest training for the same value has N = " + readable(other.params.value, 3) +
              ", D = " + readable(other.tokens.value, 3) + ", D/N = " + readable(other.tokens_per_param(), 3) +
              "; this plan's costs " + readable(ratio, 3) + " times as much.",
          plan.break_even ? "It has cost less in all after " + readable(*plan.break_even, 3) + what + "."
                          : "It never costs less in all: its answers are not cheaper."};
}

void add_target_advice(known_law const& known, plan_request const& request, full_plan& plan) {
  double const none = std::numeric_limits<double>::quiet_NaN();
  plan_advice out{none, {}, none, false, {}, {}, 0, 0};
  for (auto const& [name, price] : plan.prices)
    out.sentences.push_back(name + " binds: 1 per cent more changes the cost by " +
                            readable(price / *plan.cost, 3) + " per cent.");
  out.in_numbers = out.sentences.size();
  for (std::string const& each : cheapest_sentences(request, plan)) out.sentences.push_back(each);
  out.own = out.sentences.size();
  for (auto const& each : t2::plan::outside(plan.best, seen_by(known)))
    out.out_of_range.push_back({each.variable, each.value, each.nearest, each.factor});
  plan.advice = std::move(out);
}

}  // namespace

void add_answers(known_law const& known, plan_request const& request, full_plan& plan) {
  visit_planned(known.law, request, [&]<class Law>(Law const& law, auto const&) {
    if constexpr (requires { location_of(law).held.value; }) plan.repetition = repetition_of(law, request, plan);
    if (request.target) {
      add_cheapest_training(law, request, *request.target, plan);
      add_target_advice(known, request, plan);
      return;
    }
    plan.advice = advice_of(law, known, request, plan);
    if (request.params && request.tokens) {  // a model that is given: is it worth its training?
      add_cheapest_training(law, request, plan.best.value, plan);
      for (std::string const& each : cheapest_sentences(request, plan))
        plan.advice->sentences.insert(plan.advice->sentences.begin() + static_cast<std::ptrdiff_t>(plan.advice->own++),
                                      each);
    }
    if (request.tolerance) plan.near_optimal = near_of(law, request, plan);
    if (request.sensitivity) add_sensitivity(law, request, plan);
  });
}

}  // namespace t2plan
