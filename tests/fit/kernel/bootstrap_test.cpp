// SPDX-License-Identifier: BSL-1.0
// t2: program fit.kernel
// The bootstrap on a device against the one of the processor, and what it refuses.
#include "exec/functors.hpp"
#include "support/near.hpp"

#include <t2/exec/emulated.hpp>
#include <t2/exec/scalar.hpp>
#include <t2/fit/kernel/bootstrap.hpp>

#include <doctest/doctest.h>

#include <cstddef>

using namespace t2;
using test::near;

TEST_CASE("a bootstrap on a device has the draws of the processor") {
  fit::dataset<> const runs = test::runs_of_law(240);
  fit::bootstrap_options const options{.draws = 25, .seed = 3};
  auto const want =
      fit::bootstrap_runs(exec::scalar{}, runs, test::loss_law, fit::huber{1e-3}, fit::log_residual, options);
  auto const got =
      fit::bootstrap_runs(exec::emulated{}, runs, test::loss_law, fit::huber{1e-3}, fit::log_residual, options);
  REQUIRE((want && got));
  CHECK(got->failed == want->failed);
  REQUIRE(got->rows.size() == want->rows.size());
  for (std::size_t d = 0; d < got->rows.size(); ++d)
    for (std::size_t p = 0; p < 5; ++p) CHECK(got->rows[d][p] == near(want->rows[d][p], 1e-4));
}

TEST_CASE("what cannot be refitted is refused") {
  fit::bootstrap_options const options{.draws = 3, .seed = 3};
  auto const on = [&](exec::emulated const& ex, fit::dataset<> const& runs) {
    return fit::bootstrap_runs(ex, runs, test::loss_law, fit::huber{1e-3}, fit::log_residual, options);
  };
  CHECK(on({}, {}).error().code == errc::empty);
  CHECK(on({.room = 64}, test::runs_of_law(20)).error().code == errc::out_of_memory);
  auto const none = fit::bootstrap_runs(exec::emulated{}, test::runs_of_law(20), test::loss_law, fit::squared{},
                                        fit::linear_residual, {.draws = 0, .seed = 1});
  CHECK((none && none->rows.empty()));
}
