// SPDX-License-Identifier: BSL-1.0
#include "any_law.hpp"  // law_forms
#include "commands.hpp"
#include "error.hpp"      // input_error
#include "fit_run.hpp"    // fitted_laws
#include "known_law.hpp"  // range_of
#include "output.hpp"     // json, text_table
#include "text.hpp"       // in_quotes, listed

#include <t2/law/published/sets.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
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

bool is_fitted(std::string_view form) {
  auto const& laws = fitted_laws();
  return std::ranges::find(laws, form) != laws.end();
}

json variables_of(any_law const& law) {
  json out = json::object();
  for (std::string const& each : variable_names(law)) out[each] = unit_of(each);
  return out;
}

json describe(law_form const& form) {
  any_law const law = law_of_form(form.name, "laws");
  json sets = json::array();
  published::for_each_set([&](published::coefficient_set const& set) {
    if (set.form == form.name) sets.push_back(set.name);
  });
  return {{"name", form.name},
          {"kind", "form"},
          {"predicts", form.predicts},
          {"formula", form.formula},
          {"variables", variable_names(law)},
          {"units", variables_of(law)},
          {"parameters", parameter_names(law)},
          {"source", form.source},
          {"test", form.test},
          {"fitted_by_t2plan", is_fitted(form.name)},
          {"coefficients_by_name", sets}};
}

// An end that the source does not give is null.
json ends_of(interval const& range) {
  json out = json::array({nullptr, nullptr});
  if (range.low > 0) out[0] = range.low;
  if (std::isfinite(range.high)) out[1] = range.high;
  return out;
}

json describe(published::coefficient_set const& set) {
  any_law const law = law_of_form(set.form, "laws");
  law_form const& form = form_of(law);
  json out = {{"name", set.name},
              {"kind", "coefficients"},
              {"form", set.form},
              {"predicts", form.predicts},
              {"formula", form.formula},
              {"variables", variable_names(law)},
              {"coefficients", json::object()},
              {"unit", set.unit},
              {"log_base", set.log_base},
              {"source", set.source},
              {"params_counted", set.counts},
              {"range", json::object()},
              {"note", set.note}};
  for (int i = 0; i < set.size(); ++i)
    out["coefficients"][std::string(set.coefficients[i].name)] = set.coefficients[i].value.as<double>();
  for (auto const& [variable, range] : range_of(set, depends_on(law, "flops"))) out["range"][variable] = ends_of(range);
  return out;
}

json catalogue() {
  json out = json::array();
  for (law_form const& form : law_forms) out.push_back(describe(form));
  published::for_each_set([&](published::coefficient_set const& set) { out.push_back(describe(set)); });
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
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (value.is_number()) return value.dump();  // the shortest digits that give the number back
  std::string out;
  for (auto const& [key, item] : value.items()) {
    if (!out.empty()) out += ", ";
    if (value.is_object()) out += key + (item.is_number() ? " = " : " ");
    bool const is_range = value.is_object() && item.is_array();
    out += is_range ? (item[0].is_null() ? "" : readable(item[0]) + " ") + "to " +
                          (item[1].is_null() ? "any" : readable(item[1]))
                    : as_text(item);
  }
  return out;
}

void print_entry(json const& entry) {
  for (auto const& [field, value] : entry.items()) {
    if (field == "variables" && entry.contains("units")) continue;  // said with their units
    if (!value.empty()) std::cout << field << ": " << std::string(22 - field.size(), ' ') << as_text(value) << '\n';
  }
}

void print_list() {
  std::cout << "Forms. Those with a * are fitted by t2plan fit --law NAME.\n";
  for (law_form const& form : law_forms) {
    std::cout << (is_fitted(form.name) ? "* " : "  ") << form.name << ": " << form.formula << '\n';
  }
  std::cout << "\nPublished coefficients, for t2plan predict and plan --law NAME\n";
  text_table table;
  table.add({"  name", "form", "unit"});
  std::size_t count = 0;
  published::for_each_set([&](published::coefficient_set const& set) {
    ++count;
    table.add({"  " + std::string(set.name), std::string(set.form), std::string(set.unit)});
  });
  table.print(std::cout);
  std::cout << '\n'
            << plural(law_forms.size(), "form") << ", " << plural(count, "set")
            << " of coefficients. t2plan laws NAME shows one: its digits, where they come from, what they were fitted "
               "on.\n";
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
