// SPDX-License-Identifier: BSL-1.0
// How plans under limits are found; plan/constrained.hpp is the door.
#pragma once

#include <t2/plan/general/certified.hpp>
#include <t2/plan/general/choices.hpp>
#include <t2/plan/general/convex.hpp>
#include <t2/plan/general/cube.hpp>
#include <t2/plan/general/program.hpp>
#include <t2/plan/general/search.hpp>
#include <t2/plan/general/whole.hpp>
