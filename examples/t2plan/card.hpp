// SPDX-License-Identifier: BSL-1.0
// What t2plan runs on a CUDA card: card.cu where nvcc was found, card_absent.cpp elsewhere.
#pragma once

#include "any_law.hpp"  // t2_loss

#include <t2/core/status.hpp>
#include <t2/law/difficulty/beta_regression.hpp>
#include <t2/plan/budget.hpp>
#include <t2/sample/simulate.hpp>
#include <t2/sample/tally.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace t2plan {

[[nodiscard]] bool built_for_card();

/// Simulations, as t2::sample::fresh and t2::sample::repeated.
/// @errors  theirs; no_device, out_of_memory, device_lost, backend_failure; unsupported where t2plan has no CUDA part
[[nodiscard]] t2::result<t2::sample::tally> fresh_on_card(t2::law::beta_shape<double> const& shape,
                                                          std::uint64_t questions, std::uint64_t samples,
                                                          std::uint64_t seed, t2::repeats which);
[[nodiscard]] t2::result<t2::sample::tally> repeated_on_card(std::span<double const> chances, std::uint64_t samples,
                                                             std::uint64_t seed, t2::repeats which);

/// N, D, k and the value under both budgets by one draw of the coefficients.
struct drawn_on_card {
  double params, tokens, samples, value;
  bool found;
};

/// @param   rows  coefficients of the draws, in the order of the law's list
/// @errors  as above
[[nodiscard]] t2::result<std::vector<drawn_on_card>> plans_on_card(t2_loss const& law,
                                                                   std::vector<std::vector<double>> const& rows,
                                                                   t2::budget::split<double> const& budget);

}  // namespace t2plan
