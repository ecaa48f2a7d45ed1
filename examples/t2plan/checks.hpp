// SPDX-License-Identifier: BSL-1.0
// Numbers from the command line that must lie in a range.
#pragma once

#include "error.hpp"   // input_error
#include "output.hpp"  // readable

#include <cmath>
#include <string>

namespace t2plan {

/// @errors  input_error: OPTION: 0 is not a number greater than 0
inline void check_positive(std::string const& option, double value, std::string const& what = "a number") {
  if (value > 0 && std::isfinite(value)) return;
  throw input_error(option + ": " + readable(value) + " is not " + what + " greater than 0");
}

/// The coverage of intervals, in (0, 1).
inline void check_level(double level) {
  if (!(level > 0) || !(level < 1)) throw input_error("--level: " + readable(level) + " is not between 0 and 1");
}

}  // namespace t2plan
