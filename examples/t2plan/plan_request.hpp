// SPDX-License-Identifier: BSL-1.0
// What a plan is asked for: budgets, limits, choices, what answering costs, and the questions beside "what is best".
#pragma once

#include "fit_file.hpp"  // interval

#include <t2/cost/hardware.hpp>
#include <t2/cost/monomial.hpp>
#include <t2/cost/transformer.hpp>
#include <t2/plan/general/choices.hpp>
#include <t2/plan/limits.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace t2plan {

struct plan_request {
  // Budgets in `unit`; in FLOP once `prepare` has been called.
  std::optional<double> train{};      ///< of `training_cost`
  std::optional<double> inference{};  ///< of `inference_cost`, 2 N k for each token served if not told
  double min_samples = 0;           ///< 0: k is free
  bool integer_samples = false;
  bool on_card = false;         ///< draws are planned on a CUDA card
  std::optional<double> total{};  ///< of training and of all questions of a lifetime
  std::optional<double> questions{}, prompt{}, output{};
  bool share_prompt = true;
  std::optional<double> tokens_served{};  ///< over the lifetime, in place of questions
  std::string training_cost = "6nd";      ///< of `training_costs`
  std::string inference_cost{};           ///< of `inference_costs`; "": not told
  std::optional<double> context{};        ///< length of training sequences, whose attention is counted
  std::optional<double> intensity{};      ///< FLOP that moving a number of the cache costs
  std::optional<double> active_share{};   ///< mixture of experts: active parameters / all
  bool counts_active = false;             ///< N of the law counts the active ones
  std::string unit = "flop", hardware_name{}, precision = "bf16";
  double devices = 1;

  std::optional<double> min_params{}, max_params{}, min_tokens{}, max_tokens{}, max_samples{};
  std::optional<interval> tokens_per_param{};
  std::optional<double> unique_tokens{};
  std::optional<double> epochs{};  ///< tokens are repeated so often at most, at their decaying value; none: a wall
  std::optional<double> max_memory{}, max_latency{};
  std::string shape_file{};

  std::vector<double> sizes{};
  double tokens_multiple = 0;
  std::optional<double> params{}, tokens{}, samples{};  ///< given, not planned

  std::optional<double> target{};     ///< the least cost that reaches it is asked for, not the best value
  std::optional<double> tolerance{};  ///< of the near-optimal set
  bool sensitivity = false;

  // Of `prepare`.
  std::optional<t2::cost::hardware<double>> hardware{};
  std::optional<t2::cost::family<double>> shape{};
  double flop_per_unit = 1;  ///< of `unit`

  [[nodiscard]] t2::cost::precision format() const;
  [[nodiscard]] double bytes_per_param() const;
  /// What N is multiplied by to give active parameters, of which FLOP are counted, and all, which memory holds.
  [[nodiscard]] double flop_share() const { return active_share && !counts_active ? *active_share : 1; }
  [[nodiscard]] double memory_share() const { return active_share && counts_active ? 1 / *active_share : 1; }
  /// Questions, or tokens served, over the lifetime.
  [[nodiscard]] std::optional<double> demand() const { return questions ? questions : tokens_served; }
  /// Training costs 6 N D and answering 2 N k.
  [[nodiscard]] bool has_usual_costs() const;
  /// Nothing but the budgets of T2 and a bound of k: the problem that has a solver of its own.
  [[nodiscard]] bool is_plain() const;
};

/// The options that plan, frontier and report share: all but the training budget, which frontier takes as a range.
void add_request_options(CLI::App& command, plan_request& request);
/// Those of plan and report.
void add_train_option(CLI::App& command, plan_request& request);
void add_target_option(CLI::App& command, plan_request& request);
/// What is asked for beside the best plan: in plan, frontier and report.
void add_question_options(CLI::App& command, plan_request& request);

/// Reads the files of hardware and shape, brings budgets to FLOP, and checks what can be checked without a law.
/// @errors  input_error
void prepare(plan_request& request);

