// SPDX-License-Identifier: BSL-1.0
// t2: expects no match for .*operator|invalid operands to binary expression
#include <t2/t2.hpp>

using namespace t2;

auto sum() { return law::chinchilla<double>{} + law::sampling_gain<float>{}; }
