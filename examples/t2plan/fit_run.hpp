// SPDX-License-Identifier: BSL-1.0
// Running a fit as the command line asks for it.
#pragma once

#include "fit_file.hpp"   // fit_record
#include "fit_input.hpp"  // input_options, run_input, outcome_input

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace t2plan {

/// How a law is fitted. Empty texts stand for the default of the law.
struct fit_settings {
  std::string law;
  std::string objective;    ///< huber:DELTA or sse
  std::string residual;     ///< log or linear
  std::string first_stage;  ///< of t2-accuracy: huber or paper
  std::optional<double> interaction;  ///< of coupled: its c, held; none: fitted under its prior
  double exponent_max = 3;
  std::size_t draws = 0;  ///< of the bootstrap
  std::uint64_t seed = 0;
  std::string resample;  ///< runs, questions or both
  double level = 0.95;
  unsigned threads = 0;  ///< 0: all processors

  [[nodiscard]] bool is_coupled() const { return law.starts_with("coupled"); }

  /// The settings that were used, for the record.
  [[nodiscard]] json record() const;
};

/// The laws that can be fitted; the others of the catalogue take coefficients from elsewhere.
[[nodiscard]] std::vector<std::string> const& fitted_laws();

/// All options of a fit but the law and the input.
void add_fit_options(CLI::App& command, fit_settings& settings);

/// Settings with every default filled in.
/// @errors  input_error: an unknown law, or an option that does not go with it
[[nodiscard]] fit_settings complete(fit_settings settings);

/// @param   settings  complete
/// @errors  input_error: points that cannot be fitted, with FILE or FILE:LINE; no_answer: no usable number
[[nodiscard]] fit_record fit_to_runs(run_input const& input, fit_settings const& settings, std::string const& file);
[[nodiscard]] fit_record fit_to_outcomes(outcome_input const& input, fit_settings const& settings);
/// Fits that are built for several instruction sets.
struct fit_functions {
  fit_record (*chinchilla)(run_input const& input, fit_settings const& settings, std::string const& file);
  fit_record (*t2_loss)(outcome_input const& input, fit_settings const& settings);
  fit_record (*t2_accuracy)(outcome_input const& input, fit_settings const& settings);
};
/// Those for the instruction set in use.
[[nodiscard]] fit_functions const& best_fitters();

/// @errors  as above; no_answer where neighbouring checkpoints scatter more than the trend
[[nodiscard]] fit_record fit_coupled(outcome_input const& input, fit_settings const& settings);

/// Reads the input that the law needs and fits it; warnings about the input go to stderr.
[[nodiscard]] fit_record run_fit(input_options const& input, fit_settings const& settings);

}  // namespace t2plan
