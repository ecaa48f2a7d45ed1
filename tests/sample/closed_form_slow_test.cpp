// SPDX-License-Identifier: BSL-1.0
// A simulation of 1e9 question outcomes agrees with the closed form of approach 2 within its standard error, with the
// same counts on every backend.
// t2: needs simd threads
// t2: labels slow
#include <t2/core/beta_ratio.hpp>
#include <t2/exec/threads.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/task_accuracy.hpp>
#include <t2/random/philox_dispatch.hpp>
#include <t2/random/philox_simd.hpp>
#include <t2/sample/exact_shape.hpp>
#include <t2/sample/simulate.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <vector>

using namespace t2;

namespace {

// PIQA on the Gemstone models, a model of 1e9 parameters and 1e11 tokens.
law::task_accuracy<law::chinchilla<double>> const task{
    {.E = 1.8172, .A = 482.01, .B = 2085.43, .alpha = 0.3478, .beta = 0.3658},
    {.theta0 = 0.77, .theta1 = 1.03, .theta2 = 1, .theta3 = -0.70, .theta4 = 1}};

std::uint64_t expected_digest = 0;

template <class Exec>
void check(char const* backend, Exec const& ex) {
  auto const shape = sample::exact_shape(task, params{1e9}, tokens{1e11});
  auto const start = std::chrono::steady_clock::now();
  auto const t = sample::fresh(ex, shape, 10'000, samples{64}, seed{1}, {100'000});
  double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  REQUIRE(t);
  REQUIRE(t->outcomes == 1'000'000'000);
  std::printf("%-22s %.2f s, digest %016llx", backend, seconds, static_cast<unsigned long long>(t->digest()));
  for (std::uint64_t k : {1u, 8u, 64u}) {
    double const exact = task(params{1e9}, tokens{1e11}, samples{static_cast<double>(k)});
    auto const e = sample::pass_at(*t, k);
    std::printf(", pass@%llu %+.2f standard errors of %.1e", static_cast<unsigned long long>(k),
                (e.value - exact) / e.standard_error, e.standard_error);
    CHECK(std::fabs(e.value - exact) < 3 * e.standard_error);
  }
  std::printf("\n");
  if (expected_digest == 0) expected_digest = t->digest();
  CHECK(t->digest() == expected_digest);
}

}  // namespace

TEST_CASE("1e9 question outcomes") {
  check("scalar", exec::scalar{});
  check("simd", exec::simd{});
  check("dispatched", random::dispatched{});
  check("threads{2}", exec::threads{2});
  check("threads{2, simd}", exec::threads{2, exec::simd{}});
}
