// SPDX-License-Identifier: BSL-1.0
// The checkpoints that were evaluated: id, model size, training tokens, loss if known.
#pragma once

#include "select.hpp"  // column_map, row_filter

#include <cstddef>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace t2plan {

/// Checkpoints in the order of the file. All vectors have one entry a checkpoint.
struct checkpoints_file {
  std::string path;
  std::vector<std::string> id;
  std::vector<double> params;     ///< N [parameters], > 0
  std::vector<double> tokens;     ///< D [tokens], > 0
  std::vector<double> loss;       ///< [nats/token], > 0; empty if the file has no such column
  std::vector<std::size_t> line;  ///< in the file

  static constexpr std::size_t excluded = static_cast<std::size_t>(-1);
  /// id -> index above, or `excluded` for a checkpoint that the filters left out
  std::unordered_map<std::string, std::size_t> index;
};

/// Roles of --columns for a checkpoints file; `loss` is read if the file has it.
[[nodiscard]] column_map checkpoint_columns();

/// @errors  input_error with FILE:LINE: an empty id, an id twice, N, D or loss not a number > 0
[[nodiscard]] checkpoints_file read_checkpoints(std::string const& path,
                                                column_map const& columns = checkpoint_columns(),
                                                std::span<row_filter const> filters = {});

}  // namespace t2plan
