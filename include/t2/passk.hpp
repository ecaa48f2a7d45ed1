// SPDX-License-Identifier: BSL-1.0
// pass@k and the other metrics of repeated sampling: exact, with uncertainty, beyond the samples drawn.
#pragma once

#include <t2/passk/allocation.hpp>
#include <t2/passk/batch.hpp>
#include <t2/passk/best_of.hpp>
#include <t2/passk/consistency.hpp>
#include <t2/passk/counts.hpp>
#include <t2/passk/coverage.hpp>
#include <t2/passk/grouped.hpp>
#include <t2/passk/interval.hpp>
#include <t2/passk/majority.hpp>
#include <t2/passk/mixture.hpp>
#include <t2/passk/power_law.hpp>
#include <t2/passk/unbiased.hpp>
