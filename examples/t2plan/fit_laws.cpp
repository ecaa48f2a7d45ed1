// SPDX-License-Identifier: BSL-1.0
#include "fit_run.hpp"
#include "fit_summary.hpp"  // quality_of, ranges_of, add_errors
#include "progress.hpp"     // progress_bar
#include "text.hpp"         // parse_number

#include <t2/core/message.hpp>
#include <t2/exec/threads.hpp>
#include <t2/fit/bootstrap.hpp>
#include <t2/fit/bootstrap_outcomes.hpp>
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

// Why the library found no fit. A row is known for points that have a line of their own.
[[noreturn]] void reject(t2::status const& error, place const& file, std::vector<place> const& rows, int coefficients,
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

// The law's own box with another upper end for exponents.
template <class Law>
fit::parameter_box<Law> box_up_to(double exponent_max) {
  fit::parameter_box<Law> box = fit::default_box<Law>();
  for (int i = 0; i < Law::parameters::size; ++i) {
    if (Law::parameters::kind(i) == t2::law::role::exponent) box[static_cast<std::size_t>(i)].upper = exponent_max;
  }
  return box;
}

template <class F>
fit_record with_objective(fit_settings const& settings, F const& f) {
  auto const with_residual = [&](auto const& rho) {
    return settings.residual == "log" ? f(rho, fit::log_residual) : f(rho, fit::linear_residual);
  };
  if (settings.objective == "sse") return with_residual(fit::squared{});
  return with_residual(fit::huber{parse_number(settings.objective.substr(settings.objective.find(':') + 1)).value});
}

// Runs bootstrap(backend, options) with a progress bar over `blocks` and keeps the draws.
template <class Bootstrap>
void add_draws(fit_settings const& settings, std::size_t blocks, Bootstrap const& bootstrap, fit_record& out) {
  out.seed = settings.seed;
  out.level = settings.level;
  if (settings.draws == 0) return;
  auto const what = settings.resample == "runs"        ? fit::resample::runs
                    : settings.resample == "questions" ? fit::resample::questions
                                                       : fit::resample::both;
  progress_bar bar("bootstrap", blocks);
  auto const drawn = bootstrap(t2::exec::threads<>{.count = settings.threads, .inner = {}, .watch = bar.watch()},
                               fit::bootstrap_options{settings.draws, settings.seed, what});
  if (!drawn) throw no_answer("the bootstrap: " + message(drawn.error()));
  for (auto const& row : drawn->rows) out.draws.emplace_back(row.begin(), row.end());
  out.failed_draws = drawn->failed;
  if (out.failed_draws > 0) {
    out.quality.warnings.push_back(plural(out.failed_draws, "bootstrap draw") + " of " +
                                   std::to_string(settings.draws) + " gave no usable number and left no row");
  }
}

// The points of a metric for the k of the input; answers that cannot give it were refused when they were read.
struct metric_points {
  fit::metric_table<double> table;
  fit::dataset<> points;

  metric_points(fit::outcomes<> const& data, fit::metric what, std::vector<double> const& k, place const& where) {
    if (data.checkpoints() == 0) return;
    auto tabulated = fit::tabulate<double>(data, what, k);
    if (!tabulated) fail(where, message(tabulated.error()));
    table = *std::move(tabulated);
    points = fit::points<double>(data, k, table.means());
  }
};

constexpr std::size_t block = fit::detail::outcome_resampler<double>::block;

fit_record fit_loss(outcome_input const& input, fit_settings const& settings) {
  metric_points const fitted(input.fitted, fit::metric::negative_log_pass, input.k, input.where);
  metric_points const held_out(input.held_out, fit::metric::negative_log_pass, input.k, input.where);
  return with_objective(settings, [&](auto const& rho, auto const& residual) {
    auto const box = box_up_to<t2_loss>(settings.exponent_max);
    auto const found = fit::least<t2_loss>(fitted.points, rho, residual, box);
    if (!found) reject(found.error(), input.where, {}, t2_loss::parameters::size, settings.law);
    fit_record out{.law = found->law,
                   .quality = quality_of(*found),
                   .error_by_k = {},
                   .location = {},
                   .range = ranges_of(input.fitted.params, input.fitted.tokens, input.k),
                   .held_out = {},
                   .draws = {}};
    add_errors(found->law, fitted.points, held_out.points, out);
    add_draws(
        settings, (settings.draws + block - 1) / block,
        [&](auto const& ex, fit::bootstrap_options const& options) {
          return fit::bootstrap_outcomes(ex, input.fitted, fitted.table, std::span<double const>(input.k), found->law,
                                         rho, residual, options, box);
        },
        out);
    return out;
  });
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
      settings, (settings.draws + block - 1) / block,
      [&](auto const& ex, fit::bootstrap_options const& options) {
        return fit::bootstrap_accuracy(ex, input.fitted, loss.points, loss.table, passes.table,
                                       std::span<double const>(input.k), *found, options, box);
      },
      out);
  return out;
}

}  // namespace

fit_record fit_to_runs(run_input const& input, fit_settings const& settings, std::string const& file) {
  return with_objective(settings, [&](auto const& rho, auto const& residual) {
    auto const box = box_up_to<chinchilla>(settings.exponent_max);
    auto const found = fit::least<chinchilla>(input.fitted, rho, residual, box);
    if (!found) reject(found.error(), {file}, input.where, chinchilla::parameters::size, settings.law);
    fit_record out{.law = found->law,
                   .quality = quality_of(*found),
                   .error_by_k = {},
                   .location = {},
                   .range = ranges_of(input.fitted.params, input.fitted.tokens, {}),
                   .held_out = {},
                   .draws = {}};
    add_errors(found->law, input.fitted, input.held_out, out);
    add_draws(
        settings, settings.draws,
        [&](auto const& ex, fit::bootstrap_options const& options) {
          return fit::bootstrap_runs(ex, input.fitted, found->law, rho, residual, options, box);
        },
        out);
    return out;
  });
}

fit_record fit_to_outcomes(outcome_input const& input, fit_settings const& settings) {
  return settings.law == "t2-loss" ? fit_loss(input, settings) : fit_accuracy(input, settings);
}

}  // namespace t2plan
