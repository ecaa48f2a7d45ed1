// SPDX-License-Identifier: BSL-1.0
// t2scaling: Train-to-Test scaling laws. Everything that needs the standard library only, on the scalar backend.
#pragma once

#include <t2/core.hpp>
#include <t2/cost.hpp>
#include <t2/exec.hpp>
#include <t2/fit.hpp>
#include <t2/law.hpp>
#include <t2/optimize.hpp>
#include <t2/passk.hpp>
#include <t2/plan.hpp>
#include <t2/random.hpp>
#include <t2/sample.hpp>
#include <t2/version.hpp>
