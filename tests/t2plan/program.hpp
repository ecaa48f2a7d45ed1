// SPDX-License-Identifier: BSL-1.0
// Running t2plan as a user does, and looking at what it says: exit code, standard output, standard error.
#pragma once

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace t2plan::test {

using json = nlohmann::json;

/// A folder of its own that is gone at the end of the scope.
class scratch_folder {
 public:
  scratch_folder() {
    static int made = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("t2plan_test_" + std::to_string(::getpid()) + "_" + std::to_string(++made));
    std::filesystem::create_directories(path_);
  }
  scratch_folder(scratch_folder const&) = delete;
  scratch_folder& operator=(scratch_folder const&) = delete;
  ~scratch_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] std::string path(std::string_view name = "") const { return (path_ / name).string(); }
  /// The path of a new file with this content.
  [[nodiscard]] std::string file(std::string_view name, std::string_view content) const {
    std::ofstream(path_ / name, std::ios::binary) << content;
    return path(name);
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (auto const& entry : std::filesystem::directory_iterator(path_))
      out.push_back(entry.path().filename().string());
    return out;
  }

 private:
  std::filesystem::path path_;
};

inline std::string content_of(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// What a run of the program gave.
struct outcome {
  int code;
  std::string out, err;

  [[nodiscard]] json parsed() const {
    INFO(err);
    CHECK(code == 0);
    return json::parse(out);
  }
  /// The one line of an error without "t2plan: error: ", after warnings; everything else is returned as it is.
  [[nodiscard]] std::string error() const {
    std::string const prefix = "t2plan: error: ";
    std::size_t const at = err.find(prefix);
    if (at == std::string::npos || !out.empty() || err.find('\n', at) + 1 != err.size()) return out + err;
    return err.substr(at + prefix.size(), err.size() - at - prefix.size() - 1);
  }
};

/// Runs $T2PLAN with these words as arguments.
inline outcome t2plan(std::vector<std::string> const& words) {
  char const* const program = std::getenv("T2PLAN");
  REQUIRE_MESSAGE(program != nullptr, "T2PLAN names the program to test");
  scratch_folder const folder;
  std::string const out = folder.path("out"), err = folder.path("err");
  std::string command;
  auto const add = [&](std::string const& word) {
    command += '\'';
    for (char const c : word) command += c == '\'' ? std::string("'\\''") : std::string(1, c);
    command += "' ";
  };
  add(program);
  for (std::string const& word : words) add(word);
  int const status = std::system((command + "> " + out + " 2> " + err + " < /dev/null").c_str());
  REQUIRE(WIFEXITED(status));
  return {WEXITSTATUS(status), content_of(out), content_of(err)};
}

/// first and then more words.
inline std::vector<std::string> operator+(std::vector<std::string> first, std::vector<std::string> const& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

}  // namespace t2plan::test
