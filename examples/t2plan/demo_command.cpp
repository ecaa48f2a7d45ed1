// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"
#include "demo_account.hpp"  // compare, print_coefficients, print_plan
#include "error.hpp"         // input_error
#include "fit_run.hpp"       // run_fit, complete
#include "report.hpp"        // plan_fit, make_report, write_files

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>
#include <memory>

namespace t2plan {
namespace {

namespace fs = std::filesystem;

struct demo_options {
  std::string out = "t2plan-demo";
  std::uint64_t seed = 1;
  std::size_t draws = 500;
  double train = 2.56e19, inference = 2e9;
  unsigned threads = 0;
  bool as_json = false;
};

struct demo_files {
  std::string checkpoints, questions, loss_fit, accuracy_fit;

  explicit demo_files(std::string const& folder)
      : checkpoints((fs::path(folder) / "synthetic_checkpoints.csv").string()),
        questions((fs::path(folder) / "synthetic_questions.csv").string()),
        loss_fit((fs::path(folder) / "t2-loss.json").string()),
        accuracy_fit((fs::path(folder) / "t2-accuracy.json").string()) {}
};

// The measured loss, not the mean of -log p, is what the first stage is fitted to: a Beta law with its mean regressed
// on the loss has a mean -log p near that loss and not equal to it, so the fit would find another law than the suite's.
constexpr char const* loss_column = "loss";

// A sum of power laws does not follow -log pass@k down to the tiny values that it has at large k.
std::vector<double> const few_samples{1, 2, 4, 8, 16};

fit_record fit_suite(std::string const& law, demo_files const& files, demo_options const& options) {
  input_options input;
  input.checkpoints = files.checkpoints;
  input.questions = files.questions;
  if (law == "t2-accuracy")
    input.loss_column = loss_column;
  else
    input.k = few_samples;
  fit_settings settings;
  settings.law = law;
  settings.draws = options.draws;
  settings.seed = options.seed;
  settings.threads = options.threads;
  return run_fit(input, complete(settings));
}

void run(demo_options const& options) {
  if (options.draws < 2) throw input_error("--bootstrap: the demo shows intervals, which need at least 2 draws");
  require_gnuplot();
  suite_truth const truth = default_truth();
  demo_files const files(options.out);
  t2::fit::outcomes<double> const suite = make_suite(truth, options.seed);
  write_files(options.out, {{"synthetic_checkpoints.csv", checkpoints_csv(suite)},
                            {"synthetic_questions.csv", questions_csv(suite)}});

  std::string const seed = std::to_string(options.seed), draws = std::to_string(options.draws);
  std::string const fit_line = "t2plan fit --checkpoints " + files.checkpoints + " --questions " + files.questions +
                               " --bootstrap " + draws + " --seed " + seed;
  plan_request const request{.train = options.train, .inference = options.inference};
  report_input report{
      .heading = "Train-to-Test plan of the synthetic suite",
      .notice = "Synthetic: these checkpoints and questions were drawn by t2plan demo from a known law, seed " + seed +
                ". No model was trained.",
      .adjective = "synthetic ",
      .fits = {},
      .data = {},
      .request = request,
      .threads = options.threads,
      .command = "t2plan demo --seed " + seed + " --bootstrap " + draws + " --out " + options.out};
  fit_record const loss = fit_suite("t2-loss", files, options), accuracy = fit_suite("t2-accuracy", files, options);
  report.fits.push_back(plan_fit(files.loss_fit, loss, request, options.threads));
  report.fits.push_back(plan_fit(files.accuracy_fit, accuracy, request, options.threads));
  input_options input;
  input.checkpoints = files.checkpoints;
  input.questions = files.questions;
  report.data = read_outcome_input(input, "t2-loss");
  report_files pages = make_report(report);
  pages.insert(pages.begin(), {{"t2-loss.json", pretty(t2plan::to_json(loss))},
                               {"t2-accuracy.json", pretty(t2plan::to_json(accuracy))}});
  write_files(options.out, pages);

  std::vector<comparison> const rows = compare(truth, accuracy);
  auto const& best = report.fits[1].plan.best;
  double const truth_value = truth.law(best.params, best.tokens, best.samples);
  if (options.as_json) {
    json out = {{"schema", json_schema}, {"synthetic", true}, {"seed", options.seed}, {"coefficients", to_json(rows)}};
    out["plans"] = json::array();
    for (report_fit const& each : report.fits) {
      json plan = {{"law", form_of(each.fit.law).name}};
      plan.update(t2plan::to_json(each.plan, request));
      out["plans"].push_back(std::move(plan));
    }
    out["true_value_of_plan"] = truth_value;
    out["report"] = (fs::path(options.out) / "index.html").string();
    std::cout << pretty(out);
    return;
  }
  std::cout << "Synthetic suite: " << suite.checkpoints() << " checkpoints of " << suite.questions
            << " questions each, drawn from a known law (seed " << seed << "). No model was trained.\n\n";
  print_coefficients(rows, loss);
  std::cout << "\nThe plan for " << readable(options.train) << " FLOP of training and " << readable(options.inference)
            << " FLOP for each token served:\n";
  print_plan(report.fits[0], 0);
  print_plan(report.fits[1], truth_value);
  std::cout << "\nReport: " << (fs::path(options.out) / "index.html").string() << "\nThe fits again:\n  " << fit_line
            << " --law t2-loss --k 1,2,4,8,16 --out " << files.loss_fit << "\n  " << fit_line
            << " --law t2-accuracy --loss-column " << loss_column << " --out " << files.accuracy_fit << '\n';
}

}  // namespace

void add_demo(CLI::App& program) {
  auto const options = std::make_shared<demo_options>();
  CLI::App& command = *program.add_subcommand("demo", "The whole chain on a synthetic suite whose law is known");
  command.add_option("--out", options->out, "folder for the suite, the fits and the report")
      ->capture_default_str()
      ->type_name("DIR");
  command.add_option("--seed", options->seed, "of the suite and the bootstrap")->capture_default_str()->type_name("S");
  command.add_option("--bootstrap", options->draws, "number of bootstrap draws")->capture_default_str()->type_name("R");
  command.add_option("--threads", options->threads, "0: one for each processor")->capture_default_str()->type_name("T");
  command.add_flag("--json", options->as_json, "print JSON");
  command.callback([options] { run(*options); });
}

}  // namespace t2plan
