// SPDX-License-Identifier: BSL-1.0
// t2: expects drawing on exec::simd needs its random words: include <t2/random/philox_simd.hpp>
#include <t2/exec/simd.hpp>
#include <t2/random/threshold.hpp>
#include <t2/sample/outcomes.hpp>

int main() {
  using namespace t2;
  return sample::hits(exec::simd<>{}, random::any_of_threshold(0.01, 100), {.seed = 1, .count = 8}) ? 0 : 1;
}
