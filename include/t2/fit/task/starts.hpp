// SPDX-License-Identifier: BSL-1.0
// Starting points of locations and difficulties, from the mean NLL alone; no caller has to bring any.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, law.
#pragma once

#include <t2/core/math.hpp>                       // math::pow
#include <t2/core/real.hpp>                       // value_t
#include <t2/core/status.hpp>                     // result
#include <t2/fit/nonlinear.hpp>                   // parameters_t, fit_nonlinear, spread_starts
#include <t2/fit/objective.hpp>                   // huber, log_residual
#include <t2/fit/separable/fit.hpp>                   // fit_separable
#include <t2/law/difficulty/beta_mean.hpp>        // beta_mean
#include <t2/law/difficulty/beta_regression.hpp>  // beta_regression
#include <t2/law/difficulty/gamma.hpp>            // gamma
#include <t2/law/difficulty/log_normal.hpp>       // log_normal
#include <t2/law/loss/centred_kaplan.hpp>         // centred_kaplan
#include <t2/law/loss/coupled.hpp>                // coupled

#include <array>
#include <cstddef>
#include <vector>

namespace t2::inline v0::fit {

namespace detail {
template <class T, template <class> class Form>
inline constexpr bool is_form = false;
template <class Real, template <class> class Form>
inline constexpr bool is_form<Form<Real>, Form> = true;

template <law::law L>
[[nodiscard]] result<std::vector<parameters_t<L>>> location_seeds(
    value_t<L> const& mean, std::array<law::bounds, static_cast<std::size_t>(law::parameter_count<L>)> const& limits) {
  using Real = value_t<L>;
  std::vector<parameters_t<L>> out;
  if constexpr (is_form<L, law::coupled>) {
    for (double const alpha : {0.05, 0.15})
      for (double const beta : {0.4, 1.0})
        for (double const share : {0.03, 0.2})
          out.push_back({Real(mean * Real(1 - share)), Real(alpha), Real(mean * Real(share)), Real(beta), Real(0.1)});
  } else if constexpr (is_form<L, law::centred_kaplan>) {
    for (double const g : {0.1, 0.25, 0.5})
      for (double const share : {0.03, 0.2}) {
        Real const all = math::pow(mean, Real(Real(1) / Real(g)));
        out.push_back({Real(all * Real(1 - share)), Real(0.36), Real(all * Real(share)), Real(g)});
      }
  } else {
    return spread_starts<L>(limits, 64);
  }
  return out;
}
}  // namespace detail

/// A location fitted to mean NLLs alone: where a one-stage fit begins.
/// @errors  those of the fit of that law
template <law::law L>
[[nodiscard]] result<parameters_t<L>> location_start(
    dataset<value_t<L>> const& nll,
    std::array<law::bounds, static_cast<std::size_t>(law::parameter_count<L>)> const& limits) {
  using Real = value_t<L>;
  parameters_t<L> out;
  huber const rho{0.05};
  auto const keep = [&](auto const& fit) -> result<parameters_t<L>> {
    if (!fit) return fit.error();
    law::store(fit->law, out.data());
    return out;
  };
  if constexpr (law::separable<L>) {
    return keep(fit_separable<L>(nll, rho, log_residual, limits));
  } else {
    Real mean(0);
    for (Real const& y : nll.value) mean += Real(y / Real(static_cast<double>(nll.value.size())));
    auto const seeds = detail::location_seeds<L>(mean, limits);
    if (!seeds) return seeds.error();
    return keep(fit_nonlinear<L>(nll, rho, log_residual, limits, *seeds));
  }
}

/// Starting points of a difficulty around locations of about `mean`; a user's own difficulty needs finite bounds.
template <law::law D>
[[nodiscard]] result<std::vector<parameters_t<D>>> difficulty_starts(
    value_t<D> const& mean, std::array<law::bounds, static_cast<std::size_t>(law::parameter_count<D>)> const& limits) {
  using Real = value_t<D>;
  std::vector<parameters_t<D>> out;
  if constexpr (detail::is_form<D, law::log_normal> || detail::is_form<D, law::gamma>) {
    for (double const b : {0.05, 0.4, 0.75})
      for (double const share : {0.5, 0.9})
        for (double const s : {0.35, 0.6, 0.9}) {
          Real const rest = math::max(Real(0.05), Real(share - b));
          out.push_back({Real(rest * mean), Real(b), Real(s)});
        }
  } else if constexpr (detail::is_form<D, law::beta_mean>) {
    for (double const level : {0.5, 2.0, 8.0})
      for (double const slope : {0.0, 0.3, 0.6})
        out.push_back({Real(math::log(Real(level)) - Real(slope) * mean), Real(slope)});
    for (double const level : {2.0, 8.0, 40.0}) out.push_back({Real(math::log(Real(level))), Real(0)});
  } else if constexpr (detail::is_form<D, law::beta_regression>) {
    for (double const theta1 : {0.6, 1.0})
      for (double const nu : {2.0, 10.0, 50.0})
        for (double const slope : {0.0, 0.4, 0.8})
          out.push_back({Real(0), Real(theta1), Real(1), Real(math::log(Real(nu)) - Real(slope) * mean), Real(slope)});
  } else {
    return detail::spread_starts<D>(limits, 64);
  }
  return out;
}

}  // namespace t2::inline v0::fit
