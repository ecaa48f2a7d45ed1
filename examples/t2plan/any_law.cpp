// SPDX-License-Identifier: BSL-1.0
#include "any_law.hpp"

#include "error.hpp"  // input_error
#include "text.hpp"   // in_quotes, listed

#include <limits>
#include <type_traits>

namespace t2plan {
namespace {

template <template <class> class Quantity>
constexpr char const* quantity_name() {
  if constexpr (std::is_same_v<Quantity<double>, t2::params<double>>)
    return "params";
  else if constexpr (std::is_same_v<Quantity<double>, t2::tokens<double>>)
    return "tokens";
  else
    return "samples";
}

template <std::size_t I = 0>
any_law alternative(std::size_t index) {
  if constexpr (I + 1 < std::variant_size_v<any_law>) {
    if (index != I) return alternative<I + 1>(index);
  }
  return any_law(std::in_place_index<I>, std::variant_alternative_t<I, any_law>{});
}

}  // namespace

any_law law_of_form(std::string_view name, std::string const& where) {
  std::vector<std::string> known;
  for (std::size_t i = 0; i < std::size(law_forms); ++i) {
    if (law_forms[i].name == name) return alternative(i);
    known.emplace_back(law_forms[i].name);
  }
  throw input_error(where + ": no law " + in_quotes(name) + "; the laws are " + listed(known));
}

std::string symbol_of(std::string_view quantity) {
  if (quantity == "params") return "N";
  if (quantity == "tokens") return "D";
  if (quantity == "samples") return "k";
  if (quantity == "tokens_per_param") return "D/N";
  if (quantity == "train") return "6 N D";
  return std::string(quantity);
}

std::vector<std::string> variable_names(any_law const& law) {
  return std::visit(
      []<class Law>(Law const&) {
        return []<template <class> class... Q>(t2::variable_list<Q...>) {
          return std::vector<std::string>{quantity_name<Q>()...};
        }(typename Law::variables{});
      },
      law);
}

std::vector<std::string> parameter_names(any_law const& law) {
  return std::visit(
      []<class Law>(Law const&) {
        std::vector<std::string> names;
        for (int i = 0; i < Law::parameters::size; ++i) names.emplace_back(Law::parameters::name(i));
        return names;
      },
      law);
}

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
  return std::visit(
      [&]<class Law>(Law const&) {
        int const i = static_cast<int>(parameter);
        t2::law::bounds box = Law::parameters::box(i);
        if (Law::parameters::kind(i) == t2::law::role::exponent) box.upper = std::numeric_limits<double>::infinity();
        return box;
      },
      law);
}

}  // namespace t2plan
