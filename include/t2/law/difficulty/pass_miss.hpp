// SPDX-License-Identifier: BSL-1.0
// The two tails of pass@k, which every difficulty returns.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/real.hpp>  // lane

namespace t2::inline v0::law {

/// pass@k and 1 - pass@k, each with its own relative accuracy: near 1 only the second carries information.
template <lane T>
struct pass_miss {
  T pass;
  T miss;
};

}  // namespace t2::inline v0::law
