// SPDX-License-Identifier: BSL-1.0
// Training against inference: the ways to reach a target of which none is cheaper in both.
#pragma once

#include "planning.hpp"  // known_law, plan_request

#include <cstddef>
#include <vector>

namespace t2plan {

/// From the least training that reaches the target to `factor` times that, evenly spaced in the logarithm.
struct frontier_ends {
  double factor = 100;
  std::size_t count = 20;
};

struct trade_point {
  double training;   ///< [FLOP]
  double inference;  ///< [FLOP] for each question, or where no --output is given for each token served
  double exchange;   ///< -dlog(inference) / dlog(training)
  t2::plan::allocation<double> plan;
};

/// @param   request  with a target, after `prepare`
/// @errors  input_error: a choice that the frontier does not take; no_answer: the target cannot be reached
[[nodiscard]] std::vector<trade_point> trade_frontier(known_law const& known, plan_request const& request,
                                                      frontier_ends const& ends);

}  // namespace t2plan
