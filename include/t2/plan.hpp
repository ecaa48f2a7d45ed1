// SPDX-License-Identifier: BSL-1.0
// Plans: the best N, D and k under budgets and limits, how sure they are and what they mean.
#pragma once

#include <t2/plan/advice.hpp>
#include <t2/plan/allocation.hpp>
#include <t2/plan/ask.hpp>
#include <t2/plan/budget.hpp>
#include <t2/plan/confidence.hpp>
#include <t2/plan/constrained.hpp>
#include <t2/plan/constraint.hpp>
#include <t2/plan/general.hpp>
#include <t2/plan/limits.hpp>
#include <t2/plan/scan.hpp>
#include <t2/plan/solve.hpp>
#include <t2/plan/two_budget.hpp>
