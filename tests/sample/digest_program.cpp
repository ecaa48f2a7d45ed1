// SPDX-License-Identifier: BSL-1.0
// Prints the digests of this build: compiled by digest_builds_test.cpp with several compilers and flags.
#include "../support/digest.hpp"

#include <t2/exec/scalar.hpp>
#include <t2/exec/threads.hpp>
#include <t2/random/philox_dispatch.hpp>
#if defined(T2_DIGEST_SIMD)
#include <t2/random/philox_simd.hpp>
#endif

#include <cinttypes>
#include <cstdio>

namespace {

template <class Exec>
void print(char const* backend, Exec const& ex) {
  std::printf("counts     %016" PRIx64 " %s\n", t2::test::count_digest(ex), backend);
  std::printf("draws      %016" PRIx64 " %s\n", t2::test::draw_digest(ex), backend);
}

}  // namespace

int main() {
  using namespace t2;
  std::printf("thresholds %016" PRIx64 "\n", test::threshold_digest());
  print("scalar", exec::scalar{});
  print("threads{2}", exec::threads{2});
  print("threads{3}", exec::threads{3});
  print("dispatched", random::dispatched{});
#if defined(T2_DIGEST_SIMD)
  print("simd", exec::simd{});
  print("threads{2, simd}", exec::threads{2, exec::simd{}});
#endif
}
