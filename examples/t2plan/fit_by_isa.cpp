// SPDX-License-Identifier: BSL-1.0
// The fits that wider vectors make faster: built once for each instruction set (cmake/instruction_sets.cmake).
#include "any_fit_part.hpp"  // fit_answers, fit_runs

#include <t2/fit/task_accuracy.hpp>

#include <span>
#include <string>
#include <vector>

#if !defined(T2_ISA_TABLE)
#define T2_ISA_TABLE fitters_baseline
#endif

namespace t2plan {
namespace {

namespace fit = t2::fit;

fit_record fit_accuracy(outcome_input const& input, fit_settings const& settings) {
  std::vector<double> const one{1};
  metric_points const passes(input.fitted, fit::metric::pass, input.k, input.where);
  metric_points const held_out(input.held_out, fit::metric::pass, input.k, input.where);
  bool const measured = !input.fitted.location.empty();
  metric_points loss = measured ? metric_points({}, fit::metric::pass, one, input.where)
                                : metric_points(input.fitted, fit::metric::negative_log_pass, one, input.where);
  if (measured) loss.points = fit::points<double>(input.fitted, one, input.fitted.location);

  auto const box = box_up_to<chinchilla>(settings.exponent_max);
  auto const stage = settings.first_stage == "paper" ? fit::first_stage::paper : fit::first_stage::huber;
  auto const found = fit::fit_task_accuracy(loss.points, passes.points, stage, box);
  if (!found) reject(found.error(), input.where, {}, chinchilla::parameters::size, "each stage of " + settings.law);
  static_assert(chinchilla::parameters::size == t2::law::beta_regression<double>::parameters::size);
  t2_accuracy const law = found->law();
  fit_record out{.law = law,
                 .quality = quality_of(found->difficulty),
                 .error_by_k = {},
                 .location = quality_of(found->location),
                 .range = ranges_of(input.fitted.params, input.fitted.tokens, input.k),
                 .held_out = {},
                 .draws = {}};
  // the whole is only as good as its first stage
  auto const prepend = [](std::vector<std::string>& to, std::vector<std::string> const& from) {
    to.insert(to.begin(), from.begin(), from.end());
  };
  out.quality.converged = out.quality.converged && out.location->converged;
  prepend(out.quality.active_bounds, out.location->active_bounds);
  prepend(out.quality.warnings, out.location->warnings);
  add_errors(law, passes.points, held_out.points, out);
  add_draws(
      settings, (settings.draws + draw_block - 1) / draw_block,
      [&](auto const& ex, fit::bootstrap_options const& options) {
        return fit::bootstrap_accuracy(ex, input.fitted, loss.points, loss.table, passes.table,
                                       std::span<double const>(input.k), *found, options, box);
      },
      out);
  return out;
}

}  // namespace

extern fit_functions const T2_ISA_TABLE;
fit_functions const T2_ISA_TABLE{fit_runs<chinchilla>, fit_answers<t2_loss>, fit_accuracy};

}  // namespace t2plan
