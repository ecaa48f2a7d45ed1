// SPDX-License-Identifier: BSL-1.0
// What a plan means: what binds, what is gained, whether sampling helps, where it extrapolates; fields and sentences.
// Flow: runs -> law -> fit -> [plan] -> sample.   Needs: core, law, fit.
#pragma once

#include <t2/core/math.hpp>            // math::abs
#include <t2/core/message.hpp>         // message
#include <t2/core/real.hpp>            // to_double, value_t
#include <t2/core/status.hpp>          // result, status
#include <t2/fit/dataset.hpp>          // range
#include <t2/law/law.hpp>              // law, higher_is_better
#include <t2/plan/allocation.hpp>      // allocation
#include <t2/plan/ask/chinchilla.hpp>  // chinchilla_for
#include <t2/plan/constrained.hpp>     // solve, choices
#include <t2/plan/limits.hpp>          // limits

#include <cmath>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace t2::inline v0::plan {

/// What the data of a fit covered; 0 and infinity where nothing is known.
template <real Real = double>
struct seen {
  fit::range<Real> params{Real(0), infinity<Real>()};
  fit::range<Real> tokens{Real(0), infinity<Real>()};
  fit::range<Real> samples{Real(0), infinity<Real>()};
  fit::range<Real> tokens_per_param{Real(0), infinity<Real>()};
};

/// A variable of a plan outside what was seen.
template <real Real>
struct extrapolation {
  char const* variable;
  Real value;
  Real nearest;  ///< end of the range
  Real factor;   ///< > 1: how many times beyond that end
};

template <real Real>
struct advice {
  std::optional<allocation<Real>>
      chinchilla;  ///< the Chinchilla plan of the same training compute under the same limits, if it fits
  status no_chinchilla;  ///< why there is none, such as the limit that it breaks; ok: none was looked for
  Real gain;       ///< of the plan over it, > 0 is better, in the unit of the law; NaN without one
  std::optional<allocation<Real>> one_sample;  ///< the best plan with k = 1, if there is one
  Real sampling_gain;                          ///< of the plan over it; NaN without one
  bool sampling_helps;                         ///< it gains more than `matters` of the value at k = 1
  std::vector<extrapolation<Real>> outside;
  std::vector<std::string> sentences;  ///< the same in words, one fact each
};

/// Which variables of a plan lie outside what a fit has seen.
template <real Real>
[[nodiscard]] std::vector<extrapolation<Real>> outside(allocation<Real> const& plan, seen<Real> const& data) {
  std::vector<extrapolation<Real>> out;
  auto const look = [&](char const* name, Real const& value, fit::range<Real> const& range) {
    if (value < range.low) out.push_back({name, value, range.low, Real(range.low / value)});
    if (value > range.high) out.push_back({name, value, range.high, Real(value / range.high)});
  };
  look("params", plan.params.value, data.params);
  look("tokens", plan.tokens.value, data.tokens);
  look("samples", plan.samples.value, data.samples);
  look("tokens_per_param", plan.tokens_per_param(), data.tokens_per_param);
  return out;
}

