// SPDX-License-Identifier: BSL-1.0
#include "error.hpp"   // input_error
#include "output.hpp"  // readable
#include "plan_request.hpp"

#include <t2/cost/inference.hpp>
#include <t2/cost/latency.hpp>
#include <t2/cost/memory.hpp>
#include <t2/cost/spend.hpp>
#include <t2/cost/training.hpp>
#include <t2/plan/budget.hpp>
#include <t2/plan/constraint.hpp>

#include <cmath>

namespace t2plan {
namespace {

namespace cost = t2::cost;

template <class Cost>
plan_cost plus(plan_cost to, Cost const& from, double factor = 1) {
  cost::monomial<double> terms[Cost::monomial_count];
  from.store(terms);
  int next = 0;
  while (next < plan_cost::monomial_count && to.term[next].coefficient != 0) ++next;
  for (auto term : terms) {
    term.coefficient *= factor;
    if (term.coefficient != 0) to.term[next++] = term;
  }
  return to;
}

// Without a shape no caches are counted: those of a model without layers.
cost::family<double> family_of(plan_request const& request) {
  return request.shape ? *request.shape : cost::family<double>{{}, 1};
}

cost::serving_memory<double> memory_of(plan_request const& request) {
  return {.sizes = family_of(request),
          .prompt = request.prompt.value_or(0),
          .output = request.output.value_or(0),
          .bytes_per_param = request.bytes_per_param()};
}

cost::answer_time<double> latency_of(plan_request const& request) {
  return {.sizes = family_of(request),
          .on = *request.hardware,
          .prompt = request.prompt.value_or(0),
          .output = *request.output,
          .devices = request.devices,
          .bytes_per_param = request.bytes_per_param(),
          .format = request.format()};
}

}  // namespace

plan_cost training_cost() { return plus({}, cost::training<double>{}); }

plan_cost token_cost() { return plus({}, cost::per_token_served<double>{}); }

plan_cost question_cost(plan_request const& request) {
  return plus({}, cost::per_question<double>{request.prompt.value_or(0), *request.output, request.share_prompt});
}

plan_cost lifetime_cost(plan_request const& request) {
  if (!request.questions) return training_cost();
  return plus(training_cost(), question_cost(request), *request.questions);
}

plan_objective objective_of(plan_request const& request) {
  if (request.total)
    throw input_error("--target asks for the least cost: leave out --budget-total, or --target");
  if (request.questions) return {"lifetime", lifetime_cost(request)};
  if (request.train && request.inference)
    throw input_error("--target asks for the least cost: leave out --train or --inference, or give --questions");
  if (request.train || (request.params && request.tokens)) return {"inference", token_cost()};
  return {"training", training_cost()};
}

t2::plan::limits<double> limits_of(plan_request const& request) {
  using namespace t2::plan;
  limits<double> out;
  if (request.train) out.add(at_most(cost::training<double>{}, *request.train, "train"));
  if (request.inference) out.add(at_most(cost::per_token_served<double>{}, *request.inference, "inference"));
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
  add("training", "training", training_cost());
  add("token_served", "one token served, k times", token_cost());
  if (request.output) add("question", "one question, k answers", question_cost(request));
  if (request.questions) add("lifetime", "training and " + readable(*request.questions) + " questions", lifetime_cost(request));
  if (request.max_memory || request.shape)
    out.push_back({"memory", "bytes to serve", {}, {}, {}, memory_of(request)(params, tokens, samples)});
  if (request.hardware && request.output)
    out.push_back({"latency", "least seconds to the last answer", {}, {}, {}, latency_of(request)(params, tokens, samples)});
  return out;
}

}  // namespace t2plan
