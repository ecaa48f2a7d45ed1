// SPDX-License-Identifier: BSL-1.0
// Reading the JSON files of the program: every complaint names the file and the field.
#pragma once

#include "error.hpp"   // fail
#include "output.hpp"  // json, plural
#include "text.hpp"    // in_quotes, read_text

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace t2plan {

/// A file that is JSON.
/// @errors  input_error with FILE and LINE
[[nodiscard]] inline json read_json(std::string const& path) {
  std::string const content = read_text(path);
  try {
    return json::parse(content);
  } catch (json::parse_error const& error) {
    auto const end = content.begin() + static_cast<std::ptrdiff_t>(std::min(error.byte, content.size()));
    auto const line = static_cast<std::size_t>(std::count(content.begin(), end, '\n')) + 1;
    fail({path, line}, "this is not JSON");
  } catch (json::out_of_range const&) {
    fail({path}, "a number is out of the range of a double");
  }
}

/// The same where the whole is one object.
[[nodiscard]] inline json read_json_object(std::string const& path) {
  json out = read_json(path);
  if (!out.is_object()) fail({path}, "this is not a JSON object");
  return out;
}

/// The fields of one object of a file, which must outlive it.
/// @errors  input_error: a field that is missing or of another kind
class json_fields {
 public:
  json_fields(std::string const& path, json const& object, std::string prefix = "")
      : path_(path), object_(object), prefix_(std::move(prefix)) {}

  [[noreturn]] void reject(std::string const& name, std::string const& problem) const {
    fail({path_}, "field " + in_quotes(prefix_ + name) + " " + problem);
  }
  [[nodiscard]] bool has(std::string const& name) const { return object_.contains(name) && !object_[name].is_null(); }
  [[nodiscard]] json const& at(std::string const& name) const {
    if (!object_.contains(name)) fail({path_}, "no field " + in_quotes(prefix_ + name));
    return object_[name];
  }
  [[nodiscard]] json_fields object(std::string const& name) const {
    if (!at(name).is_object()) reject(name, "is not an object");
    return {path_, at(name), prefix_ + name + "."};
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (auto const& [name, value] : object_.items()) out.push_back(name);
    return out;
  }
  [[nodiscard]] double number(std::string const& name) const {
    if (!at(name).is_number()) reject(name, "is not a number");
    return at(name).get<double>();
  }
  /// A number that JSON writes as null where it is not finite.
  [[nodiscard]] double number_or_nan(std::string const& name) const {
    return at(name).is_null() ? std::numeric_limits<double>::quiet_NaN() : number(name);
  }
  [[nodiscard]] std::uint64_t count(std::string const& name) const {
    if (!at(name).is_number_unsigned()) reject(name, "is not a whole number >= 0");
    return at(name).get<std::uint64_t>();
  }
  [[nodiscard]] bool truth(std::string const& name) const {
    if (!at(name).is_boolean()) reject(name, "is not true or false");
    return at(name).get<bool>();
  }
  [[nodiscard]] std::string text(std::string const& name) const {
    if (!at(name).is_string()) reject(name, "is not a text");
    return at(name).get<std::string>();
  }
  [[nodiscard]] json const& list(std::string const& name) const {
    if (!at(name).is_array()) reject(name, "is not a list");
    return at(name);
  }
  [[nodiscard]] std::vector<std::string> texts(std::string const& name) const {
    std::vector<std::string> out;
    for (json const& item : list(name)) {
      if (!item.is_string()) reject(name, "is not a list of texts");
      out.push_back(item.get<std::string>());
    }
    return out;
  }
  [[nodiscard]] std::vector<double> numbers(json const& row, std::string const& name, std::size_t size) const {
    std::vector<double> out;
    for (json const& item : row) {
      if (item.is_number()) out.push_back(item.get<double>());
    }
    if (!row.is_array() || row.size() != size || out.size() != size) {
      reject(name, "is not a list of " + plural(size, "number"));
    }
    return out;
  }

 private:
  std::string const& path_;
  json const& object_;
  std::string prefix_;
};

}  // namespace t2plan
