// SPDX-License-Identifier: BSL-1.0
// Means over questions whose cost is Y = base + w X: pass@k, its complement and -log pass@k by one trapezoid.
// Flow: runs -> [law] -> fit -> plan.   Needs: core.
#pragma once

#include <t2/core/config.hpp>               // T2_HD
#include <t2/core/dual.hpp>                 // dual
#include <t2/core/math.hpp>                 // math::exp, math::log, math::sqrt, math::select, math::any_of
#include <t2/core/real.hpp>                 // lane, real, decimal
#include <t2/law/difficulty/pass_miss.hpp>  // task_metrics
#include <t2/law/difficulty/question.hpp>   // prepare, question

#include <limits>
#include <type_traits>
#include <utility>

namespace t2::inline v0::law::detail {

// The number inside a dual, where only its size matters: the nodes of a quadrature have no derivatives.
template <class T>
[[nodiscard]] T2_HD T const& plain(T const& x) {
  return x;
}
template <class Real, int N>
[[nodiscard]] T2_HD auto const& plain(dual<Real, N> const& x) {
  return plain(x.value);
}
template <class T>
using plain_t = std::remove_cvref_t<decltype(plain(std::declval<T const&>()))>;

// A number as a lane, whatever the type that it is written in.
template <lane P, class Number>
[[nodiscard]] T2_HD P lane_of(Number x) {
  if constexpr (enable_lane<P>) {
    return P(static_cast<value_t<P>>(x));
  } else {
    return P(x);
  }
}

// Decimal digits a quadrature aims at.
template <class T>
inline constexpr int quadrature_digits = std::numeric_limits<T>::digits10 > 7 ? std::numeric_limits<T>::digits10 : 7;
template <class T>
  requires enable_lane<T>
inline constexpr int quadrature_digits<T> = quadrature_digits<value_t<T>>;

// The size of the logarithm of what counts as nothing beside 1.
template <class T>
inline constexpr int quadrature_depth = quadrature_digits<T> * 12 / 5 + 2;

// The size of the logarithm of what counts as nothing beside 0; where a type knows no end, no user will miss it.
template <class T>
inline constexpr int deepest_log = std::numeric_limits<T>::max_exponent10 < 100   ? 110
                                   : std::numeric_limits<T>::max_exponent10 < 900 ? 750
                                                                                 : 2400;
template <class T>
  requires enable_lane<T>
inline constexpr int deepest_log<T> = deepest_log<value_t<T>>;

/// The size of a question's spread around the location, capped so that no question has Y < 0.
template <lane T>
[[nodiscard]] T2_HD T spread(T const& a, T const& b, T const& location) {
  T const free = T(a + b * location);
  return math::select(location < free, location, free);
}

template <lane P>
[[nodiscard]] T2_HD P larger(P const& x, P const& y) {
  return math::select(x < y, y, x);
}

/// Where the nodes lie: from `low` on, `steps` intervals of length `h`.
template <lane P>
struct quadrature_nodes {
  P low;
  P h;
  int steps;
};

// A density of u says: log_ratio(u) = log X, slope(u) = its derivative, log_weight(u), steepness(u) = |derivative of
// log_weight|, narrowness(u) = 1 / (width of the bulk of e^-Y where its mode is u)^2, and `unit`, the step of a search.

/// Nodes from where pass@k, and to where -log pass@k and 1 - pass@k, fall below the last digit of their means. The step
/// is short beside the widths of their modes and the distance of the nearest singularity, which is (1 - e^-Y)^k = 1 at
/// Y = log(k / 2 pi) + i pi / 2.
template <lane P, class Density>
[[nodiscard]] T2_HD quadrature_nodes<P> place_nodes(Density const& density, P const& base, P const& w, P const& least_k,
                                                    P const& most_k) {
  constexpr int depth = quadrature_depth<P>, most_tries = 400;
  P const zero(0), unit = density.unit();
  P const solved = larger(P(math::log(least_k) - base), zero), hard = P(math::log(most_k) - base);
  P const turn = larger(P(hard - lane_of<P>(1.84)), P(1));
  P rate = zero;
  auto const see_rate = [&](P const& u, P const& x) {
    rate = larger(rate, P(density.slope(u) * math::select(x < turn, x, turn)));
  };

  P best = lane_of<P>(-1e30), low = zero, easy_mode = zero, u = zero;
  for (int i = 0; i < most_tries; ++i) {
    P const x = P(w * math::exp(P(plain(density.log_ratio(u)))));
    P const size = P(plain(density.log_weight(u)) - larger(P(x - solved), zero));
    see_rate(u, x);
    easy_mode = math::select(size > best, u, easy_mode);
    best = larger(best, size);
    auto const inside = size > P(best - lane_of<P>(depth));
    if (!math::any_of(inside)) break;
    low = math::select(inside, u, low);
    u = P(u - unit);
  }
  P high = zero, hard_mode = zero, bulk = zero;
  best = lane_of<P>(-1e30);
  u = zero;
  for (int i = 0; i < most_tries; ++i) {
    P const log_x = P(plain(density.log_ratio(u))), x = P(w * math::exp(log_x));
    P const weight = P(plain(density.log_weight(u))), moment = P(weight + larger(log_x, zero));
    P const size = P(moment + most_k * prepare(P(base + x)).log_miss);
    see_rate(u, x);
    hard_mode = math::select(size > best, u, hard_mode);
    best = larger(best, size);
    bulk = math::select(moment > lane_of<P>(-depth), u, bulk);
    // before the turn the logarithm of 1 - pass@k may rise again
    P const worth = math::select(x < hard, P(0), P(size - best + lane_of<P>(depth)));
    P const left = P(weight + lane_of<P>(deepest_log<P>));
    auto const inside = math::select(worth < left, worth, left) >= zero;
    if (!math::any_of(inside)) break;
    high = math::select(inside, u, high);
    u = P(u + unit);
  }
  // 1 - pass@k is 0 in this type
  auto const none = best < lane_of<P>(-deepest_log<P>);
  high = math::select(none, bulk, larger(high, bulk));
  hard_mode = math::select(none, zero, hard_mode);
  low = P(low - unit);
  high = P(high + unit);

  // pi sqrt(2 / depth) and pi^2 / depth, and what experience adds
  P const smooth = P(lane_of<P>(20.5) / lane_of<P>(depth)), sharp = P(lane_of<P>(10.3) / lane_of<P>(depth));
  P const narrow = P(density.narrowness(easy_mode) + density.steepness(hard_mode) * P(rate + density.slope(hard_mode)));
  P const fine = math::sqrt(P(narrow / smooth + rate * rate / (sharp * sharp)));
  P const wanted = P((high - low) * fine);
  int steps = 16;
  while (steps < 40000 && math::any_of(wanted > lane_of<P>(steps))) steps += steps / 16;
  return {low, P(P(high - low) / lane_of<P>(steps)), steps};
}

/// The means over the density for `count` values of k: nodes and costs are formed once for all.
template <class Density, lane T, class K>
T2_HD void average_questions(Density const& density, T const& base, T const& w, K const* k, int count,
                             task_metrics<T>* out) {
  using P = plain_t<T>;
  P least = P(plain(T(k[0]))), most = least;
  for (int j = 1; j < count; ++j) {
    P const each = P(plain(T(k[j])));
    least = math::select(each < least, each, least);
    most = larger(most, each);
  }
  quadrature_nodes<P> const nodes = place_nodes<P>(density, P(plain(base)), P(plain(w)), least, most);
  for (int j = 0; j < count; ++j) out[j] = {T(0), T(0), T(0)};
  T total(0);
  for (int i = 0; i <= nodes.steps; ++i) {
    P const u = P(nodes.low + lane_of<P>(i) * nodes.h);
    T const weight = T(density.weight(u));
    one_sample<T> const one = prepare(T(base + w * T(math::exp(density.log_ratio(u)))));
    total += weight;
    for (int j = 0; j < count; ++j) {
      task_metrics<T> const each = question(one, T(k[j]));
      out[j].pass += T(weight * each.pass);
      out[j].miss += T(weight * each.miss);
      out[j].negative_log += T(weight * each.negative_log);
    }
  }
  for (int j = 0; j < count; ++j)
    out[j] = {T(out[j].pass / total), T(out[j].miss / total), T(out[j].negative_log / total)};
}

}  // namespace t2::inline v0::law::detail
