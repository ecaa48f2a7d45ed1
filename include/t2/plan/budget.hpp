// SPDX-License-Identifier: BSL-1.0
// What may be spent.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, cost.
#pragma once

#include <t2/core/config.hpp>            // T2_HD
#include <t2/core/quantity.hpp>          // flops, params, tokens
#include <t2/core/real.hpp>              // real, value_t
#include <t2/cost/inference.hpp>         // per_token_served
#include <t2/cost/monomial.hpp>          // posynomial_cost
#include <t2/cost/training.hpp>          // training
#include <t2/plan/constraint/spend.hpp>  // at_most

namespace t2::inline v0::budget {

/// The two budgets of T2: 6 N D <= train and 2 N k <= inference, the latter per served token.
/// @param   train, inference  [FLOP], > 0
/// @source  Roberts et al. 2026, arXiv:2604.01411
template <real Real = double>
struct split {
  flops<Real> train;
  flops<Real> inference;

  using value_type = Real;
  template <class Limits>
  T2_HD void add_to(Limits& limits) const {
    limits.add(plan::at_most(cost::training<Real>{}, train.value, "train"));
    limits.add(plan::at_most(cost::per_token_served<Real>{}, inference.value, "inference"));
  }
};

/// Training alone: 6 N D <= train, Chinchilla's problem.
template <real Real = double>
struct training {
  flops<Real> train;

  using value_type = Real;
  template <class Limits>
  T2_HD void add_to(Limits& limits) const {
    limits.add(plan::at_most(cost::training<Real>{}, train.value, "train"));
  }
};

/// Inference alone, for a model that exists: 2 N k <= inference; N and D are held by `choices`.
template <real Real = double>
struct inference {
  flops<Real> per_token;

  using value_type = Real;
  template <class Limits>
  T2_HD void add_to(Limits& limits) const {
    limits.add(plan::at_most(cost::per_token_served<Real>{}, per_token.value, "inference"));
  }
};

/// One sum for training and for all the questions of a lifetime, in the unit of the cost: FLOP, hours or money.
/// @param   cost  such as cost::training{} + questions * cost::per_question{…}   @param  amount  > 0
template <cost::posynomial_cost Cost>
struct total {
  Cost cost;
  value_t<Cost> amount;

  using value_type = value_t<Cost>;
  template <class Limits>
  T2_HD void add_to(Limits& limits) const {
    limits.add(plan::at_most(cost, amount, "total"));
  }
};

}  // namespace t2::inline v0::budget
