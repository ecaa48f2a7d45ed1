// SPDX-License-Identifier: BSL-1.0
// What --help says beside the options: examples, and how a terminal is used.
#pragma once

namespace CLI {
class App;
}

namespace t2plan {

/// Wide columns, before the commands are added: they copy the format of the program.
void set_help_format(CLI::App& program);
/// Examples of each command, after all are added; a test runs them.
void add_help_examples(CLI::App& program);

}  // namespace t2plan
