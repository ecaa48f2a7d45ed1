// SPDX-License-Identifier: BSL-1.0
// What may be spent.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core.
#pragma once

#include <t2/core/quantity.hpp>  // flops
#include <t2/core/real.hpp>      // real

namespace t2::inline v0::budget {

/// The two budgets of T2: 6 N D <= train and 2 N k <= inference, the latter per served token.
/// @param   train, inference  [FLOP], > 0
/// @source  Roberts et al. 2026, arXiv:2604.01411
template <real Real = double>
struct split {
  flops<Real> train;
  flops<Real> inference;
};

/// Training alone: 6 N D <= train, Chinchilla's problem.
template <real Real = double>
struct training {
  flops<Real> train;
};

}  // namespace t2::inline v0::budget
