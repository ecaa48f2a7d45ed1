// SPDX-License-Identifier: BSL-1.0
// How t2plan says that an input is bad (exit 2) or that there is no answer (exit 1).
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

namespace t2plan {

/// Bad usage or input; `what()` is the whole message, one line. The program exits with 2.
struct input_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The input is fine, but the question has no answer; `what()` is the reason. The program exits with 1.
struct no_answer : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A line of a file, counted from 1; line 0 is the file as a whole.
struct place {
  std::string file;
  std::size_t line = 0;
};

[[nodiscard]] inline std::string to_string(place const& where) {
  return where.line == 0 ? where.file : where.file + ":" + std::to_string(where.line);
}

/// Every complaint about a file goes through here, so that all of them start with FILE:LINE.
[[noreturn]] inline void fail(place const& where, std::string const& what) {
  throw input_error(to_string(where) + ": " + what);
}

}  // namespace t2plan
