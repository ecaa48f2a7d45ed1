// SPDX-License-Identifier: BSL-1.0
#include "any_fit.hpp"   // fit_of, data_of
#include "error.hpp"     // no_answer, input_error
#include "progress.hpp"  // progress_bar
#include "text.hpp"      // parse_number, in_quotes
#include "validation.hpp"

#include <t2/core/message.hpp>
#include <t2/exec/threads.hpp>
#include <t2/fit/validate/candidates.hpp>

#include <algorithm>

namespace t2plan {
namespace {

namespace fit = t2::fit;
namespace law = t2::law;

// "t2-loss@16" is t2-loss fitted to k <= 16.
double most_k(std::string const& name) {
  std::size_t const at = name.find('@');
  if (at == std::string::npos) return 1024;
  auto const [value, problem] = parse_number(std::string_view(name).substr(at + 1));
  if (!name.starts_with("t2-loss@") || problem != nullptr || !(value >= 1)) {
    throw input_error("--law: " + in_quotes(name) + " is not t2-loss@K with a number K >= 1");
  }
  return value;
}

template <class Difficulty>
auto one_stage(fit_settings const& settings) {
  fit::one_stage_candidate<law::coupled<double>, Difficulty> out;
  for (int i = 0; i < law::coupled<double>::parameters::size; ++i) {
    if (law::coupled<double>::parameters::kind(i) == law::role::exponent)
      out.limits[static_cast<std::size_t>(i)].upper = settings.exponent_max;
  }
  if (!settings.interaction) return out;
  out.limits[static_cast<std::size_t>(law::coupled<double>::parameters::find("c"))] = {*settings.interaction,
                                                                                       *settings.interaction};
  out.options.priors = fit::default_priors<law::coupled<double>>();
  std::erase_if(*out.options.priors, [](fit::prior const& p) { return p.name == "c"; });
  return out;
}

}  // namespace

std::vector<std::string> run_candidates() {
  std::vector<std::string> out;
  for (law_form const& form : law_forms)
    if (data_of(form.name) == fitted_to::runs) out.emplace_back(form.name);
  return out;
}

std::vector<std::string> task_candidates() {
  std::vector<std::string> out{"t2-loss", "t2-accuracy", "coupled", "coupled-location+gamma"};
  for (law_form const& form : law_forms) {
    bool const is_named = std::ranges::find(out, form.name) != out.end() || form.name == "coupled-loss";
    if (!is_named && data_of(form.name) == fitted_to::answers) out.emplace_back(form.name);
  }
  return out;
}

std::vector<fit::held_out_error> validate_on_runs(std::string const& name, fit::dataset<> const& data,
                                                  std::vector<fit::split> const& splits, fit_settings settings) {
  settings.law = name;
  return fit_of(name).held_out_runs(data, splits, settings);
}

std::vector<fit::held_out_error> validate_on_tasks(std::string const& name, fit::task_points<> const& data,
                                                   std::vector<fit::split> const& splits, fit_settings settings) {
  double const limit = most_k(name);
  settings.law = name;
  if (auto const other = fit_of(name); other && name != "t2-loss") return other.held_out_answers(data, splits, settings);
  std::size_t folds = 0;
  for (fit::split const& each : splits) folds += each.held_out.size();
  progress_bar bar("validation of " + name, folds);
  auto const run = [&](auto const& candidate) {
    t2::exec::threads<> const ex{.count = settings.threads, .inner = {}, .watch = bar.watch()};
    return fit::validate(ex, name, data, splits, candidate);
  };
  auto const found = name.starts_with("t2-loss") ? run(fit::approach_1{limit})
                     : name == "t2-accuracy"     ? run(fit::approach_2{})
                     : name == "coupled"         ? run(one_stage<law::log_normal<double>>(settings))
                                                 : run(one_stage<law::gamma<double>>(settings));
  if (!found) throw no_answer("the validation of " + name + ": " + message(found.error()));
  return *found;
}

}  // namespace t2plan
