// SPDX-License-Identifier: BSL-1.0
// Which laws of the catalogue the program fits, and how: whatever is a function of what its data have. A law that is
// added to the list of t2/law/catalogue.hpp is fitted, validated and reported with no further code.
#pragma once

#include "fit_run.hpp"  // fit_record, fit_settings, run_input, outcome_input

#include <t2/core/architecture.hpp>
#include <t2/core/quantity.hpp>
#include <t2/fit/task/points.hpp>
#include <t2/fit/validate/held_out.hpp>
#include <t2/fit/validate/split.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace t2plan {

template <template <class> class Quantity, template <class> class... Known>
inline constexpr bool is_one_of = (std::is_same_v<Quantity<double>, Known<double>> || ...);
template <template <class> class Quantity>
inline constexpr bool follows_from_runs =
    is_one_of<Quantity, t2::params, t2::tokens, t2::flops, t2::tokens_per_param>;

/// A law of N and D and what follows from them: fitted to training runs.
template <class Law>
inline constexpr bool is_of_runs = []<template <class> class... Q>(t2::variable_list<Q...>) {
  return (follows_from_runs<Q> && ...);
}(typename Law::variables{});

/// A law of k and perhaps of those: fitted to the answers of checkpoints; to the mean pass@k if more is better, else to
/// the mean of -log pass@k.
template <class Law>
inline constexpr bool is_of_tasks = []<template <class> class... Q>(t2::variable_list<Q...>) {
  return ((follows_from_runs<Q> || is_one_of<Q, t2::samples>) && ...) && (is_one_of<Q, t2::samples> || ...);
}(typename Law::variables{});

/// Those whose fit has stages or priors of its own.
template <class Law>
inline constexpr bool has_own_fit = std::is_same_v<Law, t2_accuracy> || std::is_same_v<Law, coupled_accuracy> ||
                                    std::is_same_v<Law, coupled_loss>;

enum class fitted_to : std::uint8_t { nothing, runs, answers };
/// What a form of the catalogue is fitted to.
[[nodiscard]] fitted_to data_of(std::string_view form);

/// How one law is fitted; null where its data are of the other kind.
struct any_fit {
  using errors = std::vector<t2::fit::held_out_error>;
  using splits = std::vector<t2::fit::split>;

  fit_record (*to_runs)(run_input const&, fit_settings const&, std::string const& file) = nullptr;
  fit_record (*to_answers)(outcome_input const&, fit_settings const&) = nullptr;
  errors (*held_out_runs)(t2::fit::dataset<> const&, splits const&, fit_settings const&) = nullptr;
  errors (*held_out_answers)(t2::fit::task_points<> const&, splits const&, fit_settings const&) = nullptr;

  [[nodiscard]] explicit operator bool() const { return to_runs != nullptr || to_answers != nullptr; }
};

/// Of every law without a fit of its own.
[[nodiscard]] any_fit fit_of(std::string_view form);

/// A part of the list in a source of its own, any_fit_<part>.cpp: all laws in one would take a minute to compile.
inline constexpr int fit_parts = 7;
template <int Part>
[[nodiscard]] any_fit fit_in_part(std::string_view form);

}  // namespace t2plan
