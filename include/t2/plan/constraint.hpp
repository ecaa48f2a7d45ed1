// SPDX-License-Identifier: BSL-1.0
// What limits a plan beside its budgets.
#pragma once

#include <t2/plan/constraint/data_wall.hpp>
#include <t2/plan/constraint/range.hpp>
#include <t2/plan/constraint/spend.hpp>
#include <t2/plan/constraint/tokens_per_param.hpp>
