// SPDX-License-Identifier: BSL-1.0
// Training against inference: the ways to reach a target of which none is cheaper in both.
#pragma once

#include "planning.hpp"  // known_law, plan_request

#include <cstddef>
#include <string>
#include <vector>

namespace t2plan {

/// From the least training that reaches the target to `factor` times that, evenly spaced in the logarithm.
struct frontier_ends {
  double factor = 100;
  std::size_t count = 20;
};

struct trade_point {
  double training;   ///< [FLOP]
  double inference;  ///< [FLOP] for each question or token served, as `serving_model` counts
  double exchange;   ///< -dlog(inference) / dlog(training)
  t2::plan::allocation<double> plan;
};

struct trade {
  std::vector<trade_point> points;
  std::string note;  ///< what the frontier was kept to without being told, or ""
};

/// Where nothing limits k, the least training would be reached with no end of samples; then k is kept to the most that the
/// data of the fit have, or where that is not known or does not reach the target to `usual_samples`.
/// @param   request  with a target, after `prepare`
/// @errors  input_error: a choice that the frontier does not take; no_answer: the target cannot be reached
[[nodiscard]] trade trade_frontier(known_law const& known, plan_request const& request, frontier_ends const& ends);
inline constexpr double usual_samples = 1e4;

}  // namespace t2plan
