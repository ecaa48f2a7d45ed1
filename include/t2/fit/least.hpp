// SPDX-License-Identifier: BSL-1.0
// One call for every law: fit::least<law::chinchilla<double>>(runs, huber{1e-3}, log_residual).
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law, optimize.
#pragma once

#include <t2/core/real.hpp>        // value_t
#include <t2/core/status.hpp>      // result
#include <t2/fit/dataset.hpp>      // dataset
#include <t2/fit/fitted.hpp>       // fitted
#include <t2/fit/nonlinear.hpp>    // fit_nonlinear
#include <t2/fit/objective.hpp>    // loss_function, residual_function
#include <t2/fit/separable/fit.hpp>    // fit_separable, default_box
#include <t2/law/power_sum.hpp>    // separable

#include <array>
#include <cstddef>

namespace t2::inline v0::fit {

/// The law of this form with the least sum of rho(residual) over the points.
/// @param   L         the form; a separable one needs no starting point, another one finite bounds
/// @param   points    columns by quantity; order and duplicates of rows do not matter
/// @param   rho       squared{} or huber{delta}, or any loss_function
/// @param   residual  linear_residual or log_residual
/// @param   limits    bounds of the parameters; by default those of the law: coefficients >= 0, exponents in [0, 3]
/// @return  the fit, its quality, what is held at a bound and what the data do not identify
/// @errors  empty, size_mismatch, out_of_domain, too_few_points, no_variation naming the column; unsupported naming a
///          parameter whose bounds cannot be kept or searched; not_converged
template <law::law L, loss_function Rho, residual_function Residual>
[[nodiscard]] result<fitted<L>> least(
    dataset<value_t<L>> const& points, Rho const& rho, Residual const& residual,
    std::array<law::bounds, static_cast<std::size_t>(law::parameter_count<L>)> const& limits = default_box<L>()) {
  if constexpr (law::separable<L>) {
    return fit_separable<L>(points, rho, residual, limits);
  } else {
    return fit_nonlinear<L>(points, rho, residual, limits);
  }
}

}  // namespace t2::inline v0::fit
