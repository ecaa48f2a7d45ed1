// SPDX-License-Identifier: BSL-1.0
// t2plan simulate: Monte Carlo of a plan, the same counts on every backend.
// t2: uses mpi
#include "card.hpp"  // fresh_on_card, repeated_on_card
#include "commands.hpp"
#include "error.hpp"      // input_error, no_answer
#include "fit_file.hpp"   // read_fit
#include "output.hpp"     // json, pretty, readable
#include "progress.hpp"   // progress_bar
#include "questions.hpp"  // read_counts

#include <t2/core/message.hpp>
#include <t2/exec/scalar.hpp>
#include <t2/exec/threads.hpp>
#include <t2/random/philox_dispatch.hpp>
#include <t2/sample/exact_shape.hpp>
#include <t2/sample/simulate.hpp>
#include <t2/sample/tally.hpp>
#include <t2/sample/verifier.hpp>
#if defined(T2_USES_MPI)
#include <t2/exec/mpi.hpp>
#endif

#include <CLI/CLI.hpp>

#include <chrono>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace t2plan {
namespace {

using shape = t2::law::beta_shape<double>;

struct simulate_options {
  std::vector<double> beta;
  std::string fit, problems, backend = "threads";
  double params = 0, tokens = 0;
  std::uint64_t questions = 1000, samples = 64, repeats = 1000, first_repeat = 0, seed = 1;
  unsigned threads = 0;
  std::vector<double> verifier;
  bool guesses = false, as_json = false;
};

[[noreturn]] void fail(t2::status const& what) {
  if (what.code == t2::errc::backend_failure) throw no_answer(t2::message(what));
  throw input_error(t2::message(what));
}

// Where the chances come from: a Beta law, or the questions of a file.
struct difficulty {
  std::optional<shape> fresh;
  std::vector<double> chances;
};

difficulty beta_of_fit(simulate_options const& options) {
  fit_record const fit = read_fit(options.fit);
  auto const* const law = std::get_if<t2_accuracy>(&fit.law);
  if (law == nullptr)
    throw input_error(options.fit + ": only a fit of t2-accuracy says how questions differ; this is " +
                      std::string(form_of(fit.law).name));
  if (!(options.params > 0) || !(options.tokens > 0)) throw input_error("--fit needs --params and --tokens above 0");
  return {.fresh = t2::sample::exact_shape(*law, t2::params{options.params}, t2::tokens{options.tokens}),
          .chances = {}};
}

difficulty chances_of_file(std::string const& path) {
  question_table const table = read_counts(path);
  difficulty out;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (std::size_t column = 0; column < table.columns(); ++column) {
      std::uint64_t const n = table.trials_of(row)[column];
      if (n > 0) out.chances.push_back(static_cast<double>(table.successes_of(row)[column]) / static_cast<double>(n));
    }
  }
  return out;
}

difficulty read_difficulty(simulate_options const& options) {
  int const ways = (options.beta.empty() ? 0 : 1) + (options.fit.empty() ? 0 : 1) + (options.problems.empty() ? 0 : 1);
  if (ways != 1) throw input_error("one of --beta, --fit and --problems is needed");
  if (!options.fit.empty()) return beta_of_fit(options);
  if (!options.problems.empty()) return chances_of_file(options.problems);
  return {.fresh = shape{options.beta[0], options.beta[1]}, .chances = {}};
}

template <class Exec>
t2::sample::tally run_on(Exec const& ex, difficulty const& d, simulate_options const& options) {
  t2::samples const k{static_cast<double>(options.samples)};
  t2::repeats const which{options.repeats, options.first_repeat};
  auto const out = d.fresh ? t2::sample::fresh(ex, *d.fresh, options.questions, k, t2::seed{options.seed}, which)
                           : t2::sample::repeated(ex, d.chances, k, t2::seed{options.seed}, which);
  if (!out) fail(out.error());
  return *out;
}

