// SPDX-License-Identifier: BSL-1.0
// Log-likelihoods in entries of lm-evaluation-harness: `resps` is a list with one request an answer, each a list of
// repeats. When it writes files the harness turns targets and responses into strings: -1.5 may be "-1.5".
#include "log_entry.hpp"
#include "text.hpp"  // trim, parse_number, parse_count, in_quotes

#include <algorithm>
#include <cmath>
#include <vector>

namespace t2plan::lm_eval {
namespace {

// [log-likelihood, would greedy decoding give this answer]
bool is_loglikelihood(json const& response) {
  if (!response.is_array() || response.size() != 2) return false;
  std::string const greedy = as_text(response[1]);
  return greedy == "True" || greedy == "False" || greedy == "true" || greedy == "false";
}

json const* first_repeat(json const& request) {
  return request.is_array() && !request.empty() ? &request.front() : nullptr;
}

std::vector<double> loglikelihoods(json const& entry, place const& where) {
  std::vector<double> values;
  for (json const& request : field(entry, "resps", where)) {
    json const* const response = first_repeat(request);
    if (response == nullptr || !is_loglikelihood(*response)) {
      fail(where, "'resps' has no [log-likelihood, is greedy] pair for each answer");
    }
    std::string const text = as_text(response->front());
    auto const [value, problem] = parse_number(text);
    if (problem != nullptr) fail(where, "log-likelihood " + in_quotes(text) + " " + problem);
    if (value > 0) fail(where, "log-likelihood " + in_quotes(text) + " is greater than 0");
    values.push_back(value);
  }
  if (values.empty()) fail(where, "'resps' is empty");
  return values;
}

std::string trimmed(std::string const& text) { return std::string(trim(text)); }

// The text of answer i: `arguments` holds prompt and answer of each request, as an object in files, else as a list.
std::string answer_text(json const& entry, std::size_t i) {
  json const* const arguments = find(entry, "arguments");
  if (arguments == nullptr) return "";
  if (json const* const request = find(*arguments, "gen_args_" + std::to_string(i))) {
    return trimmed(text_of(*request, "arg_1"));
  }
  if (!arguments->is_array() || i >= arguments->size()) return "";
  json const& request = (*arguments)[i];
  return request.is_array() && request.size() > 1 ? trimmed(as_text(request[1])) : "";
}

// The target is the index of the correct answer, or its text. A target such as "2" may be either where the answers are
// numbers themselves: then the logged accuracy decides, and the index goes first.
std::size_t correct_answer(json const& entry, std::vector<double> const& loglikelihood, place const& where) {
  if (loglikelihood.size() == 1) return 0;  // the target is the one answer that was asked for
  std::string const target = trimmed(as_text(field(entry, "target", where)));
  std::vector<std::size_t> candidates;
  auto const index = parse_count(target);
  if (index.problem == nullptr && index.value < loglikelihood.size()) {
    candidates.push_back(static_cast<std::size_t>(index.value));
  }
  for (std::size_t i = 0; !target.empty() && i < loglikelihood.size(); ++i) {
    if (answer_text(entry, i) == target) {
      candidates.push_back(i);
      break;
    }
  }
  if (candidates.empty()) {
    fail(where, "target " + in_quotes(target) + " is neither the number nor the text of one of " +
                    std::to_string(loglikelihood.size()) + " answers");
  }
  auto const accuracy = parse_number(text_of(entry, "acc"));
  auto const likeliest = static_cast<std::size_t>(std::ranges::max_element(loglikelihood) - loglikelihood.begin());
  for (std::size_t const candidate : candidates) {
    if (accuracy.problem == nullptr && (candidate == likeliest) == (accuracy.value == 1)) return candidate;
  }
  return candidates.front();
}

}  // namespace

bool has_loglikelihoods(json const& entry) {
  json const* const responses = find(entry, "resps");
  json const* const request = responses == nullptr ? nullptr : first_repeat(*responses);
  json const* const response = request == nullptr ? nullptr : first_repeat(*request);
  return response != nullptr && is_loglikelihood(*response);
}

double nll(json const& entry, place const& where) {
  std::vector<double> const values = loglikelihoods(entry, where);
  return std::abs(values[correct_answer(entry, values, where)]);
}

}  // namespace t2plan::lm_eval
