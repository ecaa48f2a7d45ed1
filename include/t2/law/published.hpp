// SPDX-License-Identifier: BSL-1.0
// Published coefficients with source, digits, units and range of the data.
#pragma once

#include <t2/law/published/architecture.hpp>
#include <t2/law/published/chinchilla.hpp>
#include <t2/law/published/coefficient_set.hpp>
#include <t2/law/published/downstream.hpp>
#include <t2/law/published/gemstones.hpp>
#include <t2/law/published/loss.hpp>
#include <t2/law/published/printed.hpp>
#include <t2/law/published/sets.hpp>
