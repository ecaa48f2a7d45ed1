// SPDX-License-Identifier: BSL-1.0
// t2plan: fit Train-to-Test scaling laws, plan with them, report. One line on stderr says why there is no answer.
#include "commands.hpp"
#include "error.hpp"
#include "help.hpp"             // set_help_format, add_help_examples, version_text
#include "instruction_set.hpp"  // use_instruction_set
#include "output.hpp"           // signal_word

#include <CLI/CLI.hpp>

#include <algorithm>
#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <vector>

namespace {

std::string const see_help = " (see --help)";

enum exit_code { success = 0, no_answer = 1, bad_input = 2 };

exit_code complain(std::string message, exit_code code) {
  std::ranges::replace(message, '\n', ' ');
  std::cout.flush();
  std::cerr << "t2plan: " << t2plan::signal_word("error:") << ' ' << message << '\n';
  return code;
}

void add_commands(CLI::App& program) {
  t2plan::add_laws(program);
  t2plan::add_predict(program);
  t2plan::add_fit(program);
  t2plan::add_plan(program);
  t2plan::add_frontier(program);
  t2plan::add_passk(program);
  t2plan::add_simulate(program);
  t2plan::add_report(program);
  t2plan::add_demo(program);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App program("Train-to-Test scaling laws: fit them, plan with them, report", "t2plan");
  program
      .add_option_function<std::string>("--isa", t2plan::use_instruction_set,
                                        "instruction set of the loops of fit; no bit of a result depends on it")
      ->envname("T2PLAN_ISA")
      ->type_name("NAME");
  program.set_version_flag("--version", t2plan::version_text);  // after --isa, of which it tells
  program.require_subcommand(1);
  t2plan::set_help_format(program);
  add_commands(program);
  program.set_config("--config", "", "options from a file: NAME = VALUE lines in a section [COMMAND]");
  for (CLI::App* const command : program.get_subcommands({})) command->fallthrough();  // it may stand behind a command
  t2plan::add_help_examples(program);
  try {
    program.parse(argc, argv);
    std::cout.flush();
    if (!std::cout) return complain("standard output cannot be written", bad_input);
    return success;
  } catch (CLI::Success const& asked) {
    return program.exit(asked);  // --help, --version
  } catch (CLI::RequiredError const& error) {
    std::vector<std::string> const unknown = program.remaining();
    if (!program.get_subcommands().empty() || unknown.empty()) return complain(error.what() + see_help, bad_input);
    return complain("no command '" + unknown.front() + "'" + see_help, bad_input);
  } catch (CLI::ParseError const& error) {
    return complain(error.what() + see_help, bad_input);
  } catch (t2plan::no_answer const& reason) {
    return complain(reason.what(), no_answer);
  } catch (t2plan::input_error const& error) {
    return complain(error.what(), bad_input);
  } catch (std::bad_alloc const&) {
    return complain("not enough memory", no_answer);
  } catch (std::exception const& error) {
    return complain(error.what(), no_answer);
  }
}
