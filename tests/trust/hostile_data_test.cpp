// SPDX-License-Identifier: BSL-1.0
// t2: labels real-data
// The 240 runs of Chinchilla, spoilt in more than ten ways: the fit refuses, says what is not identified, gives the plan
// an interval that holds the plan of the clean runs, or a plan that is as good. A confident wrong plan is what must not
// come out. Columns of the wrong kind are t2plan's to notice, which knows what N and D mean. Then the answers of the
// Gemstone models to a benchmark, spoilt, under the three kinds of task laws.
#include "support/tables.hpp"

#include <t2/core/message.hpp>
#include <t2/exec/scalar.hpp>
#include <t2/fit/bootstrap.hpp>
#include <t2/fit/least.hpp>
#include <t2/fit/outcomes.hpp>
#include <t2/fit/task/one_stage.hpp>
#include <t2/fit/task_accuracy.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/difficulty/log_normal.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/loss/coupled.hpp>
#include <t2/law/sampling/sampling_gain.hpp>
#include <t2/law/task_accuracy.hpp>
#include <t2/plan/confidence/uncertainty.hpp>
#include <t2/plan/constrained.hpp>
#include <t2/plan/solve.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <vector>

using namespace t2;
using law_type = law::chinchilla<double>;

namespace {

constexpr double budget = 1e21;  // within the runs [FLOP]

struct answer {
  std::string refused;                // why there is no fit
  std::vector<std::string> warnings;  // of the fit
  double params = 0, low = 0, high = 0;
  double wasted = 0;       // share of the training budget that the plan throws away if the clean runs' law is right
  std::size_t failed = 0;  // draws without a plan

  [[nodiscard]] bool quiet() const { return refused.empty() && warnings.empty() && failed == 0; }
};

answer ask(fit::dataset<double> const& runs, law_type const* truth) {
  answer out;
  auto const found = fit::least<law_type>(runs, fit::huber{1e-3}, fit::log_residual);
  if (!found) {
    out.refused = message(found.error());
    return out;
  }
  for (auto const& w : found->warnings) out.warnings.push_back(message(*found, w));
  auto const plan = [](law_type const& law) { return plan::solve(law, budget::training<>{flops{budget}}); };
  auto const best = plan(found->law);
  if (!best) {
    out.refused = message(best.error());
    return out;
  }
  out.params = best->params.value;
  if (truth != nullptr) {
    auto const ideal = plan(*truth);
    REQUIRE(ideal);
    out.wasted = ((*truth)(best->params, best->tokens) - ideal->value) / -ideal->by_train;
  }
  auto const draws = fit::bootstrap_runs(exec::scalar{}, runs, found->law, fit::huber{1e-3}, fit::log_residual,
                                         {.draws = 200, .seed = 1, .what = fit::resample::runs});
  REQUIRE(draws);
  auto const plans = plan::plan_draws(exec::scalar{}, found->law, *draws, *best, plan);
  REQUIRE(plans);
  auto const spread = plan::summarise(*plans, 0.9);
  out.low = spread.params.low;
  out.high = spread.params.high;
  out.failed = spread.failed + draws->failed;
  return out;
}

struct noise {
  std::mt19937_64 engine{7};
  double uniform() { return (static_cast<double>(engine() >> 11) + 0.5) * 0x1p-53; }
  double normal() {
    double const u = uniform(), v = uniform();
    return std::sqrt(-2 * std::log(u)) * std::cos(2 * std::acos(-1.0) * v);
  }
};

void show(char const* name, answer const& a) {
  if (std::getenv("T2_TABLE") == nullptr) return;
  std::string said = a.refused;
  for (auto const& w : a.warnings) said += (said.empty() ? "" : "; ") + w;
  if (a.failed > 0) said += (said.empty() ? "" : "; ") + std::to_string(a.failed) + " of 200 draws without a plan";
  if (a.params > 0)
    std::printf("| %s | %.3g | %.3g to %.3g | %.1f %% | %s |\n", name, a.params, a.low, a.high, 100 * a.wasted,
                said.c_str());
  else
    std::printf("| %s | - | - | - | %s |\n", name, said.c_str());
}

}  // namespace

