// SPDX-License-Identifier: BSL-1.0
// Draws of what a plan gives: chances, outcomes, counts, and the simulation of a whole plan.
#pragma once

#include <t2/sample/beta.hpp>
#include <t2/sample/beta_binomial.hpp>
#include <t2/sample/binomial.hpp>
#include <t2/sample/digest.hpp>
#include <t2/sample/exact_shape.hpp>
#include <t2/sample/gamma.hpp>
#include <t2/sample/geometric.hpp>
#include <t2/sample/multinomial.hpp>
#include <t2/sample/outcomes.hpp>
#include <t2/sample/simulate.hpp>
#include <t2/sample/tally.hpp>
#include <t2/sample/verifier.hpp>
