// SPDX-License-Identifier: BSL-1.0
// Training against inference: all the ways to reach a target of which none is better in both.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, optimize, law, cost.
#pragma once

#include <t2/core/math.hpp>              // math::exp, math::log
#include <t2/core/real.hpp>              // value_t
#include <t2/core/status.hpp>            // result, status
#include <t2/cost/monomial.hpp>          // posynomial_cost
#include <t2/plan/ask/least_cost.hpp>    // least_cost
#include <t2/plan/constraint/spend.hpp>  // at_most
#include <t2/plan/limits.hpp>            // limits

#include <cstddef>
#include <vector>

namespace t2::inline v0::plan {

/// One point of a frontier.
template <real Real>
struct trade {
  Real training;   ///< in the unit of the training cost
  Real inference;  ///< the least with which that training reaches the target
  Real exchange;   ///< -dlog(inference) / dlog(training): how much serving another per cent of training saves
  allocation<Real> plan;
};

/// The Pareto frontier of two costs at a target, from the least training that can reach it to `factor` times that.
/// @param   training, inference  costs, such as cost::training{} and cost::per_question{…}
/// @param   target  of the law   @param  factor  > 1   @param  count  points, >= 2, evenly spaced in log training
/// @return  points with rising training and falling inference cost; certified for laws that are convex in logs
/// @errors  those of `least_cost`
template <law::law L, cost::posynomial_cost Training, cost::posynomial_cost Inference>
[[nodiscard]] result<std::vector<trade<value_t<L>>>> frontier(L const& law, Training const& training,
                                                              Inference const& inference, value_t<L> const& target,
                                                              value_t<L> const& factor, std::size_t count,
                                                              limits<value_t<L>> const& keep = {},
                                                              search_grid const& grid = {}) {
  using Real = value_t<L>;
  if (count < 2 || !(factor > Real(1))) return status{.code = errc::out_of_domain, .argument = "factor"};
  auto const least = least_cost(law, training, target, keep, {}, grid);
  if (!least) return least.error();
  std::vector<trade<Real>> out;
  for (std::size_t i = 0; i < count; ++i) {
    // the least training leaves one plan only: its end of the frontier is opened by a hair
    Real const share = Real(static_cast<double>(i)) / Real(static_cast<double>(count - 1));
    Real const amount = Real(least->cost * (Real(1) + Real(1e-6)) * math::exp(Real(share * math::log(factor))));
    limits<Real> all = keep;
    all.add(at_most(training, amount, "train"));
    auto const found = least_cost(law, inference, target, all, {}, grid);
    if (!found) return found.error();
    allocation<Real> const& p = found->plan;
    out.push_back({training(p.params, p.tokens, p.samples), found->cost, Real(-p.by_train / found->cost), p});
  }
  return out;
}

}  // namespace t2::inline v0::plan
