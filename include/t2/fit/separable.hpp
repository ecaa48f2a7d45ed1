// SPDX-License-Identifier: BSL-1.0
// Fits of separable laws: a grid of exponents for the starts, the objective, the descents.
#pragma once

#include <t2/fit/separable/fit.hpp>
#include <t2/fit/separable/objective.hpp>
#include <t2/fit/separable/search.hpp>
