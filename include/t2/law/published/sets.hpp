// SPDX-License-Identifier: BSL-1.0
// Every published set of coefficients, whatever its form, by name.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/law/published/architecture.hpp>     // architecture_sets
#include <t2/law/published/chinchilla.hpp>       // entries
#include <t2/law/published/coefficient_set.hpp>  // coefficient_set
#include <t2/law/published/downstream.hpp>       // downstream_sets
#include <t2/law/published/gemstones.hpp>        // gemstones_sets
#include <t2/law/published/loss.hpp>             // loss_sets

#include <optional>
#include <string_view>

namespace t2::inline v0::law::published {

/// A set of the Chinchilla form as one of any form.
[[nodiscard]] constexpr coefficient_set as_set(entry const& e) {
  return {e.name,       "chinchilla", {{"E", e.E}, {"A", e.A}, {"B", e.B}, {"alpha", e.alpha}, {"beta", e.beta}},
          "nats/token", e.source,     e.counts,
          e.params,     e.tokens,     e.tokens_per_param,
          {},           {},           e.note,           "e"};
}

/// Calls visit(coefficient_set) for every set: Chinchilla's first, oldest first, then the other forms.
template <class Visit>
constexpr void for_each_set(Visit&& visit) {
  for (entry const& e : entries) visit(as_set(e));
  for (coefficient_set const& s : loss_sets) visit(s);
  for (coefficient_set const& s : downstream_sets) visit(s);
  for (coefficient_set const& s : architecture_sets) visit(s);
  for (coefficient_set const& s : gemstones_sets) visit(s);
}

/// The set of a name, or nothing.
[[nodiscard]] constexpr std::optional<coefficient_set> find_set(std::string_view name) {
  std::optional<coefficient_set> out;
  for_each_set([&](coefficient_set const& s) {
    if (s.name == name) out = s;
  });
  return out;
}

}  // namespace t2::inline v0::law::published
