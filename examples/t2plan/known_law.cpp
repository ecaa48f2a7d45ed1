// SPDX-License-Identifier: BSL-1.0
#include "known_law.hpp"

#include "error.hpp"  // input_error
#include "text.hpp"   // in_quotes, listed, parse_numbers

#include <t2/law/published/sets.hpp>

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

// The coefficients by name, those that the set lacks are 0.
any_law law_of(published::coefficient_set const& set) {
  any_law const form = law_of_form(set.form, std::string(set.name));
  std::vector<double> values;
  for (std::string const& name : parameter_names(form)) {
    double& value = values.emplace_back(0);
    for (int i = 0; i < set.size(); ++i) {
      if (set.coefficients[i].name == name) value = set.coefficients[i].value.as<double>();
    }
  }
  return with_parameters(form, values);
}

any_law with_sampling(any_law const& law, law_options const& options) {
  if (options.sampling.empty()) return law;
  auto const* const loss = std::get_if<chinchilla>(&law);
  if (loss == nullptr) throw input_error("--sampling goes with coefficients of the form chinchilla");
  auto const [G, gamma] = std::pair(options.sampling[0], options.sampling[1]);
  if (!(G >= 0) || !(gamma >= 0)) throw input_error("--sampling: G and GAMMA must not be negative");
  return *loss + t2::law::sampling_gain<double>{.G = G, .gamma = gamma};
}

known_law from_published(law_options const& options) {
  auto const set = published::find_set(options.law);
  if (!set) {
    std::vector<std::string> names;
    published::for_each_set([&](auto const& each) { names.emplace_back(each.name); });
    throw input_error("--law: no coefficients " + in_quotes(options.law) + "; there are " + listed(names));
  }
  any_law const law = law_of(*set);
  return {.name = options.law,
          .law = with_sampling(law, options),
          .range = range_of(*set, depends_on(law, "flops")),
          .draws = {},
          .warnings = {}};
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

range_map range_of(published::coefficient_set const& set, bool of_flops) {
  range_map out;
  auto const add = [&](char const* variable, published::span const& range) {
    if (range.known()) out[variable] = {range.low, range.high};
  };
  add("params", set.params);
  add("tokens", set.tokens);
  add("tokens_per_param", set.tokens_per_param);
  add(of_flops ? "flops" : "train", set.flops);
  add("samples", set.samples);
  return out;
}

std::vector<std::string> beyond_law(any_law const& law, double params, double tokens) {
  std::vector<std::string> out;
  auto const check = [&](t2::law::coupled<double> const& location) {
    double const most = location.largest_useful(t2::tokens{tokens});
    if (params > most) {
      out.push_back("N = " + readable(params, 4) + " is beyond " + readable(most, 4) +
                    ", from where on the law says that more parameters do worse at this D: c > 0 holds within the "
                    "sizes of the data only");
    }
  };
  if (auto const* one = std::get_if<coupled_accuracy>(&law)) check(one->loss);
  if (auto const* one = std::get_if<coupled_loss>(&law)) check(one->loss);
  if (auto const* one = std::get_if<t2::law::coupled<double>>(&law)) check(*one);
  return out;
}

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
