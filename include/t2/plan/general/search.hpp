// SPDX-License-Identifier: BSL-1.0
// The best plan under any law: a global search of the feasible set, then Newton on the conditions. Certified where the law
// is convex in logs, however the point was found.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, optimize, law.
#pragma once

#include <t2/core/dual.hpp>               // dual
#include <t2/core/math.hpp>               // math::abs, math::exp, math::log, math::isnan
#include <t2/core/real.hpp>               // value_t
#include <t2/core/status.hpp>             // result, status
#include <t2/law/law.hpp>                 // law, evaluate, higher_is_better
#include <t2/optimize/kkt.hpp>            // kkt_point, solve_kkt
#include <t2/optimize/program.hpp>        // account, minimise
#include <t2/plan/allocation.hpp>         // allocation
#include <t2/plan/general/certified.hpp>  // describe, why_not
#include <t2/plan/general/choices.hpp>    // pins
#include <t2/plan/general/convex.hpp>     // convex_in_logs
#include <t2/plan/general/cube.hpp>       // feasible_cube, search_grid, zoom
#include <t2/plan/general/program.hpp>    // plan_program
#include <t2/plan/limits.hpp>             // limits

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace t2::inline v0::plan::detail {

/// The proof of a point under a law that is convex in logs: by convexity no feasible value is below value - gap, whatever
/// led to the point. `at` holds the law as group 0. Not certified where the gap is no smaller than rounding.
template <law::law L>
[[nodiscard]] certificate<value_t<L>> proof_of(
    plan_program<value_t<L>> const& program,
    optimize::kkt_point<value_t<L>, 3, limits<value_t<L>>::most + 2> const& point,
    optimize::lagrangian<value_t<L>, 3, limits<value_t<L>>::most + 2> const& at) {
  using Real = value_t<L>;
  if constexpr (!convex_in_logs<L> || law::higher_is_better<L>) {
    return {};
  } else {
    plan_program<Real> everywhere = program;  // the box of all plans, not that of the search
    reset(everywhere);
    everywhere.groups = program.groups;
    for (int g = 0; g <= program.groups; ++g) everywhere.first[g] = program.first[g];
    for (int v = 0; v < 3; ++v)
      if (program.held(v)) everywhere.hold(v, program.lower[v]);
    optimize::program_optimum<Real, 3, limits<Real>::most + 2> out{};
    for (int v = 0; v < 3; ++v) out.x[v] = point.x[v];
    for (int g = 0; g < limits<Real>::most + 2; ++g) out.multiplier[g] = point.multiplier[g];
    optimize::detail::account(everywhere, at, out);
    return {out.gap <= Real(1e-9) * math::abs(at.value[0]), Real(out.residual / math::abs(at.value[0])), out.gap};
  }
}

/// Newton from a point that is already close: reaches the digits that comparing values cannot.
/// @return  whether it found a point that satisfies the conditions and is no worse
template <law::law L>
[[nodiscard]] bool sharpen(feasible_cube<L> const& cube, typename feasible_cube<L>::spot& best,
                           optimize::kkt_point<value_t<L>, 3, limits<value_t<L>>::most + 2>& point,
                           certificate<value_t<L>>& proof) {
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
        if (!inside || !(value <= best.value + noise)) return false;
        point = trial;
        for (int v = 0; v < 3; ++v) best.x[v] = trial.x[v];
        best.value = value;
        proof = proof_of<L>(cube.program, point, at);
        return true;
      }
      point.active[weakest] = false;
    } else {
      int loosest = -1;
      for (int g = 1; g < cube.program.groups; ++g)
        if (point.active[g] && (loosest < 0 || at.value[g] < at.value[loosest])) loosest = g;
      if (loosest < 0) return false;
      point.active[loosest] = false;
    }
  }
  return false;
}

