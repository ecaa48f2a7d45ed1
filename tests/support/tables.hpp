// SPDX-License-Identifier: BSL-1.0
// The real data sets as the library takes them, read by a few lines of the tests' own. An absent file gives nothing,
// and the test counts as skipped (real_data.hpp). Where the data comes from is said in the README beside it.
#pragma once

#include "support/real_data.hpp"

#include <t2/fit/dataset.hpp>
#include <t2/fit/outcomes.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace t2::test {

/// A comma-separated file without quotes: its header and its rows.
struct table {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;

  explicit table(std::filesystem::path const& path) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      std::vector<std::string> fields;
      for (std::size_t begin = 0, end; begin <= line.size(); begin = end + 1) {
        end = std::min(line.find(',', begin), line.size());
        fields.push_back(line.substr(begin, end - begin));
      }
      header.empty() ? header = fields : rows.emplace_back(fields);
    }
  }
  [[nodiscard]] std::string const& text(std::size_t row, std::string_view column) const {
    return rows.at(row).at(static_cast<std::size_t>(std::find(header.begin(), header.end(), column) - header.begin()));
  }
  [[nodiscard]] double number(std::size_t row, std::string_view column) const { return parse(text(row, column)); }

  [[nodiscard]] static double parse(std::string const& field) {
    double x = 0;
    if (std::from_chars(field.data(), field.data() + field.size(), x).ec != std::errc{}) throw field;
    return x;
  }
};

/// The rows of a table of runs (columns N, D, loss) that `wanted(table, row)` takes.
template <class Wanted>
[[nodiscard]] fit::dataset<> runs(table const& file, Wanted const& wanted) {
  fit::dataset<> out;
  for (std::size_t r = 0; r < file.rows.size(); ++r) {
    if (!wanted(file, r)) continue;
    out.params.push_back(file.number(r, "N"));
    out.tokens.push_back(file.number(r, "D"));
    out.value.push_back(file.number(r, "loss"));
  }
  return out;
}

/// The 240 runs of Hoffmann et al. as Epoch AI digitised them.
[[nodiscard]] inline std::optional<fit::dataset<>> epoch_chinchilla() {
  auto const path = real_data("chinchilla/epoch_chinchilla.csv");
  if (!path) return std::nullopt;
  return runs(table(*path), [](table const& t, std::size_t r) { return t.text(r, "kept") == "1"; });
}

/// One configuration of Porian et al., runs with a loss below `most`.
[[nodiscard]] inline std::optional<fit::dataset<>> porian(std::string_view config, double most) {
  auto const path = real_data("porian/porian_isoflop.csv");
  if (!path) return std::nullopt;
  return runs(table(*path), [&](table const& t, std::size_t r) {
    return t.text(r, "config") == config && t.number(r, "loss") < most;
  });
}

/// One task of the Gemstone models: 264 checkpoints by questions, in the order of the files.
[[nodiscard]] inline std::optional<fit::outcomes<>> gemstones(std::string const& task) {
  auto const checkpoint_path = real_data("gemstones/checkpoints.csv");
  auto const nll_path = real_data("gemstones/" + task + "_nll.csv");
  if (!checkpoint_path || !nll_path) return std::nullopt;
  table const checkpoints(*checkpoint_path), nll(*nll_path);
  fit::outcomes<> out;
  out.questions = nll.header.size() - 1;
  for (std::size_t r = 0; r < nll.rows.size(); ++r) {
    auto const id = static_cast<std::size_t>(nll.number(r, "ckpt"));
    if (checkpoints.text(id, "ckpt") != nll.text(r, "ckpt")) throw nll.text(r, "ckpt");
    out.params.push_back(checkpoints.number(id, "N"));
    out.tokens.push_back(checkpoints.number(id, "D"));
    for (std::size_t q = 1; q < nll.header.size(); ++q) out.nll.push_back(table::parse(nll.rows[r].at(q)));
  }
  return out;
}

/// k = 1, 2, 4, ..., most.
[[nodiscard]] inline std::vector<double> powers_of_two(double most) {
  std::vector<double> out;
  for (double k = 1; k <= most; k *= 2) out.push_back(k);
  return out;
}

}  // namespace t2::test
