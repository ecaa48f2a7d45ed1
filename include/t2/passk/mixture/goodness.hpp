// SPDX-License-Identifier: BSL-1.0
// Whether the counts look like the fitted spread of difficulty: a chi-square of observed and expected counts.
// Flow: sample -> [passk] -> fit.   Needs: core, optimize.
#pragma once

#include <t2/core/math.hpp>          // math::exp
#include <t2/core/real.hpp>          // real, value_t
#include <t2/core/status.hpp>        // result
#include <t2/passk/counts.hpp>       // check, counts
#include <t2/passk/grouped.hpp>      // grouped
#include <t2/passk/mixture/fit.hpp>  // fitted
#include <t2/passk/unbiased.hpp>     // detail::log_choose

#include <cmath>
#include <cstddef>
#include <vector>

namespace t2::inline v0::passk {

/// A chi-square test of a fit.
struct goodness {
  double statistic;
  int degrees;     ///< cells - 1 - coordinates that are free
  double p_value;  ///< small: the counts do not look like the model
};

namespace detail {
// Upper tail of the chi-square distribution, by its series in half-integer steps.
[[nodiscard]] inline double chi_square_tail(double x, int degrees) {
  double const half = x / 2;
  double tail, term;
  int first;
  if (degrees % 2 == 0) {
    tail = term = std::exp(-half);
    first = 2;
  } else {
    tail = std::erfc(std::sqrt(half));
    term = std::exp(-half) * std::sqrt(half) * 2 / std::sqrt(std::acos(-1.0));
    first = 3;
    if (degrees > 1) tail += term;
  }
  for (int d = first; d + 2 <= degrees; d += 2) {
    term *= half / (d / 2.0);
    tail += term;
  }
  return tail < 1 ? tail : 1;
}
}  // namespace detail

/// Chi-square over cells of the observed rate c/n: c = 0, then powers of 2, neighbours joined until each expects
/// `least_expected` questions. Expectations sum over questions with their own numbers of trials.
/// @return    not_identified "cells" where fewer cells are left than the fit has free coordinates, plus 2
template <class Model, class Count>
[[nodiscard]] result<goodness> goodness_of_fit(fitted<Model> const& fit, counts<Count> const& data,
                                               double least_expected = 5) {
  using Real = value_t<Model>;
  if (status const problem = check(data); !problem.ok()) return problem;
  std::vector<group<Real>> const groups = grouped<Real>(data);
  constexpr std::size_t cells = 66;
  std::vector<double> observed(cells, 0), expected(cells, 0);
  auto const cell_of = [](double n, double c) {  // c = 0 first, then rates up to 2^-40, ..., 1/2, 1
    if (c == 0) return std::size_t{0};
    int const power = static_cast<int>(std::floor(-std::log2(c / n)));
    return static_cast<std::size_t>(power > 40 ? 1 : 41 - power);
  };
  for (std::size_t i = 0; i < groups.size();) {
    double const n = static_cast<double>(groups[i].n);
    double questions = 0;
    for (; i < groups.size() && static_cast<double>(groups[i].n) == n; ++i) {
      observed[cell_of(n, static_cast<double>(groups[i].c))] += static_cast<double>(groups[i].questions);
      questions += static_cast<double>(groups[i].questions);
    }
    for (double c = 0; c <= n; ++c) {
      Real const log_p = Real(fit.log_probability(Real(n), Real(c)) + detail::log_choose(Real(n), Real(c)));
      expected[cell_of(n, c)] += questions * static_cast<double>(math::exp(log_p));
    }
  }
  std::vector<double> o, e;
  double held_o = 0, held_e = 0;
  for (std::size_t i = 0; i < cells; ++i) {
    held_o += observed[i];
    held_e += expected[i];
    if (held_e < least_expected) continue;
    o.push_back(held_o);
    e.push_back(held_e);
    held_o = held_e = 0;
  }
  if (o.empty()) return status{errc::not_identified, "cells", 0, -1};
  o.back() += held_o;
  e.back() += held_e;
  goodness out{0, static_cast<int>(o.size()) - 1, 1};
  for (int active : fit.active) out.degrees -= active == 0 ? 1 : 0;
  if (out.degrees < 1) return status{errc::not_identified, "cells", static_cast<double>(o.size()), -1};
  for (std::size_t i = 0; i < o.size(); ++i) out.statistic += (o[i] - e[i]) * (o[i] - e[i]) / e[i];
  out.p_value = detail::chi_square_tail(out.statistic, out.degrees);
  return out;
}

}  // namespace t2::inline v0::passk
