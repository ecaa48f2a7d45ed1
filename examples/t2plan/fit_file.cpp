// SPDX-License-Identifier: BSL-1.0
#include "fit_file.hpp"

#include "error.hpp"        // fail, place
#include "json_fields.hpp"  // json_fields, read_json
#include "text.hpp"         // in_quotes, parse_number

#include <t2/fit/bootstrap.hpp>

#include <algorithm>
#include <cmath>

namespace t2plan {
namespace {

json to_json(interval const& range) { return json::array({range.low, range.high}); }

json to_json(fit_quality const& quality) {
  return {{"objective", quality.objective}, {"gradient", quality.gradient},
          {"points", quality.points},       {"mean_relative_error", quality.mean_relative_error},
          {"converged", quality.converged}, {"active_bounds", quality.active_bounds},
          {"warnings", quality.warnings}};
}

fit_quality read_quality(json_fields const& in) {
  return {
      in.number("objective"), in.number("gradient"),     in.count("points"),  in.number_or_nan("mean_relative_error"),
      in.truth("converged"),  in.texts("active_bounds"), in.texts("warnings")};
}

std::string outside(double value, double lower, double upper) {
  return readable(value) + ", outside [" + readable(lower) + ", " + readable(upper) + "]";
}

any_law read_law(json_fields const& in, std::string const& path) {
  any_law const form = law_of_form(in.text("law"), path + ": field 'law'");
  json_fields const values = in.object("parameters");
  std::vector<std::string> const names = parameter_names(form);
  std::vector<double> parameters;
  for (std::size_t i = 0; i < names.size(); ++i) {
    double const value = values.number(names[i]);
    auto const [lower, upper] = parameter_bounds(form, i);
    if (!(value >= lower) || !(value <= upper)) {
      values.reject(names[i], "is " + outside(value, lower, upper));
    }
    parameters.push_back(value);
  }
  return with_parameters(form, parameters);
}

std::vector<std::vector<double>> read_draws(json_fields const& in, any_law const& form) {
  std::vector<std::string> const names = parameter_names(form);
  std::vector<std::string> const columns = in.texts("columns");
  std::vector<std::size_t> source;  // of each parameter among the columns
  for (std::string const& name : names) {
    auto const found = std::ranges::find(columns, name);
    if (found == columns.end()) in.reject("columns", "has no " + in_quotes(name));
    source.push_back(static_cast<std::size_t>(found - columns.begin()));
  }
  std::vector<std::vector<double>> draws;
  for (json const& item : in.list("rows")) {
    std::string const name = "rows[" + std::to_string(draws.size()) + "]";
    std::vector<double> const row = in.numbers(item, name, columns.size());
    std::vector<double>& draw = draws.emplace_back();
    for (std::size_t const column : source) {
      double const value = row[column];
      auto const [lower, upper] = parameter_bounds(form, draw.size());
      if (!(value >= lower) || !(value <= upper)) in.reject(name, "has " + outside(value, lower, upper));
      draw.push_back(value);
    }
  }
  return draws;
}

}  // namespace

std::vector<interval> fit_record::parameter_intervals() const {
  std::vector<interval> out;
  for (std::size_t i = 0; !draws.empty() && i < draws.front().size(); ++i) {
    std::vector<double> column;
    for (auto const& row : draws) column.push_back(row[i]);
    out.push_back(percentile_interval(std::move(column), level));
  }
  return out;
}

std::string readable(interval const& range, int digits) {
  return readable(range.low, digits) + " to " + readable(range.high, digits);
}

interval percentile_interval(std::vector<double> values, double level) {
  auto const range = t2::fit::bootstrap_draws<double, 1>::percentile_interval(std::move(values), level);
  return {range.low, range.high};
}

json to_json(fit_record const& fit) {
  std::vector<std::string> const names = parameter_names(fit.law);
  std::vector<double> const values = parameter_values(fit.law);
  json out = {{"schema", json_schema}, {"law", form_of(fit.law).name}, {"parameters", json::object()}};
  for (std::size_t i = 0; i < names.size(); ++i) out["parameters"][names[i]] = values[i];
  out.update(to_json(fit.quality));
  if (!fit.error_by_k.empty()) {
    json& by_k = out["mean_relative_error_by_k"];
    for (auto const& [k, error] : fit.error_by_k) by_k[readable(k, 15)] = error;
  }
  if (fit.location) out["location"] = to_json(*fit.location);
  if (fit.held_out) {
    out["held_out"] = {{"fit_where", fit.held_out->fit_where},
                       {"points", fit.held_out->points},
                       {"mean_relative_error", fit.held_out->mean_relative_error}};
  }
  if (!fit.one_stage.is_null()) out["one_stage"] = fit.one_stage;
  out["range"] = json::object();
  for (auto const& [variable, range] : fit.range) out["range"][variable] = to_json(range);
  out["level"] = fit.level;
  out["bootstrap"] = json::object();
  std::vector<interval> const intervals = fit.parameter_intervals();
  for (std::size_t i = 0; i < intervals.size(); ++i) out["bootstrap"][names[i]] = to_json(intervals[i]);
  out["failed_draws"] = fit.failed_draws;
  out["seed"] = fit.seed;
  out["source"] = fit.source;
  out["draws"] = {{"columns", names}, {"rows", fit.draws}};
  return out;
}

fit_record read_fit(std::string const& path) {
  json const content = read_json(path);
  if (!content.is_object()) fail({path}, "this is not the JSON of a fit");
  json_fields const in(path, content);
  if (in.count("schema") != json_schema) {
    in.reject("schema", "is " + content["schema"].dump() + "; this program reads " + std::to_string(json_schema));
  }
  fit_record fit{.law = read_law(in, path),
                 .quality = read_quality(in),
                 .error_by_k = {},
                 .location = {},
                 .range = {},
                 .held_out = {},
                 .draws = {}};
  if (in.has("location")) fit.location = read_quality(in.object("location"));
  if (in.has("mean_relative_error_by_k")) {
    json_fields const by_k = in.object("mean_relative_error_by_k");
    for (std::string const& k : by_k.names()) {
      double const value = parse_number(k).value;
      if (!(value > 0)) by_k.reject(k, "is not named by a number of samples");
      fit.error_by_k.emplace_back(value, by_k.number_or_nan(k));
    }
  }
  if (in.has("held_out")) {
    json_fields const held_out = in.object("held_out");
    fit.held_out = {held_out.text("fit_where"), held_out.count("points"),
                    held_out.number_or_nan("mean_relative_error")};
  }
  if (in.has("one_stage")) fit.one_stage = in.at("one_stage");
  json_fields const range = in.object("range");
  for (std::string const& variable : range.names()) {
    std::vector<double> const ends = range.numbers(range.at(variable), variable, 2);
    if (!(ends[0] <= ends[1])) range.reject(variable, "does not go from low to high");
    fit.range[variable] = {ends[0], ends[1]};
  }
  if (in.has("level")) fit.level = in.number("level");
  if (!(fit.level > 0) || !(fit.level < 1)) in.reject("level", "is not between 0 and 1");
  if (in.has("failed_draws")) fit.failed_draws = in.count("failed_draws");
  fit.seed = in.count("seed");
  if (in.has("source")) fit.source = in.at("source");
  fit.draws = read_draws(in.object("draws"), fit.law);
  return fit;
}

}  // namespace t2plan
