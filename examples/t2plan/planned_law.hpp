// SPDX-License-Identifier: BSL-1.0
// The law that is planned with: the known one, or the same where tokens run out and are repeated. Which laws are planned.
#pragma once

#include "any_law.hpp"  // any_law
#include "error.hpp"    // input_error
#include "plan_request.hpp"

#include <t2/law/bind.hpp>
#include <t2/law/loss/data_constrained.hpp>
#include <t2/law/published/sets.hpp>
#include <t2/law/task_accuracy.hpp>
#include <t2/law/task_loss.hpp>

#include <string>
#include <type_traits>
#include <variant>

namespace t2plan {

using repeated_loss = t2::law::bound<t2::law::data_constrained<double>, t2::unique_tokens>;

/// The location with repeated tokens at their decaying value; RD and RN are those of Muennighoff et al. 2023.
[[nodiscard]] inline repeated_loss with_repetition(chinchilla const& fresh, double unique_tokens) {
  auto out = t2::law::published::find_set("muennighoff-2023-repeated")->law<t2::law::data_constrained<double>>();
  out.E = fresh.E;
  out.A = fresh.A;
  out.B = fresh.B;
  out.alpha = fresh.alpha;
  out.beta = fresh.beta;
  return t2::law::bind(out, t2::unique_tokens{unique_tokens});
}
template <class Sampling>
[[nodiscard]] auto with_repetition(t2::law::sum<chinchilla, Sampling> const& fresh, double unique_tokens) {
  return with_repetition(fresh.left, unique_tokens) + fresh.right;
}
template <class Difficulty>
[[nodiscard]] auto with_repetition(t2::law::task_accuracy<chinchilla, Difficulty> const& fresh, double unique_tokens) {
  return t2::law::task_accuracy<repeated_loss, Difficulty>{with_repetition(fresh.loss, unique_tokens),
                                                           fresh.difficulty};
}
template <class Difficulty>
[[nodiscard]] auto with_repetition(t2::law::task_loss<chinchilla, Difficulty> const& fresh, double unique_tokens) {
  return t2::law::task_loss<repeated_loss, Difficulty>{with_repetition(fresh.loss, unique_tokens), fresh.difficulty};
}

/// The Chinchilla law that the planner knows who knows nothing of repetition.
[[nodiscard]] inline chinchilla fresh_of(t2::law::data_constrained<double> const& law) {
  return {.E = law.E, .A = law.A, .B = law.B, .alpha = law.alpha, .beta = law.beta};
}

template <class Law, template <class> class... Q>
inline constexpr bool is_law_of = std::is_same_v<typename Law::variables, t2::variable_list<Q...>>;

/// The laws that are planned: of N and D, and k; of the compute and D/N, which are laws of N and D; and of the unique tokens
/// as well, which are given.
template <class Law>
inline constexpr bool is_planned =
    is_law_of<Law, t2::params, t2::tokens> || is_law_of<Law, t2::params, t2::tokens, t2::samples> ||
    is_law_of<Law, t2::params, t2::tokens, t2::unique_tokens> || requires(Law const& law) { law.as_chinchilla(); };

/// Why a law is not: its variables in words.
[[nodiscard]] inline std::string not_planned(any_law const& any) {
  std::string variables;
  for (std::string const& each : variable_names(any)) variables += (variables.empty() ? "" : ", ") + symbol_of(each);
  return std::string(form_of(any).name) + " is a law of " + variables + "; plans are of laws of N and D, and k";
}

[[nodiscard]] inline bool is_plannable(any_law const& any) {
  return std::visit([]<class Law>(Law const&) { return is_planned<Law>; }, any);
}

/// f(law, fresh): the law to plan with, and the known law, by which one plans who knows nothing of repetition.
/// @errors  input_error: a law that is not planned; --epochs with a law whose tokens cannot be repeated
template <class F>
auto visit_planned(any_law const& any, plan_request const& request, F const& f) {
  using outcome = decltype(f(chinchilla{}, chinchilla{}));
  return std::visit(
      [&]<class Law>(Law const& fresh) -> outcome {
        if constexpr (!is_planned<Law>) {
          throw input_error(not_planned(any));
        } else if constexpr (is_law_of<Law, t2::params, t2::tokens, t2::unique_tokens>) {
          if (!request.unique_tokens)
            throw input_error("--unique-tokens is required: " + std::string(form_of(any).name) + " depends on it");
          return f(t2::law::bind(fresh, t2::unique_tokens{*request.unique_tokens}), fresh_of(fresh));
        } else {
          if constexpr (requires { with_repetition(fresh, 1.0); }) {
            if (request.epochs) return f(with_repetition(fresh, *request.unique_tokens), fresh);
          } else if (request.epochs) {
            throw input_error(
                "--epochs: the value of repeated tokens is known for laws on a Chinchilla loss only, not for " +
                std::string(form_of(any).name));
          }
          if constexpr (requires { fresh.as_chinchilla(); })
            return f(fresh.as_chinchilla(), fresh.as_chinchilla());
          else
            return f(fresh, fresh);
        }
      },
      any);
}

}  // namespace t2plan
