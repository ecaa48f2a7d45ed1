// SPDX-License-Identifier: BSL-1.0
// A value with its gradient and Hessian: what laws hand to fits and plans, and objectives to minimisers.
// Flow: under every step.   Needs: nothing.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/real.hpp>    // real

namespace t2::inline v0 {

/// A value with its first and second derivatives with respect to Count inputs; the Hessian is full and symmetric.
template <real Real, int Count>
struct jet {
  static constexpr int size = Count;
  Real value;
  Real gradient[Count];
  Real hessian[Count][Count];

  [[nodiscard]] T2_HD static constexpr jet zero() {
    jet out;
    out.value = Real(0);
    for (int i = 0; i < Count; ++i) {
      out.gradient[i] = Real(0);
      for (int j = 0; j < Count; ++j) out.hessian[i][j] = Real(0);
    }
    return out;
  }
};

}  // namespace t2::inline v0
