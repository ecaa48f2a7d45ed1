// SPDX-License-Identifier: BSL-1.0
#include "text.hpp"

#include "error.hpp"  // fail, place

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace t2plan {

std::string read_text(std::string const& path) {
  place const file{path};
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) fail(file, "this is a directory, not a file");
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) fail(file, std::string("cannot be read: ") + std::strerror(errno == 0 ? EIO : errno));
  // no seek for the size: pipes and /dev/stdin are files too
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) fail(file, "cannot be read to its end");
  if (text.starts_with("\x1f\x8b")) fail(file, "the file is compressed (gzip); unpack it first");
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) fail(file, "the file is UTF-16; save it as UTF-8");
  if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);
  if (trim(text).empty()) fail(file, "the file is empty");
  return text;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\v\f";
  std::size_t const first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

parsed<double> parse_number(std::string_view text) {
  text = trim(text);
  if (text.empty()) return {0, "is empty"};
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::invalid_argument || end != text.data() + text.size()) return {0, "is not a number"};
  if (error == std::errc::result_out_of_range) return {0, "is out of the range of a double"};
  if (!std::isfinite(value)) return {0, "is not a finite number"};
  return {value};
}

parsed<std::uint64_t> parse_count(std::string_view text) {
  auto const [value, problem] = parse_number(text);
  if (problem != nullptr) return {0, problem};
  if (value < 0) return {0, "is negative"};
  if (value != std::floor(value)) return {0, "is not a whole number"};
  if (value > 0x1p53) return {0, "is too large for a count"};  // beyond it a double skips whole numbers
  return {static_cast<std::uint64_t>(value)};
}

std::vector<double> parse_numbers(std::string_view option, std::string_view text) {
  std::vector<double> numbers;
  for (std::size_t begin = 0; begin <= text.size();) {
    std::size_t const end = std::min(text.find(',', begin), text.size());
    std::string_view const item = text.substr(begin, end - begin);
    auto const [value, problem] = parse_number(item);
    if (problem != nullptr) {
      throw input_error(std::string(option) + ' ' + in_quotes(text) + ": " + in_quotes(item) + ' ' + problem);
    }
    numbers.push_back(value);
    begin = end + 1;
  }
  return numbers;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t longest = 60;
  std::string shown(text.substr(0, longest));
  while (text.size() > longest && !shown.empty() && (static_cast<unsigned char>(text[shown.size()]) & 0xC0U) == 0x80U) {
    shown.pop_back();  // do not cut inside a UTF-8 character
  }
  for (char& letter : shown) {
    if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f) letter = '?';
  }
  return "'" + shown + (shown.size() < text.size() ? "...'" : "'");
}

std::string listed(std::span<std::string const> words) {
  constexpr std::size_t most = 12;
  std::string list;
  for (std::string const& word : words.first(words.size() < most ? words.size() : most)) {
    list += (list.empty() ? "" : ", ") + in_quotes(word);
  }
  return words.size() > most ? list + ", ... (" + std::to_string(words.size()) + " in all)" : list;
}

}  // namespace t2plan
