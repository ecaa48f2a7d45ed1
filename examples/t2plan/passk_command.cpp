// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"
#include "error.hpp"       // input_error, no_answer
#include "eval_logs.hpp"   // read_eval_log, tabulate
#include "output.hpp"      // json, pretty, text_table, warn
#include "passk_rows.hpp"  // answer_passk
#include "questions.hpp"   // read_counts, question_table
#include "text.hpp"        // in_quotes

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <utility>

namespace t2plan {
namespace {

struct passk_options {
  std::string counts, group, columns, cluster;
  std::vector<std::string> where, logs;
  std::string log_metric, log_filter, questions;
  passk_request request;
  bool as_json = false;
};

/// "NAME=FILE", or "FILE", which is its own name.
std::pair<std::string, std::string> log_argument(std::string const& text) {
  if (text.find('=') != std::string::npos && !std::filesystem::exists(text)) return parse_log_argument(text);
  return {std::filesystem::path(text).stem().string(), text};
}

question_table read(passk_options const& options, std::vector<std::string>& warnings) {
  if (options.counts.empty() == options.logs.empty()) throw input_error("give one of --counts and --log");
  if (!options.counts.empty()) {
    column_map columns = options.columns.empty() ? count_columns() : parse_columns(options.columns, count_columns());
    if (!options.group.empty()) columns["group"] = options.group;
    if (!options.cluster.empty()) columns["cluster"] = options.cluster;
    return read_counts(options.counts, columns, parse_filters(options.where));
  }
  if (!options.cluster.empty()) throw input_error("--cluster is a column of --counts");
  std::vector<std::pair<std::string, eval_log>> logs;
  for (std::string const& text : options.logs) {
    auto const [name, path] = log_argument(text);
    logs.emplace_back(
        name,
        read_eval_log(path, {.kind = log_kind::counts, .metric = options.log_metric, .filter = options.log_filter}));
    auto const& said = logs.back().second.warnings;
    warnings.insert(warnings.end(), said.begin(), said.end());
  }
  return tabulate(logs);
}

passk_group group_of(question_table const& table, std::size_t row, std::vector<std::string>& warnings) {
  passk_group out{table.checkpoint[row], {}, {}, {}, {}};
  std::map<std::string, std::int64_t> clusters;
  auto const n = table.trials_of(row), c = table.successes_of(row);
  for (std::size_t i = 0; i < n.size(); ++i) {
    if (n[i] == 0) continue;  // not run, which is not a failure
    out.n.push_back(static_cast<std::int64_t>(n[i]));
    out.c.push_back(static_cast<std::int64_t>(c[i]));
    out.question.push_back(table.question[i]);
    if (table.cluster.empty()) continue;
    auto const number = static_cast<std::int64_t>(clusters.size());
    out.cluster.push_back(clusters.emplace(table.cluster[i], number).first->second);
  }
  if (clusters.size() == 1)
    fail(table.where[row], "all questions of group " + in_quotes(out.name) + " are in cluster " +
                               in_quotes(clusters.begin()->first) + "; a clustered standard error takes two clusters");
  if (std::size_t const unrun = n.size() - out.n.size(); unrun > 0)
    warnings.push_back(out.name + ": " + plural(unrun, "question") + " without a sample left out");
  if (out.n.empty()) fail(table.where[row], "group '" + out.name + "' has no samples");
  return out;
}

std::string cell(json const& value) { return value.is_null() ? "-" : readable(value.get<double>()); }

void print(json const& out) {
  text_table table;
  table.add({"group", "k", "pass@k", "standard error", "from", "to", "method"});
  for (json const& row : out["results"]) {
    json const& range = row["interval"];
    table.add({row["group"].get<std::string>(), cell(row["k"]), cell(row["estimate"]), cell(row["standard_error"]),
               range.is_null() ? "-" : cell(range[0]), range.is_null() ? "-" : cell(range[1]),
               row["method"].get<std::string>()});
  }
  table.print(std::cout);
}

void run(passk_options options) {
  passk_request& request = options.request;
  if (request.k.empty() && request.extrapolate.empty()) throw input_error("give --k, --extrapolate or both");
  if (!(request.level > 0) || !(request.level < 1))
    throw input_error("--level: " + readable(request.level) + " is not between 0 and 1");
  if (!(request.prior_a > 0) || !(request.prior_b > 0))
    throw input_error("--prior: both numbers must be greater than 0");
  if (request.replicates < 2) throw input_error("--bootstrap: fewer than 2 replicates");
  if (options.questions.empty()) options.questions = options.cluster.empty() ? "these" : "sample";
  request.sample = options.questions == "sample";

  json out = {{"schema", json_schema},    {"level", request.level}, {"questions", options.questions},
              {"results", json::array()}, {"fits", json::array()},  {"warnings", json::array()}};
  std::vector<std::string> warnings;
  question_table const table = read(options, warnings);
  bool any = false;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    passk_answer answer = answer_passk(group_of(table, row, warnings), request);
    for (json& one : answer.rows) {
      any = any || !one["estimate"].is_null();
      out["results"].push_back(std::move(one));
    }
    for (json& one : answer.fits) out["fits"].push_back(std::move(one));
    warnings.insert(warnings.end(), answer.warnings.begin(), answer.warnings.end());
  }
  if (!any) throw no_answer(warnings.empty() ? "nothing could be estimated" : warnings.back());
  out["warnings"] = warnings;
  warn(warnings);
  if (options.as_json)
    std::cout << pretty(out);
  else
    print(out);
}

}  // namespace

