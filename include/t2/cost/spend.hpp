// SPDX-License-Identifier: BSL-1.0
// FLOP as hours of an accelerator and as money.
// Flow: runs -> law -> fit -> plan, with [cost] beside the law.   Needs: core.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/real.hpp>      // value_t
#include <t2/cost/compose.hpp>   // scaled
#include <t2/cost/hardware.hpp>  // hardware, precision
#include <t2/cost/monomial.hpp>  // cost, unit

namespace t2::inline v0::cost {

/// Hours of one accelerator that a cost in FLOP takes.
/// @formula   hours = FLOP / (peak utilisation 3600)
/// @return    a cost in [accelerator hours]; infinite where the accelerator lacks the format
template <cost Cost>
  requires(Cost::measured_in == unit::flop)
[[nodiscard]] T2_HD constexpr scaled<Cost, unit::gpu_hour> gpu_hours(Cost const& cost,
                                                                     hardware<value_t<Cost>> const& on,
                                                                     precision format = precision::bf16) {
  using Real = value_t<Cost>;
  scaled<Cost, unit::gpu_hour> out{};
  out.cost = cost;
  out.factor = Real(Real(1) / (on.peak(format) * on.utilisation * Real(3600)));
  return out;
}

/// What those hours cost. Training and serving have utilisations and prices of their own: money(training, a) +
/// money(serving, b).
/// @formula   money = hours hour_price
/// @return    a cost in the currency of hour_price
/// @source    the cost objective of Sardana et al. 2024, arXiv:2401.00448
template <cost Cost>
  requires(Cost::measured_in == unit::flop)
[[nodiscard]] T2_HD constexpr scaled<Cost, unit::money> money(Cost const& cost, hardware<value_t<Cost>> const& on,
                                                              precision format = precision::bf16) {
  scaled<Cost, unit::money> out{};
  out.cost = cost;
  out.factor = value_t<Cost>(gpu_hours(cost, on, format).factor * on.hour_price);
  return out;
}

}  // namespace t2::inline v0::cost
