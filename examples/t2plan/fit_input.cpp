// SPDX-License-Identifier: BSL-1.0
#include "fit_input.hpp"

#include "checkpoints.hpp"
#include "eval_logs.hpp"
#include "held_out.hpp"
#include "questions.hpp"
#include "runs.hpp"
#include "text.hpp"  // in_quotes, listed, parse_numbers

#include <algorithm>
#include <cmath>
#include <limits>

namespace t2plan {
namespace {

// Roles of --columns for checkpoints with answers; the second file has no params and tokens, so one map serves both.
struct answer_columns {
  column_map checkpoints, counts;

  explicit answer_columns(input_options const& options) : checkpoints(checkpoint_columns()), counts(count_columns()) {
    column_map all = checkpoints;
    all.insert(counts.begin(), counts.end());
    if (!options.columns.empty()) all = parse_columns(options.columns, all);
    for (auto& [role, column] : checkpoints) column = all[role];
    for (auto& [role, column] : counts) column = all[role];
    if (!options.loss_column.empty()) checkpoints["loss"] = options.loss_column;
  }
};

question_table read_logs(input_options const& options, std::vector<std::string>& warnings) {
  std::vector<std::pair<std::string, eval_log>> logs;
  for (std::string const& text : options.logs) {
    auto const [checkpoint, path] = parse_log_argument(text);
    logs.emplace_back(checkpoint, read_eval_log(path, {.metric = options.log_metric, .filter = options.log_filter}));
    auto const& said = logs.back().second.warnings;
    warnings.insert(warnings.end(), said.begin(), said.end());
  }
  return tabulate(logs);
}

question_table read_answers(input_options const& options, answer_columns const& columns,
                            std::vector<std::string>& warnings) {
  int const given = !options.questions.empty() + !options.counts.empty() + !options.logs.empty();
  if (given != 1) throw input_error("give one of --questions, --counts and --log beside --checkpoints");
  if (!options.questions.empty()) {
    auto const scale = options.probabilities ? answer_scale::probability : answer_scale::nll;
    return read_matrix(options.questions, scale, columns.checkpoints.at("ckpt"));
  }
  return options.counts.empty() ? read_logs(options, warnings) : read_counts(options.counts, columns.counts);
}

// The k of --k in order, or the default: powers of `base` up to 1024, or up to the fewest trials of a question.
std::vector<double> choose_k(std::vector<double> k, question_table const& table, double base) {
  if (k.empty()) {
    double const most = table.has_counts() ? static_cast<double>(std::ranges::min(table.trials)) : 1024;
    for (double each = 1; each <= most; each *= base) k.push_back(each);
    return k;
  }
  std::ranges::sort(k);
  auto const again = std::ranges::adjacent_find(k);
  if (again != k.end()) throw input_error("--k: " + readable(*again) + " is there twice");
  for (double const each : k) {
    if (!(each > 0) || !std::isfinite(each)) throw input_error("--k: " + readable(each) + " is not greater than 0");
    if (table.has_counts() && each != std::floor(each)) {
      throw input_error("--k: " + readable(each) + " is not a whole number, which counts need");
    }
  }
  return k;
}

struct answer_check {
  question_table const& table;
  bool needs_log_pass;

  [[noreturn]] void reject(std::size_t row, std::size_t column, std::string const& problem) const {
    fail(table.where[row], "checkpoint " + in_quotes(table.checkpoint[row]) + ", question " +
                               in_quotes(table.question[column]) + ": " + problem);
  }
  void trials() const {
    for (std::size_t i = 0; i < table.trials.size(); ++i) {
      std::size_t const row = i / table.columns(), column = i % table.columns();
      if (table.trials[i] == 0) reject(row, column, "no trial");
    }
  }
  void answers(double most_k) const {
    for (std::size_t row = 0; row < table.rows(); ++row) {
      for (std::size_t column = 0; column < table.columns(); ++column) {
        std::size_t const i = row * table.columns() + column;
        if (!table.has_counts()) {
          if (needs_log_pass && !std::isfinite(table.nll[i])) reject(row, column, "-log p of p = 0 is infinite");
          continue;
        }
        if (most_k > static_cast<double>(table.trials[i])) {
          reject(row, column, plural(table.trials[i], "trial") + ", fewer than k = " + readable(most_k));
        }
        if (needs_log_pass && table.successes[i] == 0) {
          reject(row, column,
                 "never solved, so -log pass@k has no finite estimate; t2-accuracy with --loss-column needs none");
        }
      }
    }
  }
};

// The checkpoints of one part, in canonical order.
t2::fit::outcomes<> part(question_table const& table, bool with_loss, std::vector<bool> const& fitted, bool wanted) {
  t2::fit::outcomes<> out;
  out.questions = table.columns();
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (fitted[row] != wanted) continue;
    out.params.push_back(table.params[row]);
    out.tokens.push_back(table.tokens[row]);
    if (with_loss) out.location.push_back(table.loss[row]);
    if (!table.has_counts()) out.nll.insert(out.nll.end(), table.nll_of(row).begin(), table.nll_of(row).end());
    if (!table.has_counts()) continue;
    for (auto const n : table.trials_of(row)) out.drawn.push_back(static_cast<double>(n));
    for (auto const c : table.successes_of(row)) out.correct.push_back(static_cast<double>(c));
  }
  return t2::fit::canonical(out);
}

void refuse(bool given, char const* option, char const* why) {
  if (given) throw input_error(std::string(option) + " " + why);
}

}  // namespace

