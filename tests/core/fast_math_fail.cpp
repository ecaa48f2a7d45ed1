// SPDX-License-Identifier: BSL-1.0
// t2: expects needs IEEE arithmetic
#define __FAST_MATH__ 1  // what -ffast-math defines
#include <t2/t2.hpp>
