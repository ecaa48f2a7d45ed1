// SPDX-License-Identifier: BSL-1.0
// Which of the instruction sets that hot loops are built for is used. No bit of a result depends on it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace t2plan {

/// "baseline", and the x86-64 levels that this program was built for; ascending.
[[nodiscard]] std::vector<std::string> const& instruction_sets();

/// The set to use from now on, by name; without a call the best that the processor has.
/// @errors  input_error: not built, or not in this processor
void use_instruction_set(std::string const& name);
[[nodiscard]] std::string const& instruction_set();

/// What a source is built into for one instruction set: a table of functions (cmake/instruction_sets.cmake).
template <class Table>
struct built_for {
  std::string_view name;
  Table const* table;
};

/// The one for the set in use; all are built for the same sets.
template <class Table, std::size_t Count>
[[nodiscard]] Table const& best_of(built_for<Table> const (&all)[Count]) {
  for (built_for<Table> const& each : all)
    if (each.name == instruction_set()) return *each.table;
  return *all[0].table;
}

}  // namespace t2plan
