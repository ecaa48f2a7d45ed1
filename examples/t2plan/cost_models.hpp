// SPDX-License-Identifier: BSL-1.0
// How training and answering are counted: what --training-cost and --inference-cost may name. --help, the checks of the
// command line, plans and JSON all read these two tables; a cost more is a line of one of them.
#pragma once

#include "plan_request.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace t2plan {

/// What a count needs to be told, as bits.
enum cost_needs : unsigned { nothing = 0, needs_output = 1, needs_context = 2, needs_shape = 4, needs_intensity = 8 };

/// One way to count.
struct cost_model {
  std::string_view name;
  std::string_view formula;
  std::string_view source;
  unsigned needs;
  std::string_view per;  ///< what an inference cost is of: "token served" or "question"
  plan_cost (*terms)(plan_request const& request);  ///< of active parameters; after `prepare`
};

[[nodiscard]] std::span<cost_model const> training_costs();
[[nodiscard]] std::span<cost_model const> inference_costs();

/// What a training budget limits.
[[nodiscard]] cost_model const& training_model(plan_request const& request);
/// What an inference budget limits: 2nk if not told.
[[nodiscard]] cost_model const& inference_model(plan_request const& request);
/// What lifetimes, frontiers and break-evens count: the same if told, else a question where --output is given.
[[nodiscard]] cost_model const& serving_model(plan_request const& request);
[[nodiscard]] inline bool is_per_question(cost_model const& model) { return model.per == "question"; }

/// @errors  input_error: a name that no table has, a count that lacks what it needs, an option that no count uses
void check_models(plan_request const& request);

/// "6nd, kaplan, palm, hoffmann"
[[nodiscard]] std::string names_of(std::span<cost_model const> models);
/// Both tables with their letters, for --help.
[[nodiscard]] std::string cost_help();

/// What is not as usual, in words: "training 6 N D + 12 L c h D (palm)". Empty for 6 N D and 2 N k.
[[nodiscard]] std::vector<std::string> cost_words(plan_request const& request);

/// For JSON.
[[nodiscard]] json cost_model_json(plan_request const& request);

}  // namespace t2plan
