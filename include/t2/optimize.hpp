// SPDX-License-Identifier: BSL-1.0
// Small optimisation problems: roots, minima in a box, symmetric matrices, geometric programs.
#pragma once

#include <t2/optimize/geometric_program.hpp>
#include <t2/optimize/interior_point.hpp>
#include <t2/optimize/kkt.hpp>
#include <t2/optimize/newton.hpp>
#include <t2/optimize/pivoted.hpp>
#include <t2/optimize/program.hpp>
#include <t2/optimize/symmetric.hpp>
