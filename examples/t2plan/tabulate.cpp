// SPDX-License-Identifier: BSL-1.0
#include "eval_logs.hpp"
#include "text.hpp"  // in_quotes

#include <unordered_map>

namespace t2plan {

question_table tabulate(std::span<std::pair<std::string, eval_log> const> logs) {
  question_table table;
  struct source {
    std::size_t column;
    place where;
    std::string target;
  };
  std::unordered_map<std::string, source> questions;
  std::unordered_map<std::string, std::string> path_of;
  for (auto const& [checkpoint, log] : logs) {
    auto const [other, is_new] = path_of.emplace(checkpoint, log.path);
    if (!is_new) fail({log.path}, "checkpoint " + in_quotes(checkpoint) + " already has the log " + other->second);
    if (log.kind != logs.front().second.kind) {
      fail({log.path}, "this log and " + logs.front().second.path + " are not both log-likelihoods or both counts");
    }
    table.checkpoint.push_back(checkpoint);
    table.where.push_back({log.path});
    for (std::size_t i = 0; i < log.question.size(); ++i) {
      place const here{log.path, log.line[i]};
      auto const [known, first_seen] = questions.emplace(log.question[i], source{table.columns(), here, log.target[i]});
      if (first_seen) table.question.push_back(log.question[i]);
      if (known->second.target != log.target[i]) {
        fail(here, "question " + in_quotes(log.question[i]) + " has target " + in_quotes(log.target[i]) + ", but " +
                       in_quotes(known->second.target) + " at " + to_string(known->second.where));
      }
    }
  }

  bool const counts = !logs.empty() && logs.front().second.kind == log_kind::counts;
  std::size_t const cells = table.rows() * table.columns();
  if (counts) {
    table.trials.resize(cells);
    table.successes.resize(cells);
  } else {
    table.nll.resize(cells);
  }
  for (std::size_t row = 0; row < logs.size(); ++row) {
    eval_log const& log = logs[row].second;
    std::vector<bool> answered(table.columns(), false);
    for (std::size_t i = 0; i < log.question.size(); ++i) {
      std::size_t const column = questions.at(log.question[i]).column;
      std::size_t const cell = row * table.columns() + column;
      answered[column] = true;
      if (counts) {
        table.trials[cell] = log.trials[i];
        table.successes[cell] = log.successes[i];
      } else {
        table.nll[cell] = log.nll[i];
      }
    }
    for (std::size_t column = 0; !counts && column < table.columns(); ++column) {
      if (answered[column]) continue;
      fail({log.path}, "question " + in_quotes(table.question[column]) + " is missing; it is at " +
                           to_string(questions.at(table.question[column]).where));
    }
  }
  return table;
}

}  // namespace t2plan
