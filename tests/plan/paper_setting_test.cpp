// SPDX-License-Identifier: BSL-1.0
// t2: labels real-data
// The setting of the paper, C_train = 2.56e19 and C_inf = 2e9 FLOP, with fits to the per-question outcomes of the
// Gemstone
// models: the plan beside the Chinchilla plan, and which findings of the paper hold on this data.
#include "support/near.hpp"
#include "support/tables.hpp"

#include <t2/fit/least.hpp>
#include <t2/fit/outcomes.hpp>
#include <t2/fit/task_accuracy.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>
#include <t2/plan.hpp>

#include <doctest/doctest.h>

#include <cstdio>
#include <span>
#include <string>
#include <vector>

using namespace t2;

namespace {

using approach1 = decltype(law::chinchilla<double>{} + law::sampling_gain<double>{});
budget::split<double> const paper{flops{2.56e19}, flops{2e9}};
// N, D, k and D/N of the checkpoints
plan::seen<double> const data{{4.8e7, 2.0e9}, {1.0e10, 3.5e11}, {1, 1024}, {5, 7300}};

fit::dataset<> points(fit::outcomes<> const& outcomes, fit::metric what, std::vector<double> const& k) {
  auto const table = fit::tabulate<double>(outcomes, what, k);
  REQUIRE(table);
  return fit::points(outcomes, std::span<double const>(k), table->means());
}

struct findings {
  bool smaller, longer, better, sampling, inside;
};

template <class Law>
findings compare(std::string const& name, Law const& law, plan::limits<double> const& keep) {
  auto const plan = plan::solve(law, keep);
  REQUIRE(plan);
  auto const advice = plan::advise(law, keep, *plan, data);
  REQUIRE(advice.chinchilla);
  auto const& other = *advice.chinchilla;
  auto const line = [](char const* label, plan::allocation<double> const& p) {
    char text[160];
    std::snprintf(text, sizeof text, "%s N %.3g D %.3g k %.4g D/N %.4g value %.4g", label, p.params.value,
                  p.tokens.value, p.samples.value, p.tokens_per_param(), p.value);
    return std::string(text);
  };
  MESSAGE(name << ": " << line("plan", *plan) << "; " << line("Chinchilla", other) << "; gain " << advice.gain
               << ", over one sample " << advice.sampling_gain << ", outside the data: " << advice.outside.size());
  return {plan->params.value<other.params.value, plan->tokens_per_param()> other.tokens_per_param(), advice.gain > 0,
          advice.sampling_helps, advice.outside.empty()};
}

}  // namespace

TEST_CASE("the plan and the Chinchilla plan on three tasks, by both approaches") {
  auto const free = plan::subject_to(paper),
             in_data = plan::subject_to(paper, plan::at_least(params{4.8e7}), plan::at_least(samples{1.0}),
                                        plan::at_most(tokens{3.5e11}));
  for (std::string const task : {"piqa", "arce", "openbook"}) {
    CAPTURE(task);
    auto const outcomes = test::gemstones(task);
    if (!outcomes) return;
    for (double const most : {1024., 16.}) {
      auto const fit =
          fit::least<approach1>(points(*outcomes, fit::metric::negative_log_pass, test::powers_of_two(most)),
                                fit::squared{}, fit::linear_residual);
      REQUIRE(fit);
      auto const f = compare(task + (most > 16 ? ", approach 1, k <= 1024" : ", approach 1, k <= 16"), fit->law, free);
      CHECK(f.smaller);  // overtraining pays: a smaller model, more tokens per parameter, more samples
      CHECK(f.longer);
      CHECK(f.better);
      CHECK(f.sampling);
    }
    auto const fit = fit::fit_task_accuracy(points(*outcomes, fit::metric::negative_log_pass, {1}),
                                            points(*outcomes, fit::metric::pass, test::powers_of_two(1024)));
    REQUIRE(fit);
    auto const unbound = compare(task + ", approach 2", fit->law(), free);
    CHECK(unbound.smaller);
    CHECK(unbound.better);
    CHECK(!unbound.inside);  // the optimum without limits lies far outside the data
    auto const bound = compare(task + ", approach 2 within the data's N and D", fit->law(), in_data);
    CHECK(bound.smaller);
    CHECK(bound.longer);
    CHECK(bound.better);
  }
}
