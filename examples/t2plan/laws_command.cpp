// SPDX-License-Identifier: BSL-1.0
#include "any_law.hpp"  // law_forms
#include "commands.hpp"
#include "error.hpp"   // input_error
#include "output.hpp"  // json, text_table
#include "text.hpp"    // in_quotes, listed

#include <t2/law/published.hpp>

#include <CLI/CLI.hpp>

#include <cmath>
#include <iostream>
#include <memory>

namespace t2plan {
namespace {

namespace published = t2::law::published;

struct laws_options {
  std::string name;
  bool as_json = false;
};

json describe(law_form const& form) {
  any_law const law = law_of_form(form.name, "laws");
  return {{"name", form.name},
          {"kind", "form"},
          {"predicts", form.predicts},
          {"formula", form.formula},
          {"variables", variable_names(law)},
          {"parameters", parameter_names(law)},
          {"where", form.where},
          {"source", form.source}};
}

// An end that the source does not give is null.
json ends_of(published::span const& range) {
  json out = json::array({nullptr, nullptr});
  if (range.low > 0) out[0] = range.low;
  if (std::isfinite(range.high)) out[1] = range.high;
  return out;
}

json describe(published::entry const& entry) {
  law_form const& form = law_forms[0];
  chinchilla const law = entry.law<double>();
  json out = {{"name", entry.name},      {"kind", "coefficients"},           {"predicts", form.predicts},
              {"formula", form.formula}, {"variables", variable_names(law)}, {"coefficients", json::object()},
              {"source", entry.source},  {"params_counted", entry.counts},   {"range", json::object()},
              {"note", entry.note}};
  std::vector<std::string> const names = parameter_names(law);
  std::vector<double> const values = parameter_values(law);
  for (std::size_t i = 0; i < names.size(); ++i) out["coefficients"][names[i]] = values[i];
  auto const add = [&](char const* variable, published::span const& range) {
    if (range.known()) out["range"][variable] = ends_of(range);
  };
  add("params", entry.params);
  add("tokens", entry.tokens);
  add("tokens_per_param", entry.tokens_per_param);
  return out;
}

json catalogue() {
  json out = json::array();
  for (law_form const& form : law_forms) out.push_back(describe(form));
  for (published::entry const& entry : published::entries) out.push_back(describe(entry));
  return out;
}

json find(std::string const& name) {
  std::vector<std::string> names;
  for (json const& each : catalogue()) {
    if (each["name"] == name) return each;
    names.push_back(each["name"]);
  }
  throw input_error("no law " + in_quotes(name) + "; there are " + listed(names));
}

std::string as_text(json const& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number()) return readable(value.get<double>(), 10);
  std::string out;
  for (auto const& [key, item] : value.items()) {
    if (!out.empty()) out += ", ";
    if (value.is_object()) out += key + (item.is_array() ? " " : " = ");
    out += value.is_object() && item.is_array() ? (item[0].is_null() ? "" : readable(item[0]) + " ") + "to " +
                                                      (item[1].is_null() ? "any" : readable(item[1]))
                                                : as_text(item);
  }
  return out;
}

void print_entry(json const& entry) {
  for (auto const& [field, value] : entry.items()) {
    if (!value.empty()) std::cout << field << ": " << std::string(16 - field.size(), ' ') << as_text(value) << '\n';
  }
}

void print_list() {
  std::cout << "Forms, for t2plan fit --law NAME\n";
  for (law_form const& form : law_forms) {
    std::cout << "  " << form.name << ": " << form.formula << '\n';
    if (!form.where.empty()) std::cout << "    with " << form.where << '\n';
  }
  std::cout << "\nPublished coefficients of the form chinchilla, for t2plan plan --law NAME\n";
  text_table table;
  std::vector<std::string> header{"  "};
  for (std::string const& name : parameter_names(chinchilla{})) header.push_back(name);
  table.add(header);
  for (published::entry const& entry : published::entries) {
    std::vector<std::string> row{"  " + std::string(entry.name)};
    for (double const value : parameter_values(entry.law<double>())) row.push_back(readable(value, 9));
    table.add(std::move(row));
  }
  table.print(std::cout);
  std::cout << "\nt2plan laws NAME says where one comes from and what it was fitted on.\n";
}

void run(laws_options const& options) {
  if (options.name.empty() && !options.as_json) return print_list();
  json const found = options.name.empty() ? json{{"results", catalogue()}} : find(options.name);
  if (!options.as_json) return print_entry(found);
  json out = {{"schema", json_schema}};
  out.update(found);
  std::cout << pretty(out);
}

}  // namespace

void add_laws(CLI::App& program) {
  auto const options = std::make_shared<laws_options>();
  CLI::App& command = *program.add_subcommand("laws", "The catalogue: formulas, published coefficients, their sources");
  command.add_option("name", options->name, "show one entry only")->type_name("NAME");
  command.add_flag("--json", options->as_json, "print JSON");
  command.callback([options] { run(*options); });
}

}  // namespace t2plan
