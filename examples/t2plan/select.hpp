// SPDX-License-Identifier: BSL-1.0
// Which columns mean what (--columns params=N,tokens=D) and which rows are used (--where kept=1).
#pragma once

#include "csv.hpp"  // csv_table

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace t2plan {

/// Role -> column of the file, e.g. params -> N.
using column_map = std::map<std::string, std::string, std::less<>>;

/// `defaults` with the roles in `text` ("params=N,tokens=D,loss=loss") replaced.
/// @errors  input_error: not ROLE=COLUMN, a role twice, a role that `defaults` does not have
[[nodiscard]] column_map parse_columns(std::string_view text, column_map defaults);

/// One condition on a row. Numbers are compared as numbers (1 = 1.0), anything else as text.
struct row_filter {
  std::string text;  ///< as written, for messages
  std::string column;
  std::string op;  ///< = != < <= > >=
  std::string value;
  std::optional<double> number;  ///< of `value`, if it is one
};

/// @param   option  what messages call it
/// @errors  input_error: no operator, no column, an order (<, <=, >, >=) against something that is no number
[[nodiscard]] row_filter parse_filter(std::string_view text, std::string_view option = "--where");
[[nodiscard]] std::vector<row_filter> parse_filters(std::span<std::string const> texts);

/// a OP b.
[[nodiscard]] bool compare(double a, std::string_view op, double b);

/// The rows that fulfil all filters, in the order of the file.
/// @errors  input_error: unknown column, an order on a field that is no number, no row left
[[nodiscard]] std::vector<std::size_t> select_rows(csv_table const& table, std::span<row_filter const> filters);

}  // namespace t2plan
