// SPDX-License-Identifier: BSL-1.0
// Beta, gamma and normal numbers: 1e7 of each law, Beta in batches too.
// t2: needs boost simd
// t2: labels slow
#include "support/real_draws.hpp"

#include <t2/random/philox_simd.hpp>

using namespace t2;

TEST_CASE("Beta, one by one") { test::check_beta(exec::scalar{}, 10'000'000, true); }
TEST_CASE("Beta, in batches") { test::check_beta(exec::simd{}, 10'000'000, true); }
TEST_CASE("gamma") { test::check_gamma(10'000'000, true); }
TEST_CASE("normal") { test::check_normal(10'000'000, true); }
