// SPDX-License-Identifier: BSL-1.0
// Accelerators and shapes of models from JSON files.
#pragma once

#include <t2/cost/hardware.hpp>
#include <t2/cost/transformer.hpp>

#include <string>

namespace t2plan {

/// The data sheet of a name, or a file: {"base": "h100-sxm", "hour_price": 2.5}. Keys: peak_bf16, peak_fp8, peak_fp4
/// [FLOP/s], bandwidth [bytes/s], memory [bytes], utilisation [1], hour_price [money]; "base" names a sheet whose
/// figures the keys override, "source" is a comment.
/// @errors  input_error: neither; a key that does not exist; a number out of its range
[[nodiscard]] t2::cost::hardware<double> read_hardware(std::string const& name_or_path);

/// A file with the keys of `t2::cost::transformer` and `params`, the N that the shape has.
/// @errors  input_error
[[nodiscard]] t2::cost::family<double> read_shape(std::string const& path);

}  // namespace t2plan
