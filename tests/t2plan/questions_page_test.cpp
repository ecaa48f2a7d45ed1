// SPDX-License-Identifier: BSL-1.0
// t2: needs t2plan json
// t2: labels real-data
// docs/questions.md: each shell block is run, and what it prints is compared with the text block below it.
#include "program.hpp"
#include "suite_folder.hpp"
#include "support/real_data.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

using namespace t2plan::test;

namespace {

struct step {
  std::string commands, shown;
};

std::vector<step> steps_of(std::string const& page) {
  std::vector<step> out;
  std::istringstream lines(page);
  std::string* to = nullptr;
  for (std::string line; std::getline(lines, line);) {
    if (line == "```sh") {
      to = &out.emplace_back().commands;
    } else if (line == "```text") {
      to = &out.back().shown;
    } else if (line == "```") {
      to = nullptr;
    } else if (to != nullptr) {
      *to += line + '\n';
    }
  }
  return out;
}

// What a certificate comes to in its last digits is rounding.
std::string without_rounding(std::string const& text) {
  return std::regex_replace(text, std::regex("certified \\(residual [^)]*\\)"), "certified");
}

}  // namespace

TEST_CASE("the page shows what the commands print") {
  auto const data = t2::test::real_data("gemstones/checkpoints.csv");
  scratch_folder const folder;
  auto const steps = steps_of(content_of(root + "/docs/questions.md"));
  CHECK(steps.size() >= 9);
  for (step const& each : steps) {
    bool const needs_data = each.commands.find("$DATA") != std::string::npos;
    if (needs_data && !data) continue;
    std::string const folder_of_data = data ? data->parent_path().parent_path().string() : "";
    CAPTURE(each.commands);
    std::string const line = "export DATA='" + folder_of_data + "'; { " + each.commands + "} 2> errors";
    int const code = run_in(folder, line);
    CHECK(code == 0);
    CHECK(without_rounding(content_of(folder.path("said"))) == without_rounding(each.shown));
  }
}
