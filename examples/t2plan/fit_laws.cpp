// SPDX-License-Identifier: BSL-1.0
#include "any_fit.hpp"  // fit_of
#include "fit_parts.hpp"
#include "fit_run.hpp"

namespace t2plan {
namespace {

// What the files call a column of the library.
std::string name_of(char const* column) {
  std::string const name = column;
  return name == "value" ? "the loss" : name == "location" ? "the fitted loss" : symbol_of(name);
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
  if (settings.law == "chinchilla") return best_fitters().chinchilla(input, settings, file);
  return fit_of(settings.law).to_runs(input, settings, file);
}

fit_record fit_to_outcomes(outcome_input const& input, fit_settings const& settings) {
  if (settings.law == "t2-loss") return best_fitters().t2_loss(input, settings);
  if (settings.law == "t2-accuracy") return best_fitters().t2_accuracy(input, settings);
  if (any_fit const other = fit_of(settings.law)) return other.to_answers(input, settings);
  return fit_coupled(input, settings);
}

}  // namespace t2plan
