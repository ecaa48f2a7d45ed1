// SPDX-License-Identifier: BSL-1.0
// Draws of what a plan gives: chances, outcomes, counts.
#pragma once

#include <t2/sample/beta.hpp>
#include <t2/sample/gamma.hpp>
