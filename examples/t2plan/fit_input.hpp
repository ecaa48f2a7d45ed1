// SPDX-License-Identifier: BSL-1.0
// What a law is fitted to: the points that the options of the command line stand for.
#pragma once

#include "error.hpp"          // place
#include "input_options.hpp"  // input_options

#include <t2/fit/dataset.hpp>
#include <t2/fit/outcomes.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace t2plan {

/// Training runs, split by --fit-where. `where` has the place of each fitted point.
struct run_input {
  t2::fit::dataset<> fitted, held_out;
  std::vector<place> where;
};

/// Checkpoints by questions, split by --fit-where, both parts in canonical order.
struct outcome_input {
  t2::fit::outcomes<> fitted, held_out;
  std::vector<double> k;  ///< [samples], increasing
  std::vector<std::string> warnings;
  place where;  ///< the file with the answers
};

/// @errors  input_error: a missing or misplaced option, and whatever is wrong with the file, with FILE:LINE
[[nodiscard]] run_input read_run_input(input_options const& options);

/// @param   law  t2-loss, t2-accuracy, coupled or "validation", of several laws: which answers are good enough, and the default k, depend on it
/// @errors  as above; a question without a trial, or with fewer than k; one that was never solved where its -log pass@k
///          is needed
[[nodiscard]] outcome_input read_outcome_input(input_options const& options, std::string_view law);

}  // namespace t2plan
