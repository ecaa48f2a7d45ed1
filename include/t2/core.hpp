// SPDX-License-Identifier: BSL-1.0
// The words under every step: numbers, quantities, automatic differentiation, statuses, sums.
#pragma once

#include <t2/core/architecture.hpp>
#include <t2/core/beta_ratio.hpp>
#include <t2/core/columns.hpp>
#include <t2/core/config.hpp>
#include <t2/core/dual.hpp>
#include <t2/core/jet.hpp>
#include <t2/core/math.hpp>
#include <t2/core/message.hpp>
#include <t2/core/quantity.hpp>
#include <t2/core/real.hpp>
#include <t2/core/status.hpp>
#include <t2/core/sum.hpp>
