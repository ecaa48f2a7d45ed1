// SPDX-License-Identifier: BSL-1.0
// Standard normal numbers in pairs.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/config.hpp>     // T2_HD
#include <t2/core/math.hpp>       // math::log, math::sqrt, math::select
#include <t2/core/real.hpp>       // lane
#include <t2/random/uniform.hpp>  // uniform_pair, uniforms

namespace t2::inline v0::random {

namespace detail {
// c0 + y (c1 + y (c2 + ...))
template <lane V>
[[nodiscard]] T2_HD V horner(V const&, double last) {
  return V(last);
}
template <lane V, class... Rest>
[[nodiscard]] T2_HD V horner(V const& y, double first, Rest... rest) {
  return V(V(first) + y * horner(y, rest...));
}
}  // namespace detail

/// (cos 2 pi u, sin 2 pi u) for u in [0, 1], by polynomials: the same arithmetic for a number and a batch.
/// @accuracy  absolute error <= 2 epsilon of double (tests/random/normal_test.cpp)
template <lane V>
[[nodiscard]] T2_HD uniform_pair<V> unit_circle(V const& u) {
  V const quarter = math::floor(V(u * V(4) + V(0.5)));
  V const x = V((u - quarter * V(0.25)) * V(6.283185307179586476925286766559));  // in [-pi/4, pi/4]
  V const y = V(x * x);
  // Taylor series: the first terms left out are below 1e-17 there
  V const s = V(x * detail::horner(y, 1, -1. / 6, 1. / 120, -1. / 5040, 1. / 362880, -1. / 39916800, 1. / 6227020800,
                                   -1. / 1307674368000));
  V const c = detail::horner(y, 1, -0.5, 1. / 24, -1. / 720, 1. / 40320, -1. / 3628800, 1. / 479001600,
                             -1. / 87178291200, 1. / 20922789888000);
  V const half = V(quarter * V(0.5));
  auto const swapped = math::floor(half) != half;  // quarters 1 and 3
  V const cos_size = math::select(swapped, V(-s), c);
  V const sin_size = math::select(swapped, c, s);
  V const turned = math::floor(V(half - math::floor(V(quarter * V(0.25))) * V(2)));  // 1 in quarters 2 and 3
  V const sign = V(V(1) - V(2) * turned);
  return {V(cos_size * sign), V(sin_size * sign)};
}

/// Two independent standard normals from two uniforms.
/// @formula   sqrt(-2 log u) (cos 2 pi v, sin 2 pi v)
/// @return    |z| <= 8.58, the largest that 53 bits reach; beyond it lies 1e-17 of the law
/// @accuracy  <= 4 epsilon relative to the radius (tests/random/normal_test.cpp)
/// @source    Box and Muller 1958
template <lane V>
[[nodiscard]] T2_HD uniform_pair<V> normal_pair(uniform_pair<V> const& uniform) {
  V const radius = math::sqrt(V(V(-2) * math::log(uniform.first)));
  uniform_pair<V> const at = unit_circle(uniform.second);
  return {V(radius * at.first), V(radius * at.second)};
}

/// The two normals of block `part` of an item.
template <lane V>
[[nodiscard]] T2_HD uniform_pair<V> normals(item const& at, std::uint32_t part = 0) {
  return normal_pair(uniforms<V>(at, part));
}

}  // namespace t2::inline v0::random
