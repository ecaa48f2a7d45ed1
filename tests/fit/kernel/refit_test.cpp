// SPDX-License-Identifier: BSL-1.0
// The fit in a kernel: its sum against dual numbers, its bootstrap against the one of the processor.
#include "exec/functors.hpp"
#include "support/near.hpp"

#include <t2/core/dual.hpp>
#include <t2/exec/emulated.hpp>
#include <t2/exec/scalar.hpp>
#include <t2/fit/kernel/bootstrap.hpp>
#include <t2/fit/kernel/refit.hpp>
#include <t2/fit/kernel/separable_sum.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <vector>

using namespace t2;
using test::near;
using law_type = law::chinchilla<double>;

TEST_CASE("value, gradient and Hessian are those of dual numbers") {
  double const x[] = {-1.5, 0.25, 1.5, 0.5}, y[] = {0.5, -2., 1., 0.75}, value[] = {2.9, 3.1, 2.4, 2.6},
               weight[] = {1, 2, 0, 0.5};
  fit::separable_sum<law_type, fit::squared, fit::log_residual_t> const sum{{}, {}, 4, {x, y}, value, weight};
  double const at[] = {1.5, 0.8, 0.6, 0.4, 0.3};  // E, A, B, alpha, beta
  jet<double, 5> const got = sum(at);

  using number = dual<dual<double, 5>, 5>;
  number p[5], total(0.);
  for (int i = 0; i < 5; ++i) p[i] = number::variable(dual<double, 5>::variable(at[i], i), i);
  for (int i = 0; i < 4; ++i) {
    number const m = p[0] + p[1] * exp(number(-p[3] * number(x[i]))) + p[2] * exp(number(-p[4] * number(y[i])));
    number const r = log(number(m / number(value[i])));
    total = total + number(weight[i]) * r * r;
  }
  CHECK(got.value == near(total.value.value, 1e-14));
  for (int i = 0; i < 5; ++i) {
    CHECK(got.gradient[i] == near(total.partial[i].value, 1e-13));
    for (int j = 0; j < 5; ++j) CHECK(got.hessian[i][j] == near(total.partial[i].partial[j], 1e-12));
  }
}

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
