// SPDX-License-Identifier: BSL-1.0
#include "checks.hpp"  // check_level
#include "commands.hpp"
#include "cost_models.hpp"  // cost_model_json, is_per_question, serving_model
#include "error.hpp"     // input_error
#include "frontier.hpp"  // trade_frontier
#include "planning.hpp"  // make_plan, add_intervals, add_answers
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
  frontier_ends ends;
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
  double const last = static_cast<double>(count.value - 1), ratio = high.value / low.value;
  for (std::size_t i = 0; i < count.value; ++i) {
    double const part = static_cast<double>(i) / last;
    if (i + 1 == count.value) {
      out.push_back(high.value);
    } else if (std::isfinite(ratio)) {
      out.push_back(low.value * std::pow(ratio, part));
    } else {
      out.push_back(std::pow(low.value, 1 - part) * std::pow(high.value, part));
    }
  }
  return out;
}

// The shortest text that gives the number back.
std::string exact(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

using cells = std::vector<std::pair<std::string, std::string>>;

// The columns are the same in all rows: what a plan does not have is left blank.
struct columns {
  bool samples = false, baseline = false, intervals = false, near = false;
  std::vector<std::string> coefficients{};  // of the law, with --sensitivity
};

void add_near(std::optional<near_plan> const& near, columns const& all, cells& out) {
  auto const add = [&](std::string const& name, interval near_plan::* range) {
    out.emplace_back(name + "_near_low", near ? exact(((*near).*range).low) : "");
    out.emplace_back(name + "_near_high", near ? exact(((*near).*range).high) : "");
  };
  add("params", &near_plan::params);
  add("tokens", &near_plan::tokens);
  if (all.samples) add("samples", &near_plan::samples);
}

void add_movements(std::vector<plan_movement> const& moves, columns const& all, cells& out) {
  for (std::size_t i = 0; i < all.coefficients.size(); ++i) {
    auto const add = [&](std::string const& name, double plan_movement::* part) {
      out.emplace_back(name + "_by_" + all.coefficients[i], moves.empty() ? "" : exact(moves[i].*part));
    };
    add("log_params", &plan_movement::params);
    add("log_tokens", &plan_movement::tokens);
    if (all.samples) add("log_samples", &plan_movement::samples);
    add("value", &plan_movement::value);
  }
}

cells csv_row(double train, full_plan const& plan, columns const& all) {
  cells out{{"train", exact(train)}};
  auto const add = [&](std::string const& prefix, t2::plan::allocation<double> const* one, range_map const& intervals) {
    for (auto const& [name, value] : numbers_of(one != nullptr ? *one : plan.best, all.samples)) {
      out.emplace_back(prefix + name, one != nullptr ? exact(value) : "");
      if (!all.intervals) continue;
      auto const range = intervals.find(name);
      bool const known = one != nullptr && range != intervals.end();
      out.emplace_back(prefix + name + "_low", known ? exact(range->second.low) : "");
      out.emplace_back(prefix + name + "_high", known ? exact(range->second.high) : "");
    }
  };
  add("", &plan.best, plan.interval);
  if (all.baseline) add("baseline_", plan.baseline ? &*plan.baseline : nullptr, plan.baseline_interval);
  if (all.near) add_near(plan.near_optimal, all, out);
  add_movements(plan.by_coefficient, all, out);
  std::string binding;
  for (std::string const& each : plan.binding) binding += (binding.empty() ? "" : " ") + each;
  out.emplace_back("binding", binding);
  out.emplace_back("certified", plan.best.certificate.certified ? "1" : "0");
  out.emplace_back("in_range", plan.in_range ? "1" : "0");
  return out;
}

void print_rows(std::vector<cells> const& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t c = 0; i == 0 && c < rows[i].size(); ++c) std::cout << (c > 0 ? "," : "") << rows[i][c].first;
    if (i == 0) std::cout << '\n';
    for (std::size_t c = 0; c < rows[i].size(); ++c) std::cout << (c > 0 ? "," : "") << rows[i][c].second;
    std::cout << '\n';
  }
}

void print_csv(std::vector<double> const& budgets, std::vector<full_plan> const& plans) {
  columns all;
  for (full_plan const& plan : plans) {
    all.samples = plan.has_samples;
    all.baseline = all.baseline || plan.baseline;
    all.intervals = all.intervals || !plan.interval.empty();
    all.near = all.near || plan.near_optimal;
    if (all.coefficients.empty())
      for (plan_movement const& each : plan.by_coefficient) all.coefficients.push_back(each.name);
  }
  std::vector<cells> rows;
  for (std::size_t i = 0; i < plans.size(); ++i) rows.push_back(csv_row(budgets[i], plans[i], all));
  print_rows(rows);
}

void warn_once(std::vector<full_plan> const& plans, known_law const& known, plan_request const& request) {
  bool const plain = request.is_plain() && !request.epochs;
  std::size_t outside = 0, below_one = 0, scanned = 0, unmoved = 0;
  for (full_plan const& plan : plans) {
    outside += plan.in_range ? 0 : 1;
    below_one += plan.has_samples && plan.best.cautions.samples_below_one ? 1 : 0;
    scanned += plan.best.certificate.certified ? 0 : 1;
    unmoved += request.sensitivity && plan.by_coefficient.empty() ? 1 : 0;
  }
  std::string const of_all = " of " + plural(plans.size(), "plan");
  if (outside > 0)
    warn(std::to_string(outside) + of_all + " leave the data that the law was fitted on (column in_range)");
  if (below_one > 0) warn(std::to_string(below_one) + of_all + " have k below one; --min-samples 1 keeps to one");
  if (scanned > 0)
    warn(std::to_string(scanned) + of_all + " are not certified: the best of a " +
         (plain ? "scan over N" : "global search"));
  if (unmoved > 0)
    warn("--sensitivity: " + std::to_string(unmoved) + of_all + " have none: the optimum is not unique or lies at the end of the search");
  warn(known.warnings);
}

