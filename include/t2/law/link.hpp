// SPDX-License-Identifier: BSL-1.0
// Links from a loss to a metric.
#pragma once

#include <t2/law/link/exponential_error.hpp>
#include <t2/law/link/power_link.hpp>
#include <t2/law/link/sigmoid.hpp>