run_input read_run_input(input_options const& options) {
  if (options.data.empty()) throw input_error("--data is required: this law is fitted to training runs");
  char const* const why = "is about answers of checkpoints, but this law is fitted to the training runs of --data";
  refuse(!options.checkpoints.empty(), "--checkpoints", why);
  refuse(!options.questions.empty(), "--questions", why);
  refuse(!options.counts.empty(), "--counts", why);
  refuse(!options.logs.empty(), "--log", why);
  refuse(!options.k.empty(), "--k", why);
  refuse(!options.loss_column.empty(), "--loss-column", "is for t2-accuracy; for runs write --columns loss=COLUMN");

  column_map const columns = options.columns.empty() ? run_columns() : parse_columns(options.columns, run_columns());
  runs_file const runs = read_runs(options.data, columns, parse_filters(options.where));
  std::vector<bool> const fitted = split_points(options.fit_where, runs.params, runs.tokens);
  run_input input;
  for (std::size_t i = 0; i < runs.value.size(); ++i) {
    t2::fit::dataset<>& points = fitted[i] ? input.fitted : input.held_out;
    points.params.push_back(runs.params[i]);
    points.tokens.push_back(runs.tokens[i]);
    points.value.push_back(runs.value[i]);
    if (fitted[i]) input.where.push_back({runs.path, runs.line[i]});
  }
  return input;
}

outcome_input read_outcome_input(input_options const& options, std::string_view law) {
  refuse(!options.data.empty(), "--data", "is for laws of training runs; this one takes --checkpoints and their answers");
  if (options.checkpoints.empty()) throw input_error("--checkpoints is required: this law is fitted to their answers");
  bool const with_loss = !options.loss_column.empty();
  refuse(with_loss && law != "t2-accuracy", "--loss-column", "is for t2-accuracy only");
  refuse(options.probabilities && options.questions.empty(), "--probabilities", "says what --questions holds");

  outcome_input input;
  answer_columns const columns(options);
  auto const checkpoints = read_checkpoints(options.checkpoints, columns.checkpoints, parse_filters(options.where));
  if (with_loss && checkpoints.loss.empty())
    (void)csv_table(options.checkpoints).column(options.loss_column);  // throws
  question_table table = read_answers(options, columns, input.warnings);
  std::vector<std::string> const unused = join(table, checkpoints);
  if (!unused.empty()) {
    input.warnings.push_back(options.checkpoints + ": " + plural(unused.size(), "checkpoint") +
                             (unused.size() == 1 ? " has" : " have") + " no answers: " + listed(unused));
  }
  // the one-stage fit of coupled goes by pass@k alone where no count was ever right
  bool const by_pass = law == "coupled" || law == "validation";
  answer_check const check{table, !with_loss && !(by_pass && table.has_counts())};
  check.trials();
  input.k = choose_k(options.k, table, law.starts_with("coupled") ? 4 : 2);
  check.answers(input.k.back());

  std::vector<bool> const fitted = split_points(options.fit_where, table.params, table.tokens);
  input.fitted = part(table, with_loss, fitted, true);
  if (!options.fit_where.empty()) input.held_out = part(table, with_loss, fitted, false);
  input.where = {table.where.front().file};
  return input;
}

}  // namespace t2plan
