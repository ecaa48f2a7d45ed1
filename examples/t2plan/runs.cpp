// SPDX-License-Identifier: BSL-1.0
#include "runs.hpp"

#include <optional>

namespace t2plan {

column_map run_columns() { return {{"params", "N"}, {"tokens", "D"}, {"loss", "loss"}, {"label", ""}}; }

runs_file read_runs(std::string const& path, column_map const& columns, std::span<row_filter const> filters) {
  csv_table const table(path);
  std::size_t const params = table.column(columns.at("params"));
  std::size_t const tokens = table.column(columns.at("tokens"));
  std::size_t const loss = table.column(columns.at("loss"));
  std::optional<std::size_t> label;
  if (!columns.at("label").empty()) label = table.column(columns.at("label"));

  runs_file runs{path, table.rows(), {}, {}, {}, {}, {}};
  for (std::size_t const row : select_rows(table, filters)) {
    runs.params.push_back(table.positive(row, params));
    runs.tokens.push_back(table.positive(row, tokens));
    runs.value.push_back(table.positive(row, loss));
    runs.line.push_back(table.line(row));
    runs.label.push_back(label ? table.text(row, *label) : "line " + std::to_string(table.line(row)));
  }
  return runs;
}

}  // namespace t2plan
