// SPDX-License-Identifier: BSL-1.0
// How questions spread around the location of a task.
#pragma once

#include <t2/law/difficulty/beta_regression.hpp>
#include <t2/law/difficulty/pass_miss.hpp>
