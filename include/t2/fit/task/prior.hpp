// SPDX-License-Identifier: BSL-1.0
// Priors of parameters, by name. They are part of the result: a fit prints them and warns of those that moved it.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law.
#pragma once

#include <t2/core/math.hpp>                // math::log
#include <t2/law/law.hpp>                  // law
#include <t2/law/loss/centred_kaplan.hpp>  // centred_kaplan
#include <t2/law/loss/coupled.hpp>         // coupled

#include <string_view>
#include <type_traits>
#include <vector>

namespace t2::inline v0::fit {

/// weight ((x - m) / deviation)^2 is added to the objective; x is the parameter and m the centre, or their logarithms.
struct prior {
  std::string_view name;  ///< of the parameter
  double centre;
  double deviation;
  bool logarithmic = false;

  [[nodiscard]] double centre_coordinate() const { return logarithmic ? math::log(centre) : centre; }
};

/// The priors of the coupled law: its exponents are poorly determined by few models, c hardly at all.
/// @source  this library, docs: chosen on held-out checkpoints of three tasks of one model family
[[nodiscard]] inline std::vector<prior> coupled_priors() {
  return {{"alpha", 0.085, 0.4, true}, {"beta", 0.6, 0.5, true}, {"c", 0.2, 0.1, false}};
}

/// The same for Kaplan's location.
[[nodiscard]] inline std::vector<prior> kaplan_priors() { return {{"q", 0.36, 0.1, false}, {"g", 0.23, 0.3, true}}; }

/// The priors a location is fitted under unless told otherwise; none for other laws.
template <law::law Loss>
[[nodiscard]] std::vector<prior> default_priors() {
  if constexpr (std::is_same_v<Loss, law::coupled<value_t<Loss>>>)
    return coupled_priors();
  else if constexpr (std::is_same_v<Loss, law::centred_kaplan<value_t<Loss>>>)
    return kaplan_priors();
  else
    return {};
}

}  // namespace t2::inline v0::fit
