// SPDX-License-Identifier: BSL-1.0
// Validation: splits, held-out errors of several laws, their ranking.
#pragma once

#include <t2/fit/validate/candidates.hpp>
#include <t2/fit/validate/held_out.hpp>
#include <t2/fit/validate/split.hpp>
