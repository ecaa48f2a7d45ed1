// SPDX-License-Identifier: BSL-1.0
// Laws of the number of samples.
#pragma once

#include <t2/law/sampling/sampling_gain.hpp>
