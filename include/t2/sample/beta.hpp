// SPDX-License-Identifier: BSL-1.0
// Beta numbers: the chance p of solving one question, drawn from the difficulty of a task.
// Flow: runs -> law -> fit -> plan -> [sample].   Needs: core, exec, random.
#pragma once

#include <t2/core/config.hpp>     // T2_HD
#include <t2/core/math.hpp>       // math::exp, math::log, math::select
#include <t2/core/real.hpp>       // lane, not_a_number
#include <t2/core/status.hpp>     // status
#include <t2/exec/backend.hpp>    // backend, for_each_index
#include <t2/exec/lane.hpp>       // store
#include <t2/random/normal.hpp>   // normals
#include <t2/random/uniform.hpp>  // item, uniforms
#include <t2/sample/gamma.hpp>    // gamma_step, offer

#include <cstddef>
#include <cstdint>
#include <span>

namespace t2::inline v0::sample {

/// A chance and its complement, each with its own relative accuracy: near 1 only the second carries information.
template <lane V>
struct hit_miss {
  V hit;
  V miss;
};

/// p ~ Beta(a, b): where both are below 1 from two powers of uniforms whose sum is at most 1, else from two gammas that
/// share one pair of normals. Where a or b is below 1 the odds are formed in logs.
/// @param     a, b  [1], > 0; down to 1e-6 and below
/// @return    hit p and miss 1 - p [1]; a number below 1e-308 is 0. a = 0 < b gives 0, b = 0 < a gives 1
/// @errors    a or b negative or NaN, or both 0: NaN
/// @accuracy  Kolmogorov-Smirnov and moments on 1e7 draws, both tails (tests/sample/real_draws_slow_test.cpp). A function of
///            the item alone, up to the ulp of log and exp of the build: counts are never decided by it
///            (random/threshold.hpp)
/// @source    Joehnk 1964; Marsaglia and Tsang 2000, with X(a) = X(a + 1) U^(1 / a)
template <lane V = double>
[[nodiscard]] T2_HD hit_miss<V> beta_pair(V const& a, V const& b, random::item const& at) {
  V const a1 = math::select(a > V(0), a, V(1));
  V const b1 = math::select(b > V(0), b, V(1));
  auto const small_a = a1 < V(1);
  auto const small_b = b1 < V(1);
  V const both_small = math::select(small_a, math::select(small_b, V(1), V(0)), V(0));
  V log_odds(0);
  V pending = both_small;
  for (std::uint32_t part = 0; math::any_of(pending > V(0)); ++part) {
    auto const uniform = random::uniforms<V>(at, part);
    V const log_x = V(math::log(uniform.first) / a1), log_y = V(math::log(uniform.second) / b1);
    log_odds = math::select(pending > V(0), V(log_x - log_y), log_odds);
    pending = math::select(V(math::exp(log_x) + math::exp(log_y)) <= V(1), V(0), pending);
  }
  detail::gamma_step<V> const step_a(V(math::select(small_a, V(a1 + V(1)), a1)));
  detail::gamma_step<V> const step_b(V(math::select(small_b, V(b1 + V(1)), b1)));
  V x(1), y(1), pending_x = V(V(1) - both_small), pending_y = pending_x;
  for (std::uint32_t part = 1; math::any_of(V(pending_x + pending_y) > V(0)); part += 2) {
    auto const normal = random::normals<V>(at, part);
    auto const uniform = random::uniforms<V>(at, part + 1);
    detail::offer(step_a, normal.first, uniform.first, x, pending_x);
    detail::offer(step_b, normal.second, uniform.second, y, pending_y);
  }
  x = V(x * step_a.d);
  y = V(y * step_b.d);
  V hit, miss;
  if (math::any_of(small_a) || math::any_of(small_b)) {
    if (math::any_of(both_small < V(1))) {
      auto const uniform = random::uniforms<V>(at, 0);
      V of_gammas = math::log(V(x / y));
      of_gammas = math::select(small_a, V(of_gammas + math::log(uniform.first) / a1), of_gammas);
      of_gammas = math::select(small_b, V(of_gammas - math::log(uniform.second) / b1), of_gammas);
      log_odds = math::select(both_small > V(0), log_odds, of_gammas);
    }
    V const away = math::exp(V(-math::abs(log_odds)));  // never overflows
    V const larger = V(V(1) / (V(1) + away));
    V const smaller = V(away * larger);
    hit = math::select(log_odds > V(0), larger, smaller);
    miss = math::select(log_odds > V(0), smaller, larger);
  } else {
    V const sum = V(V(1) / (x + y));
    hit = V(x * sum);
    miss = V(y * sum);
  }
  V const nan = not_a_number<V>();
  auto const inside = [&](V const& value, V const& at_a0, V const& at_b0) {
    V const at_edge = math::select(a > V(0), math::select(b > V(0), value, math::select(b == V(0), at_b0, nan)),
                                   math::select(a == V(0), math::select(b > V(0), at_a0, nan), nan));
    return at_edge;
  };
  return {inside(hit, V(0), V(1)), inside(miss, V(1), V(0))};
}

/// p ~ Beta(a, b) of item `index` of (seed, draw, stream).
template <lane V = double>
[[nodiscard]] T2_HD V beta_draw(V const& a, V const& b, std::uint64_t seed, std::uint64_t index, std::uint32_t draw = 0,
                                std::uint32_t stream = 0) {
  return beta_pair<V>(a, b, {seed, index, draw, stream}).hit;
}

namespace detail {
struct beta_kernel {
  using value_type = double;
  double a, b;
  random::item first;
  double* out;

  template <lane V = double>
  T2_HD void operator()(std::size_t i) const {
    exec::store(out + i, beta_draw<V>(V(a), V(b), first.seed, first.index + i, first.draw, first.stream));
  }
};
}  // namespace detail

/// Many of them: items first.index, first.index + 1, ... With exec::simd, include <t2/random/philox_simd.hpp>.
/// @shape   out [any length]; device memory if the backend is a device
/// @return  the status of the backend
template <exec::backend Exec>
[[nodiscard]] status beta_draws(Exec const& ex, double a, double b, random::item const& first, std::span<double> out) {
  detail::beta_kernel const kernel{a, b, first, out.data()};
  return exec::for_each_index(ex, out.size(), kernel, exec::written{out.data(), out.size()});
}

}  // namespace t2::inline v0::sample
