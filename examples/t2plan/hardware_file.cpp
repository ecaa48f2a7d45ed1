// SPDX-License-Identifier: BSL-1.0
#include "hardware_file.hpp"

#include "error.hpp"        // fail, input_error
#include "json_fields.hpp"  // json_fields, read_json_object
#include "text.hpp"         // in_quotes, listed

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace t2plan {
namespace {

using hardware = t2::cost::hardware<double>;
using shape = t2::cost::transformer<double>;

constexpr std::pair<char const*, double hardware::*> hardware_keys[] = {
    {"peak_bf16", &hardware::peak_bf16}, {"peak_fp8", &hardware::peak_fp8},       {"peak_fp4", &hardware::peak_fp4},
    {"bandwidth", &hardware::bandwidth}, {"memory", &hardware::memory},           {"utilisation", &hardware::utilisation},
    {"hour_price", &hardware::hour_price}};

constexpr std::pair<char const*, double shape::*> shape_keys[] = {
    {"layers", &shape::layers},         {"width", &shape::width},
    {"heads", &shape::heads},           {"head_dim", &shape::head_dim},
    {"kv_heads", &shape::kv_heads},     {"feed_forward", &shape::feed_forward},
    {"vocabulary", &shape::vocabulary}, {"feed_forward_matrices", &shape::feed_forward_matrices}};

// Every key of a file must be one of these.
template <class Keys>
void check_keys(json_fields const& fields, Keys const& keys, std::vector<std::string> const& more) {
  std::vector<std::string> known = more;
  for (auto const& [key, member] : keys) known.emplace_back(key);
  for (std::string const& name : fields.names()) {
    if (std::ranges::find(known, name) == known.end()) fields.reject(name, "is not one of " + listed(known));
  }
}

template <class Keys, class Target>
void read_keys(json_fields const& fields, Keys const& keys, Target& to) {
  for (auto const& [key, member] : keys) {
    if (!fields.has(key)) continue;
    to.*member = fields.number(key);
    bool const may_be_absent = std::string(key).starts_with("peak_fp") || std::string(key) == "hour_price";
    if (!(to.*member > 0) && !(may_be_absent && to.*member == 0))
      fields.reject(key, "is not a number greater than 0");
  }
}

hardware sheet(std::string const& name, std::string const& complaint) {
  if (auto const* const found = t2::cost::find_data_sheet(name)) return found->figures();
  std::vector<std::string> names;
  for (auto const& each : t2::cost::data_sheets) names.emplace_back(each.name);
  throw input_error(complaint + "; the data sheets are " + listed(names));
}

}  // namespace

hardware read_hardware(std::string const& name_or_path) {
  if (!name_or_path.ends_with(".json"))
    return sheet(name_or_path, "--hardware: no data sheet " + in_quotes(name_or_path) + " and no .json file");
  json const file = read_json_object(name_or_path);
  json_fields const fields(name_or_path, file);
  check_keys(fields, hardware_keys, {"base", "source"});
  hardware out{};
  if (fields.has("base"))
    out = sheet(fields.text("base"), name_or_path + ": field 'base': no data sheet " + in_quotes(fields.text("base")));
  read_keys(fields, hardware_keys, out);
  for (auto const& [key, member] : {hardware_keys[0], hardware_keys[3]}) {
    if (!(out.*member > 0)) fail({name_or_path}, "no field " + in_quotes(key) + ", and no 'base' that has it");
  }
  if (out.utilisation > 1) fields.reject("utilisation", "is above 1");
  return out;
}

t2::cost::family<double> read_shape(std::string const& path) {
  json const file = read_json_object(path);
  json_fields const fields(path, file);
  check_keys(fields, shape_keys, {"params", "source"});
  t2::cost::family<double> out{};
  out.shape.feed_forward_matrices = 2;
  for (auto const& [key, member] : shape_keys) {
    if (std::string(key) != "feed_forward_matrices") static_cast<void>(fields.at(key));
  }
  read_keys(fields, shape_keys, out.shape);
  out.params = fields.number("params");
  if (!(out.params > 0)) fields.reject("params", "is not a number greater than 0");
  return out;
}

}  // namespace t2plan
