// SPDX-License-Identifier: BSL-1.0
// What `t2plan fit` finds, and the JSON file it is kept in for `plan`, `predict`, `frontier` and `report`.
#pragma once

#include "any_law.hpp"  // any_law
#include "output.hpp"   // json

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace t2plan {

/// Lowest and highest value; of a variable in the data, of a parameter in the bootstrap.
struct interval {
  double low;
  double high;
  [[nodiscard]] bool contains(double x) const { return low <= x && x <= high; }
};

/// "1 to 2".
[[nodiscard]] std::string readable(interval const& range, int digits = 6);

/// By variable: params, tokens, samples, tokens_per_param, train (6 N D [FLOP]).
using range_map = std::map<std::string, interval, std::less<>>;

/// How well one law, or one stage of it, fits.
struct fit_quality {
  double objective = 0;
  double gradient = 0;
  std::size_t points = 0;
  double mean_relative_error = 0;
  bool converged = false;
  std::vector<std::string> active_bounds;  ///< parameters held at a bound
  std::vector<std::string> warnings;       ///< sentences
};

/// How a fit to some of the points does on the others.
struct held_out_error {
  std::string fit_where;  ///< the condition that the fitted points fulfil
  std::size_t points = 0;
  double mean_relative_error = 0;
};

/// A fitted law with everything that the data say, and do not say, about it.
struct fit_record {
  any_law law;
  fit_quality quality;                                ///< of t2-accuracy: the stage that is fitted to pass@k
  std::vector<std::pair<double, double>> error_by_k;  ///< k and mean relative error; empty for a law without k
  std::optional<fit_quality> location;                ///< of t2-accuracy: the stage that is fitted to the loss
  range_map range;
  std::optional<held_out_error> held_out;

  double level = 0.95;                     ///< of the intervals of the parameters
  std::vector<std::vector<double>> draws;  ///< bootstrap: parameters in the order of the law, one row a draw
  std::size_t failed_draws = 0;            ///< refits without a usable number; they are not among `draws`
  std::uint64_t seed = 0;
  json source = json::object();  ///< files and options
  json one_stage = nullptr;      ///< of coupled: its priors, the scatter of the data, the k that the questions support

  /// Percentile interval of each parameter, by position; empty without draws.
  [[nodiscard]] std::vector<interval> parameter_intervals() const;
};

/// Percentile interval of numbers that come from draws. @param  level  coverage, in (0, 1)
[[nodiscard]] interval percentile_interval(std::vector<double> values, double level);

[[nodiscard]] json to_json(fit_record const& fit);

/// @errors  input_error with FILE (and LINE where it is not JSON): another schema, a field missing or of the wrong kind,
///          an unknown law, a parameter outside its bounds, draws that do not match the parameters
[[nodiscard]] fit_record read_fit(std::string const& path);

}  // namespace t2plan
