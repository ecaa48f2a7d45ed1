// SPDX-License-Identifier: BSL-1.0
// A bootstrap draw of a separable law in a kernel: weights, and the descent from the optimum of the full data.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, random, law, optimize.
#pragma once

#include <t2/core/config.hpp>               // T2_HD
#include <t2/core/math.hpp>                 // math::isfinite
#include <t2/core/real.hpp>                 // not_a_number, value_t
#include <t2/fit/kernel/separable_sum.hpp>  // separable_sum, uncentre
#include <t2/optimize/newton.hpp>           // box, newton
#include <t2/random/resample.hpp>           // bootstrap_weights

#include <cstddef>
#include <cstdint>

namespace t2::inline v0::fit {

/// Draws of units (runs; checkpoints with all their k) with replacement, each refitted. Index i is draw first + i.
/// @shape   unit [points]; scratch [draws][units + points]; rows [draws][parameter_count], NaN where a refit failed
template <law::separable L, loss_function Rho, residual_function Residual>
struct bootstrap_refit {
  using Real = value_t<L>;
  static constexpr int size = law::parameter_count<L>;

  separable_sum<L, Rho, Residual> sum;  ///< of the full data
  optimize::box<Real, size> box;
  Real centre[L::variables::size] = {};  ///< mean logarithms of the variables
  Real optimum[size] = {};               ///< with centred coefficients
  std::size_t const* unit = nullptr;
  std::size_t units = 0;
  std::uint64_t seed = 0;
  std::uint32_t stream = 0;
  std::size_t first = 0;
  Real* scratch = nullptr;
  Real* rows = nullptr;

  T2_HD void operator()(std::size_t i) const {
    Real *const drawn = scratch + i * (units + sum.points), *const weight = drawn + units;
    random::bootstrap_weights(seed, static_cast<std::uint32_t>(first + i), stream, units, drawn);
    for (std::size_t p = 0; p < sum.points; ++p) weight[p] = Real(sum.weight[p] * drawn[unit[p]]);
    separable_sum<L, Rho, Residual> objective = sum;
    objective.weight = weight;
    auto const found = optimize::newton(objective, optimum, box, {.most = 100, .polish = false});
    Real* const row = rows + i * static_cast<std::size_t>(size);
    for (int p = 0; p < size; ++p) row[p] = math::isfinite(found.at.value) ? found.x[p] : not_a_number<Real>();
    uncentre<L>(row, centre);
  }
};

}  // namespace t2::inline v0::fit