TEST_CASE("the runs of Chinchilla, spoilt") {
  auto const clean = test::epoch_chinchilla();
  if (!clean) return;
  auto const law = fit::least<law_type>(*clean, fit::huber{1e-3}, fit::log_residual);
  REQUIRE(law);
  answer const truth = ask(*clean, &law->law);
  REQUIRE(truth.quiet());
  show("clean", truth);
  REQUIRE(truth.low < truth.params);
  REQUIRE(truth.params < truth.high);

  auto const check = [&](char const* name, auto const& spoil) {
    fit::dataset<double> runs = *clean;
    noise random;
    spoil(runs, random);
    answer const a = ask(runs, &law->law);
    show(name, a);
    INFO(std::string(name), ": ", a.params, " in ", a.low, "..", a.high, ", wasted ", a.wasted);
    bool const holds = a.low <= truth.params && truth.params <= a.high;
    CHECK((!a.quiet() || holds || a.wasted < 0.1));
  };
  using data = fit::dataset<double>;
  auto const size = [](data const& runs) { return runs.value.size(); };
  auto const keep = [](data& runs, auto const& wanted) {
    data out;
    for (std::size_t i = 0; i < runs.value.size(); ++i) {
      if (!wanted(i)) continue;
      out.params.push_back(runs.params[i]);
      out.tokens.push_back(runs.tokens[i]);
      out.value.push_back(runs.value[i]);
    }
    runs = out;
  };

  check("one run in 20 with twice its loss", [&](data& runs, noise&) {
    for (std::size_t i = 0; i < size(runs); i += 20) runs.value[i] *= 2;
  });
  check("one run in 5 with noise of 30 %", [&](data& runs, noise& random) {
    for (std::size_t i = 0; i < size(runs); i += 5) runs.value[i] *= std::exp(0.3 * random.normal());
  });
  check("every run three times", [&](data& runs, noise&) {
    data const once = runs;
    for (int copy = 0; copy < 2; ++copy) {
      runs.params.insert(runs.params.end(), once.params.begin(), once.params.end());
      runs.tokens.insert(runs.tokens.end(), once.tokens.begin(), once.tokens.end());
      runs.value.insert(runs.value.end(), once.value.begin(), once.value.end());
    }
  });
  check("one model size", [&](data& runs, noise&) {
    for (double& n : runs.params) n = 1e9;
  });
  check("two model sizes", [&](data& runs, noise&) {
    for (double& n : runs.params) n = n < 1e9 ? 4e8 : 2e9;
  });
  check("noise of 100 % on every loss", [&](data& runs, noise& random) {
    for (double& loss : runs.value) loss = 2.5 * std::exp(random.normal());
  });
  check("losses shuffled",
        [&](data& runs, noise& random) { std::shuffle(runs.value.begin(), runs.value.end(), random.engine); });
  check("loss without D", [&](data& runs, noise& random) {
    for (std::size_t i = 0; i < size(runs); ++i)
      runs.value[i] = (1.8 + 480 * std::pow(runs.params[i], -0.35)) * std::exp(0.003 * random.normal());
  });
  check("loss without N", [&](data& runs, noise& random) {
    for (std::size_t i = 0; i < size(runs); ++i)
      runs.value[i] = (1.8 + 2100 * std::pow(runs.tokens[i], -0.37)) * std::exp(0.003 * random.normal());
  });
  check("D = 20 N in every run", [&](data& runs, noise& random) {
    for (std::size_t i = 0; i < size(runs); ++i) {
      runs.tokens[i] = 20 * runs.params[i];
      runs.value[i] = (1.8 + 480 * std::pow(runs.params[i], -0.35) + 2100 * std::pow(runs.tokens[i], -0.37)) *
                      std::exp(0.003 * random.normal());
    }
  });
  check("another shape: worse beyond 1e9 parameters", [&](data& runs, noise&) {
    for (std::size_t i = 0; i < size(runs); ++i)
      if (runs.params[i] > 1e9) runs.value[i] *= 1 + 0.2 * std::log(runs.params[i] / 1e9);
  });
  check("another shape: a logarithm of D", [&](data& runs, noise&) {
    for (std::size_t i = 0; i < size(runs); ++i)
      runs.value[i] = 6 + 480 * std::pow(runs.params[i], -0.35) - 0.15 * std::log(runs.tokens[i]);
  });
  check("losses to one decimal", [&](data& runs, noise&) {
    for (double& loss : runs.value) loss = std::round(loss * 10) / 10;
  });
  check("only the half with the least loss", [&](data& runs, noise&) {
    std::vector<double> sorted = runs.value;
    std::sort(sorted.begin(), sorted.end());
    double const middle = sorted[sorted.size() / 2];
    std::vector<double> const loss = runs.value;
    keep(runs, [&](std::size_t i) { return loss[i] <= middle; });
  });
  check("six runs", [&](data& runs, noise&) { keep(runs, [](std::size_t i) { return i % 40 == 0; }); });
  check("perplexity instead of loss", [&](data& runs, noise&) {
    for (double& loss : runs.value) loss = std::exp(loss);
  });
}

