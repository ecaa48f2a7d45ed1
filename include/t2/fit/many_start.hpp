// SPDX-License-Identifier: BSL-1.0
// The many-start protocol of the papers, kept as the reference beside the fit without starting points.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, exec, law, optimize.
#pragma once

#include <t2/core/math.hpp>        // math::exp
#include <t2/core/real.hpp>        // real
#include <t2/core/status.hpp>      // result, status
#include <t2/exec/backend.hpp>     // backend
#include <t2/fit/dataset.hpp>      // observe
#include <t2/fit/objective.hpp>    // huber, log_residual
#include <t2/fit/separable/fit.hpp>    // separable_objective, finish
#include <t2/law/loss/chinchilla.hpp>  // chinchilla
#include <t2/optimize/newton.hpp>  // newton

#include <cstddef>
#include <vector>

namespace t2::inline v0::fit {

/// A many-start fit and how its starts fared.
template <real Real>
struct many_start_result {
  fitted<law::chinchilla<Real>> best;
  std::size_t starts = 0;
  std::size_t reached = 0;  ///< ended within 1e-6 relative of the best objective
};

/// Chinchilla's protocol: Huber on log residuals from every point of the published grid of starts, alpha, beta in
/// {0, .5, .., 2}, log E in {-1, -.5, .., 1}, log A, log B in {0, 5, .., 25}: 4,500 descents. The local search is this
/// library's Newton instead of L-BFGS; the objective, the grid and the choice of the best are the paper's.
/// @errors  those of `observe`; cancelled or a backend's failure; not_converged
/// @source  Hoffmann et al. 2022, arXiv:2203.15556, section 3.3; Besiroglu et al. 2024, arXiv:2404.10102
template <exec::backend Exec, real Real>
[[nodiscard]] result<many_start_result<Real>> many_start(Exec const& ex, dataset<Real> const& points, huber const& rho) {
  using L = law::chinchilla<Real>;
  constexpr int size = law::parameter_count<L>;
  auto const data = observe<L>(points);
  if (!data) return data.error();
  detail::separable_objective<L, huber, log_residual_t> const objective(*data, rho, log_residual);
  auto const box = detail::separable_box<L>(default_box<L>());
  if (!box) return box.error();
  constexpr std::size_t count = std::size_t{5} * 5 * 5 * 6 * 6;
  std::vector<optimize::minimum<Real, size>> found(count);
  auto const descend = [&](std::size_t i) {
    std::size_t rest = i;
    auto const digit = [&rest](std::size_t base) {
      std::size_t const d = rest % base;
      rest /= base;
      return static_cast<double>(d);
    };
    auto const each = [&digit](std::size_t base, double low, double step) {
      return static_cast<Real>(low + step * digit(base));
    };
    Real const alpha = each(5, 0, .5), beta = each(5, 0, .5), e = each(5, -1, .5), a = each(6, 0, 5), b = each(6, 0, 5);
    Real start[size] = {math::exp(e), math::exp(a), math::exp(b), alpha, beta};
    objective.uncentre(start, -1);
    found[i] = optimize::newton(objective, start, *box);
  };
  status const ran = exec::for_each_index(ex, count, descend, exec::written{found.data(), count});
  if (!ran.ok()) return ran;
  optimize::minimum<Real, size> const* best = nullptr;
  for (auto const& m : found)
    if (math::isfinite(m.at.value) && (best == nullptr || m.at.value < best->at.value)) best = &m;
  if (best == nullptr) return status{.code = errc::not_converged, .argument = "the fit"};
  many_start_result<Real> out{detail::finish(*data, objective, *best), count, 0};
  out.best.starts = static_cast<int>(count);
  for (auto const& m : found) {
    out.best.evaluations += m.evaluations;
    if (m.at.value <= Real(best->at.value * (Real(1) + Real(1e-6)))) ++out.reached;
  }
  return out;
}

}  // namespace t2::inline v0::fit
