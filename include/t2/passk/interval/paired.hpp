// SPDX-License-Identifier: BSL-1.0
// Two models on the same questions: the difference of their mean pass@k and its standard error.
// Flow: sample -> [passk] -> fit.   Needs: core.
#pragma once

#include <t2/core/math.hpp>                 // math::sqrt
#include <t2/core/real.hpp>                 // real
#include <t2/core/status.hpp>               // result
#include <t2/core/sum.hpp>                  // compensated
#include <t2/passk/counts.hpp>              // check, counts
#include <t2/passk/interval/benchmark.hpp>  // fixed_questions
#include <t2/passk/interval/estimate.hpp>   // estimate, two_sided_p

#include <algorithm>
#include <cstddef>
#include <vector>

namespace t2::inline v0::passk {

/// The second model less the first, on questions in the same order; `two_sided_p` gives the p-value against 0.
/// For these questions: what other draws of samples would give.
/// @return  as fixed_questions; size_mismatch "second" where the numbers of questions differ
template <real Real = double, class Count, class K>
[[nodiscard]] result<estimate<Real>> paired_fixed(counts<Count> const& first, counts<Count> const& second, K const& k) {
  if (first.size() != second.size()) return status{errc::size_mismatch, "second", 0, -1};
  auto const one = fixed_questions<Real>(first, k);
  if (!one) return one.error();
  auto const two = fixed_questions<Real>(second, k);
  if (!two) return two.error();
  return estimate<Real>{Real(two->value - one->value), math::sqrt(Real(one->standard_error * one->standard_error +
                                                                       two->standard_error * two->standard_error))};
}

/// The same for questions like these: hard questions are hard for both models, so the standard error of the paired
/// differences is usually far below that of two independent benchmarks.
/// @formula   SE = sd(pass_i(second) - pass_i(first)) / sqrt(M)
/// @return    as sampled_questions; size_mismatch "second"
template <real Real = double, class Count, class K>
[[nodiscard]] result<estimate<Real>> paired_sampled(counts<Count> const& first, counts<Count> const& second,
                                                    K const& k) {
  if (first.size() != second.size()) return status{errc::size_mismatch, "second", 0, -1};
  if (status const problem = check(first, k); !problem.ok()) return problem;
  if (status const problem = check(second, k); !problem.ok()) return problem;
  if (first.size() < 2) return status{errc::not_identified, "counts", 0, -1};
  std::vector<Real> difference(first.size());
  for (std::size_t i = 0; i < first.size(); ++i)
    difference[i] = Real(unbiased(detail::to<Real>(second.trials[i]), detail::to<Real>(second.successes[i]), Real(k)) -
                         unbiased(detail::to<Real>(first.trials[i]), detail::to<Real>(first.successes[i]), Real(k)));
  std::sort(difference.begin(), difference.end());  // the order of questions changes no bit
  compensated<Real> sum, squares;
  for (Real const& d : difference) sum += d;
  Real const size = detail::to<Real>(difference.size()), mean = Real(sum.value() / size);
  for (Real const& d : difference) squares += Real((d - mean) * (d - mean));
  return estimate<Real>{mean, math::sqrt(Real(squares.value() / (size * (size - Real(1)))))};
}

}  // namespace t2::inline v0::passk
