// SPDX-License-Identifier: BSL-1.0
// Plans: the best N, D and k under budgets.
#pragma once

#include <t2/plan/allocation.hpp>
#include <t2/plan/budget.hpp>
#include <t2/plan/scan.hpp>
#include <t2/plan/solve.hpp>
#include <t2/plan/two_budget.hpp>
