// SPDX-License-Identifier: BSL-1.0
// t2: needs threads
// t2: labels slow real-data
#include "support/near.hpp"
#include "support/synthetic.hpp"
#include "support/tables.hpp"

#include <t2/exec/scalar.hpp>
#include <t2/exec/threads.hpp>
#include <t2/fit/many_start.hpp>

#include <doctest/doctest.h>

using namespace t2;
using test::near;

TEST_CASE("the protocol of the papers ends where the fit without starts does") {
  auto const runs = test::epoch_chinchilla();
  if (!runs) return;
  auto const many = fit::many_start(exec::threads{2}, *runs, fit::huber{1e-3});
  REQUIRE(many);
  CHECK(many->starts == 4500);
  CHECK(many->best.starts == 4500);
  CHECK(many->reached > 100);
  MESSAGE("reached from ", many->reached, " starts, ", many->best.evaluations, " evaluations");
  CHECK(many->best.objective <= 0.001018274017800603 * (1 + 1e-9));  // REFERENCE.md beside the data
  CHECK(many->best.law.A == near(477.825868233905484, 1e-6));
  CHECK(many->best.law.beta == near(0.367172432627762205, 1e-6));
}

TEST_CASE("bits do not depend on threads or the order of rows") {
  constexpr law::chinchilla truth{.E = 1.7, .A = 400., .B = 1200., .alpha = .34, .beta = .37};
  auto const data = test::grid(truth, {1e7, 1e8, 1e9}, {1e9, 1e10, 1e11}, {1}, .01);
  auto const alone = fit::many_start(exec::scalar{}, data, fit::huber{1e-2});
  auto const together = fit::many_start(exec::threads{3}, test::shuffled(data, 1), fit::huber{1e-2});
  REQUIRE(alone);
  REQUIRE(together);
  CHECK(alone->best.law.A == together->best.law.A);
  CHECK(alone->best.objective == together->best.objective);
  CHECK(alone->reached == together->reached);
}

TEST_CASE("a stopped search is no fit") {
  constexpr law::chinchilla truth{.E = 1.7, .A = 400., .B = 1200., .alpha = .34, .beta = .37};
  exec::monitor watch;
  watch.cancel = true;
  auto const data = test::grid(truth, {1e7, 1e8, 1e9}, {1e9, 1e10, 1e11}, {1});
  CHECK(fit::many_start(exec::scalar{&watch}, data, fit::huber{}).error().code == errc::cancelled);
  CHECK(fit::many_start(exec::scalar{}, fit::dataset<>{}, fit::huber{}).error().code == errc::empty);
}
