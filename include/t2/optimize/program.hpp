// SPDX-License-Identifier: BSL-1.0
// The optimum of a geometric program with its proof, or the constraints that conflict.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/config.hpp>                 // T2_HD
#include <t2/core/math.hpp>                   // math::abs, math::sqrt
#include <t2/core/real.hpp>                   // real
#include <t2/optimize/geometric_program.hpp>  // geometric_program, program_optimum
#include <t2/optimize/interior_point.hpp>     // interior, descend
#include <t2/optimize/kkt.hpp>                // kkt_point, solve_kkt

namespace t2::inline v0::optimize {

namespace detail {
// Reads multipliers, slacks and the proof off a point. For every feasible y of the box, by convexity,
// f(y) >= f(x) + sum multiplier f_g(x) + r (y - x), r the gradient of the Lagrangian.
template <real Real, int Size, int Terms, int Groups>
T2_HD void account(geometric_program<Real, Size, Terms, Groups> const& program,
                   lagrangian<Real, Size, Groups> const& at, program_optimum<Real, Size, Groups>& out) {
  out.value = at.value[0];
  out.residual = Real(0);
  out.gap = Real(0);
  for (int g = 1; g < Groups; ++g) {
    if (g >= program.groups) out.multiplier[g] = Real(0);
    out.slack[g] = g < program.groups ? Real(-at.value[g]) : Real(0);
    out.gap += math::abs(Real(out.multiplier[g] * out.slack[g]));
  }
  for (int v = 0; v < Size; ++v) {
    if (program.held(v)) continue;
    Real r = at.gradient[0][v];
    for (int g = 1; g < program.groups; ++g) r += Real(out.multiplier[g] * at.gradient[g][v]);
    // at a bound the gradient may point out of the box
    Real const reach = r > Real(0) ? Real(out.x[v] - program.lower[v]) : Real(program.upper[v] - out.x[v]);
    out.gap += Real(math::abs(r) * reach);
    if (out.at_bound[v] == 0) out.residual = math::max(out.residual, math::abs(r));
  }
}

// What a guess of the active constraints led to.
struct attempt {
  bool solved = false;  ///< the conditions have a solution ...
  int negative = -1;    ///< ... but this multiplier is negative,
  int violated = -1;    ///< or this constraint is not kept: the guess was wrong
};

// Solves the conditions of a guess. A solution that keeps all constraints with multipliers >= 0 is the optimum, by
// convexity, however it was guessed; it is taken if its gap is smaller.
template <real Real, int Size, int Terms, int Groups>
[[nodiscard]] T2_HD attempt try_active(geometric_program<Real, Size, Terms, Groups> const& program,
                                       int const (&at_bound)[Size], kkt_point<Real, Size, Groups> point,
                                       program_optimum<Real, Size, Groups>& best) {
  Real const rounding = Real(Real(1000) * epsilon<Real>());
  auto const evaluator = [&](Real const* x, Real const* multiplier, lagrangian<Real, Size, Groups>& out) {
    evaluate(program, x, multiplier, out);
  };
  attempt out;
  lagrangian<Real, Size, Groups> at;
  if (!solve_kkt(evaluator, program.groups, point, at)) return out;
  for (int v = 0; v < Size; ++v)
    if (!(point.x[v] >= program.lower[v]) || !(point.x[v] <= program.upper[v])) return out;
  out.solved = true;
  for (int g = 1; g < program.groups; ++g) {
    if (point.multiplier[g] < Real(0) && (out.negative < 0 || point.multiplier[g] < point.multiplier[out.negative]))
      out.negative = g;
    if (at.value[g] > rounding && (out.violated < 0 || at.value[g] > at.value[out.violated])) out.violated = g;
  }
  if (out.negative >= 0 && !(point.multiplier[out.negative] < -rounding)) out.negative = -1;
  if (out.negative >= 0 || out.violated >= 0) return out;
  program_optimum<Real, Size, Groups> candidate = best;
  for (int v = 0; v < Size; ++v) {
    candidate.x[v] = point.x[v];
    candidate.at_bound[v] = at_bound[v];
  }
  for (int g = 0; g < Groups; ++g) candidate.multiplier[g] = math::max(point.multiplier[g], Real(0));
  account(program, at, candidate);
  if (candidate.gap < best.gap) best = candidate;
  return out;
}

// Guesses the active constraints from an interior point, corrects the guess by what it led to, and if nothing helps
// tries all sets of at most as many constraints as there are variables.
template <real Real, int Size, int Terms, int Groups>
T2_HD void polish(geometric_program<Real, Size, Terms, Groups> const& program,
                  interior<Real, Size, Terms, Groups> const& found, bool all_sets,
                  program_optimum<Real, Size, Groups>& best) {
  kkt_point<Real, Size, Groups> point;
  int active = 0, free = 0;
  int at_bound[Size];
  for (int v = 0; v < Size; ++v) {
    int const low = Groups + 2 * v;
    at_bound[v] = program.held(v)                               ? 0
                  : found.dual[low] > -found.value(low)         ? -1
                  : found.dual[low + 1] > -found.value(low + 1) ? 1
                                                                : 0;
    point.held[v] = program.held(v) || at_bound[v] != 0;
    point.x[v] = at_bound[v] < 0 ? program.lower[v] : at_bound[v] > 0 ? program.upper[v] : found.x[v];
    free += point.held[v] ? 0 : 1;
  }
  for (int g = 0; g < Groups; ++g) {
    point.active[g] = g >= 1 && found.present(g) && found.dual[g] > -found.at.value[g];
    point.multiplier[g] = g >= 1 && found.present(g) ? found.dual[g] : Real(0);
    active += point.active[g] ? 1 : 0;
  }
  Real const good_enough = Real(Real(1e5) * epsilon<Real>());
  kkt_point<Real, Size, Groups> const start = point;
  for (int round = 0; round < 2 * Groups && active >= 0; ++round) {
    int weakest = -1, likely = -1;
    for (int g = 1; g < program.groups; ++g) {
      if (point.active[g] && (weakest < 0 || point.multiplier[g] < point.multiplier[weakest])) weakest = g;
      if (!point.active[g] && found.present(g) &&
          (likely < 0 || found.dual[g] * found.at.value[likely] < found.dual[likely] * found.at.value[g]))
        likely = g;
    }
    attempt const led = active <= free ? try_active(program, at_bound, point, best) : attempt{};
    if (led.solved && led.negative < 0 && led.violated < 0) break;
    int const add = led.violated >= 0 ? led.violated : !led.solved && active < free ? likely : -1;
    int const drop = led.negative >= 0 ? led.negative : add < 0 || active >= free ? weakest : -1;
    if (add < 0 && drop < 0) break;
    if (drop >= 0 && drop != add) {
      point.active[drop] = false;
      --active;
    }
    if (add >= 0) {
      point.active[add] = true;
      point.multiplier[add] = Real(1);  // not the next one to be given up
      ++active;
    }
  }
  if (!all_sets) return;
  for (unsigned set = 0; set < (1u << (program.groups - 1)) && !(best.gap < good_enough); ++set) {
    point = start;
    int size = 0;
    bool usable = true;
    for (int g = 1; g < program.groups; ++g) {
      point.active[g] = ((set >> (g - 1)) & 1u) != 0;
      size += point.active[g] ? 1 : 0;
      usable = usable && (!point.active[g] || found.present(g));
    }
    if (usable && size <= free) static_cast<void>(try_active(program, at_bound, point, best));
  }
}

// The program with one more variable s: minimise s under log sum exp <= s. What held variables satisfy is left out.
template <real Real, int Size, int Terms, int Groups>
T2_HD void relax(geometric_program<Real, Size, Terms, Groups> const& program, bool const (&satisfied)[Groups],
                 geometric_program<Real, Size + 1, Terms + 1, Groups>& out) {
  out.reset(Real(0), Real(0));
  for (int v = 0; v < Size; ++v) {
    out.lower[v] = program.lower[v];
    out.upper[v] = program.upper[v];
  }
  out.open_group();
  log_monomial<Real, Size + 1> term;
  term.constant = Real(0);
  for (int v = 0; v < Size; ++v) term.slope[v] = Real(0);
  term.slope[Size] = Real(1);
  out.add(term);
  term.slope[Size] = Real(-1);
  for (int g = 1; g < program.groups; ++g) {
    out.open_group();
    for (int t = program.first[g]; t < program.first[g + 1]; ++t) {
      term.constant = satisfied[g] ? Real(-1e4) : program.term[t].constant;
      for (int v = 0; v < Size; ++v) term.slope[v] = satisfied[g] ? Real(0) : program.term[t].slope[v];
      out.add(term);
    }
  }
}
}  // namespace detail

/// Solves a program: a search for a point inside (by the same method on a relaxed program), a primal-dual interior
/// point with Mehrotra's choice of the target, or a barrier where that stalls, and Newton on the active constraints. No
/// allocation.
/// @param   start  a guess; inside the constraints it saves the first search
/// @return  `optimal` with gap and residual, or `infeasible`: then multipliers (sum 1) name a set of constraints of
///          which one must give way, and slack is how far the least violated point misses each
/// @accuracy  gap <= 1e-11 for double on all but 3 in 10,000 random plans, 1e-9 there (tests/plan/certificate_test.cpp)
/// @source  Boyd and Vandenberghe 2004, Convex Optimization, sections 4.5 and 11.7; Mehrotra 1992
template <real Real, int Size, int Terms, int Groups>
[[nodiscard]] T2_HD program_optimum<Real, Size, Groups> minimise(
    geometric_program<Real, Size, Terms, Groups> const& program, Real const (&start)[Size]) {
  Real const tolerance = Real(math::sqrt(epsilon<Real>()) / Real(100));
  Real const thin = Real(tolerance * Real(10));
  program_optimum<Real, Size, Groups> out{};
  out.end = ending::stalled;
  out.gap = infinity<Real>();
  geometric_program<Real, Size, Terms, Groups> widened = program;
  detail::interior<Real, Size, Terms, Groups> at(widened);
  for (int v = 0; v < Size; ++v) {
    Real const margin = Real((program.upper[v] - program.lower[v]) / Real(1000));
    at.x[v] = program.held(v)
                  ? program.lower[v]
                  : math::min(math::max(start[v], Real(program.lower[v] + margin)), Real(program.upper[v] - margin));
  }
  for (int c = 0; c < at.constraints; ++c) at.dual[c] = Real(0);
  at.look();
  Real worst = -infinity<Real>();
  bool satisfied[Groups] = {};
  for (int g = 1; g < program.groups; ++g) {
    satisfied[g] = at.settled[g] && !(at.at.value[g] > Real(Real(1000) * epsilon<Real>()));
    if (!satisfied[g]) worst = math::max(worst, at.at.value[g]);
  }
  if (!(worst < Real(-1) / Real(100)) && program.groups > 1) {
    geometric_program<Real, Size + 1, Terms + 1, Groups> relaxed;
    detail::relax(program, satisfied, relaxed);
    relaxed.lower[Size] = Real(-10);
    relaxed.upper[Size] = Real(math::abs(worst) + Real(10));
    detail::interior<Real, Size + 1, Terms + 1, Groups> first(relaxed);
    for (int v = 0; v < Size; ++v) first.x[v] = at.x[v];
    first.x[Size] = Real(math::max(worst, Real(0)) + Real(1));
    out.iterations = detail::descend(first, Real(-0.5), tolerance);
    if (!(first.at.value[0] < -thin) && first.complementarity() > tolerance)
      out.iterations += detail::follow(first, tolerance);
    Real const least = first.at.value[0];
    if (least > thin) {
      if (first.complementarity() > least) return out;  // not shown: a lower bound of what is needed is not above 0
      out.end = ending::infeasible;
      for (int v = 0; v < Size; ++v) out.x[v] = first.x[v];
      Real sum(0);
      for (int g = 1; g < program.groups; ++g) sum += first.dual[g];
      for (int g = 1; g < program.groups; ++g) {
        out.multiplier[g] = Real(first.dual[g] / sum);
        out.slack[g] = Real(-(first.at.value[g] + first.x[Size]));
      }
      return out;
    }
    for (int v = 0; v < Size; ++v) at.x[v] = first.x[v];
    if (!(least < -thin)) {  // touching constraints: open them by a hair
      out.relaxed = Real(math::max(least, Real(0)) + thin);
      for (int g = 1; g < program.groups; ++g)
        for (int t = program.first[g]; t < program.first[g + 1]; ++t) widened.term[t].constant -= out.relaxed;
    }
  }
  Real inside[Size];
  for (int v = 0; v < Size; ++v) inside[v] = at.x[v];
  out.iterations += detail::descend(at, -infinity<Real>(), tolerance);
  for (int way = 0; way < 2; ++way) {
    if (way == 1) {
      if (out.gap < Real(Real(1e5) * epsilon<Real>())) break;
      for (int v = 0; v < Size; ++v) at.x[v] = inside[v];
      out.iterations += detail::follow(at, tolerance);
    }
    program_optimum<Real, Size, Groups> found = out;
    for (int v = 0; v < Size; ++v) found.x[v] = at.x[v];
    for (int g = 0; g < Groups; ++g) found.multiplier[g] = at.present(g) ? at.dual[g] : Real(0);
    detail::account(widened, at.at, found);
    detail::polish(widened, at, way == 1, found);
    if (found.gap < out.gap) out = found;
  }
  if (out.gap < Real(tolerance * Real(1e4))) out.end = ending::optimal;
  return out;
}

}  // namespace t2::inline v0::optimize
