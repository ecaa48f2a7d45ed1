// SPDX-License-Identifier: BSL-1.0
// Plans of a known law: the best N, D and k, Chinchilla's beside it, intervals from the bootstrap draws, and in sentences
// what a reader must know before using them.
#pragma once

#include "known_law.hpp"  // known_law, interval

#include <t2/core/status.hpp>
#include <t2/plan/allocation.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace t2plan {

/// What may be spent and what a plan must keep to.
struct plan_request {
  double train = 0;                 ///< [FLOP]
  std::optional<double> inference;  ///< [FLOP] for each token served; none for a law without k
  double min_samples = 0;           ///< 0: k is free
  bool integer_samples = false;
  bool on_card = false;  ///< draws are planned on a CUDA card
};

/// The options about k and inference, which plan and frontier share.
void add_request_options(CLI::App& command, plan_request& request);

/// A plan of one law. Without k, which is then 1, it is Chinchilla's and there is no other beside it.
struct plan_pair {
  t2::plan::allocation<double> best;
  std::optional<t2::plan::allocation<double>> baseline;
  /// How much better the value is than the baseline's, > 0: less loss or more accuracy.
  double gain = 0;
};

/// Both plans of a law; budgets that the law does not take are not looked at.
[[nodiscard]] t2::result<plan_pair> solve_pair(any_law const& law, plan_request const& request);

struct full_plan : plan_pair {
  std::vector<std::string> binding;
  std::vector<std::string> warnings;
  bool in_range = true;         ///< N, D, k, D/N and the budget lie within the data of the fit
  range_map interval;           ///< of params, tokens, samples, tokens_per_param, value, gain
  range_map baseline_interval;  ///< of the first five
  std::size_t draws = 0;        ///< plans behind the intervals
};

/// @errors  input_error: a budget that is not > 0, one that the law does not take or lacks;
///          no_answer: no feasible plan, no interior optimum
[[nodiscard]] full_plan make_plan(known_law const& known, plan_request const& request);

/// The plans of the draws on a CUDA card.
/// @errors  no_answer: no card, or a request that is not the two budgets of t2-loss
[[nodiscard]] std::vector<std::optional<plan_pair>> pairs_on_card(known_law const& known, plan_request const& request);

/// Plans again with every draw, on all processors or on a card.
void add_intervals(known_law const& known, plan_request const& request, double level, unsigned threads,
                   full_plan& plan);

/// The numbers of a plan by name, in the order in which they are shown.
[[nodiscard]] std::vector<std::pair<std::string, double>> numbers_of(t2::plan::allocation<double> const& plan,
                                                                     bool with_samples);

[[nodiscard]] json to_json(full_plan const& plan);

}  // namespace t2plan
