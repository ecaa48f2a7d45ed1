// SPDX-License-Identifier: BSL-1.0
// The laws the program knows: those of the library's catalogue, and one value that holds any of them.
#pragma once

#include <t2/law/catalogue.hpp>
#include <t2/law/law.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace t2plan {

template <class List>
struct variant_of;
template <class... Listed>
struct variant_of<t2::law::catalogue_list<Listed...>> {
  using type = std::variant<typename Listed::law_type...>;
};

/// A law of the catalogue, which decides what there is: nothing here lists laws.
using any_law = typename variant_of<t2::law::catalogue<double>>::type;

// Those that some command treats on its own.
using chinchilla = t2::law::chinchilla<double>;
using t2_loss = typename t2::law::listed_t2_loss<double>::law_type;
using t2_accuracy = typename t2::law::listed_t2_accuracy<double>::law_type;
using coupled_accuracy = typename t2::law::listed_coupled<double>::law_type;
using coupled_loss = typename t2::law::listed_coupled_loss<double>::law_type;

/// What a form of law is called and how it reads.
struct law_form {
  std::string_view name;
  std::string_view predicts;  ///< what its value is, with its unit
  std::string_view formula;
  std::string_view source;
  std::string_view test;  ///< the CTest name of its test
};

/// In the order of the alternatives of `any_law`.
inline constexpr auto law_forms = [] {
  std::array<law_form, std::variant_size_v<any_law>> out{};
  std::size_t i = 0;
  t2::law::for_each_form([&](auto const& each) {
    out[i++] = {each.about.name, each.about.value, each.about.formula, each.about.source, each.about.test};
  });
  return out;
}();

[[nodiscard]] inline law_form const& form_of(any_law const& law) { return law_forms[law.index()]; }

/// The law of this form whose coefficients are all 0.
/// @errors  input_error that lists the forms, after the words `where`
[[nodiscard]] any_law law_of_form(std::string_view name, std::string const& where);

/// What people call a quantity: N for params, D/N for tokens_per_param; others keep their name.
[[nodiscard]] std::string symbol_of(std::string_view quantity);

/// Its variables in the order of its call: params, tokens, samples, ...
[[nodiscard]] std::vector<std::string> variable_names(any_law const& law);
[[nodiscard]] bool depends_on(any_law const& law, std::string_view variable);
/// The unit of a variable of any law; "" for one that no law has.
[[nodiscard]] std::string_view unit_of(std::string_view variable);
/// The variables of all laws, each once.
[[nodiscard]] std::vector<std::string> all_variables();

/// Whether more is better, as of an accuracy.
[[nodiscard]] bool higher_is_better(any_law const& law);

/// Its coefficients: names and values in one order, and the law with others.
[[nodiscard]] std::vector<std::string> parameter_names(any_law const& law);
[[nodiscard]] std::vector<double> parameter_values(any_law const& law);
[[nodiscard]] any_law with_parameters(any_law law, std::span<double const> values);

/// The bounds that the law itself sets; an exponent has no upper one, since a fit may be told another.
[[nodiscard]] t2::law::bounds parameter_bounds(any_law const& law, std::size_t parameter);

}  // namespace t2plan
