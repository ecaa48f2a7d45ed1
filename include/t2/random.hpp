// SPDX-License-Identifier: BSL-1.0
// Random words and what is made of them without rounding.
#pragma once

#include <t2/random/binomial.hpp>
#include <t2/random/normal.hpp>
#include <t2/random/philox.hpp>
#include <t2/random/resample.hpp>
#include <t2/random/table.hpp>
#include <t2/random/threshold.hpp>
#include <t2/random/uniform.hpp>
#include <t2/random/wide.hpp>
#include <t2/random/words.hpp>
// optional: #include <t2/random/philox_dispatch.hpp>
// optional: #include <t2/random/philox_simd.hpp> (needs simd)
