// SPDX-License-Identifier: BSL-1.0
// The feasible set of a plan as a cube: from shares of ranges to points that keep all limits.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, optimize, law.
#pragma once

#include <t2/core/math.hpp>              // math::exp, math::log, math::isnan
#include <t2/core/real.hpp>              // value_t
#include <t2/law/law.hpp>                // law, evaluate, higher_is_better
#include <t2/optimize/program.hpp>       // minimise
#include <t2/plan/general/choices.hpp>   // pins
#include <t2/plan/general/program.hpp>   // plan_program, add_limits
#include <t2/plan/limits.hpp>            // limits

#include <array>
#include <cstddef>
#include <vector>

namespace t2::inline v0::plan {

/// How finely the feasible set is searched: points along log N, and between the least and the most D and k allowed
/// there.
struct search_grid {
  int params = 97;
  int tokens = 17;
  int samples = 9;
  int refined = 4;  ///< of the best separate places, how many are refined
};

namespace detail {

/// The feasible set as a cube: u runs over the N that some D and k go with, v over the D that go with that N and some
/// k, w over the k that go with both. The limits are convex in logs, so each of these is an interval.
template <law::law L>
struct feasible_cube {
  using Real = value_t<L>;
  using optimum = optimize::program_optimum<Real, 3, limits<Real>::most + 2>;
  L const& law;
  plan_program<Real> program;  ///< its objective is replaced for each question
  pins<Real> fixed;
  Real first_range[2];  ///< of log N
  bool first_known = false;

  struct spot {
    Real share[3];
    Real x[3];
    Real value;  ///< signed: less is better
  };

  feasible_cube(L const& the_law, limits<Real> const& keep, pins<Real> const& given) : law(the_law), fixed(given) {
    reset(program);
    Real const low[3] = {Real(1e5), Real(1e5), Real(1e-3)}, high[3] = {Real(1e14), Real(1e20), Real(1e12)};
    for (int v = 0; v < 3; ++v) {
      program.lower[v] = math::log(low[v]);
      program.upper[v] = math::log(high[v]);
    }
    if (!depends_on_samples<L> && !fixed.held[2])
      fixed = fixed.with(2, math::max(Real(1), math::exp(least_log(keep, 2))));
    program.open_group();
    program.add({Real(0), {Real(0), Real(0), Real(0)}});
    add_limits(keep, fixed, program);
    if (program.overflow || program.held(0)) return;
    plan_program<Real> whole = program;
    first_known = range_of(0, whole, first_range[0], first_range[1]);
  }

  [[nodiscard]] Real signed_value(Real const (&x)[3]) const {
    Real const value = law::evaluate(law, params<Real>(fixed.at(0, x[0])), tokens<Real>(fixed.at(1, x[1])),
                                     samples<Real>(fixed.at(2, x[2])));
    if (math::isnan(value)) return infinity<Real>();
    return Real(law::higher_is_better<L> ? -value : value);
  }
  /// The end of the range of a variable in a direction, given what `held` holds. Lands inside by a hair.
  [[nodiscard]] optimum end_of(int variable, int direction, plan_program<Real>& held) const {
    held.term[0].slope[0] = held.term[0].slope[1] = held.term[0].slope[2] = Real(0);
    held.term[0].slope[variable] = Real(direction);
    Real start[3];
    guess(start);
    return optimize::minimise(held, start);
  }
  /// The range of a variable given what `held` holds; false where there is none.
  [[nodiscard]] bool range_of(int variable, plan_program<Real>& held, Real& low, Real& high) const {
    bool alone = true;
    for (int v = 0; v < 3; ++v) alone = alone && (v == variable || held.held(v));
    if (alone) {
      if (!edge_of(held, variable, -1, low) || !edge_of(held, variable, 1, high)) return false;
      if (high < low && low - high < Real(1e-6)) high = low;
      return !(high < low);
    }
    optimum const first = end_of(variable, 1, held), last = end_of(variable, -1, held);
    low = first.x[variable];
    high = last.x[variable];
    return first.end == optimize::ending::optimal && last.end == optimize::ending::optimal;
  }
  /// Looks at every combination of the given shares and keeps the best. Ranges are asked for once per level.
  void look(std::array<std::vector<Real>, 3> const& shares, spot& best) const {
    spot trial{};
    descend(program, shares, 0, trial, best);
  }

