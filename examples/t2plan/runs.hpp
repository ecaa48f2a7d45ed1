// SPDX-License-Identifier: BSL-1.0
// Training runs: model size, training tokens and final loss of each, from a CSV file.
#pragma once

#include "select.hpp"  // column_map, row_filter

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace t2plan {

/// Runs in the order of the file. All vectors have one entry a run.
struct runs_file {
  std::string path;
  std::size_t rows = 0;            ///< rows in the file, before any filter
  std::vector<double> params;      ///< N [parameters], > 0
  std::vector<double> tokens;      ///< D [tokens], > 0
  std::vector<double> value;       ///< loss [nats/token], > 0
  std::vector<std::size_t> line;   ///< in the file
  std::vector<std::string> label;  ///< the column of role `label`, or "line 17"
};

/// Roles of --columns and the columns they have unless told otherwise; `label` is optional.
[[nodiscard]] column_map run_columns();

/// @errors  input_error with FILE:LINE: see csv_table and select_rows; a value that is not a number > 0
[[nodiscard]] runs_file read_runs(std::string const& path, column_map const& columns = run_columns(),
                                  std::span<row_filter const> filters = {});

}  // namespace t2plan