namespace {

constexpr double samples_of_plan = 16;
std::vector<double> const several{1, 4, 16};

/// What a fit to the answers of a benchmark says, and how good its plan is under the coupled law of the clean answers.
struct task_answer {
  std::vector<std::string> said;
  double params = 0, reached = 0;  // N of the plan (0: none), pass@16 there by the clean law
};

double tokens_of(double n) { return budget / (6 * n); }

template <class Law>
auto plan_of_task(Law const& law) {
  return plan::solve(law, plan::subject_to(budget::training<>{flops{budget}}), {.samples = samples_of_plan});
}

template <class Law, class Fitted>
void tell(task_answer& out, Fitted const& found, Law const& law) {
  for (auto const& w : found.warnings) out.said.push_back(message(found, w));
  auto const best = plan_of_task(law);
  if (!best) return out.said.push_back("no plan: " + message(best.error()));
  if (best->binding.search) out.said.emplace_back("no optimum inside");
  out.params = best->params.value;
}

task_answer by_loss(fit::outcomes<> const& data, std::vector<double> const& k) {
  using approach_1 = decltype(law::chinchilla<double>{} + law::sampling_gain<double>{});
  task_answer out;
  auto const table = fit::tabulate<double>(data, fit::metric::negative_log_pass, std::span<double const>(k));
  if (!table) return {{message(table.error())}};
  auto const found = fit::least<approach_1>(fit::points<double>(data, std::span<double const>(k), table->means()),
                                            fit::squared{}, fit::linear_residual);
  if (!found) return {{message(found.error())}};
  tell(out, *found, found->law);
  return out;
}
task_answer by_accuracy(fit::outcomes<> const& data, std::vector<double> const& k) {
  task_answer out;
  std::vector<double> const once{1};
  // beside counts the loss is measured apart
  auto const nll = data.drawn.empty()
                       ? fit::tabulate<double>(data, fit::metric::negative_log_pass, std::span<double const>(once))
                       : result<fit::metric_table<double>>({data.checkpoints(), 1, data.location});
  auto const pass = fit::tabulate<double>(data, fit::metric::pass, std::span<double const>(k));
  if (!nll || !pass) return {{message(nll ? pass.error() : nll.error())}};
  auto const found = fit::fit_task_accuracy(fit::points<double>(data, std::span<double const>(once), nll->means()),
                                            fit::points<double>(data, std::span<double const>(k), pass->means()));
  if (!found) return {{message(found.error())}};
  for (auto const& w : found->location.warnings) out.said.push_back(message(found->location, w));
  tell(out, found->difficulty, found->law());
  return out;
}
task_answer at_once(fit::outcomes<> const& data, std::vector<double> const& k,
                    law::task_accuracy<law::coupled<>, law::log_normal<>>* law = nullptr) {
  task_answer out;
  auto const points = fit::both_metrics(data, std::span<double const>(k));
  if (!points) return {{message(points.error())}};
  auto const found = fit::one_stage<law::coupled<>, law::log_normal<>>(*points);
  if (!found) return {{message(found.error())}};
  if (law != nullptr) *law = found->law;
  tell(out, *found, found->law);
  return out;
}

/// c of n samples where the model solves a question with chance e^-nll.
fit::outcomes<> counted(fit::outcomes<> const& of, int n, noise& random) {
  fit::outcomes<> out = of;
  out.nll.clear();
  for (std::size_t r = 0; r < of.checkpoints(); ++r) {
    auto const row = of.nll.begin() + static_cast<std::ptrdiff_t>(r * of.questions);
    out.location.push_back(std::accumulate(row, row + static_cast<std::ptrdiff_t>(of.questions), 0.0) /
                           static_cast<double>(of.questions));
  }
  for (double const nll : of.nll) {
    int c = 0;
    for (int i = 0; i < n; ++i) c += random.uniform() < std::exp(-nll) ? 1 : 0;
    out.drawn.push_back(n);
    out.correct.push_back(c);
  }
  return out;
}

}  // namespace

