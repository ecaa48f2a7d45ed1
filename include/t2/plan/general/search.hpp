// SPDX-License-Identifier: BSL-1.0
// The best plan under any law: a global search of the feasible set, then Newton on the conditions. Not certified.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, optimize, law.
#pragma once

#include <t2/core/dual.hpp>               // dual
#include <t2/core/math.hpp>               // math::exp, math::log, math::isnan
#include <t2/core/real.hpp>               // value_t
#include <t2/core/status.hpp>             // result, status
#include <t2/law/law.hpp>                 // law, evaluate, higher_is_better
#include <t2/optimize/kkt.hpp>            // kkt_point, solve_kkt
#include <t2/optimize/program.hpp>        // minimise
#include <t2/plan/allocation.hpp>         // allocation
#include <t2/plan/general/certified.hpp>  // describe, why_not
#include <t2/plan/general/choices.hpp>    // pins
#include <t2/plan/general/program.hpp>    // plan_program
#include <t2/plan/limits.hpp>             // limits

#include <algorithm>
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
  /// Looks at every combination of the given shares and keeps the best. Ranges are asked for once per level.
  void look(std::array<std::vector<Real>, 3> const& shares, spot& best) const {
    spot trial{};
    descend(program, shares, 0, trial, best);
  }

 private:
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
    optimum const low = end_of(variable, 1, held), high = end_of(variable, -1, held);
    if (low.end != optimize::ending::optimal || high.end != optimize::ending::optimal) return;
    for (Real const& share : shares[static_cast<std::size_t>(variable)]) {
      trial.share[variable] = share;
      trial.x[variable] = Real(low.x[variable] + share * (high.x[variable] - low.x[variable]));
      plan_program<Real> next = held;
      next.hold(variable, trial.x[variable]);
      descend(next, shares, variable + 1, trial, best);
    }
  }
};

/// Shrinks a cube of shares around the best point found in it.
template <class Cube>
void zoom(Cube const& cube, typename Cube::spot& best, std::array<double, 3> width) {
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
    if (width[0] < 1e-9) break;
  }
}

/// Newton from a point that is already close: reaches the digits that comparing values cannot.
template <law::law L>
void sharpen(feasible_cube<L> const& cube, typename feasible_cube<L>::spot& best,
             optimize::kkt_point<value_t<L>, 3, limits<value_t<L>>::most + 2>& point) {
  using Real = value_t<L>;
  using first = dual<Real, 3>;
  using second = dual<first, 3>;
  constexpr int groups = limits<Real>::most + 2;
  using jet_type = optimize::lagrangian<Real, 3, groups>;
  auto const evaluator = [&](Real const* x, Real const* multiplier, jet_type& out) {
    optimize::evaluate(cube.program, x, multiplier, out);
    second log_of[3];
    for (int v = 0; v < 3; ++v) log_of[v] = second::variable(first::variable(x[v], v), v);
    second const f = law::evaluate(cube.law, params<second>(math::exp(log_of[0])), tokens<second>(math::exp(log_of[1])),
                                   samples<second>(math::exp(log_of[2])));
    Real const sign(law::higher_is_better<L> ? -1 : 1);
    out.value[0] = Real(sign * f.value.value);
    for (int i = 0; i < 3; ++i) {
      out.gradient[0][i] = Real(sign * f.value.partial[i]);
      for (int j = 0; j < 3; ++j) out.hessian[i][j] += Real(sign * f.partial[i].partial[j]);
    }
  };
  jet_type at;
  for (int g = 0; g < groups; ++g) point.multiplier[g] = Real(0);
  for (int v = 0; v < 3; ++v) point.x[v] = best.x[v];
  evaluator(point.x, point.multiplier, at);
  int free = 0, active = 0;
  for (int v = 0; v < 3; ++v) {
    bool const low = best.x[v] - cube.program.lower[v] < Real(1e-6),
               high = cube.program.upper[v] - best.x[v] < Real(1e-6);
    point.held[v] = cube.program.held(v) || low || high;
    free += point.held[v] ? 0 : 1;
  }
  for (int g = 0; g < groups; ++g) {
    point.active[g] = g >= 1 && g < cube.program.groups && at.value[g] > Real(-1e-5);
    active += point.active[g] ? 1 : 0;
  }
  for (; active >= 0; --active) {
    auto trial = point;
    if (active <= free && optimize::solve_kkt(evaluator, cube.program.groups, trial, at)) {
      int weakest = -1;
      bool inside = true;
      for (int g = 1; g < cube.program.groups; ++g) {
        inside = inside && !(at.value[g] > Real(1e-11));
        if (trial.active[g] && trial.multiplier[g] < Real(0) &&
            (weakest < 0 || trial.multiplier[g] < trial.multiplier[weakest]))
          weakest = g;
      }
      if (weakest < 0) {
        Real const value = cube.signed_value(trial.x);
        Real const noise = Real(Real(1e-9) * (math::abs(best.value) + Real(1e-12)));
        if (inside && value <= best.value + noise) {
          point = trial;
          for (int v = 0; v < 3; ++v) best.x[v] = trial.x[v];
          best.value = value;
        }
        return;
      }
      point.active[weakest] = false;
    } else {
      int loosest = -1;
      for (int g = 1; g < cube.program.groups; ++g)
        if (point.active[g] && (loosest < 0 || at.value[g] < at.value[loosest])) loosest = g;
      if (loosest < 0) return;
      point.active[loosest] = false;
    }
  }
}

