// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// t2: labels once
// 10,000 random problems: the proof that comes with a plan holds in 50 digits, by code that shares nothing with the
// planner;
// a plan that is moved by a thousandth is rejected.
#include "exact_certificate.hpp"
#include "random_problems.hpp"

#include <t2/plan/constrained.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

using namespace t2;

namespace {

test::exact_problem exactly(test::loss_law const& law, plan::limits<double> const& keep) {
  test::exact_problem out;
  out.objective = {{law.left.A, {-law.left.alpha, 0, 0}},
                   {law.left.B, {0, -law.left.beta, 0}},
                   {law.right.G, {0, 0, -law.right.gamma}}};
  for (int i = 0; i < keep.count; ++i) {
    test::posynomial limit;
    for (int t = keep.first[i]; t < keep.first[i + 1]; ++t)
      limit.push_back({keep.term[t].coefficient, {keep.term[t].params, keep.term[t].tokens, keep.term[t].samples}});
    out.constraints.push_back(limit);
  }
  return out;
}

}  // namespace

TEST_CASE("the certificate of every plan holds in 50 digits, and a perturbed plan has none") {
  test::random_problems random(20260401);
  int planned = 0, infeasible = 0, accepted = 0, rejected = 0, unproven = 0;
  double worst_gap = 0, worst_violation = -1, worst_residual = 0;
  for (int i = 0; i < 10000; ++i) {
    auto const law = random.law();
    auto const keep = random.limits();
    auto const plan = plan::solve(law, keep);
    if (!plan) {
      REQUIRE(plan.error().code == errc::infeasible);
      CHECK(plan::conflict(keep).size() > 0);
      ++infeasible;
      continue;
    }
    ++planned;
    test::exact_problem const problem = exactly(law, keep);
    auto const proof = plan::prove(law, keep);
    std::vector<double> const multipliers(proof.at.multiplier + 1, proof.at.multiplier + 1 + keep.count);
    std::array<double, 3> at{plan->params.value, plan->tokens.value, plan->samples.value};
    auto const verdict = test::verify(problem, at, multipliers);
    worst_gap = std::max(worst_gap, verdict.gap);
    worst_violation = std::max(worst_violation, verdict.violation);
    worst_residual = std::max(worst_residual, verdict.residual);
    // what the plan says of itself, in logs; larger than rounding only where a term is below 1e-15 of the loss
    double const claimed = proof.at.gap;
    REQUIRE(plan->certificate.gap == proof.gap);
    unproven += claimed > 1e-11 ? 1 : 0;
    accepted += verdict.signs && verdict.gap < 1.01 * claimed + 1e-11 && verdict.violation < 1e-11 ? 1 : 0;

    for (double& x : at) x *= i % 2 == 0 ? 1.001 : 0.999;
    auto const moved = test::verify(problem, at, multipliers);
    rejected += moved.gap >= 1e-8 || moved.violation >= 1e-11 ? 1 : 0;
  }
  MESSAGE(planned << " plans, " << infeasible << " without a feasible point; in 50 digits: gap <= " << worst_gap
                  << ", violation <= " << worst_violation << ", residual <= " << worst_residual);
  CHECK(planned > 5000);
  CHECK(infeasible > 100);
  CHECK(unproven < planned / 1000);
  CHECK(accepted == planned);
  CHECK(rejected == planned);
}
