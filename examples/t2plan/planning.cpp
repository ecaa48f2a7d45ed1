// SPDX-License-Identifier: BSL-1.0
#include "planning.hpp"

#include "error.hpp"        // input_error, no_answer
#include "planned_law.hpp"  // is_plannable, not_planned

#include <t2/core/message.hpp>
#include <t2/plan/constrained.hpp>

#include <algorithm>
#include <cmath>

namespace t2plan {
namespace {

using allocation = t2::plan::allocation<double>;

// Whether more samples cost more.
bool counts_samples(plan_request const& request) {
  return (request.inference ? inference_cost(request) : serving_cost(request)).counts_samples();
}

void check_request(known_law const& known, plan_request const& request) {
  bool const has_samples = depends_on(known.law, "samples");
  if (!request.train && !request.inference && !request.total && !request.target && !request.max_tokens &&
      !request.unique_tokens && !(request.params && request.tokens))
    throw input_error("a budget is required: --train, --inference or --budget-total; or --target for the least cost");
  if (!is_plannable(known.law)) throw input_error(not_planned(known.law));
  if (has_samples && !request.inference && !request.total && !request.samples && !request.max_samples &&
      !request.max_memory && !request.max_latency && !(request.target && (request.train || request.demand())) &&
      !(request.target && request.params))
    throw input_error(
        "--inference is required: the law depends on k; --budget-total, --samples or --max-samples limit it too");
  if (has_samples && !request.samples && !request.max_samples && !request.max_memory && !request.max_latency &&
      (request.inference || request.total) && !counts_samples(request))
    throw input_error("--inference-cost " + request.inference_cost +
                      " does not count k, on which the law depends: give --max-samples or --samples");
  if (!has_samples && request.inference && request.inference_cost.empty()) {
    throw input_error("--inference: the law of " + known.name + " does not depend on k; plan with --train only" +
                      (known.name.ends_with(".json") ? "" : " or give --sampling G,GAMMA"));
  }
  if (!has_samples && (request.min_samples != 0 || request.integer_samples))
    throw input_error("--min-samples, --integer-samples: the law of " + known.name + " does not depend on k");
  if (!has_samples && (request.max_samples || request.samples))
    throw input_error("--max-samples, --samples: the law of " + known.name + " does not depend on k");
}

// "B = 0" or "beta = 0": what makes the term of a coefficient vanish.
std::string absent_term(any_law const& law, std::string const& coefficient) {
  std::vector<std::string> const names = parameter_names(law);
  std::vector<double> const values = parameter_values(law);
  std::vector<std::pair<std::string, std::string>> const exponents{{"A", "alpha"}, {"B", "beta"}, {"G", "gamma"}};
  auto const value = [&](std::string const& name) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] == name) return values[i];
    }
    return 0.0;
  };
  for (auto const& [factor, exponent] : exponents) {
    if (factor == coefficient && value(factor) > 0) return exponent + " = " + readable(value(exponent));
  }
  return coefficient + " = " + readable(value(coefficient));
}

// "--train 1e+20, --min-params 1e+09 and --min-tokens 1e+13"
std::string options_text(plan_request const& request, std::vector<std::string> const& limits) {
  std::string out;
  for (std::size_t i = 0; i < limits.size(); ++i) {
    out += (i == 0 ? "" : i + 1 == limits.size() ? " and " : ", ") + option_of(request, limits[i]);
  }
  return out;
}

[[noreturn]] void reject_infeasible(t2::status const& error, known_law const& known, plan_request const& request) {
  std::string const name = error.argument;
  if (request.is_plain() && !request.epochs) {
    throw conflict_error("no feasible plan: an inference budget of " + readable(request.inference.value_or(0)) +
                             " FLOP pays fewer than " + readable(error.value) + " samples (2 N k FLOP) of " +
                             (std::holds_alternative<t2_loss>(known.law) ? "any model" : "the smallest model that is searched, N = 1e5"),
                         {"inference", "min_samples"});
  }
  std::vector<std::string> const names = conflict_of(request);
  if (names.size() == 1)
    throw conflict_error("no feasible plan: " + options_text(request, names) + " cannot be kept to by any plan", names);
  if (!names.empty())
    throw conflict_error("no feasible plan: " + options_text(request, names) + " conflict; one of them has to give way",
                         names);
  if (request.target) {
    std::string const wanted = "no plan reaches --target " + readable(*request.target);
    if (name == "target" || name.empty()) {
      std::string kept;
      for (std::string const& each : words_of(request)) kept += (kept.empty() ? " with " : ", ") + each;
      throw conflict_error(wanted + ": it is beyond what the law of " + known.name + " can give" + kept, {"target"});
    }
    throw conflict_error(wanted + " under " + option_of(request, name), {"target", name});
  }
  if (name == "sizes")
    throw conflict_error("no feasible plan: no size of --sizes leaves room for the other limits", {"sizes"});
  if (name == "tokens_multiple")
    throw conflict_error("no feasible plan: no multiple of --tokens-multiple " + readable(request.tokens_multiple) +
                             " leaves room for the other limits",
                         {"tokens_multiple"});
  if (name == "integer_samples")
    throw conflict_error("no feasible plan: no whole k leaves room for the other limits", {"integer_samples"});
  throw conflict_error("no feasible plan: " + option_of(request, name) + " cannot be kept to", {name});
}

