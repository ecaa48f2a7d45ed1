// SPDX-License-Identifier: BSL-1.0
#include "error.hpp"     // no_answer
#include "progress.hpp"  // progress_bar
#include "text.hpp"      // parse_number
#include "validation.hpp"

#include <t2/core/message.hpp>
#include <t2/exec/threads.hpp>
#include <t2/fit/least.hpp>
#include <t2/fit/task/starts.hpp>
#include <t2/law/published/sets.hpp>

namespace t2plan {
namespace {

namespace fit = t2::fit;
namespace law = t2::law;

// What is fitted without a start, or from the published coefficients of its form, or from the seeds of a location.
template <class Law>
std::vector<fit::parameters_t<Law>> starts_of(fit::dataset<> const& data) {
  std::vector<fit::parameters_t<Law>> out;
  if constexpr (!law::separable<Law>) {
    law::published::for_each_set([&](law::published::coefficient_set const& set) {
      if (set.form != Law::about.name) return;
      law::store(set.law<Law>(), out.emplace_back().data());
    });
    if constexpr (std::is_same_v<Law, law::coupled<double>>) {
      if (auto const found = fit::location_start<Law>(data, fit::default_box<Law>())) out.push_back(*found);
    }
  }
  return out;
}

template <class Law>
std::vector<fit::held_out_error> errors_of(std::string const& name, fit::dataset<> const& data,
                                           std::vector<fit::split> const& splits, fit_settings const& settings) {
  std::size_t folds = 0;
  for (fit::split const& each : splits) folds += each.held_out.size();
  progress_bar bar("validation of " + name, folds);
  t2::exec::threads<> const ex{.count = settings.threads, .inner = {}, .watch = bar.watch()};
  auto const found = fit::validate(ex, name, data, splits, [&](fit::dataset<> const& train) {
    if constexpr (law::separable<Law>)
      return fit::least<Law>(train, fit::huber{1e-3}, fit::log_residual);
    else
      return fit::fit_nonlinear<Law>(train, fit::huber{1e-3}, fit::log_residual, fit::default_box<Law>(),
                                     starts_of<Law>(train));
  });
  if (!found) throw no_answer("the validation of " + name + ": " + message(found.error()));
  return *found;
}

using candidates = law::catalogue_list<law::listed<law::chinchilla<double>>, law::listed<law::overtrained<double>>,
                                       law::listed<law::farseer<double>>, law::listed<law::coupled<double>>,
                                       law::listed<law::compute_power<double>>>;

template <class Visit>
void for_each_candidate(Visit const& visit) {
  [&]<class... Listed>(law::catalogue_list<Listed...>) { (visit(Listed{}), ...); }(candidates{});
}

}  // namespace

std::vector<std::string> run_candidates() {
  std::vector<std::string> out;
  for_each_candidate([&](auto const& each) { out.emplace_back(each.about.name); });
  return out;
}

std::vector<fit::held_out_error> validate_on_runs(std::string const& name, fit::dataset<> const& data,
                                                  std::vector<fit::split> const& splits, fit_settings const& settings) {
  std::vector<fit::held_out_error> out;
  for_each_candidate([&]<class Listed>(Listed const& each) {
    if (name == each.about.name) out = errors_of<typename Listed::law_type>(name, data, splits, settings);
  });
  return out;
}

}  // namespace t2plan
