// SPDX-License-Identifier: BSL-1.0
// The conditions of a constrained optimum (Karush, Kuhn, Tucker), to the last digits once the active ones are known.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/config.hpp>                 // T2_HD
#include <t2/core/math.hpp>                   // math::abs, math::isfinite
#include <t2/core/real.hpp>                   // real
#include <t2/optimize/geometric_program.hpp>  // lagrangian
#include <t2/optimize/pivoted.hpp>            // solve_pivoted

namespace t2::inline v0::optimize {

/// A point with its multipliers, and which constraints hold as equations there.
template <real Real, int Size, int Groups>
struct kkt_point {
  Real x[Size];
  Real multiplier[Groups];
  bool active[Groups];  ///< of constraints g >= 1
  bool held[Size];      ///< variables that stay where they are
};

/// Matrix of the linearised conditions: rows of the free variables, then of the active constraints.
/// @param   row  of each free variable and active constraint, -1 for the others   @return  number of rows
template <real Real, int Size, int Groups>
[[nodiscard]] T2_HD int kkt_matrix(kkt_point<Real, Size, Groups> const& point, lagrangian<Real, Size, Groups> const& at,
                                   int groups, Real (&matrix)[2 * Size][2 * Size], int (&variable)[Size],
                                   int (&constraint)[Groups]) {
  int rows = 0;
  for (int v = 0; v < Size; ++v) variable[v] = point.held[v] ? -1 : rows++;
  for (int g = 0; g < Groups; ++g) constraint[g] = -1;
  for (int g = 1; g < groups && rows < 2 * Size; ++g)
    if (point.active[g]) constraint[g] = rows++;
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < rows; ++j) matrix[i][j] = Real(0);
  for (int v = 0; v < Size; ++v) {
    if (variable[v] < 0) continue;
    for (int w = 0; w < Size; ++w)
      if (variable[w] >= 0) matrix[variable[v]][variable[w]] = at.hessian[v][w];
    for (int g = 1; g < groups; ++g)
      if (constraint[g] >= 0) {
        matrix[variable[v]][constraint[g]] = at.gradient[g][v];
        matrix[constraint[g]][variable[v]] = at.gradient[g][v];
      }
  }
  return rows;
}

/// Newton's method on the conditions, best from a point near the optimum: quadratic, and without the squared
/// conditioning of barriers. The caller checks feasibility and signs of the multipliers afterwards.
/// @param   evaluate  called as evaluate(x, multiplier, lagrangian&)
/// @return  false where the conditions are singular or the point runs away: `point` is then as it was
template <real Real, int Size, int Groups, class Evaluate>
[[nodiscard]] T2_HD bool solve_kkt(Evaluate const& evaluate, int groups, kkt_point<Real, Size, Groups>& point,
                                   lagrangian<Real, Size, Groups>& at) {
  kkt_point<Real, Size, Groups> const start = point;
  for (int g = 1; g < groups; ++g)
    if (!point.active[g]) point.multiplier[g] = Real(0);
  for (int step = 0; step < 20; ++step) {
    evaluate(point.x, point.multiplier, at);
    Real matrix[2 * Size][2 * Size], right[2 * Size];
    int variable[Size], constraint[Groups];
    int const rows = kkt_matrix(point, at, groups, matrix, variable, constraint);
    if (rows == 0) return true;
    for (int v = 0; v < Size; ++v)
      if (variable[v] >= 0) right[variable[v]] = Real(-at.gradient[0][v]);
    for (int g = 1; g < groups; ++g)
      if (constraint[g] >= 0) right[constraint[g]] = Real(-at.value[g]);
    if (!solve_pivoted(matrix, right, rows)) {
      point = start;
      return false;
    }
    Real moved(0);
    for (int v = 0; v < Size; ++v) {
      if (variable[v] < 0) continue;
      Real const d = right[variable[v]];
      if (!math::isfinite(d) || math::abs(d) > Real(100)) {
        point = start;
        return false;
      }
      point.x[v] += d;
      moved = math::max(moved, Real(math::abs(d) / (Real(1) + math::abs(point.x[v]))));
    }
    for (int g = 1; g < groups; ++g)
      if (constraint[g] >= 0) point.multiplier[g] = right[constraint[g]];
    if (!(moved > Real(Real(2) * epsilon<Real>()))) break;
  }
  evaluate(point.x, point.multiplier, at);
  return true;
}

}  // namespace t2::inline v0::optimize
