// SPDX-License-Identifier: BSL-1.0
// Fits of laws to runs and to per-question outcomes, with their uncertainty.
#pragma once

#include <t2/fit/bootstrap.hpp>
#include <t2/fit/bootstrap_outcomes.hpp>
#include <t2/fit/dataset.hpp>
#include <t2/fit/fitted.hpp>
#include <t2/fit/least.hpp>
#include <t2/fit/kernel.hpp>
#include <t2/fit/many_start.hpp>
#include <t2/fit/nonlinear.hpp>
#include <t2/fit/objective.hpp>
#include <t2/fit/outcomes.hpp>
#include <t2/fit/predictor.hpp>
#include <t2/fit/separable.hpp>
#include <t2/fit/task_accuracy.hpp>
#include <t2/fit/task.hpp>
#include <t2/fit/validate.hpp>
