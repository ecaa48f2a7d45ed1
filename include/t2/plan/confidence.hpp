// SPDX-License-Identifier: BSL-1.0
// How sure a plan is, and what it depends on.
#pragma once

#include <t2/plan/confidence/sensitivity.hpp>
#include <t2/plan/confidence/uncertainty.hpp>
