// SPDX-License-Identifier: BSL-1.0
// t2: labels real-data
// Fit, then plan, on the Gemstone models: every row of the tables of optima that scipy found for the same fitted laws by
// dense search and 30-digit arithmetic.
#include "support/near.hpp"
#include "support/reference.hpp"
#include "support/tables.hpp"

#include <t2/fit/least.hpp>
#include <t2/fit/outcomes.hpp>
#include <t2/fit/task_accuracy.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>
#include <t2/plan/solve.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <vector>

using namespace t2;
using test::near;

namespace {

using loss_law = decltype(law::chinchilla<double>{} + law::sampling_gain<double>{});
using accuracy_law = law::task_accuracy<law::chinchilla<double>>;

fit::dataset<> points(fit::outcomes<> const& data, fit::metric what, std::vector<double> const& k) {
  auto const table = fit::tabulate<double>(data, what, k);
  REQUIRE(table);
  return fit::points<double>(data, k, table->means());
}

/// The three laws of a task, fitted as the reference says.
struct fitted_laws {
  loss_law all, few;
  accuracy_law accuracy;

  explicit fitted_laws(fit::outcomes<> const& data)
      : all(fit_loss(data, 1024)), few(fit_loss(data, 16)), accuracy(fit_accuracy(data)) {}

  static loss_law fit_loss(fit::outcomes<> const& data, double most_k) {
    auto const found = fit::least<loss_law>(points(data, fit::metric::negative_log_pass, test::powers_of_two(most_k)),
                                            fit::squared{}, fit::linear_residual);
    REQUIRE(found);
    return found->law;
  }
  static accuracy_law fit_accuracy(fit::outcomes<> const& data) {
    auto const found = fit::fit_task_accuracy(points(data, fit::metric::negative_log_pass, {1}),
                                              points(data, fit::metric::pass, test::powers_of_two(1024)));
    REQUIRE(found);
    return found->law();
  }
};

template <class Law>
void check(Law const& law, test::reference_optimum const& want) {
  bool const scanned = law::higher_is_better<Law>;
  double const tolerance = scanned ? 1e-4 : 1e-6;
  budget::split<double> const budget{flops{want.train}, flops{want.inference}};
  auto const best = plan::solve(law, budget);
  REQUIRE(best);
  CHECK(best->value == near(want.value, 1e-9));
  CHECK(best->params.value == near(want.params, tolerance));
  CHECK(best->tokens.value == near(want.tokens, tolerance));
  CHECK(best->samples.value == near(want.samples, tolerance));
  CHECK(best->tokens_per_param() == near(want.tokens_per_param, 2 * tolerance + 1e-5));
  CHECK(best->binding.train);
  CHECK(best->binding.inference);
  CHECK(best->binding.search != want.interior);
  CHECK(best->certificate.certified != scanned);
  CHECK(best->cautions.not_certified == scanned);

  auto const chinchilla = plan::chinchilla_plan(law, budget);
  REQUIRE(chinchilla);
  CHECK(chinchilla->params.value == near(want.chinchilla_params, tolerance));
  CHECK(best->tokens_per_param() > chinchilla->tokens_per_param());
  CHECK((scanned ? best->value > chinchilla->value : best->value < chinchilla->value));
}

}  // namespace

TEST_CASE("every row of the tables of optima") {
  auto const rows = test::reference_optima();
  if (!rows) return;
  CHECK(rows->size() == 72);
  std::size_t checked = 0;
  for (std::string const task : {"piqa", "arce", "openbook"}) {
    auto const data = test::gemstones(task);
    if (!data) return;
    fitted_laws const laws(*data);
    for (test::reference_optimum const& want : *rows) {
      if (want.task != task) continue;
      CAPTURE(task);
      CAPTURE(want.law);
      CAPTURE(want.train);
      CAPTURE(want.inference);
      if (want.law == "A2")
        check(laws.accuracy, want);
      else
        check(want.law == "A1" ? laws.all : laws.few, want);
      ++checked;
    }
  }
  CHECK(checked == rows->size());
}

TEST_CASE("Chinchilla's problem at the global optimum of the 240 runs") {
  auto const runs = test::epoch_chinchilla();
  auto const rows = test::reference_allocations();
  if (!runs || !rows) return;
  CHECK(rows->size() == 8);
  auto const found = fit::least<law::chinchilla<double>>(*runs, fit::huber{1e-3}, fit::log_residual);
  REQUIRE(found);
  for (test::reference_allocation const& want : *rows) {
    CAPTURE(want.train);
    auto const best = plan::solve(found->law, budget::training<double>{flops{want.train}});
    REQUIRE(best);
    CHECK(best->params.value == near(want.params, 1e-6));
    CHECK(best->tokens.value == near(want.tokens, 1e-6));
    CHECK(best->value == near(want.loss, 1e-9));
    CHECK(best->tokens_per_param() == near(want.tokens_per_param, 2e-6));
    CHECK(best->certificate.certified);
  }
}
