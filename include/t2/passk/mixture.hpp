// SPDX-License-Identifier: BSL-1.0
// Spreads of difficulty over questions, fitted to counts, and pass@k beyond the samples drawn.
#pragma once

#include <t2/passk/mixture/beta_binomial.hpp>
#include <t2/passk/mixture/fit.hpp>
#include <t2/passk/mixture/goodness.hpp>
#include <t2/passk/mixture/profile.hpp>
#include <t2/passk/mixture/scaled_beta.hpp>
#include <t2/passk/mixture/these_questions.hpp>
#include <t2/passk/mixture/zero_inflated.hpp>
