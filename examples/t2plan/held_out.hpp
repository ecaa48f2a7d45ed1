// SPDX-License-Identifier: BSL-1.0
// --fit-where 'tokens_per_param<=median': which points are fitted, and which are held out to be predicted.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace t2plan {

/// Whether each point is fitted. A condition compares params, tokens, tokens_per_param or train (6 N D [FLOP]) with a
/// number or with their median over the points; "" takes all.
/// @errors  input_error: not such a condition; no point fulfils it, or all do
[[nodiscard]] std::vector<bool> split_points(std::string const& fit_where, std::span<double const> params,
                                             std::span<double const> tokens);

}  // namespace t2plan