/// Looks everywhere, then closer at the best separate places: a smaller and smaller cube, and Newton's method as soon as it
/// succeeds. A better point than `best` replaces it.
template <law::law L>
void look_for(feasible_cube<L> const& cube, search_grid const& grid, typename feasible_cube<L>::spot& best,
              optimize::kkt_point<value_t<L>, 3, limits<value_t<L>>::most + 2>& point,
              certificate<value_t<L>>& proof) {
  using Real = value_t<L>;
  using spot = typename feasible_cube<L>::spot;
  int const wanted[3] = {grid.params, grid.tokens, grid.samples};
  std::array<std::vector<Real>, 3> shares;
  for (std::size_t v = 0; v < 3; ++v) {
    int const count = cube.program.held(static_cast<int>(v)) ? 1 : wanted[v];
    for (int i = 0; i < count; ++i)  // from the far end, where budgets are spent
      shares[v].push_back(count > 1 ? Real(Real(1) - Real(i) / Real(count - 1)) : Real(0));
  }
  std::vector<spot> best_of;  // at each N
  for (Real const& share : shares[0]) {
    spot here{};
    here.value = infinity<Real>();
    cube.look({std::vector<Real>{share}, shares[1], shares[2]}, here);
    best_of.push_back(here);
  }
  std::vector<std::size_t> places;
  for (std::size_t a = 0; a < best_of.size(); ++a) {
    bool const left = a == 0 || best_of[a].value <= best_of[a - 1].value;
    bool const right = a + 1 == best_of.size() || best_of[a].value <= best_of[a + 1].value;
    if (best_of[a].value < infinity<Real>() && left && right) places.push_back(a);
  }
  std::sort(places.begin(), places.end(),
            [&](std::size_t a, std::size_t b) { return best_of[a].value < best_of[b].value; });
  for (std::size_t i = 0; i < places.size() && i < static_cast<std::size_t>(grid.refined); ++i) {
    spot refined = best_of[places[i]];
    optimize::kkt_point<Real, 3, limits<Real>::most + 2> refined_point{};
    certificate<Real> refined_proof{};
    std::array<double, 3> width{1.0 / grid.params, 1.0 / grid.tokens, 1.0 / grid.samples};
    zoom(cube, refined, width, 1e-3);
    if (!sharpen(cube, refined, refined_point, refined_proof)) {
      zoom(cube, refined, width, 1e-9);
      static_cast<void>(sharpen(cube, refined, refined_point, refined_proof));
    }
    if (refined.value < best.value || (refined_proof.certified && !proof.certified && refined.value <= best.value)) {
      best = refined;
      point = refined_point;
      proof = refined_proof;
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
  if (cube.program.overflow) return status{.code = errc::unsupported, .argument = "more limits than fit"};
  if (auto const any = optimize::minimise(cube.program, {Real(21), Real(25), Real(1)});
      any.end != optimize::ending::optimal)
    return why_not<L>(any, keep);

  spot best{};
  best.value = infinity<Real>();
  optimize::kkt_point<Real, 3, limits<Real>::most + 2> point{};
  certificate<Real> proof{};
  // where one optimum is the only one, a glance is enough if it ends in a proof
  if constexpr (convex_in_logs<L>) look_for(cube, {.params = 17, .tokens = 5, .samples = 5, .refined = 1}, best, point, proof);
  if (!proof.certified) look_for(cube, grid, best, point, proof);
  if (!(best.value < infinity<Real>())) return status{.code = errc::not_converged, .argument = "plan"};

  allocation<Real> out{};
  out.params = params<Real>(cube.fixed.at(0, best.x[0]));
  out.tokens = tokens<Real>(cube.fixed.at(1, best.x[1]));
  out.samples = samples<Real>(cube.fixed.at(2, best.x[2]));
  out.value = law::evaluate(law, out.params, out.tokens, out.samples);
  out.certificate = proof;
  out.cautions.not_certified = !proof.certified;
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

}  // namespace t2::inline v0::plan::detail
