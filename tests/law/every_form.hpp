// SPDX-License-Identifier: BSL-1.0
// Every law of the catalogue at a point in its domain, in any number: what a new form must stand.
#pragma once

#include "support/archetype.hpp"

#include <t2/core/real.hpp>
#include <t2/law/catalogue.hpp>
#include <t2/law/published/sets.hpp>

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace t2::test {

struct named_values {
  std::string_view name;
  std::vector<double> values;
};

/// Coefficients of the forms that no published set has, in the order of the form.
inline std::vector<named_values> const& own_coefficients() {
  static std::vector<named_values> const all{
      {"kaplan", {6.4e13, 1.8e13, 0.076, 0.103}},
      {"kaplan-steps", {6.5e13, 2.1e3, 0.077, 0.76}},
      {"compute-power", {0.4, 300, 0.15}},
      {"broken-power", {0.2, 40, 0.05, 0.2, 1e20, 0.4}},
      {"coupled-location", {3.5175, 0.0762, 0.142, 0.6464, 0.2}},
      {"centred-kaplan", {200, 0.36, 5, 0.23}},
      {"log-sigmoid", {-0.1, 0.7, 5}},
      {"power-link", {0.2, 0.8, 0.9}},
      {"sampling-gain", {3.36, 0.445}},
      {"coverage-power", {-2.5, -0.35}},
      {"beta-failure", {0.9, 5, 0.35}},
      {"compute-samples", {5e3, -0.15, -0.3, 0.002}},
      {"log-normal", {1.01, 0.75, 0.5}},
      {"gamma", {1, 0.6, 0.7}},
      {"beta-mean", {0.5, 0.3}},
      {"beta-regression", {0.77, 1.03, 0.9, -0.7, 1}},
      {"coupled-loss", {3.5175, 0.0762, 0.142, 0.6464, 0.2, 1.01, 0.75, 0.5}},
  };
  return all;
}

/// Where a form is evaluated; exact in every type.
inline double coordinate_of(std::string_view variable) {
  static std::vector<std::pair<std::string_view, double>> const all{
      {"params", 1 << 30},     {"tokens", 1LL << 37},      {"unique_tokens", 1LL << 34}, {"samples", 16},
      {"loss", 2.5},           {"flops", 1LL << 62},       {"tokens_per_param", 64},     {"steps", 1 << 16},
      {"experts", 8},          {"granularity", 4},         {"sparsity", 0.5},            {"weight_bits", 8},
      {"activation_bits", 8},  {"cache_bits", 8},          {"post_bits", 4}};
  for (auto const& [name, value] : all)
    if (name == variable) return value;
  FAIL("no value for the variable " << std::string(variable));
  return 0;
}

/// The coefficients of a form as doubles: those of its first published set, or its own.
template <class Law>
std::vector<double> coefficients_of(std::string_view form) {
  std::vector<double> out;
  law::published::for_each_set([&](law::published::coefficient_set const& set) {
    if (!out.empty() || set.form != form) return;
    out.assign(static_cast<std::size_t>(Law::parameters::size), 0);
    for (int i = 0; i < Law::parameters::size; ++i)
      for (int j = 0; j < set.size(); ++j)
        if (set.coefficients[j].name == Law::parameters::name(i))
          out[static_cast<std::size_t>(i)] = set.coefficients[j].value.template as<double>();
  });
  for (named_values const& own : own_coefficients())
    if (out.empty() && own.name == form) out = own.values;
  return out;
}

/// The value of every form, by name, computed in Real.
template <class Real>
std::map<std::string, Real, std::less<>> values_of_forms() {
  std::map<std::string, Real, std::less<>> out;
  law::for_each_form<Real>([&]<class Listed>(Listed const& each) {
    using Law = typename Listed::law_type;
    std::string const name(each.about.name);
    CAPTURE(name);
    std::vector<double> const coefficients = coefficients_of<Law>(name);
    REQUIRE(coefficients.size() == static_cast<std::size_t>(Law::parameters::size));
    Real numbers[Law::parameters::size];
    for (std::size_t i = 0; i < coefficients.size(); ++i) numbers[i] = Real(coefficients[i]);
    Law law{};
    law::load(law, static_cast<Real const*>(numbers));
    Real at[Law::variables::size];
    int v = 0;
    law::for_each_variable<Law>(
        [&](law::variable_name const& variable) { at[v++] = Real(coordinate_of(variable.name)); });
    out.emplace(name, law::evaluate_at(law, static_cast<Real const*>(at)));
  });
  return out;
}

}  // namespace t2::test
