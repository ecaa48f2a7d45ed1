// SPDX-License-Identifier: BSL-1.0
// Correct responses in entries of lm-evaluation-harness: `resps` has all repeats, `filtered_resps` what a filter made
// of them (often the first or the majority only), and the scores are about that: perhaps about one response of many.
#include "log_entry.hpp"
#include "text.hpp"  // trim, in_quotes

#include <array>
#include <cmath>
#include <vector>

namespace t2plan::lm_eval {
namespace {

// The texts in a field; files have ["a"], [["a"]] and [["a", "b"]], and a loop over a json string sees the string.
std::vector<std::string> texts_in(json const& entry, char const* name) {
  std::vector<std::string> texts;
  json const* const requests = find(entry, name);
  if (requests == nullptr) return texts;
  for (json const& request : *requests) {
    for (json const& response : request) texts.push_back(as_text(response));
  }
  return texts;
}

bool is_one(json const& score) {
  std::string const text = as_text(score);  // NumPy's values may have become strings
  return text == "1" || text == "1.0" || text == "true" || text == "True";
}

bool is_correct(json const& score, std::string const& metric, place const& where) {
  if (is_one(score)) return true;
  std::string const text = as_text(score);
  if (text == "0" || text == "0.0" || text == "false" || text == "False") return false;
  fail(where, "score " + in_quotes(metric) + ": " + in_quotes(text) + " is neither 0 nor 1");
}

// The solution of a GSM8K question ends in "#### 1,234"; the harness compares what follows, without ',' and '$'.
std::string final_answer(std::string text, bool after_marker) {
  if (after_marker) {
    if (auto const marker = text.rfind("####"); marker != std::string::npos) text.erase(0, marker + 4);
    std::erase_if(text, [](char letter) { return letter == ',' || letter == '$'; });
    text = trim(text);
    if (text.ends_with('.')) text.pop_back();
  }
  return std::string(trim(text));
}

tally compare_with_target(json const& entry, std::vector<std::string> const& responses, place const& where) {
  json const& target = field(entry, "target", where);
  std::string const text = as_text(target);
  if (target.is_array() || text.starts_with("['") || text.starts_with("[\"")) {
    fail(where, "the responses have no score each and the target " + in_quotes(text) + " is a list");
  }
  bool const after_marker = text.find("####") != std::string::npos;
  std::string const answer = final_answer(text, after_marker);
  tally result{responses.size(), 0, true};
  for (std::string const& response : responses) {
    if (final_answer(response, after_marker) == answer) ++result.successes;
  }
  return result;
}

// pass@1 of several responses is the mean of their scores.
tally from_mean(json const& score, std::size_t responses, place const& where) {
  double const successes = score.get<double>() * static_cast<double>(responses);
  double const whole = std::round(successes);
  bool const possible = std::abs(successes - whole) < 1e-6 && whole >= 0 && whole <= static_cast<double>(responses);
  if (!possible) {
    fail(where, "score 'pass@1': " + in_quotes(as_text(score)) + " is not the mean of " + std::to_string(responses) +
                    " zeros and ones");
  }
  return {responses, static_cast<std::uint64_t>(whole)};
}

}  // namespace

std::string usual_metric(json const& entry) {
  constexpr std::array usual = {"exact_match", "acc", "pass@1", "math_verify", "prompt_level_strict_acc"};
  for (char const* name : usual) {
    if (entry.contains(name)) return name;
  }
  json const* const names = find(entry, "metrics");  // newer versions list the scores of an entry
  if (names == nullptr || !names->is_array() || names->size() != 1) return "";
  std::string const name = as_text(names->front());
  return name != "bypass" && entry.contains(name) ? name : "";  // "bypass" is no score
}

tally count(json const& entry, std::string const& metric, place const& where) {
  json const score = metric.empty() ? json() : field(entry, metric.c_str(), where);
  if (!metric.empty() && score.is_null()) fail(where, "score " + in_quotes(metric) + " is null");
  if (score.is_array()) {  // one score a repeat
    if (score.empty()) fail(where, "score " + in_quotes(metric) + " is empty");
    tally result{score.size()};
    for (json const& one : score) result.successes += is_correct(one, metric, where) ? 1 : 0;
    return result;
  }
  if (has_loglikelihoods(entry)) {
    if (score.is_null()) fail(where, "no score says whether the likeliest answer is correct");
    return {1, is_correct(score, metric, where) ? 1U : 0U};
  }
  std::vector<std::string> const responses = texts_in(entry, "filtered_resps");
  std::size_t const repeats = entry.contains("resps") ? texts_in(entry, "resps").size() : responses.size();
  if (repeats <= 1 && !score.is_null()) return {1, is_correct(score, metric, where) ? 1U : 0U};
  if (responses.size() < 2 && repeats > 1) {
    fail(where, std::to_string(repeats) + " responses, but filter " + in_quotes(text_of(entry, "filter")) +
                    " kept one: the others have no score");
  }
  if (responses.empty() || responses.size() > repeats) {
    fail(where,
         "'filtered_resps' has " + std::to_string(responses.size()) + " texts, 'resps' has " + std::to_string(repeats));
  }
  if (metric == "pass@1" && score.is_number()) return from_mean(score, responses.size(), where);
  if (!metric.empty() && metric != "exact_match") {
    fail(where, "score " + in_quotes(metric) + " is one number for " + std::to_string(responses.size()) + " responses");
  }
  tally const result = compare_with_target(entry, responses, where);
  // the harness may ignore case or punctuation: then equality of the text would miss correct responses
  if (is_one(score) && result.successes == 0) {
    fail(where, "'exact_match' is 1, but no response equals the target: the responses have no score each");
  }
  return result;
}

}  // namespace t2plan::lm_eval
