// SPDX-License-Identifier: BSL-1.0
// Every batch function of the library on every backend: threads and ranks of any number give the bits of scalar, simd is
// within the stated bound of it. The table of docs/exec.md is compared with what is found here.
// t2: needs simd threads mpi
// t2: labels mpi
#include "support/mpirun.hpp"
#include "support/synthetic.hpp"

#include <t2/exec/mpi.hpp>
#include <t2/exec/simd.hpp>
#include <t2/exec/threads.hpp>
#include <t2/fit/bootstrap.hpp>
#include <t2/fit/bootstrap_outcomes.hpp>
#include <t2/fit/least.hpp>
#include <t2/fit/task_accuracy.hpp>
#include <t2/fit/validate/held_out.hpp>
#include <t2/fit/validate/split.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>
#include <t2/passk/batch.hpp>
#include <t2/passk/consistency.hpp>
#include <t2/passk/interval/bootstrap.hpp>
#include <t2/plan/ask/sweep.hpp>
#include <t2/plan/confidence/uncertainty.hpp>
#include <t2/random/philox_simd.hpp>
#include <t2/random/threshold.hpp>
#include <t2/sample/beta.hpp>
#include <t2/sample/beta_binomial.hpp>
#include <t2/sample/binomial.hpp>
#include <t2/sample/digest.hpp>
#include <t2/sample/multinomial.hpp>
#include <t2/sample/outcomes.hpp>
#include <t2/sample/simulate.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <span>
#include <sstream>
#include <string>
#include <vector>

using namespace t2;