[[noreturn]] void reject(t2::status const& error, known_law const& known, plan_request const& request) {
  std::string const name = error.argument;
  if (error.code == t2::errc::unbounded) {
    if (name == "params" || name == "tokens" || name == "samples") {
      throw no_answer("no best plan: nothing limits " + symbol_of(name) + "; give " +
                      (name == "samples" ? "--inference, --budget-total or --max-samples"
                                         : "--train, --budget-total or --max-" + name));
    }
    if (name == "plan") throw no_answer("no plan: the N, D or k of the optimum is too large or too small for a double");
    throw no_answer("no interior optimum: the term of " + name + " is missing from the law of " + known.name + " (" +
                    absent_term(known.law, name) + ")");
  }
  if (error.code == t2::errc::unsupported) {
    throw input_error(not_planned(known.law));
  }
  if (error.code == t2::errc::infeasible) reject_infeasible(error, known, request);
  throw no_answer(message(error));
}

std::vector<std::string> binding_names(allocation const& plan, plan_request const& request) {
  std::vector<std::string> out;
  for (char const* const each : plan.binding) {
    std::string const name = each;
    // with whole k it is k itself that is held, on a least value only if it is that
    if (name == "min_samples" && request.integer_samples && plan.samples.value > request.min_samples) continue;
    if (name == "search") continue;
    out.push_back(name);
  }
  if (request.integer_samples) {
    auto const least = std::ranges::find(out, "min_samples");
    bool const at_least = plan.samples.value <= request.min_samples;
    out.insert(least, "integer_samples");
    if (at_least && std::ranges::find(out, "min_samples") == out.end()) out.emplace_back("min_samples");
  }
  if (!request.sizes.empty()) out.emplace_back("sizes");
  if (request.tokens_multiple > 0) out.emplace_back("tokens_multiple");
  if (plan.binding.search) out.emplace_back("search");
  return out;
}

std::vector<std::string> sentences(full_plan const& plan, plan_request const& request) {
  std::vector<std::string> out;
  allocation const& best = plan.best;
  if (plan.has_samples && best.cautions.samples_below_one) {
    out.push_back(
        "k = " + readable(best.samples.value, 4) +
        " is below one: the inference budget does not pay one sample of this model; --min-samples 1 keeps to one");
  }
  if (best.binding.search) {
    out.emplace_back(request.is_plain() && !request.epochs
                         ? "N is at an end of the range that was searched, 1e5 to 1e14: the law has no optimum inside"
                         : "N, D or k is at an end of the range that was searched: the law has no optimum inside");
  }
  if (!best.certificate.certified) {
    out.emplace_back(request.is_plain() && !request.epochs
                         ? "not certified: the plan is the best of a scan over N and not proven to be the best of all"
                         : "not certified: the plan is the best of a global search and not proven to be the best of all");
  }
  if (plan.baseline && plan.has_samples) {
    double const k = plan.baseline->samples.value;
    bool const breaks = k < request.min_samples || (request.integer_samples && k != std::floor(k));
    if (breaks)
      out.push_back("the Chinchilla plan beside it draws k = " + readable(k, 4) + ", which the options do not allow");
  }
  return out;
}

}  // namespace

std::vector<std::string> conflict_of(plan_request const& request) {
  auto const keep = limits_of(request);
  auto from = choices_of(request);
  auto const names = [&] {
    auto const found = t2::plan::conflict(keep, from);
    return std::vector<std::string>(found.begin(), found.end());
  };
  std::vector<std::string> out = names();
  // of a menu the size that is nearest to fitting is not known: what all of them break is named
  if (!out.empty() || request.sizes.empty()) return out;
  for (double const size : request.sizes) {
    from.params = size;
    for (std::string const& each : names())
      if (std::ranges::find(out, each) == out.end()) out.push_back(each);
  }
  if (!out.empty()) out.emplace_back("sizes");
  return out;
}

std::vector<std::pair<std::string, double>> numbers_of(allocation const& plan, bool with_samples) {
  std::vector<std::pair<std::string, double>> out{{"params", plan.params.value}, {"tokens", plan.tokens.value}};
  if (with_samples) out.emplace_back("samples", plan.samples.value);
  out.emplace_back("tokens_per_param", plan.tokens_per_param());
  out.emplace_back("value", plan.value);
  return out;
}

full_plan make_plan(known_law const& known, plan_request const& request) {
  check_request(known, request);
  auto const solved = solve_pair(known.law, request);
  if (!solved) reject(solved.error(), known, request);
  full_plan out;
  static_cast<plan_pair&>(out) = *solved;
  out.has_samples = depends_on(known.law, "samples");
  out.binding = binding_names(out.best, request);
  for (int i = 0; i < out.best.binding.count; ++i) {
    std::string const name = out.best.binding.name[i];
    if (name != "search") out.prices.emplace_back(name, out.best.prices[i]);
  }
  out.warnings = sentences(out, request);
  out.costs = costs_of(request, out.best.params.value, out.best.tokens.value, out.best.samples.value);
  auto numbers = numbers_of(out.best, out.has_samples);
  numbers.emplace_back("train",
                       out.best.binding.train && request.has_usual_costs() ? *request.train : 6 * out.best.params.value * out.best.tokens.value);
  range_check const check = check_ranges(known.range, numbers);
  out.in_range = check.warnings.empty();
  for (std::string const& each : beyond_law(known.law, out.best.params.value, out.best.tokens.value))
    out.warnings.push_back(each);
  out.warnings.insert(out.warnings.end(), check.warnings.begin(), check.warnings.end());
  return out;
}

}  // namespace t2plan
