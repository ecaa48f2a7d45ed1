// SPDX-License-Identifier: BSL-1.0
// Held-out errors of several laws on the same data: fit --law A,B,C --validate.
#pragma once

#include "fit_run.hpp"  // input_options, fit_settings

#include <t2/fit/validate/held_out.hpp>
#include <t2/fit/validate/split.hpp>

#include <iosfwd>
#include <string>
#include <vector>

namespace t2plan {

struct validation {
  std::vector<std::string> laws;
  std::vector<t2::fit::split> splits;
  std::vector<t2::fit::held_out_error> errors;
  std::string unit;  ///< what is held out: "run" or "checkpoint"
};

/// Which laws and splits; empty splits stand for those of the data.
struct validation_request {
  std::vector<std::string> laws;
  std::vector<std::string> splits;
};

/// Fits each law anew for each fold of each split.
/// @param   settings  how laws are fitted; its `law` is not looked at
/// @errors  input_error: a law or split that does not exist or does not suit the data; those of reading the data
[[nodiscard]] validation validate(input_options const& input, fit_settings const& settings,
                                  validation_request const& request);

/// The laws of the catalogue that each kind of data can validate.
[[nodiscard]] std::vector<std::string> run_candidates();
[[nodiscard]] std::vector<std::string> task_candidates();

/// One law on runs, or on checkpoints with their answers.
[[nodiscard]] std::vector<t2::fit::held_out_error> validate_on_runs(std::string const& law,
                                                                    t2::fit::dataset<> const& data,
                                                                    std::vector<t2::fit::split> const& splits,
                                                                    fit_settings settings);
[[nodiscard]] std::vector<t2::fit::held_out_error> validate_on_tasks(std::string const& law,
                                                                     t2::fit::task_points<> const& data,
                                                                     std::vector<t2::fit::split> const& splits,
                                                                     fit_settings settings);

[[nodiscard]] json to_json(validation const& found);
void print(validation const& found, std::ostream& out);

}  // namespace t2plan
