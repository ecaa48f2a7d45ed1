// SPDX-License-Identifier: BSL-1.0
// t2: expects a quantity holds a real number
#include <t2/core/quantity.hpp>

t2::params const size{"7e9"};
