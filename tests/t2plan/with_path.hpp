// SPDX-License-Identifier: BSL-1.0
// Tests with gnuplot, and without.
#pragma once

#include "../../examples/t2plan/error.hpp"
#include "../../examples/t2plan/plot.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <iostream>
#include <string>

namespace t2plan::test {

/// Another PATH until the end of the scope.
class with_path {
 public:
  explicit with_path(char const* path) : before_(std::getenv("PATH")) { ::setenv("PATH", path, 1); }
  with_path(with_path const&) = delete;
  with_path& operator=(with_path const&) = delete;
  ~with_path() { ::setenv("PATH", before_.c_str(), 1); }

 private:
  std::string before_;
};

inline bool has_gnuplot() {
  try {
    require_gnuplot();
    return true;
  } catch (no_answer const&) {
    std::cout << "SKIPPED: gnuplot not found\n";
    return false;
  }
}

}  // namespace t2plan::test
