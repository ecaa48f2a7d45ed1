// SPDX-License-Identifier: BSL-1.0
#include "cost_models.hpp"
#include "error.hpp"   // input_error
#include "output.hpp"  // readable
#include "plan_request.hpp"

#include <t2/cost/inference.hpp>
#include <t2/cost/latency.hpp>
#include <t2/cost/memory.hpp>
#include <t2/cost/mixture_of_experts.hpp>
#include <t2/cost/spend.hpp>
#include <t2/plan/budget.hpp>
#include <t2/plan/constraint.hpp>

#include <cmath>

namespace t2plan {
namespace {

namespace cost = t2::cost;

// Without a shape no caches are counted: those of a model without layers.
// `share` turns N into the parameters that the cost is of.
cost::family<double> family_of(plan_request const& request, double share) {
  return request.shape ? cost::family<double>{request.shape->shape, share * request.shape->params}
                       : cost::family<double>{{}, 1};
}

auto memory_of(plan_request const& request) {
  double const share = request.memory_share();
  return cost::of_share(cost::serving_memory<double>{.sizes = family_of(request, share),
                                                     .prompt = request.prompt.value_or(0),
                                                     .output = request.output.value_or(0),
                                                     .bytes_per_param = request.bytes_per_param()},
                        share);
}

// Of a mixture of experts the weights of one answer are read: a lower bound for more of them.
auto latency_of(plan_request const& request) {
  double const share = request.flop_share();
  return cost::of_share(cost::answer_time<double>{.sizes = family_of(request, share),
                                                  .on = *request.hardware,
                                                  .prompt = request.prompt.value_or(0),
                                                  .output = *request.output,
                                                  .devices = request.devices,
                                                  .bytes_per_param = request.bytes_per_param(),
                                                  .format = request.format()},
                        share);
}

plan_cost terms_of(cost_model const& model, plan_request const& request) {
  return plan_cost{}.plus(cost::of_share(model.terms(request), request.flop_share()));
}

}  // namespace

plan_cost training_cost(plan_request const& request) { return terms_of(training_model(request), request); }

plan_cost inference_cost(plan_request const& request) { return terms_of(inference_model(request), request); }

plan_cost serving_cost(plan_request const& request) { return terms_of(serving_model(request), request); }

plan_cost lifetime_cost(plan_request const& request) {
  if (!request.demand()) return training_cost(request);
  return training_cost(request).plus(serving_cost(request).times(*request.demand()));
}

plan_objective objective_of(plan_request const& request) {
  if (request.total)
    throw input_error("--target asks for the least cost: leave out --budget-total, or --target");
  if (request.demand()) return {"lifetime", lifetime_cost(request)};
  if (request.train && request.inference)
    throw input_error("--target asks for the least cost: leave out --train or --inference, or give --questions");
  if (request.train || (request.params && request.tokens)) return {"inference", inference_cost(request)};
  return {"training", training_cost(request)};
}

t2::plan::limits<double> limits_of(plan_request const& request) {
  using namespace t2::plan;
  limits<double> out;
  if (request.train) out.add(at_most(training_cost(request), *request.train, "train"));
  if (request.inference) out.add(at_most(inference_cost(request), *request.inference, "inference"));
  if (request.total) out.add(t2::budget::total<plan_cost>{lifetime_cost(request), *request.total});
  if (request.min_params) out.add(at_least(t2::params{*request.min_params}));
  if (request.max_params) out.add(at_most(t2::params{*request.max_params}));
  if (request.min_tokens) out.add(at_least(t2::tokens{*request.min_tokens}));
  if (request.max_tokens) out.add(at_most(t2::tokens{*request.max_tokens}));
  if (request.min_samples > 0) out.add(at_least(t2::samples{request.min_samples}));
  if (request.max_samples) out.add(at_most(t2::samples{*request.max_samples}));
  if (request.tokens_per_param)
    out.add(tokens_per_param<double>{request.tokens_per_param->low, request.tokens_per_param->high});
  double const epochs = request.epochs.value_or(1);
  if (request.unique_tokens && std::isfinite(epochs)) out.add(data_wall<double>{*request.unique_tokens, epochs});
  if (request.max_memory) out.add(at_most(memory_of(request), *request.max_memory, "memory"));
  if (request.max_latency) out.add(at_most(latency_of(request), *request.max_latency, "latency"));
  return out;
}

t2::plan::choices<double> choices_of(plan_request const& request) {
  return {.params = request.params.value_or(0),
          .tokens = request.tokens.value_or(0),
          .samples = request.samples.value_or(0),
          .sizes = request.sizes,
          .integer_samples = request.integer_samples,
          .tokens_multiple = request.tokens_multiple};
}

std::string in_unit(plan_request const& request, double flop) {
  double const amount = flop / request.flop_per_unit;
  return readable(amount) + (request.unit == "flop"        ? " FLOP"
                             : request.unit == "gpu-hours" ? " GPU hours"
                                                           : " of money");
}

std::string demand_words(plan_request const& request) {
  return request.questions ? readable(*request.questions) + " questions"
                           : readable(request.tokens_served.value_or(0)) + " tokens served";
}

std::string least_words(plan_request const& request) {
  std::string const name = objective_of(request).name;
  return "Least " + (name == "lifetime" ? "cost of training and " + demand_words(request) : name) + " for a value of " +
         readable(*request.target);
}

std::string option_of(plan_request const& request, std::string const& limit) {
  auto const with = [](char const* option, double value) { return std::string(option) + ' ' + readable(value); };
  if (limit == "train") return with("--train", *request.train / request.flop_per_unit);
  if (limit == "inference") return with("--inference", *request.inference / request.flop_per_unit);
  if (limit == "total") return with("--budget-total", *request.total / request.flop_per_unit);
  if (limit == "min_params") return with("--min-params", *request.min_params);
  if (limit == "max_params") return with("--max-params", *request.max_params);
  if (limit == "min_tokens") return with("--min-tokens", *request.min_tokens);
  if (limit == "max_tokens") return with("--max-tokens", *request.max_tokens);
  if (limit == "min_samples") return with("--min-samples", request.min_samples);
  if (limit == "max_samples") return with("--max-samples", *request.max_samples);
  if (limit == "unique_tokens") {
    std::string const stock = with("--unique-tokens", *request.unique_tokens);
    return request.epochs ? stock + with(" --epochs", *request.epochs) : stock;
  }
  if (limit == "memory") return with("--max-memory", *request.max_memory);
  if (limit == "latency") return with("--max-latency", *request.max_latency);
  if (limit.ends_with("tokens_per_param")) {
    auto const end = [](double x) { return x > 0 && std::isfinite(x) ? readable(x) : std::string(); };
    return "--tokens-per-param " + end(request.tokens_per_param->low) + ":" + end(request.tokens_per_param->high);
  }
  return limit;
}

std::vector<std::string> words_of(plan_request const& request) {
  std::vector<std::string> out;
  auto const range = [&out](std::string const& symbol, std::optional<double> const& low,
                            std::optional<double> const& high) {
    if (!low && !high) return;
    out.push_back((low ? readable(*low) + " <= " : "") + symbol + (high ? " <= " + readable(*high) : ""));
  };
  auto const given = [&out](char const* symbol, std::optional<double> const& value) {
    if (value) out.push_back(std::string(symbol) + " = " + readable(*value));
  };
  given("N", request.params);
  given("D", request.tokens);
  given("k", request.samples);
  range("N", request.min_params, request.max_params);
  range("D", request.min_tokens, request.max_tokens);
  range("k", request.min_samples > 0 ? std::optional(request.min_samples) : std::nullopt, request.max_samples);
  if (auto const& ratio = request.tokens_per_param)
    range("D/N", ratio->low > 0 ? std::optional(ratio->low) : std::nullopt,
          std::isfinite(ratio->high) ? std::optional(ratio->high) : std::nullopt);
  if (request.unique_tokens) {
    out.push_back(readable(*request.unique_tokens) + " unique tokens" +
                  (!request.epochs                      ? ""
                   : std::isfinite(*request.epochs) ? ", each seen up to " + readable(*request.epochs) + " times"
                                                    : ", repeated as often as it helps"));
  }
  if (request.max_memory) out.push_back("memory <= " + readable(*request.max_memory) + " bytes");
  if (request.max_latency) out.push_back("latency <= " + readable(*request.max_latency) + " s");
  if (!request.sizes.empty()) {
    std::string menu;
    for (double const size : request.sizes) menu += (menu.empty() ? "" : ", ") + readable(size);
    out.push_back("N one of " + menu);
  }
  if (request.tokens_multiple > 0) out.push_back("D a multiple of " + readable(request.tokens_multiple));
  if (request.integer_samples) out.emplace_back("k whole");
  return out;
}

std::vector<cost_row> costs_of(plan_request const& request, double n, double d, double k) {
  std::vector<cost_row> out;
  t2::params const params{n};
  t2::tokens const tokens{d};
  t2::samples const samples{k};
  auto const add = [&](char const* name, std::string words, plan_cost const& each) {
    cost_row row{name, std::move(words), each(params, tokens, samples), {}, {}, {}};
    if (request.hardware) {
      row.gpu_hours = cost::gpu_hours(each, *request.hardware, request.format())(params, tokens, samples);
      if (request.hardware->hour_price > 0)
        row.money = cost::money(each, *request.hardware, request.format())(params, tokens, samples);
    }
    out.push_back(std::move(row));
  };
  auto const named = [](std::string const& words, cost_model const& model, std::string_view usual) {
    return model.name == usual ? words : words + " (" + std::string(model.name) + ")";
  };
  cost_model const& serving = serving_model(request);
  add("training", named("training", training_model(request), "6nd"), training_cost(request));
  if (is_per_question(serving) || serving.name == "2nk")
    add("token_served", "one token served, k times", plan_cost{}.plus(cost::of_share(cost::per_token_served<double>{}, request.flop_share())));
  else
    add("token_served", named("one token served", serving, ""), serving_cost(request));
  if (is_per_question(serving))
    add("question", named("one question, k answers", serving, "question"), serving_cost(request));
  if (request.demand()) add("lifetime", "training and " + demand_words(request), lifetime_cost(request));
  if (request.max_memory || request.shape)
    out.push_back({"memory", "bytes to serve", {}, {}, {}, memory_of(request)(params, tokens, samples)});
  if (request.hardware && request.output)
    out.push_back({"latency", "least seconds to the last answer", {}, {}, {}, latency_of(request)(params, tokens, samples)});
  return out;
}

}  // namespace t2plan
