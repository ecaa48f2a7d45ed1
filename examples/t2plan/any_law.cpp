// SPDX-License-Identifier: BSL-1.0
#include "any_law.hpp"

#include "error.hpp"  // input_error
#include "text.hpp"   // in_quotes, listed

#include <algorithm>
#include <limits>

namespace t2plan {
namespace {

// What a law says of itself without its coefficients.
struct declared {
  any_law zero;
  std::vector<std::string> variables, parameters;
  std::vector<t2::law::bounds> bounds;
  bool higher_is_better;
};

struct unit {
  std::string variable;
  std::string_view name;
};

struct declarations {
  std::vector<declared> laws;
  std::vector<unit> units;

  declarations() {
    t2::law::for_each_form([&]<class Listed>(Listed const&) {
      using Law = typename Listed::law_type;
      declared one{Law{}, {}, {}, {}, t2::law::higher_is_better<Law>};
      t2::law::for_each_variable<Law>([&](t2::law::variable_name const& v) { note(v, one.variables); });
      for (int i = 0; i < Law::parameters::size; ++i) {
        one.parameters.emplace_back(Law::parameters::name(i));
        t2::law::bounds box = Law::parameters::box(i);
        if (Law::parameters::kind(i) == t2::law::role::exponent) box.upper = std::numeric_limits<double>::infinity();
        one.bounds.push_back(box);
      }
      laws.push_back(std::move(one));
    });
  }

  void note(t2::law::variable_name const& v, std::vector<std::string>& names) {
    names.emplace_back(v.name);
    if (std::ranges::find(units, v.name, &unit::variable) == units.end())
      units.push_back({std::string(v.name), v.unit});
  }
};

declarations const& all() {
  static declarations const one;
  return one;
}
declared const& declared_of(any_law const& law) { return all().laws[law.index()]; }

}  // namespace

any_law law_of_form(std::string_view name, std::string const& where) {
  auto const found = std::ranges::find(law_forms, name, &law_form::name);
  if (found != law_forms.end()) return all().laws[static_cast<std::size_t>(found - law_forms.begin())].zero;
  std::vector<std::string> known;
  known.reserve(law_forms.size());
  for (law_form const& form : law_forms) known.emplace_back(form.name);
  throw input_error(where + ": no law " + in_quotes(name) + "; the laws are " + listed(known));
}

std::string symbol_of(std::string_view quantity) {
  if (quantity == "params") return "N";
  if (quantity == "tokens") return "D";
  if (quantity == "samples") return "k";
  if (quantity == "tokens_per_param") return "D/N";
  if (quantity == "train") return "6 N D";
  if (quantity == "flops") return "C";
  return std::string(quantity);
}

std::vector<std::string> variable_names(any_law const& law) { return declared_of(law).variables; }

bool depends_on(any_law const& law, std::string_view variable) {
  auto const& names = declared_of(law).variables;
  return std::ranges::find(names, variable) != names.end();
}

std::string_view unit_of(std::string_view variable) {
  auto const& units = all().units;
  auto const found = std::ranges::find(units, variable, &unit::variable);
  return found == units.end() ? std::string_view() : found->name;
}

std::vector<std::string> all_variables() {
  std::vector<std::string> out;
  for (unit const& each : all().units) out.push_back(each.variable);
  return out;
}

bool higher_is_better(any_law const& law) { return declared_of(law).higher_is_better; }

std::vector<std::string> parameter_names(any_law const& law) { return declared_of(law).parameters; }

std::vector<double> parameter_values(any_law const& law) {
  return std::visit(
      []<class Law>(Law const& one) {
        std::vector<double> values(static_cast<std::size_t>(Law::parameters::size));
        t2::law::store(one, values.data());
        return values;
      },
      law);
}

any_law with_parameters(any_law law, std::span<double const> values) {
  std::visit([&](auto& one) { t2::law::load(one, values.data()); }, law);
  return law;
}

t2::law::bounds parameter_bounds(any_law const& law, std::size_t parameter) {
  return declared_of(law).bounds[parameter];
}

}  // namespace t2plan
