// SPDX-License-Identifier: BSL-1.0
// The parts of a fit that run on any backend, devices among them: plain pointers, no allocation.
#pragma once

#include <t2/fit/kernel/bootstrap.hpp>
#include <t2/fit/kernel/refit.hpp>
#include <t2/fit/kernel/separable_points.hpp>
#include <t2/fit/kernel/separable_sum.hpp>
