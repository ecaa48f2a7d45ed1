// SPDX-License-Identifier: BSL-1.0
// A test that starts itself under mpirun: in the ranks, role() says what they are to do.
#pragma once

#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace t2::test {

/// What this rank is to do, or null in the test itself.
inline char const* role() { return std::getenv("T2_MPI_ROLE"); }

struct outcome {
  int code;
  std::string text;  ///< of all ranks, both streams
};

inline outcome run_ranks(int ranks, std::string const& what) {
  std::filesystem::path const self = std::filesystem::read_symlink("/proc/self/exe");
  std::filesystem::path const file =
      std::filesystem::temp_directory_path() / ("t2-mpi-" + std::to_string(::getpid()) + ".txt");
  std::string const command = "T2_MPI_ROLE=" + what + " OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 " +
                              "timeout 100 mpirun --oversubscribe -np " + std::to_string(ranks) + " " + self.string() +
                              " --no-intro >" + file.string() + " 2>&1";
  int const code = std::system(command.c_str());
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  std::filesystem::remove(file);
  return {code, text.str()};
}

inline std::size_t occurrences(std::string const& text, std::string const& of) {
  std::size_t n = 0;
  for (std::size_t at = text.find(of); at != std::string::npos; at = text.find(of, at + 1)) ++n;
  return n;
}

}  // namespace t2::test
