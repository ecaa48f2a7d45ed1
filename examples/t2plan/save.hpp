// SPDX-License-Identifier: BSL-1.0
// Writing result files, whole or not at all.
#pragma once

#include <string>
#include <string_view>

namespace t2plan {

/// Looks before the work begins whether `save` will be able to write there.
/// @errors  input_error: a folder, or a place where no file can be made
void check_writable(std::string const& path);

/// Writes to a file beside it and renames that, so that a failure leaves what was there before and nothing else. What is
/// not a plain file, such as /dev/stdout, is written to directly.
/// @errors  input_error with the path and the system's reason
void save(std::string const& path, std::string_view content);

}  // namespace t2plan
