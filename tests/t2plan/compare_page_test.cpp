// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan json
// t2: labels slow real-data
// The figures on the page "Laws compared" are those that its commands give.
#include "program.hpp"
#include "support/real_data.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

using namespace t2plan::test;

namespace {

using words = std::vector<std::string>;

/// The cells of a table's row: | a | b |.
words cells_of(std::string const& line) {
  words out;
  std::istringstream in(line.substr(1));
  for (std::string cell; std::getline(in, cell, '|');) {
    auto const first = cell.find_first_not_of(' '), last = cell.find_last_not_of(' ');
    out.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
  }
  return out;
}

/// The tables that begin with `task | split` or `split`, by the last heading before them; laws name the columns.
struct page_table {
  std::string heading;
  words columns;
  std::vector<words> rows;
};
std::vector<page_table> tables_of_page() {
  auto const path = std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() / "docs" / "compare.md";
  std::istringstream page(content_of(path.string()));
  std::vector<page_table> out;
  std::string heading;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("#")) heading = line.substr(line.find(' ') + 1);
    if (!line.starts_with("|")) {
      inside = false;
      continue;
    }
    words const cells = cells_of(line);
    if (cells[0] == "task" || cells[0] == "split") {
      out.push_back({heading, cells, {}});
      inside = true;
    } else if (inside && !cells[0].starts_with("-")) {
      out.back().rows.push_back(cells);
    }
  }
  return out;
}

double error_of(json const& found, std::string const& law, std::string const& split, std::string const& metric,
                double k) {
  for (json const& row : found["results"]) {
    if (row["law"] == law && row["split"] == split && row["metric"] == metric &&
        (k == 0 ? row["k"].is_null() : row["k"] == k))
      return row["error"];
  }
  return std::nan("");
}

/// Figures are per cent with one digit after the point.
void check_cell(std::string const& shown, double error) {
  CAPTURE(error);
  CHECK(std::abs(std::stod(shown) - 100 * error) <= 0.0501);
}

}  // namespace

TEST_CASE("three tasks: every error of the page") {
  auto const checkpoints = t2::test::real_data("gemstones/checkpoints.csv");
  if (!checkpoints) return;
  std::map<std::string, json> found;
  for (std::string const task : {"piqa", "arce", "openbook"}) {
    std::string const questions = (checkpoints->parent_path() / (task + "_nll.csv")).string();
    found[task] = t2plan::test::t2plan({"fit", "--law", "t2-loss,t2-loss@16,t2-accuracy,coupled", "--interaction", "0.2",
                                        "--validate", "--splits",
                                        "extrapolate_tokens_per_param,leave_model_out,extrapolate_params", "--checkpoints",
                                        checkpoints->string(), "--questions", questions, "--json"})
                      .parsed();
  }
  std::size_t compared = 0;
  for (page_table const& table : tables_of_page()) {
    if (table.columns[0] != "task") continue;
    CAPTURE(table.heading);
    std::string const metric = table.heading.starts_with("pass@k") ? "pass" : "negative_log_pass";
    std::size_t const at = table.heading.find("k = ");
    double const k = at == std::string::npos ? 0 : std::stod(table.heading.substr(at + 4));
    for (words const& row : table.rows) {
      for (std::size_t c = 2; c < row.size(); ++c) {
        CAPTURE(row[0] + " " + row[1] + " " + table.columns[c]);
        check_cell(row[c], error_of(found.at(row[0]), table.columns[c], row[1], metric, k));
        ++compared;
      }
    }
  }
  CHECK(compared == 5 * 9 * 4);
}

TEST_CASE("laws of the loss: every error of the page") {
  auto const runs = t2::test::real_data("chinchilla/epoch_chinchilla.csv");
  if (!runs) return;
  json const found = t2plan::test::t2plan({"fit", "--law", "chinchilla,overtrained,farseer,coupled-location,compute-power",
                                           "--validate", "--data", runs->string(), "--where", "kept=1", "--json"})
                         .parsed();
  std::size_t compared = 0;
  for (page_table const& table : tables_of_page()) {
    if (table.columns[0] != "split") continue;
    for (words const& row : table.rows) {
      for (std::size_t c = 1; c < row.size(); ++c) {
        CAPTURE(row[0] + " " + table.columns[c]);
        CHECK(std::abs(std::stod(row[c]) - 100 * error_of(found, table.columns[c], row[0], "value", 0)) <= 0.00501);
        ++compared;
      }
    }
  }
  CHECK(compared == 5 * 5);
}
