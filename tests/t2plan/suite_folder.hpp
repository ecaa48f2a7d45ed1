// SPDX-License-Identifier: BSL-1.0
// A folder with the files that examples of t2plan name: the synthetic suite, its fits, counts of a benchmark.
#pragma once

#include "program.hpp"

#include <filesystem>
#include <string>

namespace t2plan::test {

/// The root of the repository.
inline std::string const root =
    std::filesystem::path(__FILE__).parent_path().parent_path().parent_path().string();

/// Runs a line of a shell in a folder where t2plan is on PATH; what it prints is in the file "said".
inline int run_in(scratch_folder const& folder, std::string const& line) {
  std::string const program = std::getenv("T2PLAN");
  std::string const command = "cd '" + folder.path() + "' && PATH='" + program.substr(0, program.rfind('/')) +
                              "':$PATH && ( " + line + " ) > said 2>&1 < /dev/null";
  int const status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

inline void fill(scratch_folder const& folder) {
  REQUIRE(run_in(folder, "t2plan demo --bootstrap 10 --out .") == 0);
  REQUIRE(run_in(folder, "cp synthetic_checkpoints.csv checkpoints.csv && cp synthetic_questions.csv nll.csv && "
                         "cp checkpoints.csv runs.csv && cp t2-loss.json loss.json && "
                         "cp t2-accuracy.json accuracy.json") == 0);
  static_cast<void>(folder.file("shape.json", R"({"params": 8e9, "layers": 32, "width": 4096, "heads": 32, "head_dim": 128,
    "kv_heads": 8, "feed_forward": 14336, "feed_forward_matrices": 3, "vocabulary": 128256})"));
  std::string counts = "model,problem,n,c,source\n";
  for (int q = 0; q < 60; ++q)
    counts += "small," + std::to_string(q) + ",100," + std::to_string(q < 20 ? 0 : q - 19) + ",s" +
              std::to_string(q % 6) + "\n";
  static_cast<void>(folder.file("counts.csv", counts));
  static_cast<void>(folder.file(
      "cluster.toml", "[plan]\nhardware = h100-sxm\nunit = gpu-hours\nquestions = 1e9\noutput = 200\n"));
}

}  // namespace t2plan::test
