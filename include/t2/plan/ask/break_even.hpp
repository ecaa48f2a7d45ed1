// SPDX-License-Identifier: BSL-1.0
// After how many questions one model has cost less than another.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, cost.
#pragma once

#include <t2/core/math.hpp>      // math::max
#include <t2/core/quantity.hpp>  // params, tokens, samples
#include <t2/core/real.hpp>      // real
#include <t2/core/status.hpp>    // result, status
#include <t2/cost/monomial.hpp>  // cost

namespace t2::inline v0::plan {

/// A model that is trained once and then serves: N, D and the k it needs for the quality in question.
template <real Real = double>
struct served_model {
  t2::params<Real> params;
  t2::tokens<Real> tokens;
  t2::samples<Real> samples = t2::samples<Real>(Real(1));
};

/// The number of questions from which on `challenger` has cost less in all than `incumbent`.
/// @formula   Q = (train_c - train_i) / (serve_i - serve_c)
/// @param     training, question  costs of one unit: once, and per question
/// @return    Q [questions]; 0 where the challenger is cheaper from the start and stays so
/// @errors    infeasible where it never becomes cheaper, with the difference of the costs of a question
/// @source    the comparison of Sardana et al. 2024, arXiv:2401.00448
template <real Real, cost::cost Training, cost::cost Question>
  requires(Training::measured_in == Question::measured_in)
[[nodiscard]] result<Real> break_even(served_model<Real> const& challenger, served_model<Real> const& incumbent,
                                      Training const& training, Question const& question) {
  auto const once = [&](served_model<Real> const& m) { return Real(training(m.params, m.tokens, m.samples)); };
  auto const each = [&](served_model<Real> const& m) { return Real(question(m.params, m.tokens, m.samples)); };
  Real const extra = Real(once(challenger) - once(incumbent)), saved = Real(each(incumbent) - each(challenger));
  if (!(extra > Real(0)) && !(saved < Real(0))) return Real(0);
  if (!(saved > Real(0))) return status{errc::infeasible, "questions", to_double(saved), -1};
  return Real(math::max(Real(0), Real(extra / saved)));
}

}  // namespace t2::inline v0::plan