 private:
  // The end of the range of the one variable that is free. Limits are convex in it, so Newton's method comes from outside
  // and stops at the edge: it cannot pass it.
  [[nodiscard]] static bool edge_of(plan_program<Real> const& held, int variable, int direction, Real& out) {
    Real x[3] = {held.lower[0], held.lower[1], held.lower[2]};
    x[variable] = direction > 0 ? held.upper[variable] : held.lower[variable];
    for (int step = 0; step < 100; ++step) {
      Real inwards(0);
      for (int g = 1; g < held.groups; ++g) {
        Real exponent[limits<Real>::most_terms + 8], top = -infinity<Real>();
        int const begin = held.first[g], end = held.first[g + 1];
        for (int t = begin; t < end; ++t) {
          auto const& term = held.term[t];
          exponent[t] = Real(term.constant + term.slope[0] * x[0] + term.slope[1] * x[1] + term.slope[2] * x[2]);
          top = math::max(top, exponent[t]);
        }
        Real sum(0), slope(0);
        for (int t = begin; t < end; ++t) {
          Real const share = begin + 1 == end ? Real(1) : math::exp(Real(exponent[t] - top));
          sum += share;
          slope += Real(share * held.term[t].slope[variable]);
        }
        Real const over = begin + 1 == end ? top : Real(top + math::log(sum));
        if (!(over > Real(1e-11))) continue;
        slope = Real(Real(direction) * slope / sum);
        if (!(slope > Real(0))) return false;  // it only gets worse inwards
        inwards = math::max(inwards, Real(over / slope));
      }
      if (inwards == Real(0)) break;
      x[variable] -= Real(Real(direction) * inwards);
      if (x[variable] < held.lower[variable] || x[variable] > held.upper[variable]) return false;
    }
    out = x[variable];
    return true;
  }

  void descend(plan_program<Real> held, std::array<std::vector<Real>, 3> const& shares, int variable, spot& trial,
               spot& best) const {
    if (variable == 3) {
      trial.value = signed_value(trial.x);
      if (trial.value < best.value) best = trial;
      return;
    }
    if (program.held(variable)) {
      trial.share[variable] = Real(0);
      trial.x[variable] = program.lower[variable];
      return descend(held, shares, variable + 1, trial, best);
    }
    Real low, high;
    if (variable == 0 && first_known) {
      low = first_range[0];
      high = first_range[1];
    } else if (!range_of(variable, held, low, high)) {
      return;
    }
    for (Real const& share : shares[static_cast<std::size_t>(variable)]) {
      trial.share[variable] = share;
      trial.x[variable] = Real(low + share * (high - low));
      plan_program<Real> next = held;
      next.hold(variable, trial.x[variable]);
      descend(next, shares, variable + 1, trial, best);
    }
  }
};

/// Shrinks a cube of shares around the best point found in it, until its width is `until`; the width reached is left.
template <class Cube>
void zoom(Cube const& cube, typename Cube::spot& best, std::array<double, 3>& width, double until) {
  using Real = typename Cube::Real;
  for (int step = 0; step < 80; ++step) {
    typename Cube::spot const centre = best;
    std::array<std::vector<Real>, 3> shares;
    for (std::size_t v = 0; v < 3; ++v)
      for (int side = -1; side <= 1; ++side) {
        Real const share = math::min(Real(1), math::max(Real(0), Real(centre.share[v] + Real(side * width[v]))));
        if (shares[v].empty() || shares[v].back() < share) shares[v].push_back(share);
      }
    cube.look(shares, best);
    bool const stayed = !(best.value < centre.value);
    for (double& w : width) w *= stayed ? 0.4 : 0.8;
    if (width[0] < until) break;
  }
}

}  // namespace detail
}  // namespace t2::inline v0::plan
