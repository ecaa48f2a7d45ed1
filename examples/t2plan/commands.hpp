// SPDX-License-Identifier: BSL-1.0
// The subcommands: each declares its options and what it does with them.
#pragma once

namespace CLI {
class App;
}

namespace t2plan {

void add_laws(CLI::App& program);
void add_predict(CLI::App& program);
void add_fit(CLI::App& program);
void add_plan(CLI::App& program);
void add_frontier(CLI::App& program);
void add_passk(CLI::App& program);
void add_simulate(CLI::App& program);
void add_report(CLI::App& program);
void add_demo(CLI::App& program);

}  // namespace t2plan
