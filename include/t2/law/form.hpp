// SPDX-License-Identifier: BSL-1.0
// What a law says about itself in words, for lists and reports; its variables and coefficients are read from its type.
// Flow: runs -> [law] -> fit -> plan.   Needs: nothing.
#pragma once

#include <string_view>

namespace t2::inline v0::law {

/// The static member `about` of a law.
struct form {
  std::string_view name;   ///< on a command line
  std::string_view value;  ///< what the law gives, with its unit
  std::string_view formula;
  std::string_view source;  ///< paper and equation
  std::string_view test;    ///< the CTest name of its test
};

}  // namespace t2::inline v0::law
