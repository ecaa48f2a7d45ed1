// SPDX-License-Identifier: BSL-1.0
// What training and answering cost: FLOP, hours, money, memory, time.
#pragma once

#include <t2/cost/attention.hpp>
#include <t2/cost/compose.hpp>
#include <t2/cost/hardware.hpp>
#include <t2/cost/inference.hpp>
#include <t2/cost/kv_cache.hpp>
#include <t2/cost/latency.hpp>
#include <t2/cost/memory.hpp>
#include <t2/cost/mixture_of_experts.hpp>
#include <t2/cost/monomial.hpp>
#include <t2/cost/spend.hpp>
#include <t2/cost/training.hpp>
#include <t2/cost/transformer.hpp>
