// SPDX-License-Identifier: BSL-1.0
// Mean pass@k of a benchmark with its standard error, for these questions or for questions like them: two answers to
// two questions, named apart.
// Flow: sample -> [passk] -> fit.   Needs: core.
#pragma once

#include <t2/core/math.hpp>                     // math::sqrt
#include <t2/core/real.hpp>                     // real
#include <t2/core/status.hpp>                   // result
#include <t2/core/sum.hpp>                      // compensated
#include <t2/passk/counts.hpp>                  // check, counts
#include <t2/passk/grouped.hpp>                 // grouped
#include <t2/passk/interval/estimate.hpp>       // estimate
#include <t2/passk/interval/step_variance.hpp>  // variance_estimate of steps
#include <t2/passk/interval/variance.hpp>       // variance_estimate
#include <t2/passk/unbiased.hpp>                // pass_at_k, unbiased

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

namespace t2::inline v0::passk {

namespace detail {

// Mean of a metric over questions; the second is the index of a group where it is NaN, or -1.
template <real Real, class Metric>
[[nodiscard]] Real mean_of(std::vector<group<Real>> const& groups, Metric const& metric) {
  compensated<Real> sum, questions;
  for (group<Real> const& g : groups) {
    sum += Real(g.questions * metric(g.n, g.c));
    questions += g.questions;
  }
  return Real(sum.value() / questions.value());
}

// Variance of the mean where questions are drawn, sum of squares over M (M - 1).
template <real Real, class Metric>
[[nodiscard]] Real sampled_variance(std::vector<group<Real>> const& groups, Metric const& metric, Real const& mean) {
  compensated<Real> squares, questions;
  for (group<Real> const& g : groups) {
    Real const off = Real(metric(g.n, g.c) - mean);
    squares += Real(g.questions * off * off);
    questions += g.questions;
  }
  Real const m = questions.value();
  return Real(squares.value() / (m * (m - Real(1))));
}

}  // namespace detail

/// Mean unbiased pass@k over questions; each question counts the trials that it had.
/// @return  [1]; empty, size_mismatch, out_of_domain ("trials", "successes", or "k" with the question that has fewer)
template <real Real = double, class Count, class K>
[[nodiscard]] result<Real> mean_pass(counts<Count> const& data, K const& k) {
  if (status const problem = check(data, k); !problem.ok()) return problem;
  return detail::mean_of(grouped<Real>(data), pass_at_k<Real>{Real(k)});
}

/// Mean and standard error for these questions: what other draws of samples on the same questions would give.
/// @formula   SE = sqrt(sum_i Var_i) / M, Var_i by variance_estimate
/// @return    as mean_pass; not_identified "trials" with the question that has n < 2k
template <real Real = double, class Count, class K>
  requires(!requires(K const& metric) { metric.steps(); })
[[nodiscard]] result<estimate<Real>> fixed_questions(counts<Count> const& data, K const& k) {
  if (status const problem = check(data, k); !problem.ok()) return problem;
  for (std::size_t i = 0; i < data.size(); ++i) {
    auto const one =
        checked_variance_estimate(detail::to<Real>(data.trials[i]), detail::to<Real>(data.successes[i]), Real(k));
    if (one) continue;
    char const* const argument = one.error().code == errc::not_identified ? "trials" : one.error().argument;
    return status{one.error().code, argument, one.error().value, static_cast<std::int64_t>(i)};
  }
  auto const groups = grouped<Real>(data);
  compensated<Real> variance;
  for (group<Real> const& g : groups) variance += Real(g.questions * variance_estimate(g.n, g.c, Real(k)));
  return estimate<Real>{detail::mean_of(groups, pass_at_k<Real>{Real(k)}),
                        Real(math::sqrt(variance.value()) / detail::to<Real>(data.size()))};
}

/// The same for G-Pass@k, pass^k, mG-Pass@k and the majority of right and wrong answers.
/// @formula   SE = sqrt(sum_i Var_i) / M, Var_i by the variance_estimate of steps
/// @param     metric  g_pass_at_k, pass_hat_k, mg_pass_at_k, majority_at_k
/// @return    empty, size_mismatch, out_of_domain ("metric" with a question that it is not defined for); not_identified
///            "trials" with the question that has n < 2k
template <real Real = double, class Count, class Metric>
  requires requires(Metric const& metric) { metric.steps(); }
[[nodiscard]] result<estimate<Real>> fixed_questions(counts<Count> const& data, Metric const& metric) {
  if (status const problem = check(data); !problem.ok()) return problem;
  rising_steps<Real> const steps = metric.steps();
  for (std::size_t i = 0; i < data.size(); ++i) {
    Real const n = detail::to<Real>(data.trials[i]);
    std::int64_t const at = static_cast<std::int64_t>(i);
    if (math::isnan(Real(metric(n, detail::to<Real>(data.successes[i])))))
      return status{errc::out_of_domain, "metric", static_cast<double>(n), at};
    if (n < steps.k + steps.k) return status{errc::not_identified, "trials", static_cast<double>(n), at};
  }
  auto const groups = grouped<Real>(data);
  compensated<Real> variance;
  for (group<Real> const& g : groups) variance += Real(g.questions * variance_estimate(g.n, g.c, steps));
  return estimate<Real>{detail::mean_of(groups, metric),
                        Real(math::sqrt(variance.value()) / detail::to<Real>(data.size()))};
}

/// Mean and standard error for questions like these: what other questions, with samples of their own, would give. It
/// contains the scatter of the samples; do not add the error of fixed_questions.
/// @formula   SE = sd(metric_i) / sqrt(M)
/// @param     metric  (n, c) -> value, e.g. pass_at_k{10.0}
/// @return    empty, size_mismatch, out_of_domain; not_identified "counts" for one question
template <real Real = double, class Count, class Metric>
  requires std::invocable<Metric const&, Real const&, Real const&>
[[nodiscard]] result<estimate<Real>> sampled_questions(counts<Count> const& data, Metric const& metric) {
  if (status const problem = check(data); !problem.ok()) return problem;
  for (std::size_t i = 0; i < data.size(); ++i)
    if (math::isnan(Real(metric(detail::to<Real>(data.trials[i]), detail::to<Real>(data.successes[i])))))
      return status{errc::out_of_domain, "metric", static_cast<double>(data.trials[i]), static_cast<std::int64_t>(i)};
  if (data.size() < 2) return status{errc::not_identified, "counts", 0, -1};
  auto const groups = grouped<Real>(data);
  Real const mean = detail::mean_of(groups, metric);
  return estimate<Real>{mean, math::sqrt(detail::sampled_variance(groups, metric, mean))};
}
template <real Real = double, class Count, class K>
  requires(!std::invocable<K const&, Real const&, Real const&>)
[[nodiscard]] result<estimate<Real>> sampled_questions(counts<Count> const& data, K const& k) {
  if (status const problem = check(data, k); !problem.ok()) return problem;
  return sampled_questions<Real>(data, pass_at_k<Real>{Real(k)});
}

/// The same where questions come in clusters (one passage, one template, one repository): clusters are the sample.
/// @formula   SE^2 = G/(G-1) sum_g (sum_{i in g} (metric_i - mean))^2 / M^2; with one question a cluster that above
/// @param     cluster  of each question, >= 0; a negative number is a missing one   @shape  [questions]
/// @return    size_mismatch or out_of_domain "cluster" (missing, with its index), not_identified "cluster" for a single
///            one
/// @source    cluster-robust variance, Liang and Zeger 1986; for evaluations Miller 2024, arXiv:2411.00640
template <real Real = double, class Count, class Metric, std::integral Id>
  requires std::invocable<Metric const&, Real const&, Real const&>
[[nodiscard]] result<estimate<Real>> clustered_questions(counts<Count> const& data, Metric const& metric,
                                                         std::span<Id const> cluster) {
  if (auto const mean = sampled_questions<Real>(data, metric); !mean) return mean.error();
  if (cluster.size() != data.size()) return status{errc::size_mismatch, "cluster", 0, -1};
  std::vector<std::tuple<Id, Count, Count>> sorted(data.size());
  for (std::size_t i = 0; i < data.size(); ++i) {
    if (cluster[i] < Id(0))
      return status{errc::out_of_domain, "cluster", static_cast<double>(cluster[i]), static_cast<std::int64_t>(i)};
    sorted[i] = {cluster[i], data.trials[i], data.successes[i]};
  }
  std::sort(sorted.begin(), sorted.end());
  Real const mean = detail::mean_of(grouped<Real>(data), metric);
  std::vector<Real> squares;
  for (std::size_t begin = 0, end = 0; begin < sorted.size(); begin = end) {
    compensated<Real> off;
    for (; end < sorted.size() && std::get<0>(sorted[end]) == std::get<0>(sorted[begin]); ++end)
      off +=
          Real(metric(detail::to<Real>(std::get<1>(sorted[end])), detail::to<Real>(std::get<2>(sorted[end]))) - mean);
    squares.push_back(Real(off.value() * off.value()));
  }
  if (squares.size() < 2) return status{errc::not_identified, "cluster", 0, -1};
  std::sort(squares.begin(), squares.end());  // so that the names of the clusters change no bit
  compensated<Real> sum;
  for (Real const& square : squares) sum += square;
  Real const g = detail::to<Real>(squares.size());
  return estimate<Real>{mean, Real(math::sqrt(Real(sum.value() * g / (g - Real(1)))) / detail::to<Real>(data.size()))};
}
template <real Real = double, class Count, class K, std::integral Id>
  requires(!std::invocable<K const&, Real const&, Real const&>)
[[nodiscard]] result<estimate<Real>> clustered_questions(counts<Count> const& data, K const& k,
                                                         std::span<Id const> cluster) {
  if (status const problem = check(data, k); !problem.ok()) return problem;
  return clustered_questions<Real>(data, pass_at_k<Real>{Real(k)}, cluster);
}

}  // namespace t2::inline v0::passk