void add_passk(CLI::App& program) {
  auto const options = std::make_shared<passk_options>();
  passk_request& request = options->request;
  CLI::App& command =
      *program.add_subcommand("passk", "pass@k from counts, with intervals, also beyond the samples drawn");
  command
      .add_option("--counts", options->counts,
                  "CSV: one row for each group and problem, with n samples and c correct ones")
      ->type_name("FILE");
  command.add_option("--group", options->group, "column of the groups; without it ckpt, checkpoint or model")
      ->type_name("COL");
  command.add_option("--columns", options->columns, "other names of the columns: problem=task_id,n=samples,c=correct")
      ->type_name("MAP");
  command.add_option("--where", options->where, "rows to use, e.g. split=test")
      ->type_name("COND")
      ->allow_extra_args(false);
  command
      .add_option(
          "--log", options->logs,
          "instead: a log of human-eval (..._results.jsonl) or lm-evaluation-harness, or NAME=LOG; once a group")
      ->type_name("LOG")
      ->allow_extra_args(false);
  command.add_option("--log-metric", options->log_metric, "which score says that a response is right")
      ->type_name("NAME");
  command.add_option("--log-filter", options->log_filter, "which filter of the harness")->type_name("NAME");
  command.add_option("--k", request.k, "samples, at most those drawn: 1,10,100")->delimiter(',')->type_name("LIST");
  command.add_option("--extrapolate", request.extrapolate, "samples, any number: 1000,10000")
      ->delimiter(',')
      ->type_name("LIST");
  command.add_option("--model", request.models, "beta_binomial, zero_inflated, scaled_beta, power_law")
      ->delimiter(',')
      ->capture_default_str()
      ->type_name("LIST");
  command
      .add_option("--questions", options->questions,
                  "what intervals are for: these questions (default), or a sample of questions like these (with "
                  "--cluster)")
      ->check(CLI::IsMember({"these", "sample"}));
  command
      .add_option("--cluster", options->cluster,
                  "column of what questions have in common (a passage, a template, a repository): clustered standard "
                  "errors, and a bootstrap of clusters")
      ->type_name("COL");
  command.add_option("--bootstrap", request.replicates, "replicates of the bootstrap of clusters")
      ->capture_default_str()
      ->type_name("COUNT");
  command.add_option("--seed", request.seed, "of the bootstrap")->capture_default_str()->type_name("S");
  command.add_option("--level", request.level, "of the intervals")->capture_default_str()->type_name("X");
  command.add_option("--prior-a", request.prior_a, "Beta prior of a rate, where there are fewer than 2k samples")
      ->capture_default_str()
      ->type_name("A");
  command.add_option("--prior-b", request.prior_b, "the same")->capture_default_str()->type_name("B");
  command
      .add_option("--least-solved", request.least_solved, "questions ever solved below which extrapolation is refused")
      ->capture_default_str()
      ->type_name("COUNT");
  command.add_flag("--plug-in", request.plug_in, "also the biased estimate 1 - (1 - c/n)^k");
  command.add_flag("--json", options->as_json, "print JSON");
  command.callback([options] { run(*options); });
}

}  // namespace t2plan
