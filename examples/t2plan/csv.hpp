// SPDX-License-Identifier: BSL-1.0
// CSV files with a header row, every field with its column name and line number.
#pragma once

#include "error.hpp"  // place

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace t2plan {

/// The rows of a CSV file, as text. Fields may stand in double quotes, but not run over a line end.
class csv_table {
 public:
  /// @errors  input_error: unreadable, empty, only a header, a column twice, a row of another length, an open quote
  explicit csv_table(std::string path);

  [[nodiscard]] std::string const& path() const { return path_; }
  [[nodiscard]] std::span<std::string const> columns() const { return columns_; }
  [[nodiscard]] std::size_t rows() const { return lines_.size(); }
  [[nodiscard]] place at(std::size_t row) const { return {path_, lines_[row]}; }
  [[nodiscard]] std::size_t line(std::size_t row) const { return lines_[row]; }

  [[nodiscard]] std::optional<std::size_t> find(std::string_view column) const;
  /// @errors  input_error that names the columns there are
  [[nodiscard]] std::size_t column(std::string_view name) const;

  [[nodiscard]] std::string const& text(std::size_t row, std::size_t column) const {
    return fields_[row * columns_.size() + column];
  }
  [[nodiscard]] double number(std::size_t row, std::size_t column) const;
  [[nodiscard]] double positive(std::size_t row, std::size_t column) const;
  [[nodiscard]] std::uint64_t count(std::size_t row, std::size_t column) const;

  /// FILE:LINE: column 'loss': 'abc' <problem>
  [[noreturn]] void reject(std::size_t row, std::size_t column, std::string const& problem) const;

 private:
  std::string path_;
  std::size_t header_line_ = 0;
  std::vector<std::string> columns_;
  std::vector<std::string> fields_;  // row-major
  std::vector<std::size_t> lines_;
};

}  // namespace t2plan
