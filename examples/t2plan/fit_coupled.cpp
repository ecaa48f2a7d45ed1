// SPDX-License-Identifier: BSL-1.0
#include "fit_parts.hpp"    // reject, box_up_to, metric_points, add_draws
#include "fit_run.hpp"
#include "fit_summary.hpp"  // quality_of, ranges_of, add_errors

#include <t2/fit/task/bootstrap.hpp>
#include <t2/fit/task/one_stage.hpp>

#include <cmath>
#include <span>

namespace t2plan {
namespace {

namespace fit = t2::fit;
using location = t2::law::coupled<double>;
using difficulty = t2::law::log_normal<double>;

json account_of(fit::fitted_task<location, difficulty> const& found, double prior_weight) {
  json priors = json::array();
  for (fit::prior const& p : found.priors) {
    priors.push_back({{"parameter", p.name},
                      {"centre", p.centre},
                      {"deviation", p.deviation},
                      {"of", p.logarithmic ? "logarithm" : "value"}});
  }
  json out = {{"priors", priors}, {"prior_weight", prior_weight}, {"scatter", found.scatter}};
  if (std::isfinite(found.largest_supported_k)) out["largest_supported_k"] = found.largest_supported_k;
  if (found.negative_log_relative_error > 0)
    out["negative_log_mean_relative_error"] = found.negative_log_relative_error;
  return out;
}

// What a fit of both metrics cannot say of these answers.
std::vector<std::string> limits_of(fit::fitted_task<location, difficulty> const& found, bool both,
                                   std::vector<double> const& k) {
  std::vector<std::string> out;
  if (!both) {
    out.emplace_back(
        "some question was never solved, so -log pass@k has no finite estimate: fitted to pass@k alone");
  }
  if (both && found.largest_supported_k < k.back()) {
    out.push_back("beyond k = " + readable(found.largest_supported_k) +
                  " some checkpoint fails less than one question on average: -log pass@k means nothing there");
  }
  return out;
}

}  // namespace

fit_record fit_coupled(outcome_input const& input, fit_settings const& settings) {
  auto const points = fit::both_metrics<double>(input.fitted, input.k);
  if (!points) fail(input.where, message(points.error()));
  auto box = box_up_to<coupled_accuracy>(settings.exponent_max);
  if (settings.interaction) {
    auto const c = static_cast<std::size_t>(coupled_accuracy::parameters::find("c"));
    box[c] = {*settings.interaction, *settings.interaction};
  }
  fit::one_stage_options options;
  // a parameter that is held needs no prior
  if (settings.interaction) {
    options.priors = fit::default_priors<location>();
    std::erase_if(*options.priors, [](fit::prior const& p) { return p.name == "c"; });
  }
  auto const found = fit::one_stage<location, difficulty>(*points, options, box);
  if (!found && found.error().code == t2::errc::not_identified) {
    throw no_answer(to_string(input.where) + ": neighbouring checkpoints scatter more than the trend (" +
                    readable(100 * found.error().value, 3) + " % of the scatter of the mean -log p is between " +
                    "neighbours in N and D, above the " + readable(100 * options.most_scatter) +
                    " % allowed): these data determine no law of N and D");
  }
  if (!found) reject(found.error(), input.where, {}, coupled_accuracy::parameters::size, settings.law);

  bool const is_loss = settings.law == "coupled-loss";
  fit_record out{.law = is_loss ? any_law(found->loss()) : any_law(found->law),
                 .quality = quality_of(*found),
                 .error_by_k = {},
                 .location = {},
                 .range = ranges_of(input.fitted.params, input.fitted.tokens, input.k),
                 .held_out = {},
                 .draws = {}};
  if (is_loss) out.quality.mean_relative_error = found->negative_log_relative_error;
  out.one_stage = account_of(*found, options.prior_weight);
  for (std::string const& each : limits_of(*found, !points->negative_log.empty(), input.k))
    out.quality.warnings.push_back(each);
  fit::metric const what = is_loss ? fit::metric::negative_log_pass : fit::metric::pass;
  metric_points const fitted(input.fitted, what, input.k, input.where);
  metric_points const held_out(input.held_out, what, input.k, input.where);
  if (is_loss)
    add_errors(found->loss(), fitted.points, held_out.points, out);
  else
    add_errors(found->law, fitted.points, held_out.points, out);
  add_draws(
      settings, (settings.draws + draw_block - 1) / draw_block,
      [&](auto const& ex, fit::bootstrap_options const& how_often) {
        return fit::bootstrap_task(ex, input.fitted, std::span<double const>(input.k), *found, how_often, options, box);
      },
      out);
  return out;
}

}  // namespace t2plan
