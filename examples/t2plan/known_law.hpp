// SPDX-License-Identifier: BSL-1.0
// The law that predict, plan and frontier work with: a fit of the user's own, or published coefficients.
#pragma once

#include "fit_file.hpp"  // any_law, range_map, interval

#include <t2/law/published/coefficient_set.hpp>

#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

namespace t2plan {

struct law_options {
  std::string fit;               ///< JSON of a fit
  std::string law;               ///< or the name of published coefficients
  std::vector<double> sampling;  ///< G and gamma to add to those
};

void add_law_options(CLI::App& command, law_options& options);

/// A law with all that is known of it.
struct known_law {
  std::string name;  ///< the file, or the name of the published coefficients
  any_law law;
  range_map range;                         ///< of the data it was fitted on; open ends are infinite or 0
  std::vector<std::vector<double>> draws;  ///< parameters, one row a bootstrap draw
  double level = 0.95;
  std::vector<std::string> warnings;  ///< those of the fit

  /// The law of a draw.
  [[nodiscard]] any_law draw(std::size_t i) const { return with_parameters(law, draws[i]); }
};

/// @errors  input_error: neither or both of --fit and --law, an unknown name, --sampling that does not fit
[[nodiscard]] known_law find_law(law_options const& options);

/// The ranges of published coefficients. @param  of_flops  C is a variable of the law, not 6 N D
[[nodiscard]] range_map range_of(t2::law::published::coefficient_set const& set, bool of_flops);

/// Sentences about a law that is no longer monotone there: beyond N* more parameters raise the location of coupled.
[[nodiscard]] std::vector<std::string> beyond_law(any_law const& law, double params, double tokens);

/// Which values lie within the data of the fit, and about those that do not a sentence with the factor.
struct range_check {
  std::vector<std::pair<std::string, bool>> inside;  ///< by variable, those with a known range
  std::vector<std::string> warnings;
};
[[nodiscard]] range_check check_ranges(range_map const& range,
                                       std::vector<std::pair<std::string, double>> const& values);

}  // namespace t2plan
