// SPDX-License-Identifier: BSL-1.0
// t2: expects needs IEEE arithmetic
#undef __FINITE_MATH_ONLY__
#define __FINITE_MATH_ONLY__ 1  // what -ffinite-math-only defines
#include <t2/t2.hpp>
