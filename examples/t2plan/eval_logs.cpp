// SPDX-License-Identifier: BSL-1.0
#include "eval_logs.hpp"

#include "log_entry.hpp"  // parse_object, field, as_text, lm_eval
#include "text.hpp"       // read_text, for_each_line, in_quotes, listed

#include <algorithm>
#include <functional>
#include <numeric>
#include <unordered_map>

namespace t2plan {
namespace {

// Builds one eval_log entry by entry; the first entry fixes format, kind and metric for the whole file.
class log_builder {
 public:
  log_builder(std::string const& path, log_options options) : options_(std::move(options)) { log_.path = path; }

  void add(json const& entry, place const& where) {
    if (log_.kind == log_kind::automatic) start(entry, where);
    is_human_eval_ ? add_human_eval(entry, where) : add_lm_eval(entry, where);
  }

  eval_log finish() {
    if (log_.question.empty()) {
      fail({log_.path}, "no entry has filter " + in_quotes(options_.filter) + "; the filters are " + listed(filters_));
    }
    if (by_text_) {
      if (std::accumulate(log_.successes.begin(), log_.successes.end(), std::uint64_t{0}) == 0) {
        fail({log_.path}, "the responses have no score each, and none equals its target");
      }
      log_.warnings.push_back(log_.path + ": the responses have no score each; those equal to the target are counted");
    }
    return std::move(log_);
  }

 private:
  void start(json const& entry, place const& where) {
    is_human_eval_ = entry.contains("task_id") && entry.contains("passed");
    bool const has_responses = entry.contains("resps") || entry.contains("filtered_resps");
    if (!is_human_eval_ && !(entry.contains("doc_id") && has_responses)) {
      fail(where, "neither an entry of lm-evaluation-harness (doc_id, resps) nor of human-eval (task_id, passed)");
    }
    bool const has_nll = !is_human_eval_ && lm_eval::has_loglikelihoods(entry);
    if (options_.kind == log_kind::nll && !has_nll) fail(where, "this log has no log-likelihoods of answers");
    log_.kind = options_.kind == log_kind::counts || !has_nll ? log_kind::counts : log_kind::nll;
    if (log_.kind == log_kind::nll) return;
    log_.metric = !options_.metric.empty() ? options_.metric : is_human_eval_ ? "passed" : lm_eval::usual_metric(entry);
  }

  void add_human_eval(json const& entry, place const& where) {
    json const& passed = field(entry, log_.metric.c_str(), where);
    if (!passed.is_boolean()) {
      fail(where, in_quotes(log_.metric) + ": " + in_quotes(as_text(passed)) + " is not true or false");
    }
    add_trials(as_text(field(entry, "task_id", where)), "", {1, passed.get<bool>() ? 1U : 0U}, where);
  }

  void add_lm_eval(json const& entry, place const& where) {
    std::string const id = as_text(field(entry, "doc_id", where));
    std::string const target = text_of(entry, "target");
    if (!is_wanted(entry, where)) return;
    if (!entry.contains("filter")) refuse_copy(entry, id, where);
    if (log_.kind == log_kind::counts) {
      tally const result = lm_eval::count(entry, log_.metric, where);
      by_text_ = by_text_ || result.by_text;
      add_trials(id, target, result, where);
      return;
    }
    auto const [known, is_new] = index_.emplace(id, log_.question.size());
    if (!is_new) {
      fail(where,
           "question " + in_quotes(id) + " is there twice, first on line " + std::to_string(log_.line[known->second]));
    }
    open(id, target, where);
    log_.nll.push_back(lm_eval::nll(entry, where));
  }

  // The harness writes one entry a filter for each question: adding them up would count every response twice.
  bool is_wanted(json const& entry, place const& where) {
    std::string const filter = text_of(entry, "filter");
    if (std::ranges::find(filters_, filter) == filters_.end()) filters_.push_back(filter);
    if (!options_.filter.empty()) {
      log_.filter = options_.filter;
      return filter == options_.filter;
    }
    if (filters_.size() > 1) {
      fail(where, "entries of several filters; choose one with --log-filter: " + listed(filters_));
    }
    log_.filter = filter;
    return true;
  }

  // Older versions do not name the filter; its entries have the same responses.
  void refuse_copy(json const& entry, std::string const& id, place const& where) {
    std::size_t const responses = std::hash<std::string>{}(text_of(entry, "resps"));
    auto const [known, is_new] = responses_.emplace(id + ' ' + std::to_string(responses), where.line);
    if (!is_new) {
      fail(where, "question " + in_quotes(id) + " has the same responses as on line " + std::to_string(known->second) +
                      ": entries of several filters, or a copy; keep one of them");
    }
  }

  void add_trials(std::string const& id, std::string const& target, tally const& result, place const& where) {
    auto const [known, is_new] = index_.emplace(id, log_.question.size());
    if (is_new) {
      open(id, target, where);
      log_.trials.push_back(0);
      log_.successes.push_back(0);
    } else if (log_.target[known->second] != target) {
      fail(where, "question " + in_quotes(id) + " has target " + in_quotes(target) + ", but " +
                      in_quotes(log_.target[known->second]) + " on line " + std::to_string(log_.line[known->second]));
    }
    log_.trials[known->second] += result.trials;
    log_.successes[known->second] += result.successes;
  }

  void open(std::string const& id, std::string const& target, place const& where) {
    log_.question.push_back(id);
    log_.target.push_back(target);
    log_.line.push_back(where.line);
  }

  log_options options_;
  eval_log log_;
  bool is_human_eval_ = false;
  bool by_text_ = false;
  std::vector<std::string> filters_;
  std::unordered_map<std::string, std::size_t> index_;
  std::unordered_map<std::string, std::size_t> responses_;
};

}  // namespace

eval_log read_eval_log(std::string const& path, log_options const& options) {
  std::string const content = read_text(path);
  log_builder builder(path, options);
  for_each_line(content, [&](std::string_view line, std::size_t number) {
    place const where{path, number};
    builder.add(parse_object(line, where), where);
  });
  return builder.finish();
}

std::pair<std::string, std::string> parse_log_argument(std::string_view text) {
  std::size_t const equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0 || equals + 1 == text.size()) {
    throw input_error("--log " + in_quotes(text) + ": not CKPT=FILE");
  }
  return {std::string(trim(text.substr(0, equals))), std::string(text.substr(equals + 1))};
}

}  // namespace t2plan
