// SPDX-License-Identifier: BSL-1.0
// pass@k of the very questions that were sampled, beyond their samples: each question's own counts under the fitted
// spread.
// Flow: sample -> [passk] -> fit.   Needs: core, optimize.
#pragma once

#include <t2/core/math.hpp>                    // math::exp, math::sqrt
#include <t2/core/real.hpp>                    // real
#include <t2/core/status.hpp>                  // result
#include <t2/core/sum.hpp>                     // compensated
#include <t2/passk/counts.hpp>                 // check, counts
#include <t2/passk/grouped.hpp>                // grouped
#include <t2/passk/interval/estimate.hpp>      // estimate, interval
#include <t2/passk/interval/posterior.hpp>     // beta_moments
#include <t2/passk/mixture/beta_binomial.hpp>  // beta_binomial
#include <t2/passk/mixture/fit.hpp>            // fitted

#include <cmath>
#include <cstddef>
#include <vector>

namespace t2::inline v0::passk {

/// A prediction for a fixed set of questions.
template <real Real>
struct prediction {
  estimate<Real> mean;
  interval<Real> range;
};

/// Mean pass@k of these questions at any k. Given a and b each question has the posterior Beta(a + c, b + n - c); what
/// is unknown of a and b is averaged over their likelihood (a grid of 21 x 21 within 4 standard errors, flat in log a
/// and log b). Questions often solved are known; the spread comes from those never solved.
/// @param     k  [samples], real, > 0   @param  level  [1] in (0, 1), of the interval
/// @return    posterior mean, standard deviation and central interval; out_of_domain ("k", "level")
template <real Real, class Count>
[[nodiscard]] result<prediction<Real>> predict_questions(fitted<beta_binomial<Real>> const& fit,
                                                         counts<Count> const& data, Real const& k, double level) {
  if (status const problem = check(data); !problem.ok()) return problem;
  if (!(k > Real(0)) || !math::isfinite(k)) return status{errc::out_of_domain, "k", static_cast<double>(k), -1};
  if (!(level > 0 && level < 1)) return status{errc::out_of_domain, "level", level, -1};
  std::vector<group<Real>> const groups = grouped<Real>(data);
  detail::mixture_objective<beta_binomial<Real>> const objective{groups};
  Real const size = Real(data.size());

  // principal axes of the covariance: x = fit.x + L z with L its Cholesky factor
  Real const l00 = math::sqrt(fit.covariance[0][0]);
  Real const l10 = l00 > Real(0) ? Real(fit.covariance[1][0] / l00) : Real(0);
  Real const l11 = math::sqrt(math::max(Real(fit.covariance[1][1] - l10 * l10), Real(0)));
  struct node {
    Real weight, mean, deviation;
  };
  std::vector<node> nodes;
  compensated<Real> total, mean, square;
  constexpr int half = 10;
  for (int i = -half; i <= half; ++i)
    for (int j = -half; j <= half; ++j) {
      Real const u = Real(Real(i) * Real(4) / Real(half)), v = Real(Real(j) * Real(4) / Real(half));
      Real const x[2] = {Real(fit.x[0] + l00 * u), Real(fit.x[1] + l10 * u + l11 * v)};
      beta_binomial<Real> const model = beta_binomial<Real>::at(x);
      Real const weight = math::exp(Real(fit.nll - objective.value(model)));
      if (!(weight > Real(1e-8))) continue;
      compensated<Real> pass, variance;
      for (group<Real> const& g : groups) {
        moments<Real> const m = beta_moments(Real(model.a + g.c), Real(model.b + (g.n - g.c)), k);
        pass += Real(g.questions * m.mean);
        variance += Real(g.questions * m.variance);
      }
      node const one{weight, Real(pass.value() / size), Real(math::sqrt(variance.value()) / size)};
      nodes.push_back(one);
      total += weight;
      mean += Real(weight * one.mean);
      square += Real(weight * (one.mean * one.mean + one.deviation * one.deviation));
    }
  Real const centre = Real(mean.value() / total.value());
  prediction<Real> out{};
  out.mean = {centre, math::sqrt(math::max(Real(square.value() / total.value() - centre * centre), Real(0)))};
  // quantiles of the mixture of normal distributions over the nodes, by bisection
  for (int side = 0; side < 2; ++side) {
    double const aim = side == 0 ? (1 - level) / 2 : (1 + level) / 2;
    double low = 0, high = 1;
    for (int step = 0; step < 50; ++step) {
      double const middle = (low + high) / 2;
      double below = 0;
      for (node const& one : nodes)
        below += static_cast<double>(one.weight) *
                 std::erfc((static_cast<double>(one.mean) - middle) /
                           (std::sqrt(2.0) * static_cast<double>(one.deviation))) /
                 2;
      (below < aim * static_cast<double>(total.value()) ? low : high) = middle;
    }
    (side == 0 ? out.range.lower : out.range.upper) = Real(high);
  }
  return out;
}

}  // namespace t2::inline v0::passk
