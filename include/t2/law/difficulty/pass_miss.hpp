// SPDX-License-Identifier: BSL-1.0
// What every difficulty returns: the two tails of pass@k, and the mean over questions of -log pass@k.
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

/// Both metrics of a task: the mean pass@k with its complement, and the mean over questions of -log pass@k [nats].
template <lane T>
struct task_metrics {
  T pass;
  T miss;
  T negative_log;
};

}  // namespace t2::inline v0::law