/// Any sum of at most 8 monomials, in FLOP; terms with coefficient 0 are absent.
struct plan_cost {
  using value_type = double;
  static constexpr t2::cost::unit measured_in = t2::cost::unit::flop;
  static constexpr int monomial_count = 8;
  t2::cost::monomial<double> term[monomial_count]{};

  void store(t2::cost::monomial<double>* out) const {
    for (int i = 0; i < monomial_count; ++i) out[i] = term[i];
  }
  template <t2::lane N, t2::lane D, t2::lane K>
  [[nodiscard]] t2::promote_t<double, N, D, K> operator()(t2::params<N> const& n, t2::tokens<D> const& d,
                                                          t2::samples<K> const& k) const {
    return t2::cost::posynomial(*this, n, d, k);
  }

  [[nodiscard]] bool counts_samples() const {
    for (auto const& each : term)
      if (each.coefficient > 0 && each.samples > 0) return true;
    return false;
  }

  /// Adds a term to the one of the same powers, or in a free place.
  void add(t2::cost::monomial<double> const& more) {
    if (more.coefficient == 0) return;
    for (auto& each : term) {
      if (each.coefficient != 0 &&
          (each.params != more.params || each.tokens != more.tokens || each.samples != more.samples))
        continue;
      each = {each.coefficient + more.coefficient, more.params, more.tokens, more.samples};
      return;
    }
    throw std::logic_error("a cost of more than 8 powers");
  }
  template <t2::cost::posynomial_cost Cost>
  [[nodiscard]] plan_cost plus(Cost const& more) const {
    plan_cost out = *this;
    t2::cost::monomial<double> terms[Cost::monomial_count];
    more.store(terms);
    for (auto const& each : terms) out.add(each);
    return out;
  }
  [[nodiscard]] plan_cost times(double factor) const {
    plan_cost out = *this;
    for (auto& each : out.term) each.coefficient *= factor;
    return out;
  }
};

/// What a training budget limits.
[[nodiscard]] plan_cost training_cost(plan_request const& request);
/// What an inference budget limits, for each token served or question.
[[nodiscard]] plan_cost inference_cost(plan_request const& request);
/// A question or a token served, as lifetimes count them.
[[nodiscard]] plan_cost serving_cost(plan_request const& request);
/// Training and the demand of a lifetime; without demand training alone.
[[nodiscard]] plan_cost lifetime_cost(plan_request const& request);

/// What is minimised at a target: "training", "inference" for each token served, or "lifetime".
struct plan_objective {
  std::string name;
  plan_cost cost;
};
[[nodiscard]] plan_objective objective_of(plan_request const& request);

[[nodiscard]] t2::plan::limits<double> limits_of(plan_request const& request);
[[nodiscard]] t2::plan::choices<double> choices_of(plan_request const& request);

/// The option behind a limit and its value: "--min-params 1e+09".
[[nodiscard]] std::string option_of(plan_request const& request, std::string const& limit);
/// What a plan keeps to, in words: "D <= 3e+11 unique tokens".
[[nodiscard]] std::vector<std::string> words_of(plan_request const& request);
/// An amount of FLOP in the unit of the request: "2 GPU hours".
[[nodiscard]] std::string in_unit(plan_request const& request, double flop);
/// "1e+09 questions", "1e+12 tokens served": of a lifetime.
[[nodiscard]] std::string demand_words(plan_request const& request);
/// With a target, what is asked for: "Least inference for a value of 0.5".
[[nodiscard]] std::string least_words(plan_request const& request);

/// One line of what a plan costs.
struct cost_row {
  std::string name;  ///< of the JSON
  std::string words;
  std::optional<double> flop, gpu_hours, money;
  std::optional<double> amount;  ///< bytes or seconds
};
[[nodiscard]] std::vector<cost_row> costs_of(plan_request const& request, double params, double tokens,
                                             double samples);

}  // namespace t2plan
