// SPDX-License-Identifier: BSL-1.0
// Laws of the number of samples.
#pragma once

#include <t2/law/sampling/beta_failure.hpp>
#include <t2/law/sampling/compute_samples.hpp>
#include <t2/law/sampling/coverage_power.hpp>
#include <t2/law/sampling/sampling_gain.hpp>
