// SPDX-License-Identifier: BSL-1.0
// The tables of optima in REFERENCE.md beside the real data, read where they stand so that no copy of them can differ.
#pragma once

#include "support/real_data.hpp"
#include "support/tables.hpp"

#include <cstddef>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace t2::test {

/// A row: the plan of one law of one task under two budgets, and the size that Chinchilla's problem gives beside it.
struct reference_optimum {
  std::string task;
  double train, inference;
  std::string law;  ///< A1: k = 1..1024, A1-16: k = 1..16, A2: approach 2
  double params, tokens, samples, value, tokens_per_param, chinchilla_params;
  bool interior;  ///< or at the boundary of the search
};

/// The cells of a row of a table in Markdown.
[[nodiscard]] inline std::vector<std::string> cells_of(std::string const& line) {
  std::vector<std::string> out;
  if (!line.starts_with("| ")) return out;
  for (std::size_t begin = 2, end; (end = line.find(" |", begin)) != std::string::npos; begin = end + 3) {
    out.push_back(line.substr(begin, end - begin));
  }
  return out;
}

/// All of them, in the order of the file. A row: | C_train | C_inf | law, free k | N | D | k | name = value | D/N |
/// Chinchilla N | Chinchilla D/N | note |; a heading "### piqa: ..." names the task of the rows below it.
[[nodiscard]] inline std::optional<std::vector<reference_optimum>> reference_optima() {
  auto const path = real_data("REFERENCE.md");
  if (!path) return std::nullopt;
  std::vector<reference_optimum> out;
  std::string task;
  std::ifstream file(*path);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("### ")) task = line.substr(4, line.find(':') - 4);
    if (!line.starts_with("| 1e+")) continue;
    auto const cell = cells_of(line);
    if (cell.size() != 11) throw line;
    auto const number = [&](std::size_t i) { return table::parse(cell[i]); };
    out.push_back({task, number(0), number(1), cell[2].substr(0, cell[2].find(',')), number(3), number(4), number(5),
                   table::parse(cell[6].substr(cell[6].find("= ") + 2)), number(7), number(8), cell[10] == "interior"});
  }
  return out;
}

/// A row of Chinchilla's problem at the global optimum of the 240 runs.
struct reference_allocation {
  double train, params, tokens, loss, tokens_per_param;
};

/// The table under "Compute-optimal allocation": | C | N_opt | D_opt | loss | D/N |.
[[nodiscard]] inline std::optional<std::vector<reference_allocation>> reference_allocations() {
  auto const path = real_data("REFERENCE.md");
  if (!path) return std::nullopt;
  std::vector<reference_allocation> out;
  bool inside = false;
  std::ifstream file(*path);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("Compute-optimal allocation")) inside = true;
    if (inside && !line.empty() && !line.starts_with("|") && !out.empty()) break;
    auto const cell = cells_of(line);
    if (!inside || cell.size() != 5 || cell[0].find_first_of("0123456789") != 0) continue;
    out.push_back({table::parse(cell[0]), table::parse(cell[1]), table::parse(cell[2]), table::parse(cell[3]),
                   table::parse(cell[4])});
  }
  return out;
}

}  // namespace t2::test
