// SPDX-License-Identifier: BSL-1.0
#include "checks.hpp"         // check_positive
#include "cost_models.hpp"    // check_models, names_of
#include "error.hpp"          // input_error
#include "hardware_file.hpp"  // read_hardware, read_shape
#include "plan_request.hpp"
#include "text.hpp"  // in_quotes, parse_number, parse_numbers

#include <t2/cost/spend.hpp>
#include <t2/cost/training.hpp>

#include <CLI/CLI.hpp>

#include <cmath>

namespace t2plan {
namespace {

// LO:HI, either of which may be left out.
interval parse_range(std::string const& option, std::string const& text) {
  std::string const where = option + " " + in_quotes(text) + ": ";
  std::size_t const colon = text.find(':');
  if (colon == std::string::npos) throw input_error(where + "not LO:HI");
  interval out{0, std::numeric_limits<double>::infinity()};
  auto const read = [&](std::string const& part, double& end) {
    if (part.empty()) return;
    auto const number = parse_number(part);
    if (number.problem != nullptr || !(number.value > 0))
      throw input_error(where + in_quotes(part) + " is not a number greater than 0");
    end = number.value;
  };
  read(text.substr(0, colon), out.low);
  read(text.substr(colon + 1), out.high);
  if (!(out.low <= out.high)) throw input_error(where + "LO is above HI");
  return out;
}

// Options that need another one.
void check_company(plan_request const& request) {
  auto const need = [](bool given, char const* option, bool met, char const* other) {
    if (given && !met) throw input_error(std::string(option) + " needs " + other);
  };
  need(request.total.has_value(), "--budget-total", request.demand().has_value(), "--questions or --tokens-served");
  need(request.questions.has_value(), "--questions", request.output.has_value(), "--output");
  need(request.prompt.has_value(), "--prompt", request.output.has_value(), "--output");
  need(!request.share_prompt, "--prompt-not-shared", request.prompt.has_value(), "--prompt");
  need(request.epochs.has_value(), "--epochs", request.unique_tokens.has_value(), "--unique-tokens");
  need(request.unit != "flop", ("--unit " + request.unit).c_str(), !request.hardware_name.empty(), "--hardware");
  need(request.max_latency.has_value(), "--max-latency", !request.hardware_name.empty(), "--hardware");
  need(request.max_latency.has_value(), "--max-latency", request.output.has_value(), "--output");
  need(!request.sizes.empty(), "--sizes", !request.params, "that --params is left out");
  need(request.tokens_multiple > 0, "--tokens-multiple", !request.tokens, "that --tokens is left out");
  need(request.integer_samples, "--integer-samples", !request.samples, "that --samples is left out");
  need(request.tolerance.has_value(), "--tolerance", !request.target, "that --target is left out");
  need(request.sensitivity, "--sensitivity", !request.target, "that --target is left out");
}

void check_numbers(plan_request const& request) {
  std::string const budget = request.unit == "flop"        ? "a number of FLOP"
                             : request.unit == "gpu-hours" ? "a number of GPU hours"
                                                           : "an amount of money";
  auto const positive = [](char const* option, std::optional<double> const& value, std::string const& what) {
    if (value) check_positive(option, *value, what);
  };
  positive("--train", request.train, budget);
  positive("--inference", request.inference, budget);
  positive("--budget-total", request.total, budget);
  for (auto const& [option, value] :
       {std::pair{"--questions", request.questions}, std::pair{"--output", request.output},
        std::pair{"--tokens-served", request.tokens_served}, std::pair{"--context", request.context},
        std::pair{"--intensity", request.intensity},
        std::pair{"--min-params", request.min_params}, std::pair{"--max-params", request.max_params},
        std::pair{"--min-tokens", request.min_tokens}, std::pair{"--max-tokens", request.max_tokens},
        std::pair{"--max-samples", request.max_samples}, std::pair{"--unique-tokens", request.unique_tokens},
        std::pair{"--max-memory", request.max_memory}, std::pair{"--max-latency", request.max_latency},
        std::pair{"--params", request.params}, std::pair{"--tokens", request.tokens},
        std::pair{"--samples", request.samples}, std::pair{"--tolerance", request.tolerance}})
    positive(option, value, "a number");
  check_positive("--devices", request.devices);
  if (request.tokens_multiple != 0) check_positive("--tokens-multiple", request.tokens_multiple);
  for (double const size : request.sizes) check_positive("--sizes", size);
  if (!(request.min_samples >= 0) || !std::isfinite(request.min_samples))
    throw input_error("--min-samples: " + readable(request.min_samples) + " is not a number >= 0");
  if (request.prompt && (!(*request.prompt >= 0) || !std::isfinite(*request.prompt)))
    throw input_error("--prompt: " + readable(*request.prompt) + " is not a number >= 0");
  if (request.epochs && !(*request.epochs >= 1))
    throw input_error("--epochs: " + readable(*request.epochs) + " is not a number >= 1");
  if (request.target && !std::isfinite(*request.target))
    throw input_error("--target: " + readable(*request.target) + " is not a finite number");
}

}  // namespace

t2::cost::precision plan_request::format() const {
  using enum t2::cost::precision;
  return precision == "fp8" ? fp8 : precision == "fp4" ? fp4 : bf16;
}

double plan_request::bytes_per_param() const { return precision == "fp8" ? 1 : precision == "fp4" ? 0.5 : 2; }

bool plan_request::has_usual_costs() const {
  return training_cost == "6nd" && (inference_cost.empty() || inference_cost == "2nk") && !active_share;
}

bool plan_request::is_plain() const {
  return has_usual_costs() && !total && !min_params && !max_params && !min_tokens && !max_tokens && !max_samples && !tokens_per_param &&
         !unique_tokens && !max_memory && !max_latency && sizes.empty() && tokens_multiple == 0 && !params &&
         !tokens && !samples && !target && train;
}

void add_train_option(CLI::App& command, plan_request& request) {
  command.add_option("--train", request.train, "training budget, 6 N D <= X or as --training-cost counts")->type_name("X");
}

void add_question_options(CLI::App& command, plan_request& request) {
  char const* const questions = "Questions";
  command.add_option("--tolerance", request.tolerance, "also all N, D, k whose value is this near to the best")
      ->type_name("EPS")
      ->group(questions);
  command.add_flag("--sensitivity", request.sensitivity, "also derivatives of the plan by each coefficient and limit")
      ->group(questions);
}

void add_target_option(CLI::App& command, plan_request& request) {
  command.add_option("--target", request.target, "the least cost that reaches this value of the law")
      ->type_name("V")
      ->group("Questions");
}

void add_request_options(CLI::App& command, plan_request& request) {
  auto const number = [&command](std::string const& name, auto& value, std::string const& what, char const* type) {
    return command.add_option(name, value, what)->type_name(type);
  };
  auto const list = [&command](std::string const& name, std::vector<double>& values, std::string const& what) {
    return command
        .add_option_function<std::string>(
            name, [&values, name](std::string const& text) { values = parse_numbers(name, text); }, what)
        ->type_name("X,...");
  };
  number("--inference", request.inference,
         "inference budget, 2 N k <= X for each token served or as --inference-cost counts", "X")
      ->group("Budgets");
  number("--budget-total", request.total, "one budget for training and all questions, or tokens served", "X")
      ->group("Budgets");
  // report reads the answers of its data from --questions
  bool const taken = command.get_option_no_throw("--questions") != nullptr;
  number(taken ? "--lifetime-questions" : "--questions,--lifetime-questions", request.questions,
         "questions answered over the lifetime", "Q")
      ->group("Budgets");
  number("--tokens-served", request.tokens_served, "or tokens served over the lifetime", "TOKENS")->group("Budgets");
  number("--prompt", request.prompt, "tokens of a question, 0 if not given", "TOKENS")->group("Budgets");
  number("--output", request.output, "tokens of each of its k answers", "TOKENS")->group("Budgets");
  command.add_flag("!--prompt-not-shared", request.share_prompt, "the prompt is read again for each answer")
      ->group("Budgets");
  char const* const costs = "Costs";
  number("--training-cost", request.training_cost, "how training is counted: " + names_of(training_costs()), "NAME")
      ->capture_default_str()
      ->group(costs);
  number("--inference-cost", request.inference_cost,
         "how answering is counted: " + names_of(inference_costs()) + "; if not given 2nk, and question for --questions",
         "NAME")
      ->group(costs);
  number("--context", request.context, "tokens of a training sequence, for attention", "TOKENS")->group(costs);
  number("--shape", request.shape_file, "JSON of a transformer, whose attention and caches count", "FILE")->group(costs);
  number("--intensity", request.intensity,
         "FLOP that moving a number of the cache costs; if not given 2 peak / bandwidth of --hardware", "I")
      ->group(costs);
  number("--active-share", request.active_share, "mixture of experts: active parameters / all", "X")->group(costs);
  command
      .add_option_function<std::string>(
          "--params-counted", [&request](std::string const& which) { request.counts_active = which == "active"; },
          "which of them N of the law counts: total, active")
      ->type_name("WHICH")
      ->check(CLI::IsMember({"total", "active"}))
      ->default_str("total")
      ->group(costs);
  number("--unit", request.unit, "how budgets are read: flop, gpu-hours, money", "UNIT")
      ->check(CLI::IsMember({"flop", "gpu-hours", "money"}))
      ->group("Budgets");
  number("--hardware", request.hardware_name, "a data sheet (h100-sxm, ...) or a JSON file of figures", "NAME|FILE")
      ->group("Budgets");
  number("--precision", request.precision, "number format: bf16, fp8, fp4", "FORMAT")
      ->check(CLI::IsMember({"bf16", "fp8", "fp4"}))
      ->group("Budgets");

  char const* const limits = "Limits";
  number("--min-params", request.min_params, "N >= X", "X")->group(limits);
  number("--max-params", request.max_params, "N <= X", "X")->group(limits);
  number("--min-tokens", request.min_tokens, "D >= X", "X")->group(limits);
  number("--max-tokens", request.max_tokens, "D <= X", "X")->group(limits);
  number("--unique-tokens", request.unique_tokens, "so many tokens exist; each is seen once", "U")->group(limits);
  number("--epochs", request.epochs, "or up to E times, repeated tokens being worth less and less; inf: no end", "E")
      ->group(limits);
  number("--min-samples", request.min_samples, "least k; 0: free", "K")->capture_default_str()->group(limits);
  number("--max-samples", request.max_samples, "k <= K", "K")->group(limits);
  command
      .add_option_function<std::string>(
          "--tokens-per-param",
          [&request](std::string const& text) { request.tokens_per_param = parse_range("--tokens-per-param", text); },
          "range of D/N; an end may be left out")
      ->type_name("LO:HI")
      ->group(limits);
  number("--max-memory", request.max_memory, "bytes to serve: weights, with --shape the caches of k answers as well",
         "BYTES")
      ->group(limits);
  number("--max-latency", request.max_latency, "least time from question to last answer, with --hardware", "SECONDS")
      ->group(limits);
  number("--devices", request.devices, "accelerators that share a question", "COUNT")->group(limits);

  char const* const choices = "Choices";
  list("--sizes", request.sizes, "a menu of N")->group(choices);
  number("--tokens-multiple", request.tokens_multiple, "D is a multiple of a batch", "B")->group(choices);
  command.add_flag("--integer-samples", request.integer_samples, "k is a whole number")->group(choices);
  number("--params", request.params, "N of a given model", "N")->group(choices);
  number("--tokens", request.tokens, "D of a given model", "D")->group(choices);
  number("--samples", request.samples, "k that is given", "K")->group(choices);
}

void prepare(plan_request& request) {
  check_numbers(request);
  check_company(request);
  check_models(request);
  if (!request.hardware_name.empty()) request.hardware = read_hardware(request.hardware_name);
  if (!request.shape_file.empty()) request.shape = read_shape(request.shape_file);
  if (request.hardware && !(request.hardware->peak(request.format()) > 0))
    throw input_error("--precision " + request.precision + ": " + request.hardware_name + " does not have it");
  if (request.hardware && !request.intensity)  // a number of the cache has 2 bytes
    request.intensity = 2 * request.hardware->intensity(request.format());
  if (request.unit == "flop") return;
  t2::cost::training<double> const one{};
  if (request.unit == "money" && !(request.hardware->hour_price > 0))
    throw input_error("--unit money: " + request.hardware_name + " has no hour_price; give one in a JSON file");
  double const per_flop = request.unit == "money" ? t2::cost::money(one, *request.hardware, request.format()).factor
                                                  : t2::cost::gpu_hours(one, *request.hardware, request.format()).factor;
  request.flop_per_unit = 1 / per_flop;
  for (std::optional<double>* const budget : {&request.train, &request.inference, &request.total}) {
    if (*budget) **budget *= request.flop_per_unit;
  }
}

}  // namespace t2plan
