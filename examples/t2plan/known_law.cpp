// SPDX-License-Identifier: BSL-1.0
#include "known_law.hpp"

#include "error.hpp"  // input_error
#include "text.hpp"   // in_quotes, listed, parse_numbers

#include <t2/law/published.hpp>

#include <CLI/CLI.hpp>

#include <cmath>

namespace t2plan {
namespace {

namespace published = t2::law::published;

known_law from_fit(std::string const& path) {
  fit_record fit = read_fit(path);
  std::vector<std::string> warnings;
  for (std::string const& sentence : fit.quality.warnings) warnings.push_back("the fit: " + sentence);
  return {path, fit.law, std::move(fit.range), std::move(fit.draws), fit.level, std::move(warnings)};
}

known_law from_published(law_options const& options) {
  published::entry const* const entry = published::find(options.law);
  if (entry == nullptr) {
    std::vector<std::string> names;
    for (published::entry const& each : published::entries) names.emplace_back(each.name);
    throw input_error("--law: no coefficients " + in_quotes(options.law) + "; there are " + listed(names));
  }
  known_law out{.name = options.law, .law = entry->law<double>(), .range = {}, .draws = {}, .warnings = {}};
  auto const add = [&](char const* variable, published::span const& range) {
    if (range.known()) out.range[variable] = {range.low, range.high};
  };
  add("params", entry->params);
  add("tokens", entry->tokens);
  add("tokens_per_param", entry->tokens_per_param);
  if (options.sampling.empty()) return out;
  auto const [G, gamma] = std::pair(options.sampling[0], options.sampling[1]);
  if (!(G >= 0) || !(gamma >= 0)) throw input_error("--sampling: G and GAMMA must not be negative");
  out.law = entry->law<double>() + t2::law::sampling_gain<double>{.G = G, .gamma = gamma};
  return out;
}

std::string range_sentence(std::string const& variable, double value, interval const& range) {
  bool const below = value < range.low;
  double const end = below ? range.low : range.high;
  double const factor = below ? end / value : value / end;
  return symbol_of(variable) + " = " + readable(value, 4) + " is outside the data of the fit by " +
         (factor < 1.01 ? "less than one per cent" : "a factor of " + readable(factor, 3)) + "; the " +
         (below ? "lowest" : "highest") + " there is " + readable(end, 4);
}

}  // namespace

void add_law_options(CLI::App& command, law_options& options) {
  command.add_option("--fit", options.fit, "JSON of a fit, from t2plan fit --out")->type_name("FIT.json");
  command.add_option("--law", options.law, "published coefficients, see t2plan laws")->type_name("NAME");
  command
      .add_option_function<std::string>(
          "--sampling",
          [&options](std::string const& text) {
            options.sampling = parse_numbers("--sampling", text);
            if (options.sampling.size() != 2) throw input_error("--sampling " + in_quotes(text) + ": not G,GAMMA");
          },
          "with --law: what k samples take off the loss, G / k^GAMMA")
      ->type_name("G,GAMMA");
}

known_law find_law(law_options const& options) {
  if (options.fit.empty() == options.law.empty()) throw input_error("give either --fit or --law");
  if (options.fit.empty()) return from_published(options);
  if (!options.sampling.empty()) throw input_error("--sampling goes with --law, not with --fit");
  return from_fit(options.fit);
}

range_check check_ranges(range_map const& range, std::vector<std::pair<std::string, double>> const& values) {
  range_check out;
  for (auto const& [variable, value] : values) {
    auto const found = range.find(variable);
    if (found == range.end()) continue;
    bool const inside = found->second.contains(value);
    out.inside.emplace_back(variable, inside);
    if (!inside) out.warnings.push_back(range_sentence(variable, value, found->second));
  }
  return out;
}

}  // namespace t2plan
