// SPDX-License-Identifier: BSL-1.0
// Small optimisation problems: roots, minima in a box, symmetric matrices.
#pragma once

#include <t2/optimize/newton.hpp>
#include <t2/optimize/symmetric.hpp>
