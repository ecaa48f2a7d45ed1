// SPDX-License-Identifier: BSL-1.0
// Builds sample/digest_program.cpp with a compiler and flags, runs it, and compares what it prints with the committed
// digests.
#pragma once

#include "support/digest.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

namespace t2::test {

inline bool runs(std::string const& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }

// Every line says "thresholds HEX", or "counts HEX backend" and "draws HEX backend".
inline void check_digests(std::string const& build, std::string const& text) {
  std::istringstream lines(text);
  std::string line;
  int thresholds = 0, counts = 0, draws = 0;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string what, hex;
    words >> what >> hex;
    std::uint64_t const value = std::strtoull(hex.c_str(), nullptr, 16);
    INFO(build << ": " << line);
    CHECK(value == (what == "thresholds" ? golden_thresholds : what == "counts" ? golden_counts : golden_draws));
    (what == "thresholds" ? thresholds : what == "counts" ? counts : draws) += 1;
  }
  INFO(build << ": " << text);
  CHECK(thresholds == 1);
  CHECK(counts >= 3);
  CHECK(draws == counts);
}

/// @return  whether there is such a compiler and it takes the flags
inline bool check_build(std::string const& compiler, std::string const& flags) {
  namespace fs = std::filesystem;
  if (!runs(compiler + " " + flags + " -x c++ -fsyntax-only /dev/null")) return false;
  fs::path const folder = fs::temp_directory_path() / ("t2-digest-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  fs::path const probe = folder / "probe.cpp", program = folder / "program", said = folder / "said";
  std::ofstream(probe) << "#include <xsimd/xsimd.hpp>\n";
  bool const simd = runs(compiler + " -std=c++20 -fsyntax-only " + probe.string());
  fs::path const tests = fs::path(__FILE__).parent_path().parent_path();
  std::string const build = compiler + " " + flags + (simd ? " -DT2_DIGEST_SIMD" : "");
  std::string const command = build + " -std=c++20 -w -pthread -I" + (tests.parent_path() / "include").string() + " " +
                              (tests / "sample/digest_program.cpp").string() + " -o " + program.string() + " && " +
                              program.string();
  static_cast<void>(std::system(("(" + command + ") >" + said.string() + " 2>&1").c_str()));
  std::ostringstream text;
  text << std::ifstream(said).rdbuf();
  std::cout << build << "\n" << text.str();
  check_digests(build, text.str());
  fs::remove_all(folder);
  return true;
}

}  // namespace t2::test
