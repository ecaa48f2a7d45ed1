// SPDX-License-Identifier: BSL-1.0
#include "cost_models.hpp"  // is_per_question, serving_model
#include "planning.hpp"

namespace t2plan {
namespace {

json to_json(interval const& range) { return json::array({range.low, range.high}); }

json to_json(range_map const& ranges) {
  json out = json::object();
  for (auto const& [name, range] : ranges) out[name] = to_json(range);
  return out;
}

json to_json(t2::plan::allocation<double> const& plan, bool with_samples) {
  json out = json::object();
  for (auto const& [name, value] : numbers_of(plan, with_samples)) out[name] = value;
  return out;
}

json to_json(std::vector<cost_row> const& rows) {
  json out = json::object();
  for (cost_row const& row : rows) {
    json& each = out[row.name];
    if (row.amount) {
      each = *row.amount;
      continue;
    }
    each = {{"flop", *row.flop}};
    if (row.gpu_hours) each["gpu_hours"] = *row.gpu_hours;
    if (row.money) each["money"] = *row.money;
  }
  return out;
}

json to_json(near_plan const& near, double tolerance, bool with_samples) {
  json out = {{"tolerance", tolerance}, {"params", to_json(near.params)}, {"tokens", to_json(near.tokens)}};
  if (with_samples) out["samples"] = to_json(near.samples);
  if (!near.sizes.empty()) out["sizes"] = near.sizes;
  out["certified"] = near.certified;
  return out;
}

json to_json(std::vector<plan_movement> const& moves, bool with_samples) {
  json out = json::object();
  for (plan_movement const& each : moves) {
    json& to = out[each.name];
    to = {{"log_params", each.params}, {"log_tokens", each.tokens}};
    if (with_samples) to["log_samples"] = each.samples;
    to["value"] = each.value;
  }
  return out;
}

json to_json(plan_advice const& advice, bool with_samples) {
  json out = {{"sentences", advice.sentences}, {"gain_over_chinchilla", advice.gain_over_chinchilla}};
  if (with_samples) {
    out["one_sample_value"] = advice.one_sample ? json(advice.one_sample->value) : json();
    out["sampling_gain"] = advice.sampling_gain;
    out["gains_from_sampling"] = advice.one_sample ? json(advice.gains_from_sampling) : json();
  }
  out["out_of_range"] = json::object();
  for (auto const& each : advice.out_of_range) out["out_of_range"][each.variable] = each.factor;
  return out;
}

json to_json(plan_repetition const& repetition, double unique_tokens) {
  return {{"unique_tokens", unique_tokens},
          {"epochs", repetition.epochs},
          {"effective_tokens", repetition.effective_tokens},
          {"next_epoch", repetition.next_epoch},
          {"loss_floor", repetition.floor},
          {"exhausted", {{"within", plan_repetition::close},
                         {"train", repetition.exhausted_train},
                         {"epochs", repetition.exhausted_epochs}}}};
}

// Of a target, and of a model that is given.
json target_json(full_plan const& plan, plan_request const& request) {
  json out = {{"value", request.target.value_or(plan.best.value)}};
  if (plan.cost) {
    out["objective"] = objective_of(request).name;
    out["cost"] = *plan.cost;
    out["by_target"] = plan.by_target;
  }
  out["cheapest_training"] = plan.cheapest_training ? to_json(*plan.cheapest_training, plan.has_samples) : json();
  out[is_per_question(serving_model(request)) ? "break_even_questions" : "break_even_tokens"] =
      plan.break_even ? json(*plan.break_even) : json();
  return out;
}

}  // namespace

json to_json(full_plan const& plan, plan_request const& request) {
  json out = to_json(plan.best, plan.has_samples);
  if (plan.baseline) {
    out["baseline"] = to_json(*plan.baseline, plan.has_samples);
    if (!plan.baseline_interval.empty()) out["baseline"]["interval"] = to_json(plan.baseline_interval);
    out["gain"] = plan.gain;
  } else {
    out["baseline"] = nullptr;
  }
  if (request.target || plan.cheapest_training) out["target"] = target_json(plan, request);
  out["binding"] = plan.binding;
  out["conflict"] = json::array();
  out["certified"] = plan.best.certificate.certified;
  out["certificate"] = {{"residual", plan.best.certificate.residual}, {"gap", plan.best.certificate.gap}};
  json& prices = out["shadow_prices"] = json::object();
  if (request.train) prices["train"] = 0.0;
  if (request.inference && plan.has_samples) prices["inference"] = 0.0;
  for (auto const& [name, price] : plan.prices) prices[name] = price;
  out["costs"] = to_json(plan.costs);
  if (plan.near_optimal) out["near_optimal"] = to_json(*plan.near_optimal, *request.tolerance, plan.has_samples);
  if (!plan.by_coefficient.empty()) {
    out["sensitivity"] = {{"coefficients", to_json(plan.by_coefficient, plan.has_samples)},
                          {"limits", to_json(plan.by_limit, plan.has_samples)}};
  }
  if (plan.repetition) out["repetition"] = to_json(*plan.repetition, *request.unique_tokens);
  if (plan.advice) out["advice"] = to_json(*plan.advice, plan.has_samples);
  out["in_range"] = plan.in_range;
  out["interval"] = to_json(plan.interval);
  if (plan.regret) {
    out["regret"] = {{"mean", plan.regret->mean},
                     {"interval", to_json(plan.regret->range)},
                     {"committed_value", to_json(plan.regret->committed)}};
  }
  out["draws"] = plan.draws;
  out["warnings"] = plan.warnings;
  return out;
}

}  // namespace t2plan
