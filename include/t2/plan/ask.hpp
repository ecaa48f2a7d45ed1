// SPDX-License-Identifier: BSL-1.0
// Questions beside "what is best": what is cheapest, how many samples, when does it pay, what else would do.
#pragma once

#include <t2/plan/ask/break_even.hpp>
#include <t2/plan/ask/chinchilla.hpp>
#include <t2/plan/ask/frontier.hpp>
#include <t2/plan/ask/least_cost.hpp>
#include <t2/plan/ask/near_optimal.hpp>
#include <t2/plan/ask/samples_for.hpp>
#include <t2/plan/ask/sweep.hpp>
