// SPDX-License-Identifier: BSL-1.0
#include "any_fit.hpp"  // fit_of
#include "fit_parts.hpp"
#include "fit_run.hpp"
#include "fit_summary.hpp"  // quality_of, ranges_of, add_errors

#include <t2/fit/least.hpp>
#include <t2/fit/task_accuracy.hpp>

#include <span>

namespace t2plan {
namespace {

namespace fit = t2::fit;

// What the files call a column of the library.
std::string name_of(char const* column) {
  std::string const name = column;
  return name == "value" ? "the loss" : name == "location" ? "the fitted loss" : symbol_of(name);
}

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

void reject(t2::status const& error, place const& file, std::vector<place> const& rows, int coefficients,
            std::string const& law) {
  std::string const name = name_of(error.argument);
  place const where = error.index >= 0 && static_cast<std::size_t>(error.index) < rows.size()
                          ? rows[static_cast<std::size_t>(error.index)]
                          : file;
  switch (error.code) {
    case t2::errc::empty: fail(where, "there is no point to fit");
    case t2::errc::too_few_points:
      fail(where, plural(static_cast<std::size_t>(error.value), "point") + ", fewer than the " +
                      std::to_string(coefficients) + " coefficients of " + law);
    case t2::errc::no_variation:
      fail(where, name + " is " + readable(error.value) + " at every point, so the law cannot be fitted");
    case t2::errc::out_of_domain: fail(where, name + " is " + readable(error.value) + ", which is outside its domain");
    case t2::errc::not_converged: throw no_answer(to_string(where) + ": no usable fit was found");
    default: throw no_answer(to_string(where) + ": " + message(error));
  }
}

fit_record fit_to_runs(run_input const& input, fit_settings const& settings, std::string const& file) {
  return fit_of(settings.law).to_runs(input, settings, file);
}

fit_record fit_to_outcomes(outcome_input const& input, fit_settings const& settings) {
  if (any_fit const other = fit_of(settings.law)) return other.to_answers(input, settings);
  return settings.law == "t2-accuracy" ? fit_accuracy(input, settings) : fit_coupled(input, settings);
}

}  // namespace t2plan
