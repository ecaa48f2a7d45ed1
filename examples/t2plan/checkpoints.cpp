// SPDX-License-Identifier: BSL-1.0
#include "checkpoints.hpp"

#include "text.hpp"  // in_quotes

#include <optional>

namespace t2plan {

column_map checkpoint_columns() { return {{"ckpt", "ckpt"}, {"params", "N"}, {"tokens", "D"}, {"loss", "loss"}}; }

checkpoints_file read_checkpoints(std::string const& path, column_map const& columns,
                                  std::span<row_filter const> filters) {
  csv_table const table(path);
  std::size_t const id = table.column(columns.at("ckpt"));
  std::size_t const params = table.column(columns.at("params"));
  std::size_t const tokens = table.column(columns.at("tokens"));
  std::optional<std::size_t> loss = table.find(columns.at("loss"));
  if (!loss && columns.at("loss") != checkpoint_columns().at("loss")) loss = table.column(columns.at("loss"));

  checkpoints_file file{path, {}, {}, {}, {}, {}, {}};
  std::unordered_map<std::string, std::size_t> first_line;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    std::string const& name = table.text(row, id);
    if (name.empty()) table.reject(row, id, "is empty");
    auto const [first, is_new] = first_line.emplace(name, table.line(row));
    if (!is_new) table.reject(row, id, "is listed twice, first on line " + std::to_string(first->second));
    file.index.emplace(name, checkpoints_file::excluded);
  }
  for (std::size_t const row : select_rows(table, filters)) {
    file.index[table.text(row, id)] = file.id.size();
    file.id.push_back(table.text(row, id));
    file.params.push_back(table.positive(row, params));
    file.tokens.push_back(table.positive(row, tokens));
    if (loss) file.loss.push_back(table.positive(row, *loss));
    file.line.push_back(table.line(row));
  }
  return file;
}

}  // namespace t2plan
