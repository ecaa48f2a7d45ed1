// SPDX-License-Identifier: BSL-1.0
// Solves a geometric program of a few variables: a primal-dual interior point, then Newton on the active constraints.
// Flow: under every step.   Needs: core.
#pragma once

#include <t2/core/config.hpp>                 // T2_HD
#include <t2/core/math.hpp>                   // math::abs, math::sqrt
#include <t2/core/real.hpp>                   // real
#include <t2/optimize/geometric_program.hpp>  // geometric_program, lagrangian, program_optimum
#include <t2/optimize/kkt.hpp>                // kkt_point, solve_kkt
#include <t2/optimize/symmetric.hpp>          // solve_positive

namespace t2::inline v0::optimize::detail {

// An iterate: constraints are the groups g >= 1, then a lower and an upper bound per variable.
template <real Real, int Size, int Terms, int Groups>
struct interior {
  using program_type = geometric_program<Real, Size, Terms, Groups>;
  static constexpr int constraints = Groups + 2 * Size;

  program_type const& program;
  Real x[Size];
  Real dual[constraints];
  lagrangian<Real, Size, Groups> at;
  bool held[Size];
  bool settled[Groups];  // constraints that held variables decide

  T2_HD explicit interior(program_type const& p) : program(p) {
    for (int v = 0; v < Size; ++v) held[v] = p.held(v);
    for (int g = 0; g < Groups; ++g) settled[g] = g < p.groups && p.settled(g);
  }
  [[nodiscard]] T2_HD bool present(int c) const {
    return c < Groups ? c >= 1 && c < program.groups && !settled[c] : !held[(c - Groups) / 2];
  }
  /// f_c, < 0 inside
  [[nodiscard]] T2_HD Real value(int c) const {
    if (c < Groups) return at.value[c];
    int const v = (c - Groups) / 2;
    return (c - Groups) % 2 == 0 ? Real(program.lower[v] - x[v]) : Real(x[v] - program.upper[v]);
  }
  [[nodiscard]] T2_HD Real slope(int c, int v) const {
    if (c < Groups) return at.gradient[c][v];
    return (c - Groups) / 2 != v ? Real(0) : (c - Groups) % 2 == 0 ? Real(-1) : Real(1);
  }
  [[nodiscard]] T2_HD Real along(int c, Real const* d) const {
    if (c >= Groups) return (c - Groups) % 2 == 0 ? Real(-d[(c - Groups) / 2]) : d[(c - Groups) / 2];
    Real sum(0);
    for (int v = 0; v < Size; ++v)
      if (!held[v]) sum += Real(at.gradient[c][v] * d[v]);
    return sum;
  }
  T2_HD void look() { evaluate(program, x, dual, at); }
  [[nodiscard]] T2_HD bool inside() const {
    for (int c = 0; c < constraints; ++c)
      if (present(c) && !(value(c) < Real(0))) return false;
    return true;
  }
  /// Gradient of the Lagrangian in a free variable.
  [[nodiscard]] T2_HD Real dual_residual(int v) const {
    Real r = at.gradient[0][v];
    for (int g = 1; g < program.groups; ++g) r += Real(dual[g] * at.gradient[g][v]);
    return Real(r - dual[Groups + 2 * v] + dual[Groups + 2 * v + 1]);
  }
  /// Squared distance from the conditions with complementarity mu.
  [[nodiscard]] T2_HD Real distance(Real const& mu) const {
    Real sum(0);
    for (int v = 0; v < Size; ++v)
      if (!held[v]) {
        Real const r = dual_residual(v);
        sum += Real(r * r);
      }
    for (int c = 0; c < constraints; ++c)
      if (present(c)) {
        Real const r = Real(-dual[c] * value(c) - mu);
        sum += Real(r * r);
      }
    return sum;
  }
  /// Newton step to complementarity mu.
  [[nodiscard]] T2_HD bool step(Real const& mu, Real (&dx)[Size], Real (&d_dual)[constraints]) const {
    Real matrix[Size][Size], right[Size];
    for (int i = 0; i < Size; ++i) {
      right[i] = Real(-at.gradient[0][i]);
      for (int j = 0; j < Size; ++j) matrix[i][j] = at.hessian[i][j];
    }
    for (int c = 0; c < constraints; ++c) {
      if (!present(c)) continue;
      Real const slack = Real(-value(c)), weight = Real(dual[c] / slack), push = Real(mu / slack);
      if (c >= Groups) {
        int const v = (c - Groups) / 2;
        matrix[v][v] += weight;
        right[v] -= Real(push * slope(c, v));
        continue;
      }
      for (int i = 0; i < Size; ++i) {
        right[i] -= Real(push * at.gradient[c][i]);
        for (int j = 0; j < Size; ++j) matrix[i][j] += Real(weight * at.gradient[c][i] * at.gradient[c][j]);
      }
    }
    if (!solve_positive(matrix, right, held, dx)) {
      for (int i = 0; i < Size; ++i) matrix[i][i] = Real(matrix[i][i] * (Real(1) + math::sqrt(epsilon<Real>())));
      if (!solve_positive(matrix, right, held, dx)) return false;
    }
    for (int c = 0; c < constraints; ++c) {
      d_dual[c] = Real(0);
      if (!present(c)) continue;
      Real const slack = Real(-value(c));
      d_dual[c] = Real(-dual[c] + mu / slack + dual[c] / slack * along(c, dx));
    }
    return true;
  }
  /// The longest part of a step that keeps the duals positive and, to first order, the point inside.
  [[nodiscard]] T2_HD Real reach(Real const (&dx)[Size], Real const (&d_dual)[constraints]) const {
    Real part(1);
    for (int c = 0; c < constraints; ++c) {
      if (!present(c)) continue;
      if (dual[c] + part * d_dual[c] < Real(0)) part = Real(-dual[c] / d_dual[c]);
      Real const rise = along(c, dx);
      if (value(c) + part * rise > Real(0)) part = Real(-value(c) / rise);
    }
    return part;
  }
  [[nodiscard]] T2_HD Real complementarity() const {
    Real sum(0);
    for (int c = 0; c < constraints; ++c)
      if (present(c)) sum -= Real(dual[c] * value(c));
    return sum;
  }
  [[nodiscard]] T2_HD int count() const {
    int out = 0;
    for (int c = 0; c < constraints; ++c) out += present(c) ? 1 : 0;
    return out;
  }
};

// From a point inside to the optimum, or until the objective is below `enough`, or until steps are cut short again and
// again: in sets that are thin and curved. What was reached is judged by its gap. @return  iterations
template <class Interior, real Real>
[[nodiscard]] T2_HD int descend(Interior& at, Real const& enough, Real const& tolerance) {
  constexpr int Size = Interior::program_type::size;
  at.look();
  int const count = at.count();
  for (int c = 0; c < Interior::constraints; ++c) at.dual[c] = at.present(c) ? Real(Real(1) / -at.value(c)) : Real(0);
  at.look();
  Real least_aim = Real(1) / Real(1000);  // grows when steps are cut short: the point is then far from the central path
  int crawling = 0;
  constexpr int most = 100;
  for (int iteration = 0; iteration < most; ++iteration) {
    if (at.at.value[0] < enough) return iteration;
    Real const gap = at.complementarity();
    Real residual(0);
    for (int v = 0; v < Size; ++v)
      if (!at.held[v]) residual = math::max(residual, math::abs(at.dual_residual(v)));
    if (gap < tolerance && residual < tolerance) return iteration;

    // how far the step to the optimum itself would reach says how boldly to aim
    Real dx[Size], d_dual[Interior::constraints];
    if (!at.step(Real(0), dx, d_dual)) return iteration;
    Real const short_of = Real(Real(1) - at.reach(dx, d_dual));
    Real const aim = math::max(Real(short_of * short_of * short_of), least_aim);
    Real const mu = Real(aim * gap / Real(count > 0 ? count : 1));
    if (!at.step(mu, dx, d_dual)) return iteration;
    Real part = Real(at.reach(dx, d_dual) * Real(0.99));
    Real const before = at.distance(mu);
    Interior const from = at;
    bool moved = false;
    for (int halving = 0; halving < 50 && !moved; ++halving, part = Real(part / Real(2))) {
      for (int v = 0; v < Size; ++v) at.x[v] = from.held[v] ? from.x[v] : Real(from.x[v] + part * dx[v]);
      for (int c = 0; c < Interior::constraints; ++c) at.dual[c] = Real(from.dual[c] + part * d_dual[c]);
      at.look();
      moved = at.inside() && at.distance(mu) < Real((Real(1) - part / Real(100)) * before);
    }
    if (!moved) {
      for (int v = 0; v < Size; ++v) at.x[v] = from.x[v];
      for (int c = 0; c < Interior::constraints; ++c) at.dual[c] = from.dual[c];
      at.look();
      return iteration;
    }
    crawling = Real(Real(2) * part) < Real(0.01) ? crawling + 1 : 0;
    if (crawling > 8) return iteration;
    least_aim = Real(Real(2) * part) < Real(0.3)   ? math::min(Real(least_aim * Real(30)), Real(0.8))
                : Real(Real(2) * part) > Real(0.8) ? math::max(Real(least_aim / Real(10)), Real(0.001))
                                                   : least_aim;
  }
  return most;
}

// The slow and safe way for sets that are thin, curved or all but flat: minimises objective - mu sum log(-f_c) by
// damped Newton steps for ever smaller mu. The duals follow as mu / -f_c. @return  iterations
template <class Interior, real Real>
[[nodiscard]] T2_HD int follow(Interior& at, Real const& tolerance) {
  constexpr int Size = Interior::program_type::size;
  auto const centre = [](Interior& point, Real const& mu) {
    Real barrier = point.at.value[0];
    for (int c = 0; c < Interior::constraints; ++c)
      if (point.present(c)) {
        point.dual[c] = Real(mu / -point.value(c));
        barrier -= Real(mu * math::log(Real(-point.value(c))));
      }
    return barrier;
  };
  int iterations = 0;
  at.look();
  Real const last = Real(tolerance / Real(100));
  for (Real mu = Real(1); mu > last; mu = Real(mu / Real(8)))
    for (int newton = 0; newton < 60; ++newton, ++iterations) {
      Real const before = centre(at, mu);
      at.look();
      Real dx[Size], d_dual[Interior::constraints];
      if (!at.step(mu, dx, d_dual)) break;
      Real decrement(0);
      for (int v = 0; v < Size; ++v)
        if (!at.held[v]) decrement -= Real(dx[v] * at.dual_residual(v));
      if (!(decrement > Real(1e-10) * mu)) break;
      Interior const from = at;
      Real part = math::min(Real(1), Real(at.reach(dx, d_dual) * Real(0.99)));
      bool moved = false;
      for (int halving = 0; halving < 50 && !moved; ++halving, part = Real(part / Real(2))) {
        for (int v = 0; v < Size; ++v) at.x[v] = from.held[v] ? from.x[v] : Real(from.x[v] + part * dx[v]);
        at.look();
        moved = at.inside() && centre(at, mu) < before - Real(0.01) * part * decrement;
      }
      if (moved) continue;
      for (int v = 0; v < Size; ++v) at.x[v] = from.x[v];
      at.look();
      static_cast<void>(centre(at, mu));
      break;
    }
  at.look();
  return iterations;
}
}  // namespace t2::inline v0::optimize::detail
