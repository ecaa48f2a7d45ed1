// SPDX-License-Identifier: BSL-1.0
// Plans of a known law: the best N, D and k under limits, Chinchilla's beside it, intervals and regret from the bootstrap
// draws, and in sentences what a reader must know before using them.
#pragma once

#include "error.hpp"      // no_answer
#include "known_law.hpp"  // known_law, interval
#include "plan_request.hpp"

#include <t2/core/status.hpp>
#include <t2/plan/allocation.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace t2plan {

/// Exit 1 because limits conflict, with their names for --json.
struct conflict_error : no_answer {
  conflict_error(std::string const& message, std::vector<std::string> between)
      : no_answer(message), names(std::move(between)) {}
  std::vector<std::string> names;
};

/// A plan of one law. Where the budget for training is the only limit of a law without k, the plan is Chinchilla's and
/// there is no other beside it.
struct plan_pair {
  t2::plan::allocation<double> best;
  std::optional<t2::plan::allocation<double>> baseline;  ///< Chinchilla's plan of the same cost
  /// How much better the value is than the baseline's, > 0: less loss or more accuracy.
  double gain = 0;
  t2::status no_baseline{};      ///< why there is none
  std::optional<double> cost{};  ///< of a target: what is minimised [FLOP]
  double by_target = 0;        ///< of a target: change of the cost per unit of the target
};

/// How much a plan by the point fit loses where a draw is the truth.
struct plan_regret {
  double mean;
  interval range, committed;  ///< of the regret; of the value that the plan has then
};

/// How far each variable goes before the value is worse by the tolerance.
struct near_plan {
  interval params, tokens, samples;
  std::vector<double> sizes;  ///< of the menu, those within the tolerance
  bool certified;
};

/// Derivatives of log N*, log D*, log k* and of the value with respect to one number.
struct plan_movement {
  std::string name;
  double params, tokens, samples, value;
};

/// What `plan::advise` says.
struct plan_advice {
  double gain_over_chinchilla;  ///< NaN without a Chinchilla plan
  std::optional<t2::plan::allocation<double>> one_sample;
  double sampling_gain;
  bool gains_from_sampling;
  struct beyond {
    std::string variable;
    double value, nearest, factor;
  };
  std::vector<beyond> out_of_range;
  std::vector<std::string> sentences;
  std::size_t own;         ///< the first ones, which no warning repeats
  std::size_t in_numbers;  ///< of these the first ones, which say in words what binds, its price and Chinchilla's plan
};

/// What repeating tokens does.
struct plan_repetition {
  double epochs, effective_tokens;
  double next_epoch;  ///< change of the value by one more epoch of the same model
  double floor;       ///< of the location's loss, however often tokens are repeated
  double exhausted_train, exhausted_epochs;  ///< training compute that comes within `close` of the floor
  static constexpr double close = 1e-3;      ///< [nats]
};

struct full_plan : plan_pair {
  bool has_samples = true;
  std::vector<std::string> binding;
  std::vector<std::pair<std::string, double>> prices;  ///< of the limits that bind: dvalue / dlog(limit)
  std::vector<std::string> warnings;
  bool in_range = true;         ///< N, D, k, D/N and the budget lie within the data of the fit
  range_map interval;           ///< of params, tokens, samples, tokens_per_param, value, gain, cost
  range_map baseline_interval;  ///< of the first five
  std::size_t draws = 0;        ///< plans behind the intervals
  std::optional<plan_regret> regret;
  std::vector<cost_row> costs;
  // Of `add_answers`.
  std::optional<near_plan> near_optimal;
  std::vector<plan_movement> by_coefficient, by_limit;
  std::optional<plan_advice> advice;
  std::optional<plan_repetition> repetition;
  /// Of a target: the cheapest training that reaches it with the same k, and after how many questions the plan has cost
  /// less than that.
  std::optional<t2::plan::allocation<double>> cheapest_training;
  std::optional<double> break_even;
};

/// The plan of a law and Chinchilla's; budgets that the law does not take are not looked at.
/// @param  quick  a coarser search where the law needs one: for draws
[[nodiscard]] t2::result<plan_pair> solve_pair(any_law const& law, plan_request const& request, bool quick = false);

/// @param   request  after `prepare`
/// @errors  input_error: a budget that the law does not take or lacks;
///          no_answer: no feasible plan (conflict_error), no interior optimum
[[nodiscard]] full_plan make_plan(known_law const& known, plan_request const& request);

/// The plans of the draws on a CUDA card.
/// @errors  no_answer: no card, or a request that is not the two budgets of t2-loss
[[nodiscard]] std::vector<std::optional<plan_pair>> pairs_on_card(known_law const& known, plan_request const& request);

/// Plans again with every draw, on all processors or on a card.
void add_intervals(known_law const& known, plan_request const& request, double level, unsigned threads,
                   full_plan& plan);

/// What is asked for beside the best plan, and what it means: advice, near-optimal set, sensitivities, repetition.
void add_answers(known_law const& known, plan_request const& request, full_plan& plan);

/// Which limits no point satisfies together; empty if there is one.
[[nodiscard]] std::vector<std::string> conflict_of(plan_request const& request);

/// The numbers of a plan by name, in the order in which they are shown.
[[nodiscard]] std::vector<std::pair<std::string, double>> numbers_of(t2::plan::allocation<double> const& plan,
                                                                     bool with_samples);

[[nodiscard]] json to_json(full_plan const& plan, plan_request const& request);

/// The plan as text, for people.
void print_plan(full_plan const& plan, known_law const& known, plan_request const& request, double level);

}  // namespace t2plan
