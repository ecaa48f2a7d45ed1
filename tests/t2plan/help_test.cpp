// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan boost cli11 json threads
// t2: labels once
// The examples that t2plan --help and the README show are commands that work; colours are for terminals.
#include "suite_folder.hpp"

#include <doctest/doctest.h>

#include <regex>
#include <sstream>
#include <string>
#include <vector>

using t2plan::test::content_of;
using t2plan::test::root;
using t2plan::test::run_in;
using t2plan::test::scratch_folder;
using words = std::vector<std::string>;

namespace {

/// Lines that start with t2plan, after blanks.
words commands_in(std::string const& text) {
  words out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::size_t const first = line.find_first_not_of(' ');
    if (first != std::string::npos && line.compare(first, 7, "t2plan ") == 0) out.push_back(line.substr(first));
  }
  return out;
}

/// What stands between the lines ```sh and ```.
std::string shell_blocks(std::string const& page) {
  std::string out;
  std::istringstream lines(page);
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```"))
      inside = line == "```sh";
    else if (inside)
      out += line + '\n';
  }
  return out;
}

words names_of_commands() {
  std::string const help = t2plan::test::t2plan({"--help"}).out;
  std::istringstream lines(help.substr(help.find("Subcommands:")));
  words out;
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line) && line.starts_with("  ")) out.push_back(line.substr(2, line.find(' ', 2) - 2));
  return out;
}

}  // namespace

TEST_CASE("examples work") {
  scratch_folder const folder;
  fill(folder);
  words const commands = names_of_commands();
  CHECK(commands.size() >= 9);
  words lines = commands_in(shell_blocks(content_of(root + "/README.md")));
  CHECK(lines.size() >= 3);
  for (std::string const& command : commands) {
    CAPTURE(command);
    words const examples = commands_in(t2plan::test::t2plan({command, "--help"}).out);
    CHECK(!examples.empty());
    lines.insert(lines.end(), examples.begin(), examples.end());
  }
  for (std::string line : lines) {
    if (line.starts_with("t2plan demo")) continue;  // seconds each, and run above
    line = std::regex_replace(line, std::regex("--bootstrap [0-9]+"), "--bootstrap 4");
    CAPTURE(line);
    bool const works = run_in(folder, line) == 0;
    if (!works) MESSAGE(content_of(folder.path("said")));
    CHECK(works);
  }
}

TEST_CASE("--version tells of the build") {
  std::string const said = t2plan::test::t2plan({"--version"}).out;
  CHECK(std::regex_match(
      said, std::regex("t2plan \\d+\\.\\d+\\.\\d+\ncompiler: (g|clang)\\+\\+ .*\n"
                       "instruction set: \\S+ \\(built for baseline.*\\)\nbackends: scalar simd threads.*\n")));
  CHECK(t2plan::test::t2plan({"--isa", "baseline", "--version"}).out.find("set: baseline (built") != std::string::npos);
  CHECK(
      t2plan::test::t2plan({"--isa", "mmx", "--version"}).error().starts_with("--isa: 'mmx' is not one of 'baseline'"));
}

TEST_CASE("colours are for terminals that want them") {
  // util-linux's makes a terminal, where there is a /dev/pts
  if (std::system("script -qec true /dev/null > /dev/null 2>&1") != 0) return;
  scratch_folder const folder;
  std::string const in_terminal = "script -qec \"t2plan laws no-such-law\" log";
  CHECK(run_in(folder, "NO_COLOR= TERM=xterm " + in_terminal) == 2);
  CHECK(content_of(folder.path("said")).find("\033[1;31merror:\033[0m no law") != std::string::npos);
  CHECK(run_in(folder, "NO_COLOR=1 TERM=xterm " + in_terminal) == 2);
  CHECK(content_of(folder.path("said")).find("t2plan: error: no law") != std::string::npos);
  CHECK(run_in(folder, "NO_COLOR= TERM=dumb " + in_terminal) == 2);
  CHECK(content_of(folder.path("said")).find("t2plan: error: no law") != std::string::npos);
  CHECK(t2plan::test::t2plan({"laws", "no-such-law"}).err.starts_with("t2plan: error: no law"));
}
