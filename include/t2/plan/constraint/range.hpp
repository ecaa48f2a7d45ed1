// SPDX-License-Identifier: BSL-1.0
// Ranges of N, D and k.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, cost.
#pragma once

#include <t2/core/config.hpp>    // T2_HD
#include <t2/core/quantity.hpp>  // params, tokens, samples
#include <t2/core/real.hpp>      // real

namespace t2::inline v0::plan {

/// One variable held on one side of a value: N^side <= value^side.
template <real Real>
struct one_sided {
  char const* name;
  Real value;
  int variable;  ///< 0 N, 1 D, 2 k
  int side;      ///< +1 at most, -1 at least

  using value_type = Real;
  template <class Limits>
  T2_HD void add_to(Limits& limits) const {
    limits.open(name, side);
    Real const power = Real(side);
    limits.add_term({side > 0 ? Real(Real(1) / value) : value, variable == 0 ? power : Real(0),
                     variable == 1 ? power : Real(0), variable == 2 ? power : Real(0)});
    if (!(value > Real(0))) limits.bad = name;
  }
};

template <class T>
[[nodiscard]] T2_HD constexpr one_sided<T> at_most(params<T> const& n) {
  return {"max_params", n.value, 0, 1};
}
template <class T>
[[nodiscard]] T2_HD constexpr one_sided<T> at_least(params<T> const& n) {
  return {"min_params", n.value, 0, -1};
}
template <class T>
[[nodiscard]] T2_HD constexpr one_sided<T> at_most(tokens<T> const& d) {
  return {"max_tokens", d.value, 1, 1};
}
template <class T>
[[nodiscard]] T2_HD constexpr one_sided<T> at_least(tokens<T> const& d) {
  return {"min_tokens", d.value, 1, -1};
}
template <class T>
[[nodiscard]] T2_HD constexpr one_sided<T> at_most(samples<T> const& k) {
  return {"max_samples", k.value, 2, 1};
}
template <class T>
[[nodiscard]] T2_HD constexpr one_sided<T> at_least(samples<T> const& k) {
  return {"min_samples", k.value, 2, -1};
}

}  // namespace t2::inline v0::plan
