// SPDX-License-Identifier: BSL-1.0
#include "instruction_set.hpp"

#include "error.hpp"  // input_error
#include "text.hpp"   // in_quotes, listed

#include <algorithm>
#include <sstream>

#if !defined(T2_INSTRUCTION_SETS)
#define T2_INSTRUCTION_SETS "baseline"
#endif

namespace t2plan {
namespace {

bool processor_has(std::string_view name) {
#if defined(__x86_64__)
  if (name == "x86-64-v2") return __builtin_cpu_supports("x86-64-v2") != 0;
  if (name == "x86-64-v3") return __builtin_cpu_supports("x86-64-v3") != 0;
  if (name == "x86-64-v4") return __builtin_cpu_supports("x86-64-v4") != 0;
#endif
  return name == "baseline";
}

std::string best() {
  std::string out;
  for (std::string const& each : instruction_sets())
    if (processor_has(each)) out = each;
  return out;
}

std::string& chosen() {
  static std::string name = best();
  return name;
}

}  // namespace

std::vector<std::string> const& instruction_sets() {
  static std::vector<std::string> const all = [] {
    std::vector<std::string> out;
    std::istringstream words(T2_INSTRUCTION_SETS);
    for (std::string word; words >> word;) out.push_back(word);
    return out;
  }();
  return all;
}

void use_instruction_set(std::string const& name) {
  if (std::ranges::find(instruction_sets(), name) == instruction_sets().end())
    throw input_error("--isa: " + in_quotes(name) + " is not one of " + listed(instruction_sets()));
  if (!processor_has(name)) throw input_error("--isa: this processor does not have " + name);
  chosen() = name;
}

std::string const& instruction_set() { return chosen(); }

}  // namespace t2plan
