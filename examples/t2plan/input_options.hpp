// SPDX-License-Identifier: BSL-1.0
// The options of the command line that say what a law is fitted to.
#pragma once

#include "output.hpp"  // json

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace t2plan {

/// Options of `fit` and `report`.
struct input_options {
  std::string data;                            ///< runs
  std::string checkpoints, questions, counts;  ///< or checkpoints with their answers,
  std::vector<std::string> logs;               ///< which logs can hold as well: CKPT=FILE
  std::string log_filter, log_metric;
  bool probabilities = false;  ///< `questions` holds p, not -log p
  std::string columns;
  std::vector<std::string> where;  ///< rows of the runs or checkpoints to use
  std::string fit_where;           ///< those to fit, the others are held out
  std::string loss_column;         ///< of the checkpoints: their measured loss
  std::vector<double> k;           ///< empty: the default

  /// The files and the options that were given, for the record.
  [[nodiscard]] json record() const;
};

/// What a record says was read, but for k; options that it lacks are empty.
[[nodiscard]] input_options input_of_record(json const& source);

void add_input_options(CLI::App& command, input_options& options);

}  // namespace t2plan