TEST_CASE("answers of the Gemstone models, spoilt") {
  auto const all = test::gemstones("openbook");
  if (!all) return;
  fit::outcomes<> clean;  // every fourth checkpoint
  clean.questions = all->questions;
  for (std::size_t r = 0; r < all->checkpoints(); r += 4) {
    clean.params.push_back(all->params[r]);
    clean.tokens.push_back(all->tokens[r]);
    auto const row = all->nll.begin() + static_cast<std::ptrdiff_t>(r * all->questions);
    clean.nll.insert(clean.nll.end(), row, row + static_cast<std::ptrdiff_t>(all->questions));
  }
  clean = fit::canonical(clean);
  law::task_accuracy<law::coupled<>, law::log_normal<>> truth;
  REQUIRE(at_once(clean, several, &truth).params > 0);
  auto const ideal = plan_of_task(truth);
  REQUIRE(ideal);

  // What the clean answers say as well is no sign that these are spoilt.
  std::vector<std::string> const usual[] = {by_loss(clean, several).said, by_accuracy(clean, several).said,
                                            at_once(clean, several).said};
  auto const judge = [&](char const* name, int which, task_answer a) {
    char const* const law = which == 0 ? "`t2-loss`" : which == 1 ? "`t2-accuracy`" : "`coupled`";
    if (a.params > 0) a.reached = truth(params{a.params}, tokens{tokens_of(a.params)}, samples{samples_of_plan});
    std::string said;
    bool more = false;
    for (std::string const& each : a.said) {
      said += (said.empty() ? "" : "; ") + each;
      more = more || std::find(usual[which].begin(), usual[which].end(), each) == usual[which].end();
    }
    if (std::getenv("T2_TABLE") != nullptr) {
      if (a.params > 0)
        std::printf("| %s | %s | %.3g | %.1f of %.1f %% | %s |\n", name, law, a.params, 100 * a.reached,
                    100 * ideal->value, said.c_str());
      else
        std::printf("| %s | %s | - | - | %s |\n", name, law, said.c_str());
    }
    INFO(std::string(name), ", ", std::string(law), ": ", a.params, " reaches ", a.reached, " of ", ideal->value);
    CHECK((a.params == 0 || more || a.reached > 0.8 * ideal->value));
    return said;
  };
  auto const check = [&](char const* name, fit::outcomes<> const& data, std::vector<double> const& k = several) {
    return std::vector<std::string>{judge(name, 0, by_loss(data, k)), judge(name, 1, by_accuracy(data, k)),
                                    judge(name, 2, at_once(data, k))};
  };
  std::size_t const rows = clean.checkpoints(), size = clean.questions;
  check("clean", clean);
  check("one k only", clean, {4});
  {
    fit::outcomes<> data = clean;
    for (int copy = 0; copy < 2; ++copy) {
      data.params.insert(data.params.end(), clean.params.begin(), clean.params.end());
      data.tokens.insert(data.tokens.end(), clean.tokens.begin(), clean.tokens.end());
      data.nll.insert(data.nll.end(), clean.nll.begin(), clean.nll.end());
    }
    for (std::string const& said : check("every checkpoint three times", data))
      CHECK(said.find("copies of others") != std::string::npos);
  }
  {
    fit::outcomes<> data = clean;
    for (std::size_t r = 0; r < rows; r += 5)  // the answers of a checkpoint elsewhere in the list
      std::copy_n(clean.nll.begin() + static_cast<std::ptrdiff_t>(((r * 7 + 31) % rows) * size), size,
                  data.nll.begin() + static_cast<std::ptrdiff_t>(r * size));
    check("one checkpoint in 5 with the answers of another", data);
  }
  {
    fit::outcomes<> data = clean;
    for (std::size_t r = 0; r < rows; ++r)
      std::copy_n(clean.nll.begin() + static_cast<std::ptrdiff_t>(((r * 37 + 5) % rows) * size), size,
                  data.nll.begin() + static_cast<std::ptrdiff_t>(r * size));
    check("answers shuffled among checkpoints", data);
  }
  {
    fit::outcomes<> data = clean;
    for (double& n : data.params) n = 1e9;
    check("one model size", data);
  }
  {
    fit::outcomes<> data = clean;
    for (std::size_t i = 0; i < data.nll.size(); ++i) data.nll[i] = i % 2 == 0 ? 0 : 40;
    check("every answer certain, right or wrong", data);
  }
  noise random;
  check("counts of 4 samples", counted(clean, 4, random), {1, 2, 4});
  {
    fit::outcomes<> data = counted(clean, 4, random);
    for (double& c : data.correct) c = 0;
    auto const said = check("nothing ever solved", data, {1, 2, 4});
    CHECK(said[1] == "the difficulty of questions of which all or none are solved is not identified by the data");
    data.correct[7] = 5;
    CHECK(check("five of four samples right", data, {1, 2, 4})[1] ==
          "correct is outside its domain (value 5 at index 7)");
  }
}
