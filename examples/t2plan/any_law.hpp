// SPDX-License-Identifier: BSL-1.0
// The laws the program knows by name, and one value that holds any of them.
#pragma once

#include <t2/law/compose.hpp>
#include <t2/law/law.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>
#include <t2/law/task_accuracy.hpp>

#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace t2plan {

using chinchilla = t2::law::chinchilla<double>;
using t2_loss = t2::law::sum<chinchilla, t2::law::sampling_gain<double>>;
using t2_accuracy = t2::law::task_accuracy<chinchilla>;

using any_law = std::variant<chinchilla, t2_loss, t2_accuracy>;

/// What a form of law is called and how it reads.
struct law_form {
  std::string_view name;
  std::string_view predicts;  ///< what its value is, with its unit
  std::string_view formula;
  std::string_view where;  ///< what the symbols of the formula stand for, or nothing
  std::string_view source;
};

/// In the order of the alternatives of `any_law`.
inline constexpr law_form law_forms[] = {
    {"chinchilla", "loss [nats/token]", "L(N, D) = E + A / N^alpha + B / D^beta", "",
     "Hoffmann et al. 2022, arXiv:2203.15556, eq. (2) and (10)"},
    {"t2-loss", "mean over questions of -log pass@k [nats]", "L(N, D, k) = E + A / N^alpha + B / D^beta + G / k^gamma",
     "", "Roberts et al. 2026, arXiv:2604.01411, approach 1"},
    {"t2-accuracy", "mean over questions of pass@k [1]", "pass@k(N, D, k) = 1 - B(a, b + k) / B(a, b)",
     "a = mu nu, b = (1 - mu) nu, mu = theta2 / (1 + exp(theta1 (L - theta0))), nu = exp(theta3 + theta4 L), "
     "L = E + A / N^alpha + B / D^beta",
     "Roberts et al. 2026, arXiv:2604.01411, approach 2"},
};
static_assert(std::size(law_forms) == std::variant_size_v<any_law>);

[[nodiscard]] inline law_form const& form_of(any_law const& law) { return law_forms[law.index()]; }

/// The law of this form whose coefficients are all 0.
/// @errors  input_error that lists the forms, after the words `where`
[[nodiscard]] any_law law_of_form(std::string_view name, std::string const& where);

/// What people call a quantity: N for params, D/N for tokens_per_param; others keep their name.
[[nodiscard]] std::string symbol_of(std::string_view quantity);

/// Its variables: params, tokens and perhaps samples.
[[nodiscard]] std::vector<std::string> variable_names(any_law const& law);
/// Its coefficients: names and values in one order, and the law with others.
[[nodiscard]] std::vector<std::string> parameter_names(any_law const& law);
[[nodiscard]] std::vector<double> parameter_values(any_law const& law);
[[nodiscard]] any_law with_parameters(any_law law, std::span<double const> values);

/// The bounds that the law itself sets; an exponent has no upper one, since a fit may be told another.
[[nodiscard]] t2::law::bounds parameter_bounds(any_law const& law, std::size_t parameter);

}  // namespace t2plan
