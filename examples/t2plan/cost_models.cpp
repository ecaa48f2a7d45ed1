// SPDX-License-Identifier: BSL-1.0
#include "cost_models.hpp"

#include "error.hpp"   // input_error
#include "output.hpp"  // json, readable
#include "text.hpp"    // in_quotes

#include <t2/cost/attention.hpp>
#include <t2/cost/inference.hpp>
#include <t2/cost/kv_cache.hpp>
#include <t2/cost/training.hpp>

#include <algorithm>

namespace t2plan {
namespace {

namespace cost = t2::cost;

// The shape at its active parameters, which FLOP are counted of.
cost::family<double> active_family(plan_request const& request) {
  cost::family<double> out = *request.shape;
  out.params *= request.flop_share();
  return out;
}

template <cost::convention How>
plan_cost with_attention(plan_request const& request) {
  return plan_cost{}.plus(cost::training_with_attention<double>{active_family(request), *request.context, How});
}

plan_cost decoding(plan_request const& request) {
  return plan_cost{}.plus(cost::cached_question<double>{active_family(request), request.prompt.value_or(0),
                                                         *request.output, *request.intensity});
}

constexpr unsigned attention = needs_shape | needs_context, cache = needs_output | needs_shape | needs_intensity;

constexpr cost_model training_table[] = {
    {"6nd", "6 N D", "Kaplan et al. 2020", nothing, "",
     [](plan_request const&) { return plan_cost{}.plus(cost::training<double>{}); }},
    {"kaplan", "6 N D + 6 L c h D", "Kaplan et al. 2020, table 1", attention, "",
     with_attention<cost::convention::kaplan>},
    {"palm", "6 N D + 12 L c h D", "Chowdhery et al. 2022, appendix B", attention, "",
     with_attention<cost::convention::palm>},
    {"hoffmann", "3 (4 V d + 2 P + 4 L c h + 3 H L c) D", "Hoffmann et al. 2022, appendix F", attention, "",
     [](plan_request const& request) {
       return plan_cost{}.plus(cost::training_of_sequences<double>{active_family(request), *request.context});
     }},
};

constexpr cost_model inference_table[] = {
    {"2nk", "2 N k", "Roberts et al. 2026", nothing, "token served",
     [](plan_request const&) { return plan_cost{}.plus(cost::per_token_served<double>{}); }},
    {"2n", "2 N", "Sardana et al. 2024", nothing, "token served",
     [](plan_request const&) { return plan_cost{}.plus(cost::tokens_served<double>{1}); }},
    {"question", "2 N (p + k T)", "a prompt and k answers", needs_output, "question",
     [](plan_request const& request) {
       return plan_cost{}.plus(
           cost::per_question<double>{request.prompt.value_or(0), *request.output, request.share_prompt});
     }},
    {"kinetics", "2 N k T + 2 p w T (r k + I) + k w T^2 (r + I)", "Sadhukhan et al. 2025", cache, "question", decoding},
    {"kv-cache", "2 N (p + k T) + 2 L h p^2 + 2 p w T (r k + I) + k w T^2 (r + I)", "kinetics and reading the prompt",
     cache, "question",
     [](plan_request const& request) {
       return decoding(request).plus(cost::prefill<double>{active_family(request), request.prompt.value_or(0)});
     }},
};

cost_model const* find(std::span<cost_model const> models, std::string_view name) {
  auto const found = std::ranges::find(models, name, &cost_model::name);
  return found == models.end() ? nullptr : &*found;
}

cost_model const& model_of(std::span<cost_model const> models, std::string const& option, std::string_view name) {
  if (cost_model const* const found = find(models, name)) return *found;
  throw input_error(option + ": no cost " + in_quotes(name) + "; there are " + names_of(models));
}

struct need {
  unsigned bit;
  char const* option;
  bool (*met)(plan_request const& request);
};
constexpr need all_needs[] = {
    {needs_output, "--output", [](plan_request const& r) { return r.output.has_value(); }},
    {needs_context, "--context", [](plan_request const& r) { return r.context.has_value(); }},
    {needs_shape, "--shape", [](plan_request const& r) { return !r.shape_file.empty(); }},
    {needs_intensity, "--hardware or --intensity",
     [](plan_request const& r) { return r.intensity.has_value() || !r.hardware_name.empty(); }},
};

void check_needs(std::string const& what, cost_model const& model, plan_request const& request) {
  for (need const& each : all_needs) {
    if ((model.needs & each.bit) != 0 && !each.met(request)) throw input_error(what + " needs " + each.option);
  }
}

// "--training-cost kaplan, palm or hoffmann", those that need it.
std::string users_of(std::string const& option, std::span<cost_model const> models, unsigned bit) {
  std::vector<std::string_view> names;
  for (cost_model const& each : models) {
    if ((each.needs & bit) != 0) names.push_back(each.name);
  }
  std::string out = option + ' ';
  for (std::size_t i = 0; i < names.size(); ++i)
    out += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + std::string(names[i]);
  return out;
}

std::string formula_of(cost_model const& model, plan_request const& request) {
  if (model.name == "question" && !request.share_prompt) return "2 N k (p + T)";
  return std::string(model.formula);
}

json to_json(cost_model const& model, plan_request const& request) {
  json out = {{"name", model.name}, {"formula", formula_of(model, request)}, {"source", model.source}};
  if (!model.per.empty()) out["per"] = model.per;
  return out;
}

}  // namespace

std::span<cost_model const> training_costs() { return training_table; }
std::span<cost_model const> inference_costs() { return inference_table; }

cost_model const& training_model(plan_request const& request) {
  return model_of(training_table, "--training-cost", request.training_cost);
}

cost_model const& inference_model(plan_request const& request) {
  return model_of(inference_table, "--inference-cost",
                  request.inference_cost.empty() ? inference_table[0].name : std::string_view(request.inference_cost));
}

cost_model const& serving_model(plan_request const& request) {
  if (!request.inference_cost.empty() || !request.output || request.tokens_served) return inference_model(request);
  return *find(inference_table, "question");
}

void check_models(plan_request const& request) {
  cost_model const& training = training_model(request);
  cost_model const& inference = inference_model(request);
  cost_model const& serving = serving_model(request);
  check_needs("--training-cost " + request.training_cost, training, request);
  check_needs("--inference-cost " + request.inference_cost, inference, request);
  auto const refuse = [](bool given, std::string const& why) {
    if (given) throw input_error(why);
  };
  unsigned const used = training.needs | inference.needs;
  refuse(request.context && (used & needs_context) == 0,
         "--context needs " + users_of("--training-cost", training_table, needs_context));
  refuse(request.intensity && (used & needs_intensity) == 0,
         "--intensity needs " + users_of("--inference-cost", inference_table, needs_intensity));
  refuse(!request.shape_file.empty() && !request.output && (used & needs_shape) == 0,
         "--shape needs --output or " + users_of("--training-cost", training_table, needs_shape));
  std::string const name(serving.name);
  refuse(!request.share_prompt && name != "question",
         "--prompt-not-shared goes with --inference-cost question, not with " + name);
  refuse(request.questions && request.tokens_served, "give --questions or --tokens-served, not both");
  refuse(request.questions && !is_per_question(serving),
         "--questions does not go with --inference-cost " + name + ", a cost of one token served: give --tokens-served");
  refuse(request.tokens_served && is_per_question(serving),
         "--tokens-served does not go with --inference-cost " + name + ", a cost of a question: give --questions");
  refuse(request.active_share && !(*request.active_share > 0 && *request.active_share <= 1),
         "--active-share: " + readable(request.active_share.value_or(0)) + " is not a number above 0 and up to 1");
  refuse(request.counts_active && !request.active_share, "--params-counted needs --active-share");
}

std::string names_of(std::span<cost_model const> models) {
  std::string out;
  for (cost_model const& each : models) out += (out.empty() ? "" : ", ") + std::string(each.name);
  return out;
}

std::string cost_help() {
  constexpr std::size_t width = 10;
  std::string out;
  auto const add = [&](std::string const& head, std::span<cost_model const> models) {
    out += head + ":\n";
    for (cost_model const& each : models) {
      std::string line = "  " + std::string(each.name);
      line.resize(std::max(line.size() + 2, width + 4), ' ');
      out += line + std::string(each.formula) + (each.per.empty() ? "" : " for each " + std::string(each.per)) + "; " +
             std::string(each.source) + '\n';
    }
  };
  add("Training costs", training_table);
  add("Inference costs", inference_table);
  return out +
         "  p, T: tokens of --prompt and --output; c: --context; I: --intensity, FLOP for each number moved.\n"
         "  Of the --shape: L layers, d width, H heads, h = H head_dim, r = H / kv_heads, V vocabulary, P weights of the\n"
         "  layers, w = 2 L kv_heads head_dim; products of two of L, d, H grow as N^(2/3), a width as N^(1/3).\n";
}

std::vector<std::string> cost_words(plan_request const& request) {
  std::vector<std::string> out;
  auto const add = [&](std::string const& what, cost_model const& model) {
    out.push_back(what + ' ' + formula_of(model, request) + " (" + std::string(model.name) + ")");
  };
  if (request.training_cost != training_table[0].name) add("training", training_model(request));
  if (!request.inference_cost.empty()) {
    cost_model const& model = inference_model(request);
    add("a " + std::string(model.per), model);
  }
  if (request.active_share)
    out.push_back("FLOP of active parameters, " + readable(*request.active_share) + " of all; N counts " +
                  (request.counts_active ? "the active ones" : "all"));
  return out;
}

json cost_model_json(plan_request const& request) {
  return {{"training", to_json(training_model(request), request)},
          {"inference", to_json(inference_model(request), request)},
          {"serving", to_json(serving_model(request), request)},
          {"active_share", request.active_share.value_or(1)},
          {"params_counted", request.counts_active ? "active" : "total"}};
}

}  // namespace t2plan
