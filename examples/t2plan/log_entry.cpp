// SPDX-License-Identifier: BSL-1.0
#include "log_entry.hpp"

#include "text.hpp"  // in_quotes, listed

#include <string>
#include <vector>

namespace t2plan {
namespace {

// Python writes NaN and Infinity, which JSON does not have; they become null.
std::string without_nan(std::string_view line) {
  std::string out;
  bool in_string = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (in_string && line[i] == '\\' && i + 1 < line.size()) {
      out += line[i++];
    } else if (line[i] == '"') {
      in_string = !in_string;
    } else if (!in_string) {
      std::size_t word = 0;
      for (std::string_view const name : {"NaN", "-Infinity", "Infinity"}) {
        if (word == 0 && line.substr(i).starts_with(name)) word = name.size();
      }
      if (word > 0) {
        out += "null";
        i += word - 1;
        continue;
      }
    }
    out += line[i];
  }
  return out;
}

}  // namespace

json parse_object(std::string_view line, place const& where) {
  // what a log says about its question is never nested deeply; the rest could be, and copying json is recursive
  auto const shallow = [](int depth, json::parse_event_t, json&) { return depth < 32; };
  json entry = json::parse(line, shallow, false);
  if (entry.is_discarded()) {
    try {
      entry = json::parse(without_nan(line), shallow);
    } catch (json::parse_error const& error) {
      fail(where, "this is not JSON, from column " + std::to_string(error.byte) + " on");
    } catch (json::out_of_range const&) {
      fail(where, "a number is out of the range of a double");
    }
  }
  if (!entry.is_object()) fail(where, "this is not a JSON object; a log has one object a line");
  return entry;
}

json const* find(json const& value, std::string const& name) {
  auto const found = value.find(name);
  return found == value.end() ? nullptr : &*found;
}

json const& field(json const& entry, char const* name, place const& where) {
  if (json const* const found = find(entry, name)) return *found;
  std::vector<std::string> names;
  for (auto const& item : entry.items()) names.push_back(item.key());
  fail(where, "no field " + in_quotes(name) + "; the fields are " + listed(names));
}

std::string as_text(json const& value) {
  return value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string text_of(json const& entry, char const* name) {
  json const* const found = find(entry, name);
  return found == nullptr ? "" : as_text(*found);
}

}  // namespace t2plan
