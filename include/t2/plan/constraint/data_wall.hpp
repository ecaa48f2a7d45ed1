// SPDX-License-Identifier: BSL-1.0
// Only so many tokens exist, and each is seen at most so often.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, cost.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/real.hpp>    // real

namespace t2::inline v0::plan {

/// D <= unique epochs. What repeated tokens are worth is the law's to say (law::data_constrained); this is the wall
/// alone.
/// @param   unique  distinct tokens   @param  epochs  how often each is seen at most
template <real Real = double>
struct data_wall {
  Real unique;
  Real epochs = Real(1);

  using value_type = Real;
  template <class Limits>
  T2_HD void add_to(Limits& limits) const {
    limits.open("unique_tokens");
    Real const stock = Real(unique * epochs);
    limits.add_term({Real(Real(1) / stock), Real(0), Real(1), Real(0)});
    if (!(stock > Real(0))) limits.bad = "unique_tokens";
  }
};

}  // namespace t2::inline v0::plan
