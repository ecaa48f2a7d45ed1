// SPDX-License-Identifier: BSL-1.0
// One-stage fits of task laws, any location with any difficulty, to both metrics at once.
#pragma once

#include <t2/fit/task/bootstrap.hpp>
#include <t2/fit/task/objective.hpp>
#include <t2/fit/task/one_stage.hpp>
#include <t2/fit/task/points.hpp>
#include <t2/fit/task/prior.hpp>
#include <t2/fit/task/scatter.hpp>
#include <t2/fit/task/starts.hpp>
