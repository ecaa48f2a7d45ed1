// SPDX-License-Identifier: BSL-1.0
// The main program of every test, and what it means that real data is missing.
#define DOCTEST_CONFIG_IMPLEMENT
#include "support/real_data.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string_view>

namespace {

bool data_missing = false;

std::string_view environment(char const* name, std::string_view otherwise) {
  char const* const value = std::getenv(name);
  return value != nullptr ? std::string_view(value) : otherwise;
}

}  // namespace

namespace t2::test {

std::optional<std::filesystem::path> real_data(std::string_view relative) {
  auto const path = (std::filesystem::path(environment("T2_DATA", T2_SHARED_DATA)) / relative).lexically_normal();
  if (std::filesystem::exists(path)) return path;
  if (environment("T2_REQUIRE_DATA", "") == "1") FAIL("real data ", path.string(), " not found");
  std::cout << "SKIPPED: real data " << path.string() << " not found\n";
  data_missing = true;
  return std::nullopt;
}

}  // namespace t2::test

int main(int argc, char** argv) {
  int const failures = doctest::Context(argc, argv).run();
  return failures == 0 && data_missing ? T2_SKIP_CODE : failures;
}
