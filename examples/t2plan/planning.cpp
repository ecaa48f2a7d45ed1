// SPDX-License-Identifier: BSL-1.0
#include "planning.hpp"

#include "checks.hpp"  // check_positive
#include "error.hpp"   // input_error, no_answer

#include <t2/core/message.hpp>
#include <t2/plan/solve.hpp>

#include <CLI/CLI.hpp>

#include <cmath>
#include <type_traits>

namespace t2plan {
namespace {

using allocation = t2::plan::allocation<double>;

constexpr char const* flop = "a number of FLOP";

// A law of the compute and D/N as one of N and D.
template <class Law>
struct of_size {
  Law law;
  using value_type = double;
  using variables = t2::variable_list<t2::params, t2::tokens>;
  using parameters = t2::law::parameter_list<>;
  template <class N, class D>
  t2::promote_t<double, N, D> operator()(t2::params<N> const& n, t2::tokens<D> const& d) const {
    using T = t2::promote_t<double, N, D>;
    T const size(n.value), data(d.value);
    return t2::law::evaluate(law, t2::flops<T>(T(T(6) * size * data)), t2::tokens_per_param<T>(T(data / size)));
  }
};

template <class Law, template <class> class... Q>
constexpr bool is_law_of = std::is_same_v<typename Law::variables, t2::variable_list<Q...>>;

std::string listed_variables(any_law const& law) {
  std::string out;
  for (std::string const& each : variable_names(law)) out += (out.empty() ? "" : ", ") + symbol_of(each);
  return out;
}

void check_request(known_law const& known, plan_request const& request) {
  check_positive("--train", request.train, flop);
  bool const has_samples = depends_on(known.law, "samples");
  if (has_samples && !request.inference) throw input_error("--inference is required: the law depends on k");
  if (!has_samples && request.inference) {
    throw input_error("--inference: the law of " + known.name + " does not depend on k; plan with --train only" +
                      (known.name.ends_with(".json") ? "" : " or give --sampling G,GAMMA"));
  }
  if (!has_samples && (request.min_samples != 0 || request.integer_samples)) {
    throw input_error("--min-samples, --integer-samples: the law of " + known.name + " does not depend on k");
  }
  if (request.inference) check_positive("--inference", *request.inference, flop);
  if (!(request.min_samples >= 0) || !std::isfinite(request.min_samples)) {
    throw input_error("--min-samples: " + readable(request.min_samples) + " is not a number >= 0");
  }
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

[[noreturn]] void reject(t2::status const& error, known_law const& known, plan_request const& request) {
  std::string const name = error.argument;
  if (error.code == t2::errc::unbounded) {
    throw no_answer("no interior optimum: the term of " + name + " is missing from the law of " + known.name + " (" +
                    absent_term(known.law, name) + ")");
  }
  if (error.code == t2::errc::unsupported) {
    throw input_error("the form " + std::string(form_of(known.law).name) + " of " + known.name + " is a law of " +
                      listed_variables(known.law) + "; plans are of laws of N and D, and k");
  }
  if (error.code == t2::errc::infeasible) {
    throw no_answer("no feasible plan: an inference budget of " + readable(request.inference.value_or(0)) +
                    " FLOP pays fewer than " + readable(error.value) + " samples (2 N k FLOP) of " +
                    (std::holds_alternative<t2_loss>(known.law) ? "any model" : "the smallest model that is searched, N = 1e5"));
  }
  throw no_answer(message(error));
}

std::vector<std::string> binding_names(allocation const& plan, plan_request const& request) {
  std::vector<std::string> out;
  if (plan.binding.train) out.emplace_back("train");
  if (plan.binding.inference) out.emplace_back("inference");
  bool const at_least = plan.samples.value <= request.min_samples;
  if (request.integer_samples) out.emplace_back("integer_samples");
  if (request.integer_samples ? at_least : plan.binding.min_samples) out.emplace_back("min_samples");
  if (plan.binding.search) out.emplace_back("search");
  return out;
}

std::vector<std::string> sentences(full_plan const& plan, plan_request const& request) {
  std::vector<std::string> out;
  allocation const& best = plan.best;
  bool const has_samples = plan.baseline.has_value();
  if (has_samples && best.cautions.samples_below_one) {
    out.push_back(
        "k = " + readable(best.samples.value, 4) +
        " is below one: the inference budget does not pay one sample of this model; --min-samples 1 keeps to one");
  }
  if (best.binding.search) {
    out.emplace_back("N is at an end of the range that was searched, 1e5 to 1e14: the law has no optimum inside");
  }
  if (!best.certificate.certified) {
    out.emplace_back("not certified: the plan is the best of a scan over N and not proven to be the best of all");
  }
  if (has_samples) {
    double const k = plan.baseline->samples.value;
    bool const breaks = k < request.min_samples || (request.integer_samples && k != std::floor(k));
    if (breaks)
      out.push_back("the Chinchilla plan beside it draws k = " + readable(k, 4) + ", which the options do not allow");
  }
  return out;
}

json to_json(range_map const& ranges) {
  json out = json::object();
  for (auto const& [name, range] : ranges) out[name] = {range.low, range.high};
  return out;
}

}  // namespace

t2::result<plan_pair> solve_pair(any_law const& any, plan_request const& request) {
  return std::visit(
      [&]<class Law>(Law const& law) -> t2::result<plan_pair> {
        t2::flops const train{request.train};
        auto const of_training = [&](auto const& one) -> t2::result<plan_pair> {
          auto const best = t2::plan::solve(one, t2::budget::training<double>{train});
          if (!best) return best.error();
          return plan_pair{*best, std::nullopt, 0};
        };
        if constexpr (is_law_of<Law, t2::params, t2::tokens>) {
          return of_training(law);
        } else if constexpr (is_law_of<Law, t2::flops, t2::tokens_per_param>) {
          return of_training(of_size<Law>{law});
        } else if constexpr (is_law_of<Law, t2::params, t2::tokens, t2::samples>) {
          t2::budget::split<double> const budget{train, t2::flops{request.inference.value_or(0)}};
          auto const best = t2::plan::solve(
              law, budget, {.min_samples = request.min_samples, .integer_samples = request.integer_samples});
          if (!best) return best.error();
          auto const baseline = t2::plan::chinchilla_plan(law, budget);
          if (!baseline) return baseline.error();
          double const less = baseline->value - best->value;
          return plan_pair{*best, *baseline, t2::law::higher_is_better<Law> ? -less : less};
        } else {
          return t2::status{.code = t2::errc::unsupported, .argument = "the variables of the law"};
        }
      },
      any);
}

void add_request_options(CLI::App& command, plan_request& request) {
  command.add_option("--inference", request.inference, "inference budget for each token served, 2 N k <= FLOP")
      ->type_name("FLOP");
  command.add_option("--min-samples", request.min_samples, "least k; 0: free")->capture_default_str()->type_name("K");
  command.add_flag("--integer-samples", request.integer_samples, "k is a whole number");
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
  full_plan out{*solved, {}, {}, true, {}, {}, 0};
  out.binding = binding_names(out.best, request);
  out.warnings = sentences(out, request);
  auto numbers = numbers_of(out.best, out.baseline.has_value());
  numbers.emplace_back("train", request.train);
  range_check const check = check_ranges(known.range, numbers);
  out.in_range = check.warnings.empty();
  for (std::string const& each : beyond_law(known.law, out.best.params.value, out.best.tokens.value))
    out.warnings.push_back(each);
  out.warnings.insert(out.warnings.end(), check.warnings.begin(), check.warnings.end());
  return out;
}

json to_json(full_plan const& plan) {
  json out = json::object();
  bool const has_samples = plan.baseline.has_value();
  for (auto const& [name, value] : numbers_of(plan.best, has_samples)) out[name] = value;
  if (has_samples) {
    json& baseline = out["baseline"];
    for (auto const& [name, value] : numbers_of(*plan.baseline, true)) baseline[name] = value;
    if (!plan.baseline_interval.empty()) baseline["interval"] = to_json(plan.baseline_interval);
    out["gain"] = plan.gain;
  } else {
    out["baseline"] = nullptr;
  }
  out["binding"] = plan.binding;
  out["certified"] = plan.best.certificate.certified;
  out["certificate"] = {{"residual", plan.best.certificate.residual}, {"gap", plan.best.certificate.gap}};
  out["shadow_prices"] = {{"train", plan.best.by_train}};
  if (has_samples) out["shadow_prices"]["inference"] = plan.best.by_inference;
  out["in_range"] = plan.in_range;
  out["interval"] = to_json(plan.interval);
  out["draws"] = plan.draws;
  out["warnings"] = plan.warnings;
  return out;
}

}  // namespace t2plan
