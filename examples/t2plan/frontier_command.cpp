// SPDX-License-Identifier: BSL-1.0
#include "checks.hpp"  // check_level
#include "commands.hpp"
#include "error.hpp"     // input_error
#include "planning.hpp"  // make_plan, add_intervals
#include "text.hpp"      // parse_number, parse_count, in_quotes

#include <CLI/CLI.hpp>

#include <charconv>
#include <cmath>
#include <iostream>
#include <memory>

namespace t2plan {
namespace {

struct frontier_options {
  law_options law;
  plan_request request;
  std::string train;
  std::optional<double> level;
  unsigned threads = 0;
  bool as_json = false;
};

// LO:HI:COUNT, evenly spaced in the logarithm.
std::vector<double> budgets_of(std::string const& text) {
  auto const complain = [&](std::string const& problem) {
    throw input_error("--train " + in_quotes(text) + ": " + problem);
  };
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    std::size_t const end = std::min(text.find(':', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  if (parts.size() != 3) complain("not LO:HI:COUNT");
  auto const low = parse_number(parts[0]), high = parse_number(parts[1]);
  auto const count = parse_count(parts[2]);
  if (low.problem != nullptr || !(low.value > 0))
    complain(in_quotes(parts[0]) + " is not a number of FLOP greater than 0");
  if (high.problem != nullptr || !(high.value > low.value))
    complain(in_quotes(parts[1]) + " is not a number greater than LO");
  if (count.problem != nullptr || count.value < 2 || count.value > 100'000) {
    complain(in_quotes(parts[2]) + " is not a number of budgets from 2 to 100000");
  }
  std::vector<double> out;
  double const last = static_cast<double>(count.value - 1);
  for (std::size_t i = 0; i < count.value; ++i) {
    out.push_back(i + 1 == count.value ? high.value
                                       : low.value * std::pow(high.value / low.value, static_cast<double>(i) / last));
  }
  return out;
}

// The shortest text that gives the number back.
std::string exact(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::vector<std::pair<std::string, std::string>> csv_row(double train, full_plan const& plan) {
  std::vector<std::pair<std::string, std::string>> out{{"train", exact(train)}};
  auto const add = [&](std::string const& prefix, t2::plan::allocation<double> const& one, range_map const& intervals) {
    for (auto const& [name, value] : numbers_of(one, plan.baseline.has_value())) {
      out.emplace_back(prefix + name, exact(value));
      auto const range = intervals.find(name);
      if (range == intervals.end()) continue;
      out.emplace_back(prefix + name + "_low", exact(range->second.low));
      out.emplace_back(prefix + name + "_high", exact(range->second.high));
    }
  };
  add("", plan.best, plan.interval);
  if (plan.baseline) add("baseline_", *plan.baseline, plan.baseline_interval);
  std::string binding;
  for (std::string const& each : plan.binding) binding += (binding.empty() ? "" : " ") + each;
  out.emplace_back("binding", binding);
  out.emplace_back("certified", plan.best.certificate.certified ? "1" : "0");
  out.emplace_back("in_range", plan.in_range ? "1" : "0");
  return out;
}

void print_csv(std::vector<double> const& budgets, std::vector<full_plan> const& plans) {
  for (std::size_t i = 0; i < plans.size(); ++i) {
    auto const row = csv_row(budgets[i], plans[i]);
    for (std::size_t c = 0; i == 0 && c < row.size(); ++c) std::cout << (c > 0 ? "," : "") << row[c].first;
    if (i == 0) std::cout << '\n';
    for (std::size_t c = 0; c < row.size(); ++c) std::cout << (c > 0 ? "," : "") << row[c].second;
    std::cout << '\n';
  }
}

void warn_once(std::vector<full_plan> const& plans, known_law const& known) {
  std::size_t outside = 0, below_one = 0, scanned = 0;
  for (full_plan const& plan : plans) {
    outside += plan.in_range ? 0 : 1;
    below_one += plan.baseline && plan.best.cautions.samples_below_one ? 1 : 0;
    scanned += plan.best.certificate.certified ? 0 : 1;
  }
  std::string const of_all = " of " + plural(plans.size(), "plan");
  if (outside > 0)
    warn(std::to_string(outside) + of_all + " leave the data that the law was fitted on (column in_range)");
  if (below_one > 0) warn(std::to_string(below_one) + of_all + " have k below one; --min-samples 1 keeps to one");
  if (scanned > 0) warn(std::to_string(scanned) + of_all + " are not certified: the best of a scan over N");
  warn(known.warnings);
}

void run(frontier_options& options) {
  if (options.level) check_level(*options.level);
  std::vector<double> const budgets = budgets_of(options.train);
  known_law const known = find_law(options.law);
  if (options.level && known.draws.empty()) throw input_error("--level: " + known.name + " has no bootstrap draws");
  std::vector<full_plan> plans;
  for (double const train : budgets) {
    options.request.train = train;
    plans.push_back(make_plan(known, options.request));
    if (options.level) add_intervals(known, options.request, *options.level, options.threads, plans.back());
  }
  warn_once(plans, known);
  if (!options.as_json) return print_csv(budgets, plans);
  json out = {{"schema", json_schema}, {"law", form_of(known.law).name}, {"source", known.name}};
  if (options.request.inference) out["inference"] = *options.request.inference;
  out["results"] = json::array();
  for (std::size_t i = 0; i < plans.size(); ++i) {
    json row = {{"train", budgets[i]}};
    row.update(to_json(plans[i]));
    out["results"].push_back(std::move(row));
  }
  out["warnings"] = known.warnings;
  std::cout << pretty(out);
}

}  // namespace

void add_frontier(CLI::App& program) {
  auto const options = std::make_shared<frontier_options>();
  CLI::App& command = *program.add_subcommand("frontier", "The plan along a range of training budgets, as CSV");
  add_law_options(command, options->law);
  command.add_option("--train", options->train, "training budgets [FLOP], evenly spaced in the logarithm")
      ->required()
      ->type_name("LO:HI:COUNT");
  add_request_options(command, options->request);
  command.add_option("--level", options->level, "add intervals from the bootstrap draws")->type_name("X");
  command.add_option("--threads", options->threads, "0: one for each processor")->capture_default_str()->type_name("T");
  command.add_flag("--json", options->as_json, "print JSON");
  command.callback([options] { run(*options); });
}

}  // namespace t2plan
