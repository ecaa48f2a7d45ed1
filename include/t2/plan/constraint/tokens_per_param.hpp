// SPDX-License-Identifier: BSL-1.0
// A range of D/N, such as the one that a law was fitted on.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, cost.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/real.hpp>    // real

namespace t2::inline v0::plan {

/// low <= D/N <= high; 0 and infinity leave a side open.
template <real Real = double>
struct tokens_per_param {
  Real low = Real(0);
  Real high = infinity<Real>();

  using value_type = Real;
  template <class Limits>
  T2_HD void add_to(Limits& limits) const {
    if (low > Real(0)) {
      limits.open("min_tokens_per_param", -1);
      limits.add_term({low, Real(1), Real(-1), Real(0)});
    }
    if (high < infinity<Real>()) {
      limits.open("max_tokens_per_param");
      limits.add_term({Real(Real(1) / high), Real(-1), Real(1), Real(0)});
      if (!(high > Real(0))) limits.bad = "max_tokens_per_param";
    }
  }
};

}  // namespace t2::inline v0::plan
