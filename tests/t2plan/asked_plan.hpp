// SPDX-License-Identifier: BSL-1.0
// What the tests of `t2plan plan` ask: a plan as JSON, what binds it, or how it is refused.
#pragma once

#include "program.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace t2plan::test {

using words = std::vector<std::string>;

inline json plan(words const& more) { return t2plan(words{"plan", "--json"} + more).parsed(); }
inline double number(json const& at, std::string const& name) { return at[name].get<double>(); }
inline bool binds(json const& got, std::string const& limit) {
  return std::ranges::find(got["binding"], json(limit)) != got["binding"].end();
}
inline std::string refused(words const& more, int code = 2) {
  outcome const got = t2plan(words{"plan"} + more);
  CHECK(got.code == code);
  return got.error();
}

}  // namespace t2plan::test