// 1, 2, 4, ... up to the number of samples, and that number.
std::vector<std::uint64_t> reported_k(std::uint64_t samples) {
  std::vector<std::uint64_t> out;
  for (std::uint64_t k = 1; k < samples; k *= 2) out.push_back(k);
  out.push_back(samples);
  return out;
}

void report(t2::sample::tally const& tally, difficulty const& d, simulate_options const& options, double seconds) {
  char digest[17];
  std::snprintf(digest, sizeof digest, "%016" PRIx64, tally.digest());
  json out{{"schema", json_schema}, {"backend", options.backend}, {"digest", digest}};
  if (d.fresh) out["beta"] = {d.fresh->a, d.fresh->b};
  out["questions"] = d.fresh ? options.questions : d.chances.size();
  out["samples"] = options.samples;
  out["repeats"] = options.repeats;
  out["first_repeat"] = options.first_repeat;
  out["seed"] = options.seed;
  out["outcomes"] = tally.outcomes;
  json pass = json::object(), error = json::object(), all = json::object();
  for (std::uint64_t const k : reported_k(options.samples)) {
    t2::sample::estimate const e = t2::sample::pass_at(tally, k, d.chances);
    pass[std::to_string(k)] = e.value;
    error[std::to_string(k)] = e.standard_error;
    all[std::to_string(k)] = t2::sample::all_of(tally, k).value;
  }
  out["pass_at"] = pass;
  out["standard_error"] = error;
  out["all_of"] = all;
  out["majority"] = t2::sample::majority(tally).value;
  out["attempts"] = t2::sample::attempts(tally).value;
  if (!options.verifier.empty()) {
    auto const verified = t2::sample::verified_thresholds(
        options.samples,
        {.accepts_right = options.verifier[0], .accepts_wrong = options.verifier[1], .guesses = options.guesses});
    if (!verified) fail(verified.error());
    t2::sample::estimate const best = t2::sample::best_of(tally, *verified);
    out["best_of"] = best.value;
    out["best_of_standard_error"] = best.standard_error;
  }
  out["seconds"] = seconds;
  if (options.as_json) {
    std::cout << pretty(out);
    return;
  }
  text_table table;
  table.add({"k", "pass@k", "standard error", "pass^k"});
  for (auto const& [k, value] : pass.items())
    table.add({k, readable(value.get<double>()), readable(error[k].get<double>(), 2), readable(all[k].get<double>())});
  table.print(std::cout);
  std::cout << "majority of " << options.samples << ": " << readable(out["majority"].get<double>())
            << "\nsamples until the first success, at most " << options.samples << ": "
            << readable(out["attempts"].get<double>()) << '\n';
  if (out.contains("best_of"))
    std::cout << "best of " << options.samples << " by the verifier: " << readable(out["best_of"].get<double>())
              << '\n';
  std::cout << tally.outcomes << " outcomes in " << readable(seconds, 3) << " s, digest " << digest << '\n';
}

#if defined(T2_USES_MPI)
// Every rank works; rank 0 reports. What all ranks complain of alike ends them in order, anything else ends the run.
void simulate_on_ranks(difficulty const& d, simulate_options const& options) {
  int argc = 0;
  char** argv = nullptr;
  std::optional<input_error> complaint;
  {
    t2::exec::mpi_session const session(argc, argv);
    try {
      t2::exec::mpi const ex{t2::exec::threads{options.threads == 0 ? 1 : options.threads, t2::random::dispatched{}}};
      auto const start = std::chrono::steady_clock::now();
      t2::sample::tally const tally = run_on(ex, d, options);
      double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      if (session.rank() == 0) report(tally, d, options, seconds);
    } catch (input_error const& error) {
      complaint = error;
    } catch (std::exception const& error) {
      session.fail(error.what());
    }
  }
  if (complaint) throw *complaint;
}
#endif

