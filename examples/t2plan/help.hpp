// SPDX-License-Identifier: BSL-1.0
// What --help says beside the options: examples, and how a terminal is used.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace t2plan {

/// Wide columns, before the commands are added: they copy the format of the program.
void set_help_format(CLI::App& program);
/// Examples of each command, after all are added; a test runs them.
void add_help_examples(CLI::App& program);
/// What --version says: the version, the compiler, the instruction set in use, and where simulations can run.
[[nodiscard]] std::string version_text();

}  // namespace t2plan
