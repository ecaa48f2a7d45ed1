// SPDX-License-Identifier: BSL-1.0
// How questions spread around the location of a task.
#pragma once

#include <t2/law/difficulty/beta_log_pass.hpp>
#include <t2/law/difficulty/beta_mean.hpp>
#include <t2/law/difficulty/beta_regression.hpp>
#include <t2/law/difficulty/gamma.hpp>
#include <t2/law/difficulty/log_normal.hpp>
#include <t2/law/difficulty/pass_miss.hpp>
#include <t2/law/difficulty/quadrature.hpp>
#include <t2/law/difficulty/question.hpp>