namespace {

using numbers = std::vector<double>;
using view = std::span<double const>;

struct answer {
  std::string name;
  double simd_bound;  // relative, of exec::simd against exec::scalar
  numbers values;
};

constexpr law::chinchilla loss{.E = 1.8, .A = 480., .B = 2100., .alpha = 0.35, .beta = 0.37};
constexpr auto task = loss + law::sampling_gain{.G = 3.36, .gamma = 0.445};

fit::dataset<> runs() { return test::grid(loss, {3e7, 2e8, 1.2e9}, {1e9, 1e10, 8e10, 3e11}, {1}, 0.01); }

fit::outcomes<> suite() {
  fit::outcomes<> out;
  out.questions = 20;
  for (double const n : {1e7, 1e8, 1e9})
    for (double const d : {1e9, 1e10, 1e11}) {
      out.params.push_back(n);
      out.tokens.push_back(d);
      for (std::size_t q = 0; q < out.questions; ++q)
        out.nll.push_back(loss(params{n}, tokens{d}) * (0.4 + 0.08 * static_cast<double>((7 * q) % 20)));
    }
  return fit::canonical(out);
}

template <class Row>
void append(numbers& out, std::vector<Row> const& rows) {
  for (Row const& row : rows) out.insert(out.end(), row.begin(), row.end());
}
void append(numbers& out, std::vector<std::uint64_t> const& counts) {
  for (std::uint64_t c : counts) out.push_back(static_cast<double>(c));
}

template <class Exec>
std::vector<answer> answers(Exec const& ex) {
  std::vector<answer> all;
  auto const add = [&all](std::string const& name, double bound, bool ok, numbers const& values) {
    INFO(name);
    CHECK(ok);
    CHECK(!values.empty());
    all.push_back({name, bound, values});
  };
  constexpr std::size_t size = 1003;  // no multiple of anything
  numbers n(size), d(size), out(size), train(size), inference(size), chances(size);
  std::vector<int> trials(size), right(size);
  for (std::size_t i = 0; i < size; ++i) {
    double const u = std::fmod(static_cast<double>(i) * 0.6180339887, 1.);
    n[i] = 1e7 * std::exp(9 * u), d[i] = 1e9 * std::exp(7 * (1 - u));
    train[i] = 6 * n[i] * d[i], inference[i] = 200 * n[i], chances[i] = u;
    trials[i] = 100, right[i] = static_cast<int>(100 * u * u);
  }
  std::span<int const> const drawn(trials), solved(right);

  bool ok = law::evaluate(ex, task, std::span(out), law::each<params>(n), law::each<tokens>(d), samples{64}).ok();
  add("law::evaluate", 2e-15, ok, out);
  ok = passk::unbiased(ex, drawn, solved, 10, std::span(out)).ok();
  add("passk::unbiased", 1e-15, ok, out);
  numbers table(101);
  ok = passk::unbiased_table(ex, 100, 10, std::span(table)).ok();
  add("passk::unbiased_table", 0, ok, table);
  ok = passk::evaluate(ex, passk::g_pass_at_k{16.0, 0.5}, drawn, solved, std::span(out)).ok();
  add("passk::evaluate", 0, ok, out);
  auto const interval =
      passk::bootstrap(ex, passk::counts<int>{drawn.first(50), solved.first(50)}, 10, {.replicates = 99});
  add("passk::bootstrap", 0, static_cast<bool>(interval),
      {interval->mean.value, interval->mean.standard_error, interval->percentile.lower, interval->percentile.upper});

  ok = plan::sweep(ex, task, view(train), view(inference), std::span(out)).ok();
  add("plan::sweep", 1e-12, ok, out);
  auto const fitted = fit::least<law::chinchilla<double>>(runs(), fit::huber{1e-3}, fit::log_residual);
  REQUIRE(fitted);
  auto const draws = fit::bootstrap_runs(ex, runs(), fitted->law, fit::huber{1e-3}, fit::log_residual, {.draws = 37});
  numbers rows;
  if (draws) append(rows, draws->rows);
  add("fit::bootstrap_runs", 0, draws && draws->failed == 0, rows);
  fit::bootstrap_draws<double, 7> of_task;
  for (auto const& row : draws->rows) of_task.rows.push_back({row[0], row[1], row[2], row[3], row[4], 3.36, 0.445});
  auto const plans = plan::plan_draws(ex, task, of_task, *plan::solve(task, budget::split{flops{2.56e19}, flops{2e9}}),
                                      budget::split{flops{2.56e19}, flops{2e9}});
  rows.clear();
  for (auto const& p : *plans) rows.insert(rows.end(), {p.params, p.tokens, p.samples, p.value, p.regret});
  add("plan::plan_draws", 0, static_cast<bool>(plans), rows);

  auto const questions = suite();
  numbers const k = {1, 4, 16}, one = {1};
  auto const nll = fit::tabulate<double>(questions, fit::metric::negative_log_pass, k);
  auto const first = fit::least<decltype(loss + law::sampling_gain<double>{})>(
      fit::points<double>(questions, k, nll->means()), fit::squared{}, fit::linear_residual);
  REQUIRE(first);
  auto const approach1 = fit::bootstrap_outcomes(ex, questions, *nll, view(k), first->law, fit::squared{},
                                                 fit::linear_residual, {.draws = 11});
  rows.clear();
  if (approach1) append(rows, approach1->rows);
  add("fit::bootstrap_outcomes", 0, static_cast<bool>(approach1), rows);
  auto const mean = fit::tabulate<double>(questions, fit::metric::negative_log_pass, one);
  auto const pass = fit::tabulate<double>(questions, fit::metric::pass, k);
  auto const points = fit::points<double>(questions, one, mean->means());
  auto const second = fit::fit_task_accuracy(points, fit::points<double>(questions, k, pass->means()));
  REQUIRE(second);
  auto const approach2 = fit::bootstrap_accuracy(ex, questions, points, *mean, *pass, view(k), *second, {.draws = 11});
  rows.clear();
  if (approach2) append(rows, approach2->rows);
  add("fit::bootstrap_accuracy", 0, static_cast<bool>(approach2), rows);
  auto const data = runs();
  auto const errors = fit::validate(
      ex, "chinchilla", data, {fit::leave_one_out(data.value.size())},
      [](auto const& some) { return fit::least<law::chinchilla<double>>(some, fit::huber{1e-3}, fit::log_residual); });
  add("fit::validate", 0, static_cast<bool>(errors),
      {errors->front().error, static_cast<double>(errors->front().points),
       static_cast<double>(errors->front().failed)});

  sample::outcomes const run{.seed = 1, .first = 5, .count = 300'000};
  auto const hits = sample::hits(ex, random::any_of_threshold(0.01, 64), run);
  add("sample::hits", 0, static_cast<bool>(hits), {static_cast<double>(*hits)});
  std::vector<std::uint64_t> counts(65), wins(3);
  ok = sample::add_histogram(ex, *sample::beta_binomial_table(0.3, 2, 64), run, counts).ok();
  append(rows = {}, counts);
  add("sample::add_histogram", 0, ok, rows);
  ok =
      sample::add_votes(ex, *sample::answer_table(view(numbers{.5, .3, .2})), 5, {.seed = 1, .count = 5000}, wins).ok();
  append(rows = {}, wins);
  add("sample::add_votes", 0, ok, rows);
  auto const fresh = sample::fresh(ex, law::beta_shape<double>{0.3, 2.}, 1000, samples{16}, seed{1}, {.count = 500});
  append(rows = {}, fresh->counts);
  add("sample::fresh", 0, static_cast<bool>(fresh), rows);
  auto const repeated = sample::repeated(ex, view(chances).first(50), samples{16}, seed{1}, {.count = 100});
  append(rows = {}, repeated->counts);
  add("sample::repeated", 0, static_cast<bool>(repeated), rows);
  std::vector<std::uint32_t> successes(size);
  ok = sample::binomial_draws(ex, view(chances), samples{40}, {.seed = 1, .index = 3}, std::span(successes)).ok();
  add("sample::binomial_draws", 0, ok, numbers(successes.begin(), successes.end()));
  ok = sample::beta_draws(ex, 0.3, 2, {.seed = 1, .index = 3}, std::span(out)).ok();
  add("sample::beta_draws", 1e-13, ok, out);
  return all;
}

std::uint64_t bits(answer const& of) {
  sample::digest out;
  for (double x : of.values) out.add(__builtin_bit_cast(std::uint64_t, x));
  return out.value();
}

void say(std::string const& on, std::vector<answer> const& all, std::string& text) {
  for (answer const& a : all) {
    char line[128];
    std::snprintf(line, sizeof line, "%s %s %016llx\n", on.c_str(), a.name.c_str(),
                  static_cast<unsigned long long>(bits(a)));
    text += line;
  }
}

void child() {
  int argc = 0;
  char** argv = nullptr;
  exec::mpi_session const session(argc, argv);
  std::string text;
  say("scalar", answers(exec::mpi{}), text);
  say("simd", answers(exec::mpi{exec::threads{2, exec::simd{}}}), text);
  std::fputs(text.c_str(), stdout);
}

double off(numbers const& x, numbers const& y) {
  REQUIRE(x.size() == y.size());
  double worst = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (x[i] != y[i]) worst = std::fmax(worst, std::fabs(x[i] - y[i]) / std::fabs(y[i]));
  return worst;
}

}  // namespace

TEST_CASE("batch functions") {
  if (test::role() != nullptr) {
    child();
    return;
  }
  std::vector<answer> const plain = answers(exec::scalar{}), wide = answers(exec::simd{});
  std::string expected;
  say("scalar", plain, expected);
  say("simd", wide, expected);
  std::string got;
  say("scalar", answers(exec::threads{3}), got);
  say("simd", answers(exec::threads{2, exec::simd{}}), got);
  CHECK(got == expected);
  for (int ranks : {1, 2, 3, 4}) {
    test::outcome const out = test::run_ranks(ranks, "answers");
    INFO(out.text);
    CHECK(out.code == 0);
    std::istringstream lines(expected);
    for (std::string line; std::getline(lines, line);) {
      INFO(ranks << " ranks: " << line);
      CHECK(test::occurrences(out.text, line) == static_cast<std::size_t>(ranks));
    }
  }
  // the page says what is found
  std::ifstream page(std::string(__FILE__).substr(0, std::string(__FILE__).find("tests/exec")) + "docs/exec.md");
  std::ostringstream text;
  text << page.rdbuf();
  for (std::size_t f = 0; f < plain.size(); ++f) {
    double const worst = off(wide[f].values, plain[f].values);
    INFO(plain[f].name << " off " << worst);
    CHECK(worst <= plain[f].simd_bound);
    std::ostringstream row;
    row << "| `" << plain[f].name << "` | same bits | ";
    if (plain[f].simd_bound == 0) row << "same bits |\n";
    if (plain[f].simd_bound > 0) row << "within " << plain[f].simd_bound << " |\n";
    INFO(row.str());
    CHECK(test::occurrences(text.str(), row.str()) == 1);
  }
}
