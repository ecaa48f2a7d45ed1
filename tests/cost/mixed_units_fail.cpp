// SPDX-License-Identifier: BSL-1.0
// t2: expects measured_in|constraints not satisfied
#include <t2/t2.hpp>

using namespace t2;

auto sum() { return cost::training<double>{} + cost::weights<double>{}; }  // FLOP and bytes
