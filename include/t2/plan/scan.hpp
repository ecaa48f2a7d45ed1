// SPDX-License-Identifier: BSL-1.0
// The optimum of any law on both budgets: a global scan over N, then the zero of the derivative. Not certified.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, law.
#pragma once

#include <t2/core/dual.hpp>        // dual
#include <t2/core/math.hpp>        // math::log, math::exp
#include <t2/core/quantity.hpp>    // params, tokens, samples
#include <t2/core/real.hpp>        // value_t
#include <t2/law/law.hpp>          // law, higher_is_better
#include <t2/plan/allocation.hpp>  // slopes

namespace t2::inline v0::plan {

/// Where a scan ended.
template <real Real>
struct scanned {
  Real log_params;
  Real value;
  bool at_end = false;  ///< at an end of the range: no optimum inside
};

namespace detail {
// The law along the line on which both budgets are spent, signed so that less is better.
template <law::law L>
struct descent_line {
  using Real = value_t<L>;
  L const& law;
  Real log_tokens;   ///< log(C_train / 6)
  Real log_samples;  ///< log(C_inference / 2), or log k where k is held
  bool hold_samples;

  [[nodiscard]] Real sign() const { return Real(law::higher_is_better<L> ? -1 : 1); }
  [[nodiscard]] Real value(Real const& u) const {
    return Real(sign() * law::evaluate(law, params<Real>(math::exp(u)), tokens<Real>(math::exp(Real(log_tokens - u))),
                                       samples<Real>(math::exp(Real(log_samples - (hold_samples ? Real(0) : u))))));
  }
  [[nodiscard]] Real slope(Real const& u) const {
    dual<Real, 3> const f = slopes(law, u, Real(log_tokens - u), Real(log_samples - (hold_samples ? Real(0) : u)));
    return Real(sign() * (f.partial[0] - f.partial[1] - (hold_samples ? Real(0) : f.partial[2])));
  }
  [[nodiscard]] Real curvature(Real const& u) const {
    using first = dual<Real, 1>;
    using second = dual<first, 1>;
    second const x = second::variable(first::variable(u));
    second const k = hold_samples ? second(log_samples) : second(second(log_samples) - x);
    second const f = law::evaluate(law, params<second>(math::exp(x)), tokens<second>(math::exp(second(second(log_tokens) - x))),
                                   samples<second>(math::exp(k)));
    return Real(sign() * f.partial[0].partial[0]);
  }
};

// A zero of the slope in [low, high], where it changes from minus to plus: regula falsi with Illinois's correction,
// bisection where that stalls.
template <class Line, real Real>
[[nodiscard]] Real zero_of_slope(Line const& line, Real low, Real high) {
  Real at_low = line.slope(low), at_high = line.slope(high);
  if (!(at_low < Real(0))) return low;
  if (!(at_high > Real(0))) return high;
  int side = 0;
  for (int i = 0; i < 200; ++i) {
    Real middle = Real(high - at_high * (high - low) / (at_high - at_low));
    if (!(middle > low) || !(middle < high) || i % 8 == 7) middle = Real((low + high) / Real(2));
    Real const at = line.slope(middle);
    if (at == Real(0)) return middle;
    if (at > Real(0)) {
      high = middle;
      at_high = at;
      if (side == 1) at_low /= Real(2);
      side = 1;
    } else {
      low = middle;
      at_low = at;
      if (side == -1) at_high /= Real(2);
      side = -1;
    }
    if (!(high - low > Real(Real(8) * epsilon<Real>() * (math::abs(low) + Real(1))))) break;
  }
  Real const u = Real((low + high) / Real(2));
  // brackets know nothing of derivatives: those of a root are one Newton step away
  if constexpr (t2::detail::is_dual<Real>)
    return Real(u - line.slope(u) / line.curvature(u));
  else
    return u;
}
}  // namespace detail

/// The best log N in [low, high]: every local optimum of `count` evenly spaced points is refined, the best is returned.
template <law::law L>
[[nodiscard]] scanned<value_t<L>> scan(detail::descent_line<L> const& line, value_t<L> const& low,
                                       value_t<L> const& high, int count = 2001) {
  using Real = value_t<L>;
  Real const step = Real((high - low) / Real(count - 1));
  auto const at = [&](int i) { return i == count - 1 ? high : Real(low + Real(i) * step); };
  scanned<Real> best{low, line.value(low), true};
  Real before = best.value, here = line.value(at(1));
  for (int i = 1; i < count; ++i) {
    Real const after = i + 1 < count ? line.value(at(i + 1)) : infinity<Real>();
    if (i + 1 == count) {
      if (here < best.value) best = {high, here, true};
    } else if (!(here > before) && !(here > after)) {
      Real const u = detail::zero_of_slope(line, at(i - 1), at(i + 1));
      Real const value = line.value(u);
      if (value < best.value) best = {u, value, false};
    }
    before = here;
    here = after;
  }
  best.value = Real(line.sign() * best.value);
  return best;
}

}  // namespace t2::inline v0::plan