template <law::law L>
[[nodiscard]] result<allocation<value_t<L>>> searched(L const& law, limits<value_t<L>> const& keep,
                                                      pins<value_t<L>> const& fixed, search_grid const& grid = {}) {
  using Real = value_t<L>;
  if (status const bad = check(keep); !bad.ok()) return bad;
  feasible_cube<L> const cube(law, keep, fixed);
  using spot = typename feasible_cube<L>::spot;
  int count[3] = {grid.params, grid.tokens, grid.samples};
  for (int v = 0; v < 3; ++v)
    if (cube.program.held(v)) count[v] = 1;
  if (cube.program.overflow) return status{.code = errc::unsupported, .argument = "more limits than fit"};
  if (auto const any = optimize::minimise(cube.program, {Real(21), Real(25), Real(1)});
      any.end != optimize::ending::optimal)
    return why_not<L>(any, keep);

  std::array<std::vector<Real>, 3> shares;
  for (std::size_t v = 0; v < 3; ++v)
    for (int i = 0; i < count[v]; ++i)  // from the far end, where budgets are spent
      shares[v].push_back(count[v] > 1 ? Real(Real(1) - Real(i) / Real(count[v] - 1)) : Real(0));
  std::vector<spot> best_of;  // at each N
  for (Real const& share : shares[0]) {
    spot best{};
    best.value = infinity<Real>();
    cube.look({std::vector<Real>{share}, shares[1], shares[2]}, best);
    best_of.push_back(best);
  }
  std::vector<std::size_t> places;
  for (std::size_t a = 0; a < best_of.size(); ++a) {
    bool const left = a == 0 || best_of[a].value <= best_of[a - 1].value;
    bool const right = a + 1 == best_of.size() || best_of[a].value <= best_of[a + 1].value;
    if (best_of[a].value < infinity<Real>() && left && right) places.push_back(a);
  }
  if (places.empty()) return status{.code = errc::not_converged, .argument = "plan"};
  std::sort(places.begin(), places.end(),
            [&](std::size_t a, std::size_t b) { return best_of[a].value < best_of[b].value; });
  spot best = best_of[places[0]];
  for (std::size_t i = 0; i < places.size() && i < static_cast<std::size_t>(grid.refined); ++i) {
    spot refined = best_of[places[i]];
    zoom(cube, refined, {1.0 / grid.params, 1.0 / grid.tokens, 1.0 / grid.samples});
    if (refined.value < best.value) best = refined;
  }
  optimize::kkt_point<Real, 3, limits<Real>::most + 2> point{};
  sharpen(cube, best, point);

  allocation<Real> out{};
  out.params = params<Real>(cube.fixed.at(0, best.x[0]));
  out.tokens = tokens<Real>(cube.fixed.at(1, best.x[1]));
  out.samples = samples<Real>(cube.fixed.at(2, best.x[2]));
  out.value = law::evaluate(law, out.params, out.tokens, out.samples);
  out.cautions.not_certified = true;
  int at_bound[3];
  for (int v = 0; v < 3; ++v)
    at_bound[v] = cube.program.held(v)                             ? 0
                  : best.x[v] - cube.program.lower[v] < Real(1e-6) ? -1
                  : cube.program.upper[v] - best.x[v] < Real(1e-6) ? 1
                                                                   : 0;
  Real force[limits<Real>::most];
  for (int i = 0; i < keep.count; ++i) force[i] = point.multiplier[i + 1];
  describe<L>(keep, force, at_bound, out);
  return out;
}

}  // namespace detail
}  // namespace t2::inline v0::plan
