// SPDX-License-Identifier: BSL-1.0
// Bayes@N: the posterior mean of a rubric over runs that end in one of several outcomes, and its standard deviation.
// Flow: sample -> [passk] -> fit.   Needs: core.
#pragma once

#include <t2/core/math.hpp>                // math::isfinite, math::sqrt
#include <t2/core/real.hpp>                // real
#include <t2/core/status.hpp>              // result
#include <t2/passk/counts.hpp>             // detail::to
#include <t2/passk/interval/estimate.hpp>  // estimate

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace t2::inline v0::passk {

/// Bayes@N of a benchmark: outcomes of each question have a Dirichlet posterior, a run with outcome c is worth weight[c].
/// With outcomes wrong and right, weights 0 and 1, it is the mean rate under a uniform prior.
/// @formula   nu_ic = prior + n_ic, T_i = sum_c nu_ic, mean = sum_i m_i / M with m_i = sum_c nu_ic w_c / T_i,
///            SD^2 = sum_i (sum_c nu_ic (w_c - m_i)^2 / T_i) / (T_i + 1) / M^2
/// @param     outcomes  runs of question i that ended in outcome c, earlier runs of the same kind included
/// @param     weight    [any unit] of an outcome   @param  prior  pseudo-runs of every outcome, > 0; 1 is the paper's
/// @shape     outcomes [questions, weights], row-major; rows may have different numbers of runs
/// @return    posterior mean and standard deviation; empty, size_mismatch "outcomes", out_of_domain ("outcomes" with the
///            question, "weight", "prior")
/// @source    arXiv:2510.04265, where earlier runs are R0
template <real Real = double, class Count>
[[nodiscard]] result<estimate<Real>> bayes_at_n(std::span<Count const> outcomes, std::span<Real const> weight,
                                                Real const& prior = Real(1)) {
  if (outcomes.empty() || weight.empty()) return status{errc::empty, outcomes.empty() ? "outcomes" : "weight", 0, -1};
  if (outcomes.size() % weight.size() != 0)
    return status{errc::size_mismatch, "outcomes", static_cast<double>(outcomes.size()), -1};
  if (!(prior > Real(0)) || !math::isfinite(prior))
    return status{errc::out_of_domain, "prior", static_cast<double>(prior), -1};
  for (std::size_t c = 0; c < weight.size(); ++c)
    if (!math::isfinite(weight[c]))
      return status{errc::out_of_domain, "weight", static_cast<double>(weight[c]), static_cast<std::int64_t>(c)};
  std::size_t const classes = weight.size(), size = outcomes.size() / classes;
  std::vector<Real> means, variances;
  for (std::size_t i = 0; i < size; ++i) {
    Real total(0), mean(0), variance(0);
    for (std::size_t c = 0; c < classes; ++c) {
      Real const runs = detail::to<Real>(outcomes[i * classes + c]);
      if (!(runs >= Real(0)) || math::floor(runs) != runs || !math::isfinite(runs))
        return status{errc::out_of_domain, "outcomes", static_cast<double>(runs), static_cast<std::int64_t>(i)};
      total += Real(prior + runs);
      mean += Real((prior + runs) * weight[c]);
    }
    mean /= total;
    for (std::size_t c = 0; c < classes; ++c) {
      Real const off = Real(weight[c] - mean);
      variance += Real((prior + detail::to<Real>(outcomes[i * classes + c])) * off * off);
    }
    means.push_back(mean);
    variances.push_back(Real(variance / (total * (total + Real(1)))));
  }
  std::sort(means.begin(), means.end());  // the order of questions changes no bit
  std::sort(variances.begin(), variances.end());
  Real mean(0), variance(0);
  for (Real const& m : means) mean += m;
  for (Real const& v : variances) variance += v;
  return estimate<Real>{Real(mean / detail::to<Real>(size)), Real(math::sqrt(variance) / detail::to<Real>(size))};
}

}  // namespace t2::inline v0::passk
