// SPDX-License-Identifier: BSL-1.0
// What the fuzzed programs share: a broken promise ends the program, whatever it is built with.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace t2::test {

/// Ends the program with a message unless a promise holds.
inline void promise(bool holds, char const* what) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

}  // namespace t2::test