t2::sample::tally run_on_card(difficulty const& d, simulate_options const& options) {
  t2::repeats const which{options.repeats, options.first_repeat};
  auto const out = d.fresh ? fresh_on_card(*d.fresh, options.questions, options.samples, options.seed, which)
                           : repeated_on_card(d.chances, options.samples, options.seed, which);
  if (out) return *out;
  if (out.error().code == t2::errc::out_of_domain || out.error().code == t2::errc::empty) fail(out.error());
  throw no_answer("--backend cuda: " + t2::message(out.error()));
}

void simulate(simulate_options const& options) {
  difficulty const d = read_difficulty(options);
  if (options.backend == "mpi") {
#if defined(T2_USES_MPI)
    simulate_on_ranks(d, options);
    return;
#else
    throw input_error("--backend mpi: this t2plan was built without MPI");
#endif
  }
  auto const start = std::chrono::steady_clock::now();
  t2::sample::tally const tally = [&] {
    if (options.backend == "cuda") return run_on_card(d, options);
    if (options.backend == "scalar") return run_on(t2::exec::scalar{}, d, options);
    if (options.backend == "simd") return run_on(t2::random::dispatched{}, d, options);
    std::size_t const pieces = d.fresh ? t2::sample::detail::chunks({.seed = 0,
                                                                     .first = options.first_repeat * options.questions,
                                                                     .count = options.repeats * options.questions})
                                       : 0;
    if (pieces < 100)  // done before a bar would show
      return run_on(t2::exec::threads{options.threads, t2::random::dispatched{}}, d, options);
    progress_bar bar("simulating", pieces);
    return run_on(t2::exec::threads{.count = options.threads, .inner = t2::random::dispatched{}, .watch = bar.watch()},
                  d, options);
  }();
  report(tally, d, options, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
}

}  // namespace

void add_simulate(CLI::App& app) {
  auto const options = std::make_shared<simulate_options>();
  CLI::App* const command = app.add_subcommand("simulate", "Monte Carlo of a plan: the same counts on every backend");
  command->add_option("--beta", options->beta, "Beta law of the chance p of a question, drawn anew in each repeat")
      ->type_name("A,B")
      ->expected(2)
      ->delimiter(',');
  command->add_option("--fit", options->fit, "fit of t2-accuracy that gives the Beta law, with --params and --tokens");
  command->add_option("--params", options->params, "model size N [parameters]");
  command->add_option("--tokens", options->tokens, "training tokens D [tokens]");
  command->add_option("--problems", options->problems, "counts n, c per question; p = c/n is shared by all repeats");
  auto const with_default = [&](std::string const& name, auto& variable, std::string const& what) {
    return command->add_option(name, variable, what)->capture_default_str();
  };
  with_default("--questions", options->questions, "questions M in a repeat, with --beta or --fit")
      ->check(CLI::PositiveNumber);
  with_default("--samples", options->samples, "samples k per question")->check(CLI::PositiveNumber);
  with_default("--repeats", options->repeats, "repeats R")->check(CLI::PositiveNumber);
  with_default("--first-repeat", options->first_repeat, "number of the first repeat, to go on with a simulation");
  with_default("--seed", options->seed, "key of all random numbers");
  with_default("--threads", options->threads, "threads, with mpi of each rank; 0: all processors, one with mpi");
  with_default("--backend", options->backend, "where it runs; no count depends on it")
      ->check(CLI::IsMember({"scalar", "simd", "threads", "mpi", "cuda"}));
  command->add_option("--verifier", options->verifier, "chances that a verifier accepts a right and a wrong answer")
      ->type_name("RIGHT,WRONG")
      ->expected(2)
      ->delimiter(',');
  command->add_flag("--guess", options->guesses,
                    "with --verifier: where it accepts none, one answer is taken at random");
  command->add_flag("--json", options->as_json, "one JSON object on stdout");
  command->callback([options] { simulate(*options); });
}

}  // namespace t2plan
