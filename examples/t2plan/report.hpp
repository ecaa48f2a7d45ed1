// SPDX-License-Identifier: BSL-1.0
// The report: from fits, their data and budgets to one self-contained page and the numbers behind its plots.
#pragma once

#include "fit_file.hpp"   // fit_record
#include "fit_input.hpp"  // outcome_input
#include "known_law.hpp"  // known_law
#include "planning.hpp"   // plan_request, full_plan
#include "plot.hpp"       // plot

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace t2plan {

/// A fit and the plan that follows from it.
struct report_fit {
  known_law known;
  fit_record fit;
  full_plan plan;

  [[nodiscard]] bool is_accuracy() const { return higher_is_better(fit.law); }
  /// "approach 1" or "approach 2", as the paper counts, or "the coupled law".
  [[nodiscard]] std::string approach() const;
  /// A word for file names.
  [[nodiscard]] std::string word() const;
  [[nodiscard]] paint color() const;
  [[nodiscard]] char const* quantity() const { return is_accuracy() ? "pass@k" : "mean of −log pass@k [nats]"; }
  [[nodiscard]] double value(double params, double tokens, double samples) const;
};

struct report_input {
  std::string heading;                ///< of the page
  std::string notice;                 ///< what every reader must know first: that data are synthetic; or ""
  std::string adjective;              ///< of the checkpoints in captions: "synthetic " or ""
  std::vector<report_fit> fits;       ///< of t2-loss, t2-accuracy, coupled, coupled-loss, one each at most
  std::optional<outcome_input> data;  ///< what they were fitted to and what was held out
  plan_request request;               ///< after `prepare`
  std::size_t most_draws = 300;       ///< bands are made of this many bootstrap draws at most
  unsigned threads = 0;
  std::string command;  ///< that repeats the report

  /// Training, as the request counts it, and inference, 2 N k for each token served, about which the plots are drawn: the
  /// budgets, or where others limit the plan what the first plan spends.
  [[nodiscard]] double train() const;
  [[nodiscard]] double inference() const;
  /// The request with the budgets that the first plan spends in place of a target.
  [[nodiscard]] plan_request with_budgets() const;
  /// That in 6 N D and 2 N k, with what the first plan spends of them in place of budgets counted otherwise.
  [[nodiscard]] plan_request in_usual_costs() const;
};

/// @param  path  of the fit, for messages and the page
/// @errors  input_error, no_answer: those of make_plan; a law without k
[[nodiscard]] report_fit plan_fit(std::string const& path, fit_record fit, plan_request const& request,
                                  unsigned threads);

/// Plots that belong together under one heading.
struct figure {
  std::string heading;
  std::string caption;
  std::vector<plot> plots;
};

/// The law at several levels of training compute: at k = 1, and at the k that the inference budget pays.
[[nodiscard]] figure isoflop_figure(report_input const& input, report_fit const& fit);
/// The best D/N, N and D along training budgets, with bands.
[[nodiscard]] figure frontier_figure(report_input const& input);
/// Predicted against observed, held-out points marked; needs data.
[[nodiscard]] figure prediction_figure(report_input const& input);
/// The metric against k at a few checkpoints; needs data.
[[nodiscard]] figure samples_figure(report_input const& input);

/// The mean over questions of a checkpoint: pass@k, or of -log pass@k; NaN where the data cannot give it.
[[nodiscard]] double observed(t2::fit::outcomes<> const& data, std::size_t checkpoint, bool is_accuracy, double k);

/// The first letter in upper case.
[[nodiscard]] std::string capitalised(std::string text);

/// A number as people write it: 0.852, 27.3, 3.66 × 10⁷.
[[nodiscard]] std::string human_number(double value, int digits = 3);

/// `count` numbers from low to high, evenly spaced in the logarithm.
[[nodiscard]] std::vector<double> log_spaced(double low, double high, std::size_t count);

/// Files by name; "index.html" is the page.
using report_files = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] report_files make_report(report_input const& input);

/// Writes all files into a folder, which is made if it does not exist: all of them or none.
/// @errors  input_error with the path and the system's reason
void write_files(std::string const& folder, report_files const& files);

}  // namespace t2plan
