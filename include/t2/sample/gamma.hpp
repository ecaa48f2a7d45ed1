// SPDX-License-Identifier: BSL-1.0
// Gamma numbers of any shape, as logarithms where the shape is tiny.
// Flow: runs -> law -> fit -> plan -> [sample].   Needs: core, random.
#pragma once

#include <t2/core/config.hpp>     // T2_HD
#include <t2/core/math.hpp>       // math::log, math::sqrt, math::select, math::any_of
#include <t2/core/real.hpp>       // lane, not_a_number
#include <t2/random/normal.hpp>   // normals
#include <t2/random/uniform.hpp>  // item, uniforms

#include <cstdint>

namespace t2::inline v0::sample {

namespace detail {
// The squeeze of Marsaglia and Tsang for shape >= 1: a candidate and whether it is taken.
template <lane V>
struct gamma_step {
  V d, c;

  T2_HD explicit gamma_step(V const& shape) : d(V(shape - V(1. / 3))), c(V(V(1) / math::sqrt(V(V(9) * d)))) {}

  // log of the acceptance bound minus log u is >= 0 where the candidate is taken; v <= 0 is not.
  T2_HD V cube(V const& normal) const {
    V const root = V(V(1) + c * normal);
    return V(root * root * root);
  }
  [[nodiscard]] T2_HD auto quick(V const& normal, V const& v, V const& u) const {
    V const square = V(normal * normal);
    // not taken where v <= 0, that is x < -3 sqrt(d): the bound is made unreachable
    return u < math::select(v > V(0), V(V(1) - V(0.0331) * square * square), V(0));
  }
  [[nodiscard]] T2_HD auto exact(V const& normal, V const& v, V const& u) const {
    V const safe = math::select(v > V(0), v, V(1));
    V const bound = V(V(0.5) * normal * normal + d - d * safe + d * math::log(safe));
    return math::log(u) < math::select(v > V(0), bound, V(-1e300));
  }
};

// Keeps the first candidate taken in every lane; `pending` is 1 in lanes that have none yet.
template <lane V>
T2_HD void offer(gamma_step<V> const& step, V const& normal, V const& u, V& kept, V& pending) {
  V const v = step.cube(normal);
  V const after_quick = math::select(step.quick(normal, v, u), V(0), pending);
  V left = after_quick;
  if (math::any_of(after_quick > V(0))) left = math::select(step.exact(normal, v, u), V(0), after_quick);
  kept = math::select(left < pending, v, kept);
  pending = left;
}
}  // namespace detail

/// log of a Gamma(shape, 1) number: the log because below shape 0.01 the number itself underflows.
/// @param     shape  [1], > 0
/// @return    log X; NaN for shape <= 0 or NaN
/// @accuracy  Kolmogorov-Smirnov and moments on 1e7 draws for shapes 1e-6..1e6 (tests/sample/real_draws_slow_test.cpp)
/// @source    Marsaglia and Tsang 2000; shapes below 1 by X(shape) = X(shape + 1) U^(1 / shape)
template <lane V = double>
[[nodiscard]] T2_HD V log_gamma_draw(V const& shape, random::item const& at) {
  V const valid = math::select(shape > V(0), shape, V(1));
  auto const tiny = valid < V(1);
  detail::gamma_step<V> const step(V(math::select(tiny, V(valid + V(1)), valid)));
  V kept(1), pending(1);
  for (std::uint32_t part = 1; math::any_of(pending > V(0)); part += 2) {
    auto const normal = random::normals<V>(at, part);
    auto const uniform = random::uniforms<V>(at, part + 1);
    detail::offer(step, normal.first, uniform.first, kept, pending);
    if (math::any_of(pending > V(0))) detail::offer(step, normal.second, uniform.second, kept, pending);
  }
  V out = math::log(V(step.d * kept));
  if (math::any_of(tiny)) {
    V const shift = V(math::log(random::uniforms<V>(at, 0).first) / valid);
    out = math::select(tiny, V(out + shift), out);
  }
  return math::select(shape > V(0), out, not_a_number<V>());
}

/// A Gamma(shape, 1) number.
/// @return    > 0, or 0 where it underflows; NaN for shape <= 0 or NaN
template <lane V = double>
[[nodiscard]] T2_HD V gamma_draw(V const& shape, random::item const& at) {
  return math::exp(log_gamma_draw(shape, at));
}

}  // namespace t2::inline v0::sample
