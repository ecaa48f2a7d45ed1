// SPDX-License-Identifier: BSL-1.0
// What a planner may choose from: whole numbers, a menu of sizes, variables that are given.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/math.hpp>    // math::exp, math::log
#include <t2/core/real.hpp>    // real

#include <span>

namespace t2::inline v0::plan {

/// Choices that are not limits. 0 leaves a variable free.
template <real Real = double>
struct choices {
  Real params = Real(0);             ///< N of a model that exists
  Real tokens = Real(0);             ///< D of a model that exists
  Real samples = Real(0);            ///< k that is fixed; laws without k are planned at k = 1
  std::span<Real const> sizes = {};  ///< a menu of N
  bool integer_samples = false;      ///< k is a whole number >= 1
  Real tokens_multiple = Real(0);    ///< D is a multiple of this, such as the tokens of a batch
};

/// Variables by position, 0 N, 1 D, 2 k, and which of them are held.
template <real Real>
struct pins {
  Real value[3] = {Real(1), Real(1), Real(1)};
  Real log_value[3] = {Real(0), Real(0), Real(0)};
  bool held[3] = {false, false, false};

  [[nodiscard]] T2_HD pins with(int variable, Real const& x) const {
    pins out = *this;
    out.held[variable] = true;
    out.value[variable] = x;
    out.log_value[variable] = math::log(x);
    return out;
  }
  /// A variable found at a logarithm, or as it was given.
  [[nodiscard]] T2_HD Real at(int variable, Real const& log) const {
    return held[variable] ? value[variable] : math::exp(log);
  }
};

}  // namespace t2::inline v0::plan
