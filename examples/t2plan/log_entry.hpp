// SPDX-License-Identifier: BSL-1.0
// One line of an evaluation log, and what it says about its question. Used by eval_logs.cpp only.
#pragma once

#include "error.hpp"      // place
#include "eval_logs.hpp"  // log_kind

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace t2plan {

using json = nlohmann::json;

/// @errors  input_error: not a JSON object
[[nodiscard]] json parse_object(std::string_view line, place const& where);

/// Null if `value` is no object or has no such field.
[[nodiscard]] json const* find(json const& value, std::string const& name);

/// @errors  input_error that names the fields there are
[[nodiscard]] json const& field(json const& entry, char const* name, place const& where);

/// A string as it is, anything else as JSON: 3 and "3" are the same id.
[[nodiscard]] std::string as_text(json const& value);

/// The same for a field; "" if there is none.
[[nodiscard]] std::string text_of(json const& entry, char const* name);

struct tally {
  std::uint64_t trials = 0;
  std::uint64_t successes = 0;
  bool by_text = false;  ///< no score of each response: they were compared with the target
};

namespace lm_eval {

/// Whether the responses are log-likelihoods of given answers rather than generated text.
[[nodiscard]] bool has_loglikelihoods(json const& entry);

/// Negative log-likelihood of the correct answer [nats].
[[nodiscard]] double nll(json const& entry, place const& where);

/// The score that says whether a response is correct, if the entry has a usual one.
[[nodiscard]] std::string usual_metric(json const& entry);

[[nodiscard]] tally count(json const& entry, std::string const& metric, place const& where);

}  // namespace lm_eval
}  // namespace t2plan
