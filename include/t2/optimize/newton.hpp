// SPDX-License-Identifier: BSL-1.0
// Minimum of a smooth function of a few variables in a box, from its value, gradient and Hessian (exact or Gauss-Newton).
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/config.hpp>         // T2_HD
#include <t2/core/jet.hpp>            // jet
#include <t2/core/math.hpp>           // math::abs, math::isfinite, math::max
#include <t2/core/real.hpp>           // real
#include <t2/optimize/symmetric.hpp>  // solve_positive

namespace t2::inline v0::optimize {

/// Bounds of the variables and the longest step in each; infinite where there is none.
template <real Real, int Size>
struct box {
  Real lower[Size];
  Real upper[Size];
  Real longest_step[Size];
};

/// A minimum and how it was reached.
template <real Real, int Size>
struct minimum {
  Real x[Size];
  jet<Real, Size> at;     ///< value, gradient and Hessian at x
  int active[Size];       ///< -1 at the lower bound, +1 at the upper one with the gradient pointing out, 0 free
  int evaluations = 0;
  bool converged = false; ///< the expected gain of another step is below rounding
};

/// When to stop.
struct newton_options {
  int most = 300;      ///< evaluations at the most
  bool polish = true;  ///< go on to the last digits of the gradient once the value has no more to gain
  double gain = 0;     ///< stop once a step is expected to gain no more than this share of the value
  double damping = 1e-3;  ///< of the first step; less for a start that is nearly the minimum
};

namespace detail {
template <real Real, int Size>
T2_HD void find_active(box<Real, Size> const& limits, minimum<Real, Size>& point) {
  for (int i = 0; i < Size; ++i) {
    bool const low = !(point.x[i] > limits.lower[i]) && !(point.at.gradient[i] < Real(0));
    bool const high = !(point.x[i] < limits.upper[i]) && !(point.at.gradient[i] > Real(0));
    point.active[i] = low ? -1 : high ? 1 : 0;
  }
}

// The largest gradient entry among free variables, each in units of its own curvature: comparable across scales.
template <real Real, int Size>
[[nodiscard]] T2_HD Real scaled_gradient(minimum<Real, Size> const& point) {
  Real largest(0);
  for (int i = 0; i < Size; ++i) {
    Real const curvature = math::abs(point.at.hessian[i][i]);
    if (point.active[i] != 0 || !(curvature > Real(0))) continue;
    largest = math::max(largest, Real(point.at.gradient[i] * point.at.gradient[i] / curvature));
  }
  return largest;
}

// The damped Newton step inside the box: variables that it would push through a bound are set to the bound and the others
// solved again, so that the step is right for what it can do.
template <real Real, int Size>
[[nodiscard]] T2_HD bool box_step(minimum<Real, Size> const& point, box<Real, Size> const& limits, Real const& damping,
                                  Real (&step)[Size]) {
  Real largest(0);
  for (int i = 0; i < Size; ++i) largest = math::max(largest, math::abs(point.at.hessian[i][i]));
  bool held[Size];
  Real shift[Size], damped[Size][Size];
  for (int i = 0; i < Size; ++i) {
    held[i] = point.active[i] != 0;
    shift[i] = Real(0);
    for (int j = 0; j < Size; ++j) damped[i][j] = point.at.hessian[i][j];
    Real const curvature = math::max(math::abs(point.at.hessian[i][i]), Real(epsilon<Real>() * largest));
    damped[i][i] += Real(damping * curvature + epsilon<Real>() * epsilon<Real>() * largest);
  }
  for (;;) {  // each round that is not the last holds one more variable
    Real right[Size];
    for (int i = 0; i < Size; ++i) {
      right[i] = Real(-point.at.gradient[i]);
      for (int j = 0; j < Size; ++j) right[i] -= Real(damped[i][j] * shift[j]);
    }
    if (!solve_positive(damped, right, held, step)) return false;
    Real shrink(1);
    for (int i = 0; i < Size; ++i)
      if (math::abs(step[i]) * shrink > limits.longest_step[i]) shrink = Real(limits.longest_step[i] / math::abs(step[i]));
    bool inside = true;
    for (int i = 0; i < Size; ++i) {
      step[i] = held[i] ? shift[i] : Real(shrink * step[i]);
      if (held[i]) continue;
      bool const low = point.x[i] + step[i] < limits.lower[i], high = point.x[i] + step[i] > limits.upper[i];
      if (!low && !high) continue;
      held[i] = true;
      shift[i] = Real((low ? limits.lower[i] : limits.upper[i]) - point.x[i]);
      inside = false;
    }
    if (inside) return true;
  }
}
}  // namespace detail

/// Newton's method with Levenberg-Marquardt damping by the diagonal and an active set of bounds. Steps are taken where
/// the value falls, or, once differences of values are rounding, where the gradient does: near the end the gradient
/// still has digits that the value has lost.
/// @param   objective  called as objective(Real const* x) -> jet<Real, Size>; a value that is not finite rejects the step
/// @param   start      inside the box
/// @return  the point, converged or not; the value never exceeds that of the start
#if defined(__CUDACC__)
#pragma nv_exec_check_disable  // the objective may be for the host only
#endif
template <real Real, int Size, class Objective>
[[nodiscard]] T2_HD minimum<Real, Size> newton(Objective const& objective, Real const (&start)[Size],
                                               box<Real, Size> const& limits,
                                               newton_options const& options = {}) {
  // The best point and the trial change places: nothing is copied, and in a kernel neither takes up registers.
  minimum<Real, Size> point[2];
  int now = 0;
  for (int i = 0; i < Size; ++i) point[now].x[i] = start[i];
  point[now].at = objective(static_cast<Real const*>(point[now].x));
  point[now].evaluations = 1;
  detail::find_active(limits, point[now]);
  if (!math::isfinite(point[now].at.value)) return point[now];

  Real damping = static_cast<Real>(options.damping);
  // a step that gains this share of the value moves the minimum by less than its own rounding
  Real const nothing = Real(epsilon<Real>() * math::sqrt(Real(epsilon<Real>() * math::sqrt(epsilon<Real>()))));
  Real const enough = math::max(static_cast<Real>(options.gain), nothing);
  int idle = 0;
  while (point[now].evaluations < options.most) {
    minimum<Real, Size>&best = point[now], &trial = point[1 - now];
    Real step[Size];
    if (!detail::box_step(best, limits, damping, step)) {
      damping = math::max(Real(damping * Real(10)), Real(epsilon<Real>() * Real(1000)));
      if (damping > Real(1e12)) break;
      continue;
    }
    Real expected(0), moved(0);
    for (int i = 0; i < Size; ++i) {
      trial.x[i] = math::min(math::max(Real(best.x[i] + step[i]), limits.lower[i]), limits.upper[i]);
      moved = math::max(moved, Real(math::abs(Real(trial.x[i] - best.x[i])) / (math::abs(best.x[i]) + Real(1))));
      Real curvature(0);
      for (int j = 0; j < Size; ++j) curvature += Real(best.at.hessian[i][j] * step[j]);
      expected -= Real(step[i] * (best.at.gradient[i] + curvature / Real(2)));
    }
    if (!(moved > Real(0))) {
      best.converged = true;
      break;
    }
    if (damping <= Real(0.001) && !(expected < Real(0)) && expected <= Real(enough * math::abs(best.at.value))) {
      best.converged = true;
      break;
    }
    trial.at = objective(static_cast<Real const*>(trial.x));
    trial.evaluations = best.evaluations + 1;
    trial.converged = false;
    detail::find_active(limits, trial);
    bool const finite = math::isfinite(trial.at.value);
    Real const gain = Real(best.at.value - trial.at.value);
    Real const noise = Real(Real(16) * epsilon<Real>() * math::abs(best.at.value));
    bool const level = finite && math::abs(gain) <= Real(Real(1000) * noise) && expected <= noise;
    bool const better = finite && (level ? detail::scaled_gradient(trial) < detail::scaled_gradient(best) : gain > Real(0));
    best.evaluations = trial.evaluations;
    if (level) {
      // the last digits of the gradient: a few more steps, as long as each one helps
      if (better) now = 1 - now;
      point[now].converged = true;
      if (!better || !options.polish || ++idle > 6) break;
      damping = Real(0);
      continue;
    }
    if (better) {
      now = 1 - now;
      bool const well_modelled = gain > Real(expected * Real(3) / Real(4));
      damping = well_modelled ? Real(damping / Real(10)) : gain < Real(expected / Real(4)) ? Real(damping * Real(3)) : damping;
      if (damping < Real(epsilon<Real>() * Real(1000))) damping = Real(0);
    } else {
      damping = math::max(Real(damping * Real(5)), Real(epsilon<Real>() * Real(1e6)));
      if (damping > Real(1e12)) {
        // what an undamped step would gain: the damped one promises next to nothing wherever it starts
        best.converged = Real(expected * damping) <= Real(noise * Real(1000));
        break;
      }
    }
  }
  return point[now];
}

}  // namespace t2::inline v0::optimize
