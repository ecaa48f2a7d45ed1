// SPDX-License-Identifier: BSL-1.0
// A geometric program in logarithms: minimise log sum exp under log sum exp <= 0 and bounds. Convex, hence provable.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/config.hpp>  // T2_HD
#include <t2/core/math.hpp>    // math::exp, math::log
#include <t2/core/real.hpp>    // real

namespace t2::inline v0::optimize {

/// constant + slope . x, the logarithm of a monomial.
template <real Real, int Size>
struct log_monomial {
  Real constant;
  Real slope[Size];
};

/// Groups of monomials: group 0 is the objective, each other group is a constraint log(sum of its terms) <= 0. A
/// variable whose bounds coincide is held. Trivially copyable and of fixed capacity, so that kernels build and solve
/// it.
template <real Real, int Size, int Terms, int Groups>
struct geometric_program {
  using value_type = Real;
  static constexpr int size = Size;
  static constexpr int most_groups = Groups;

  log_monomial<Real, Size> term[Terms];
  int first[Groups + 1];  ///< terms of group g are [first[g], first[g + 1])
  int groups;
  Real lower[Size];
  Real upper[Size];
  bool overflow;  ///< more terms or groups were added than fit

  /// No groups yet, and bounds that every variable has: the size of the box enters the proof.
  T2_HD void reset(Real const& low, Real const& high) {
    groups = 0;
    first[0] = 0;
    overflow = false;
    for (int v = 0; v < Size; ++v) {
      lower[v] = low;
      upper[v] = high;
    }
  }
  T2_HD void open_group() {
    if (groups == Groups) {
      overflow = true;
      return;
    }
    ++groups;
    first[groups] = first[groups - 1];
  }
  T2_HD void add(log_monomial<Real, Size> const& monomial) {
    if (overflow || first[groups] == Terms) {
      overflow = true;
      return;
    }
    term[first[groups]++] = monomial;
  }
  T2_HD void hold(int variable, Real const& at) {
    lower[variable] = at;
    upper[variable] = at;
  }
  [[nodiscard]] T2_HD bool held(int variable) const { return !(lower[variable] < upper[variable]); }
  /// Whether held variables alone decide about a group.
  [[nodiscard]] T2_HD bool settled(int group) const {
    for (int t = first[group]; t < first[group + 1]; ++t)
      for (int v = 0; v < Size; ++v)
        if (!held(v) && !(term[t].slope[v] == Real(0))) return false;
    return true;
  }
};

/// All groups at a point, and the Hessian of objective + sum multiplier[g] group[g].
template <real Real, int Size, int Groups>
struct lagrangian {
  Real value[Groups];
  Real gradient[Groups][Size];
  Real hessian[Size][Size];
};

/// @formula  f_g = log sum_j exp(c_j + a_j x),  grad f = sum p_j a_j,  Hess f = sum p_j a_j a_j^T - grad grad^T, p the
///           softmax
template <real Real, int Size, int Terms, int Groups>
T2_HD void evaluate(geometric_program<Real, Size, Terms, Groups> const& program, Real const* x, Real const* multiplier,
                    lagrangian<Real, Size, Groups>& out) {
  for (int i = 0; i < Size; ++i)
    for (int j = 0; j < Size; ++j) out.hessian[i][j] = Real(0);
  for (int g = 0; g < program.groups; ++g) {
    int const begin = program.first[g], end = program.first[g + 1];
    Real exponent[Terms];
    Real top = -infinity<Real>();
    for (int t = begin; t < end; ++t) {
      Real e = program.term[t].constant;
      for (int v = 0; v < Size; ++v) e += Real(program.term[t].slope[v] * x[v]);
      exponent[t] = e;
      top = math::max(top, e);
    }
    Real* const gradient = out.gradient[g];
    if (end == begin + 1) {
      out.value[g] = top;
      for (int v = 0; v < Size; ++v) gradient[v] = program.term[begin].slope[v];
      continue;
    }
    for (int v = 0; v < Size; ++v) gradient[v] = Real(0);
    Real sum(0);
    for (int t = begin; t < end; ++t) {
      exponent[t] = math::exp(Real(exponent[t] - top));
      sum += exponent[t];
    }
    out.value[g] = Real(top + math::log(sum));
    Real const weight = g == 0 ? Real(1) : multiplier[g];
    for (int t = begin; t < end; ++t) {
      Real const share = Real(exponent[t] / sum);
      Real const* const slope = program.term[t].slope;
      for (int i = 0; i < Size; ++i) {
        gradient[i] += Real(share * slope[i]);
        for (int j = 0; j <= i; ++j) out.hessian[i][j] += Real(weight * share * slope[i] * slope[j]);
      }
    }
    for (int i = 0; i < Size; ++i)
      for (int j = 0; j <= i; ++j) out.hessian[i][j] -= Real(weight * gradient[i] * gradient[j]);
  }
  for (int i = 0; i < Size; ++i)
    for (int j = i + 1; j < Size; ++j) out.hessian[i][j] = out.hessian[j][i];
}

/// How a search for the optimum ended.
enum class ending : unsigned char {
  optimal,     ///< the gap is proven
  infeasible,  ///< no point satisfies the constraints; multipliers say which of them conflict
  stalled      ///< neither could be shown
};

/// A point of a program and what is known of it.
template <real Real, int Size, int Groups>
struct program_optimum {
  Real x[Size];
  Real value;               ///< log of the objective
  Real multiplier[Groups];  ///< >= 0, of group g >= 1: fall of the value per unit by which the constraint is relaxed
  Real slack[Groups];       ///< -f_g, of group g >= 1
  int at_bound[Size];       ///< -1 at the lower bound, +1 at the upper, 0 free; held variables count as free
  Real residual;            ///< largest entry of the gradient of the Lagrangian over free variables
  Real gap;                 ///< value - gap is a lower bound of every feasible value
  Real relaxed;             ///< by how much constraints were relaxed because their interior is empty; 0 as a rule
  int iterations;
  ending end;
};

}  // namespace t2::inline v0::optimize
