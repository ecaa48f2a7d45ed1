// SPDX-License-Identifier: BSL-1.0
// Text files and the words in them: reading, trimming, numbers without a locale, quoting in messages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace t2plan {

/// The whole file, without a byte order mark.
/// @errors  input_error: cannot be read, a directory, empty, compressed, UTF-16
[[nodiscard]] std::string read_text(std::string const& path);

/// Without the blanks, tabs and line ends around it.
[[nodiscard]] std::string_view trim(std::string_view text);

/// `problem` is null, or says what is wrong in a way that continues "'abc' ...".
template <class T>
struct parsed {
  T value{};
  char const* problem = nullptr;
};

/// A finite decimal number; the locale has no say, a leading '+' and blanks around it are fine.
[[nodiscard]] parsed<double> parse_number(std::string_view text);

/// A whole number >= 0, also when a spreadsheet wrote it as 100.0 or 1e2.
[[nodiscard]] parsed<std::uint64_t> parse_count(std::string_view text);

/// "1,2,4": numbers between commas.
/// @errors  input_error: OPTION 'text': 'abc' is not a number
[[nodiscard]] std::vector<double> parse_numbers(std::string_view option, std::string_view text);

/// 'text', shortened and free of control characters: an error stays one readable line.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// 'a', 'b', 'c'; long lists are cut and say how many there are.
[[nodiscard]] std::string listed(std::span<std::string const> words);

/// Calls f(line, line number) for every line that is not blank; CRLF and a missing last line end are fine.
template <class F>
void for_each_line(std::string_view text, F f) {
  for (std::size_t begin = 0, number = 1; begin < text.size(); ++number) {
    std::size_t const end = text.find('\n', begin);
    std::string_view const line = text.substr(begin, end - begin);
    begin = end == std::string_view::npos ? text.size() : end + 1;
    if (!trim(line).empty()) f(line, number);
  }
}

}  // namespace t2plan
