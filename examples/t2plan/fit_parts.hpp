// SPDX-License-Identifier: BSL-1.0
// What the fits of all laws share: bounds, points of a metric, bootstrap draws with a progress bar, refusals. Used by
// fit*.cpp only.
#pragma once

#include "error.hpp"        // fail, no_answer
#include "fit_run.hpp"      // fit_settings, outcome_input
#include "fit_summary.hpp"  // fit_record, quality_of
#include "progress.hpp"     // progress_bar

#include <t2/core/message.hpp>
#include <t2/exec/threads.hpp>
#include <t2/fit/bootstrap.hpp>
#include <t2/fit/bootstrap_outcomes.hpp>
#include <t2/fit/outcomes.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace t2plan {

/// Why the library found no fit. A row is known for points that have a line of their own.
[[noreturn]] void reject(t2::status const& error, place const& file, std::vector<place> const& rows, int coefficients,
                         std::string const& law);

/// The law's own box with another upper end for exponents.
template <class Law>
t2::fit::parameter_box<Law> box_up_to(double exponent_max) {
  t2::fit::parameter_box<Law> box = t2::fit::default_box<Law>();
  for (int i = 0; i < Law::parameters::size; ++i) {
    if (Law::parameters::kind(i) == t2::law::role::exponent) box[static_cast<std::size_t>(i)].upper = exponent_max;
  }
  return box;
}

/// Runs bootstrap(backend, options) with a progress bar over `blocks` and keeps the draws.
template <class Bootstrap>
void add_draws(fit_settings const& settings, std::size_t blocks, Bootstrap const& bootstrap, fit_record& out) {
  out.seed = settings.seed;
  out.level = settings.level;
  if (settings.draws == 0) return;
  auto const what = settings.resample == "runs"        ? t2::fit::resample::runs
                    : settings.resample == "questions" ? t2::fit::resample::questions
                                                       : t2::fit::resample::both;
  progress_bar bar("bootstrap", blocks);
  auto const drawn = bootstrap(t2::exec::threads<>{.count = settings.threads, .inner = {}, .watch = bar.watch()},
                               t2::fit::bootstrap_options{settings.draws, settings.seed, what});
  if (!drawn) throw no_answer("the bootstrap: " + message(drawn.error()));
  for (auto const& row : drawn->rows) out.draws.emplace_back(row.begin(), row.end());
  out.failed_draws = drawn->failed;
  if (out.failed_draws > 0) {
    out.quality.warnings.push_back(plural(out.failed_draws, "bootstrap draw") + " of " +
                                   std::to_string(settings.draws) + " gave no usable number and left no row");
  }
}

/// The points of a metric for the k of the input; answers that cannot give it were refused when they were read.
struct metric_points {
  t2::fit::metric_table<double> table;
  t2::fit::dataset<> points;

  metric_points(t2::fit::outcomes<> const& data, t2::fit::metric what, std::vector<double> const& k, place const& where) {
    if (data.checkpoints() == 0) return;
    auto tabulated = t2::fit::tabulate<double>(data, what, k);
    if (!tabulated) fail(where, message(tabulated.error()));
    table = *std::move(tabulated);
    points = t2::fit::points<double>(data, k, table.means());
  }
};

/// Draws that the library makes together: a step of the progress bar.
inline constexpr std::size_t draw_block = t2::fit::detail::outcome_resampler<double>::block;

}  // namespace t2plan