namespace detail {
template <class... Args>
[[nodiscard]] inline std::string print(char const* format, Args... args) {
  char line[256];
  std::snprintf(line, sizeof line, format, args...);
  return line;
}

template <law::law L>
[[nodiscard]] std::vector<std::string> sentences(allocation<value_t<L>> const& plan, advice<value_t<L>> const& found) {
  auto const number = [](value_t<L> const& x) { return to_double(x); };
  std::vector<std::string> out;
  if (plan.binding.count == 0) out.push_back("No limit binds.");
  for (int i = 0; i < plan.binding.count; ++i) {
    std::string const name = plan.binding.name[i];
    if (name == "search")
      out.push_back("A variable is at an end of the range that was searched: the law has no optimum inside.");
    else if (plan.prices[i] == value_t<L>(0))
      out.push_back(name + " binds.");
    else
      out.push_back(name + print(" binds: 1 per cent more changes the value by %+.3g.", number(plan.prices[i]) * 0.01));
  }
  if (found.no_chinchilla.code == errc::infeasible)
    out.push_back("The Chinchilla plan of the same training compute breaks a limit: " +
                  std::string(found.no_chinchilla.argument) + ".");
  else if (!found.no_chinchilla.ok())
    out.push_back("There is no Chinchilla plan to compare with: " + message(found.no_chinchilla) + ".");
  if (found.chinchilla && !(number(found.gain) > 1e-12 * std::abs(number(plan.value))))
    out.push_back("This is the Chinchilla plan of its training compute.");
  else if (found.chinchilla)
    out.push_back(print("The Chinchilla plan of the same training compute has N = %.3g, D = %.3g",
                        number(found.chinchilla->params.value), number(found.chinchilla->tokens.value)) +
                  (depends_on_samples<L> ? print(", k = %.3g", number(found.chinchilla->samples.value)) : std::string()) +
                  print(" and value %.4g; this plan is better by %.3g.", number(found.chinchilla->value),
                        number(found.gain)));
  if (found.one_sample)
    out.push_back(
        found.sampling_helps
            ? print("Sampling helps: with one sample the best value is %.4g, worse by %.3g.",
                    number(found.one_sample->value), number(found.sampling_gain))
            : print("Sampling hardly helps on this task: with one sample the best value is %.4g, worse by %.3g.",
                    number(found.one_sample->value), number(found.sampling_gain)));
  for (auto const& beyond : found.outside)
    out.push_back(std::string(beyond.variable) +
                  print(" = %.3g is %.3g times beyond the fitted range, which ends at %.3g.", number(beyond.value),
                        number(beyond.factor), number(beyond.nearest)));
  if (plan.cautions.samples_below_one) out.push_back("k is below 1: the budget does not pay one whole sample.");
  if (plan.cautions.not_certified) out.push_back("The optimum is from a global search and not proven.");
  return out;
}
}  // namespace detail

/// Advice about a plan of `solve`.
/// @param   keep, from  as handed to `solve`   @param  data  what the fit has seen
/// @param   chinchilla  the plan to compare with, of `chinchilla_for`
/// @param   matters  the relative gain below which sampling is said not to help
template <law::law L>
[[nodiscard]] advice<value_t<L>> advise(L const& law, limits<value_t<L>> const& keep,
                                        allocation<value_t<L>> const& plan,
                                        result<allocation<value_t<L>>> const& chinchilla, seen<value_t<L>> const& data,
                                        choices<value_t<L>> from = {}, double matters = 0.01) {
  using Real = value_t<L>;
  auto const gain_over = [&](allocation<Real> const& other) {
    return Real(law::higher_is_better<L> ? plan.value - other.value : other.value - plan.value);
  };
  advice<Real> out{{}, {}, not_a_number<Real>(), {}, not_a_number<Real>(), false, outside(plan, data), {}};
  if (chinchilla) {
    out.chinchilla = *chinchilla;
    out.gain = gain_over(*chinchilla);
  } else {
    out.no_chinchilla = chinchilla.error();
  }
  if constexpr (detail::depends_on_samples<L>) {
    from.samples = Real(1);
    if (auto const single = solve(law, keep, from)) {
      out.one_sample = *single;
      out.sampling_gain = gain_over(*single);
      out.sampling_helps = out.sampling_gain > Real(matters) * math::abs(single->value);
    }
  }
  out.sentences = detail::sentences<L>(plan, out);
  return out;
}

/// The same, compared with the Chinchilla plan of the same training compute under the same limits.
template <law::law L>
[[nodiscard]] advice<value_t<L>> advise(L const& law, limits<value_t<L>> const& keep,
                                        allocation<value_t<L>> const& plan, seen<value_t<L>> const& data = {},
                                        choices<value_t<L>> from = {}, double matters = 0.01) {
  using Real = value_t<L>;
  flops<Real> const compute(Real(Real(6) * plan.params.value * plan.tokens.value));
  return advise(law, keep, plan, chinchilla_for(law, keep, compute), data, from, matters);
}

}  // namespace t2::inline v0::plan
