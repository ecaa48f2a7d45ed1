// SPDX-License-Identifier: BSL-1.0
// The fit, the bootstrap and the held-out errors of any law. Used by any_fit_*.cpp only.
#pragma once

#include "any_fit.hpp"
#include "fit_parts.hpp"    // reject, box_up_to, metric_points, add_draws
#include "fit_summary.hpp"  // quality_of, ranges_of, add_errors
#include "text.hpp"         // parse_number

#include <t2/fit/least.hpp>
#include <t2/fit/task/starts.hpp>
#include <t2/law/published/sets.hpp>

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace t2plan {

// Squares or Huber's loss, logarithms or differences, as the options say: one fit of each law is compiled, not four.
struct chosen_loss {
  bool squares;
  t2::fit::huber huber;
  template <t2::real Real>
  t2::fit::curve<Real> operator()(Real const& r) const {
    return squares ? t2::fit::squared{}(r) : huber(r);
  }
};
struct chosen_residual {
  static constexpr bool relative = false;
  bool logarithms;
  template <t2::real Real>
  t2::fit::curve<Real> operator()(Real const& prediction, Real const& observation) const {
    return logarithms ? t2::fit::log_residual(prediction, observation)
                      : t2::fit::linear_residual(prediction, observation);
  }
};

// f(loss, residual). A separable law's search is written for each of them.
template <class Law, class F>
auto with_objective(fit_settings const& settings, F const& f) {
  bool const squares = settings.objective == "sse", logarithms = settings.residual == "log";
  t2::fit::huber const huber{
      squares ? 1 : parse_number(settings.objective.substr(settings.objective.find(':') + 1)).value};
  if constexpr (t2::law::separable<Law>) {
    auto const with_residual = [&](auto const& rho) {
      return logarithms ? f(rho, t2::fit::log_residual) : f(rho, t2::fit::linear_residual);
    };
    return squares ? with_residual(t2::fit::squared{}) : with_residual(huber);
  } else {
    return f(chosen_loss{squares, huber}, chosen_residual{logarithms});
  }
}

// Points spread over the bounds by Kronecker's sequence: by their logarithms where an end is open or decades away from
// the other. A factor with an open end lies near the size of the values, or far above it where it multiplies a power.
template <class Law>
std::vector<t2::fit::parameters_t<Law>> spread_over(t2::fit::parameter_box<Law> const& box,
                                                    std::vector<double> const& values, std::size_t count) {
  constexpr int size = Law::parameters::size;
  double const scale = std::max(std::ranges::max(values), 1e-300);
  double root = 2;
  for (int i = 0; i < 60; ++i) root = std::pow(1 + root, 1.0 / (size + 1));
  std::vector<t2::fit::parameters_t<Law>> out(count);
  for (std::size_t s = 0; s < count; ++s) {
    double step = 1;
    for (std::size_t i = 0; i < size; ++i) {
      step /= root;
      double const turn = 0.5 + step * static_cast<double>(s + 1), share = turn - std::floor(turn);
      double low = box[i].lower, high = box[i].upper;
      if (!std::isfinite(low)) low = -10 * scale;
      bool const open = !std::isfinite(high);
      if (open && box[i].lower >= 0) high = 1e8 * scale;
      if (!std::isfinite(high)) high = 10 * scale;
      bool const decades = low >= 0 && (open || (low > 0 && high > 1e3 * low));
      if (decades && low <= 0) low = 1e-3 * scale;
      out[s][i] = decades ? low * std::pow(high / low, share) : low + (high - low) * share;
    }
  }
  return out;
}

// Where the descents of a law that is not separable begin: at published coefficients of its form, or all over its box.
template <class Law>
std::vector<t2::fit::parameters_t<Law>> starts_of(t2::fit::dataset<> const& data, t2::fit::parameter_box<Law> const& box) {
  std::vector<t2::fit::parameters_t<Law>> out;
  t2::law::published::for_each_set([&](t2::law::published::coefficient_set const& set) {
    if (set.form == Law::about.name) t2::law::store(set.law<Law>(), out.emplace_back().data());
  });
  if constexpr (std::is_same_v<Law, t2::law::coupled<double>>) {
    if (auto const found = t2::fit::location_start<Law>(data, box)) out.push_back(*found);
  }
  return out.empty() ? spread_over<Law>(box, data.value, 256) : out;
}

template <class Law, class Rho, class Residual>
auto best_fit(t2::fit::dataset<> const& data, Rho const& rho, Residual const& residual,
              t2::fit::parameter_box<Law> const& box) {
  if constexpr (t2::law::separable<Law>) {
    return t2::fit::least<Law>(data, rho, residual, box);
  } else {
    if (data.value.empty()) return t2::result<t2::fit::fitted<Law>>(t2::status{.code = t2::errc::empty});
    return t2::fit::fit_nonlinear<Law>(data, rho, residual, box, starts_of<Law>(data, box));
  }
}

template <class Found>
fit_record record_of(Found const& found, range_map const& range) {
  return {.law = found.law,
          .quality = quality_of(found),
          .error_by_k = {},
          .location = {},
          .range = range,
          .held_out = {},
          .draws = {}};
}

template <class Law>
fit_record fit_runs(run_input const& input, fit_settings const& settings, std::string const& file) {
  return with_objective<Law>(settings, [&](auto const& rho, auto const& residual) {
    auto const box = box_up_to<Law>(settings.exponent_max);
    auto const found = best_fit<Law>(input.fitted, rho, residual, box);
    if (!found) reject(found.error(), {file}, input.where, Law::parameters::size, settings.law);
    fit_record out = record_of(*found, ranges_of(input.fitted.params, input.fitted.tokens, {}));
    add_errors(found->law, input.fitted, input.held_out, out);
    add_draws(
        settings, settings.draws,
        [&](auto const& ex, t2::fit::bootstrap_options const& options) {
          return t2::fit::bootstrap_runs(ex, input.fitted, found->law, rho, residual, options, box);
        },
        out);
    return out;
  });
}

template <class Law>
inline constexpr t2::fit::metric metric_of =
    t2::law::higher_is_better<Law> ? t2::fit::metric::pass : t2::fit::metric::negative_log_pass;

template <class Law>
fit_record fit_answers(outcome_input const& input, fit_settings const& settings) {
  metric_points const fitted(input.fitted, metric_of<Law>, input.k, input.where);
  metric_points const held_out(input.held_out, metric_of<Law>, input.k, input.where);
  return with_objective<Law>(settings, [&](auto const& rho, auto const& residual) {
    auto const box = box_up_to<Law>(settings.exponent_max);
    auto const found = best_fit<Law>(fitted.points, rho, residual, box);
    if (!found) reject(found.error(), input.where, {}, Law::parameters::size, settings.law);
    fit_record out = record_of(*found, ranges_of(input.fitted.params, input.fitted.tokens, input.k));
    add_errors(found->law, fitted.points, held_out.points, out);
    add_draws(
        settings, (settings.draws + draw_block - 1) / draw_block,
        [&](auto const& ex, t2::fit::bootstrap_options const& options) {
          return t2::fit::bootstrap_outcomes(ex, input.fitted, fitted.table, std::span<double const>(input.k),
                                             found->law, rho, residual, options, box);
        },
        out);
    return out;
  });
}

template <class Data, class Fit>
any_fit::errors held_out(std::string const& name, Data const& data, any_fit::splits const& splits,
                         fit_settings const& settings, Fit const& fit) {
  std::size_t folds = 0;
  for (t2::fit::split const& each : splits) folds += each.held_out.size();
  progress_bar bar("validation of " + name, folds);
  t2::exec::threads<> const ex{.count = settings.threads, .inner = {}, .watch = bar.watch()};
  auto const found = t2::fit::validate(ex, name, data, splits, fit);
  if (!found) throw no_answer("the validation of " + name + ": " + message(found.error()));
  return *found;
}

template <class Law>
any_fit::errors held_out_runs(t2::fit::dataset<> const& data, any_fit::splits const& splits,
                              fit_settings const& settings) {
  return held_out(settings.law, data, splits, settings, [&](t2::fit::dataset<> const& train) {
    auto const box = box_up_to<Law>(settings.exponent_max);
    if constexpr (t2::law::separable<Law>)
      return best_fit<Law>(train, t2::fit::huber{1e-3}, t2::fit::log_residual, box);
    else
      return best_fit<Law>(train, chosen_loss{false, {1e-3}}, chosen_residual{true}, box);
  });
}

// Of the metric that the law does not give, what Jensen's inequality says: too small in both directions.
template <class Law>
struct one_metric {
  Law law;
  [[nodiscard]] double value(t2::params<double> n, t2::tokens<double> d, t2::samples<double> k) const {
    return t2::law::evaluate(law, n, d, k, t2::flops<double>{6 * n.value * d.value},
                             t2::tokens_per_param<double>{d.value / n.value});
  }
  [[nodiscard]] double pass(t2::params<double> n, t2::tokens<double> d, t2::samples<double> k) const {
    return t2::law::higher_is_better<Law> ? value(n, d, k) : std::exp(-value(n, d, k));
  }
  [[nodiscard]] double negative_log(t2::params<double> n, t2::tokens<double> d, t2::samples<double> k) const {
    return t2::law::higher_is_better<Law> ? -std::log(value(n, d, k)) : value(n, d, k);
  }
};

template <class Law>
any_fit::errors held_out_answers(t2::fit::task_points<> const& data, any_fit::splits const& splits,
                                 fit_settings const& settings) {
  return held_out(settings.law, data, splits, settings, [&](t2::fit::task_points<> const& train) {
    using prediction = t2::result<one_metric<Law>>;
    if (metric_of<Law> == t2::fit::metric::negative_log_pass && train.negative_log.empty())
      return prediction(t2::status{.code = t2::errc::empty, .argument = "negative_log"});
    auto const points = train.of(metric_of<Law>);
    auto const box = box_up_to<Law>(settings.exponent_max);
    auto const found = [&] {
      if constexpr (t2::law::separable<Law>)
        return best_fit<Law>(points, t2::fit::squared{}, t2::fit::linear_residual, box);
      else
        return best_fit<Law>(points, chosen_loss{true, {}}, chosen_residual{false}, box);
    }();
    return found ? prediction(one_metric<Law>{found->law}) : prediction(found.error());
  });
}

template <class Law>
any_fit fit_by_kind() {
  any_fit out;
  if constexpr (has_own_fit<Law>) {
  } else if constexpr (is_of_runs<Law>) {
    out.to_runs = fit_runs<Law>;
    out.held_out_runs = held_out_runs<Law>;
  } else if constexpr (is_of_tasks<Law>) {
    out.to_answers = fit_answers<Law>;
    out.held_out_answers = held_out_answers<Law>;
  }
  return out;
}

template <int Part>
any_fit fit_in_part(std::string_view form) {
  any_fit out;
  [&]<class... Listed, std::size_t... I>(t2::law::catalogue_list<Listed...>, std::index_sequence<I...>) {
    auto const look = [&]<class Each, std::size_t At>() {
      if constexpr (At % fit_parts == Part) {
        if (Each::about.name == form) out = fit_by_kind<typename Each::law_type>();
      }
    };
    (look.template operator()<Listed, I>(), ...);
  }(t2::law::catalogue<double>{}, std::make_index_sequence<static_cast<std::size_t>(t2::law::catalogue<double>::size)>{});
  return out;
}

}  // namespace t2plan