json head_of(known_law const& known, plan_request const& request) {
  return {{"schema", json_schema},
          {"law", form_of(known.law).name},
          {"source", known.name},
          {"cost_model", cost_model_json(request)}};
}

void run_along(frontier_options const& options, plan_request request, known_law const& known) {
  std::vector<double> budgets, kept;
  std::vector<full_plan> plans;
  std::string lost;
  budgets = budgets_of(options.train);
  std::size_t const asked = budgets.size();
  for (double const train : budgets) {
    request.train = train * request.flop_per_unit;
    try {
      plans.push_back(make_plan(known, request));
    } catch (no_answer const& reason) {
      if (lost.empty()) lost = reason.what();
      continue;
    }
    kept.push_back(train);
    if (options.level) add_intervals(known, request, *options.level, options.threads, plans.back());
    if (options.as_json || request.tolerance || request.sensitivity) add_answers(known, request, plans.back());
  }
  if (plans.empty()) throw no_answer(lost);
  if (std::size_t const gone = asked - plans.size(); gone > 0)
    warn(plural(gone, "budget") + " of " + std::to_string(asked) + " left out: " + lost);
  warn_once(plans, known, request);
  if (!options.as_json) return print_csv(kept, plans);
  json out = head_of(known, request);
  if (request.inference) out["inference"] = *request.inference;
  out["results"] = json::array();
  for (std::size_t i = 0; i < plans.size(); ++i) {
    json row = {{"train", kept[i]}};
    row.update(to_json(plans[i], request));
    out["results"].push_back(std::move(row));
  }
  out["warnings"] = known.warnings;
  std::cout << pretty(out);
}

void run_trade(frontier_options const& options, plan_request const& request, known_law const& known) {
  auto const [points, note] = trade_frontier(known, request, options.ends);
  if (!note.empty()) warn(note);
  bool const has_samples = depends_on(known.law, "samples");
  std::size_t searched = 0;
  for (trade_point const& each : points) searched += each.plan.certificate.certified ? 0 : 1;
  std::string const per = is_per_question(serving_model(request)) ? "question" : "token_served";
  if (searched > 0)
    warn(std::to_string(searched) + " of " + plural(points.size(), "point") + " are not certified: the best of a global search");
  warn(known.warnings);
  if (options.as_json) {
    json out = head_of(known, request);
    out["target"] = *request.target;
    out["inference_per"] = per;
    out["results"] = json::array();
    for (trade_point const& each : points) {
      json row = {{"training", each.training}, {"inference", each.inference}, {"exchange", each.exchange}};
      for (auto const& [name, value] : numbers_of(each.plan, has_samples)) row[name] = value;
      row["binding"] = std::vector<std::string>(each.plan.binding.begin(), each.plan.binding.end());
      row["certified"] = each.plan.certificate.certified;
      out["results"].push_back(std::move(row));
    }
    out["warnings"] = known.warnings;
    std::cout << pretty(out);
    return;
  }
  std::vector<cells> rows;
  for (trade_point const& each : points) {
    cells row{{"training", exact(each.training)},
              {"inference_per_" + per, exact(each.inference)},
              {"exchange", exact(each.exchange)}};
    for (auto const& [name, value] : numbers_of(each.plan, has_samples)) row.emplace_back(name, exact(value));
    std::string binding;
    for (char const* const limit : each.plan.binding) binding += (binding.empty() ? "" : " ") + std::string(limit);
    row.emplace_back("binding", binding);
    row.emplace_back("certified", each.plan.certificate.certified ? "1" : "0");
    rows.push_back(std::move(row));
  }
  print_rows(rows);
}

void run(frontier_options const& options) {
  if (options.level) check_level(*options.level);
  plan_request request = options.request;
  if (options.train.empty() && !request.target) throw input_error("--train LO:HI:COUNT or --target V is required");
  if (!options.train.empty() && request.target) throw input_error("--train does not go with --target; --factor says how far the frontier goes");
  if (!options.train.empty()) static_cast<void>(budgets_of(options.train));
  prepare(request);
  known_law const known = find_law(options.law);
  if (options.level && known.draws.empty()) throw input_error("--level: " + known.name + " has no bootstrap draws");
  if (request.target) return run_trade(options, request, known);
  run_along(options, request, known);
}

}  // namespace

void add_frontier(CLI::App& program) {
  auto const options = std::make_shared<frontier_options>();
  CLI::App& command = *program.add_subcommand(
      "frontier", "The plan along a range of training budgets, or training against inference at a target, as CSV");
  add_law_options(command, options->law);
  command.add_option("--train", options->train, "training budgets, evenly spaced in the logarithm")
      ->type_name("LO:HI:COUNT");
  command.add_option("--target", options->request.target, "instead: the least inference for each training that reaches it")
      ->type_name("V");
  command.add_option("--factor", options->ends.factor, "with --target: up to so many times the least training")
      ->capture_default_str()
      ->type_name("F");
  command.add_option("--count", options->ends.count, "with --target: points")->capture_default_str()->type_name("n");
  add_request_options(command, options->request);
  add_question_options(command, options->request);
  command.add_option("--level", options->level, "add intervals from the bootstrap draws")->type_name("X");
  command.add_option("--threads", options->threads, "0: one for each processor")->capture_default_str()->type_name("T");
  command.add_flag("--json", options->as_json, "print JSON");
  command.callback([options] { run(*options); });
}

}  // namespace t2plan
