// SPDX-License-Identifier: BSL-1.0
// Plans with whole numbers: k an integer, D a multiple of a batch, N from a menu.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, law.
#pragma once

#include <t2/core/math.hpp>             // math::floor, math::max
#include <t2/core/real.hpp>             // value_t
#include <t2/core/status.hpp>           // result, status
#include <t2/law/law.hpp>               // law, higher_is_better
#include <t2/plan/allocation.hpp>       // allocation
#include <t2/plan/general/choices.hpp>  // choices, pins

namespace t2::inline v0::plan::detail {

/// Adds whole numbers to a solver of the relaxed problem. Where the relaxed problem is convex in logs, so is its value
/// as a function of one variable with the others at their best. Hence the best multiple of D is beside the relaxed one,
/// and going out from the relaxed k one may stop at the first k whose relaxed value is no better than a plan in hand:
/// exact.
/// @param  Relaxed  relaxed(pins) -> result<allocation>
template <law::law L, class Relaxed>
struct whole_numbers {
  using Real = value_t<L>;
  using outcome = result<allocation<Real>>;
  Relaxed const& relaxed;
  choices<Real> const& from;

  [[nodiscard]] static bool better(allocation<Real> const& a, allocation<Real> const& b) {
    return law::higher_is_better<L> ? a.value > b.value : a.value < b.value;
  }
  [[nodiscard]] static outcome const& best_of(outcome const& a, outcome const& b) {
    if (!a) return b;
    return b && better(*b, *a) ? b : a;
  }

  /// D = multiple times an integer >= 1.
  [[nodiscard]] outcome with_multiple(pins<Real> const& fixed) const {
    outcome const free = relaxed(fixed);
    if (!free || !(from.tokens_multiple > Real(0)) || fixed.held[1]) return free;
    Real const below =
        math::floor(Real(free->tokens.value / from.tokens_multiple * (Real(1) + Real(8) * epsilon<Real>())));
    outcome best = status{.code = errc::infeasible, .argument = "tokens_multiple"};
    for (int i = 0; i < 2; ++i) {
      Real const multiple = Real(below + Real(i));
      if (multiple >= Real(1)) best = best_of(best, relaxed(fixed.with(1, Real(multiple * from.tokens_multiple))));
    }
    return best;
  }

  [[nodiscard]] outcome with_integer_samples(pins<Real> const& fixed) const {
    if (!from.integer_samples || fixed.held[2]) return with_multiple(fixed);
    outcome const free = relaxed(fixed);
    if (!free) return free;
    outcome best = status{.code = errc::infeasible, .argument = "integer_samples"};
    Real const middle = math::max(Real(1), math::floor(free->samples.value));
    for (int direction = -1; direction <= 1; direction += 2) {
      Real k = direction < 0 ? middle : Real(middle + Real(1));
      for (int step = 0; step < 1000 && k >= Real(1); ++step, k = Real(k + Real(direction))) {
        pins<Real> const at_k = fixed.with(2, k);
        outcome const bound = relaxed(at_k);
        if (!bound || (best && !better(*bound, *best))) break;
        best = best_of(best, with_multiple(at_k));
      }
    }
    return best;
  }

  [[nodiscard]] outcome solve(pins<Real> const& fixed) const {
    if (from.sizes.empty() || fixed.held[0]) return with_integer_samples(fixed);
    outcome best = status{.code = errc::infeasible, .argument = "sizes"};
    for (Real const& n : from.sizes)
      if (n > Real(0)) best = best_of(best, with_integer_samples(fixed.with(0, n)));
    return best;
  }
};

}  // namespace t2::inline v0::plan::detail
