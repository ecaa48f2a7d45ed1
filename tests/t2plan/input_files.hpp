// SPDX-License-Identifier: BSL-1.0
// Small input files for the tests of t2plan, and the error message that reading one gives.
#pragma once

#include "../../examples/t2plan/error.hpp"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>

namespace t2plan::test {

/// A file with the given bytes that is gone at the end of the scope.
class temporary_file {
 public:
  explicit temporary_file(std::string const& content) {
    static std::atomic<int> made{0};
    std::string const name = "t2plan_" + std::to_string(::getpid()) + "_" + std::to_string(++made);
    path_ = (std::filesystem::temp_directory_path() / name).string();
    std::ofstream(path_, std::ios::binary) << content;
  }
  temporary_file(temporary_file const&) = delete;
  temporary_file& operator=(temporary_file const&) = delete;
  ~temporary_file() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  [[nodiscard]] std::string const& path() const { return path_; }

 private:
  std::string path_;
};

/// A file of tests/t2plan/data.
inline std::string data(std::string const& name) {
  return (std::filesystem::path(__FILE__).parent_path() / "data" / name).string();
}

/// The message of the input_error that f() throws, with every `path` in it shown as FILE; "no error" without one.
template <class F>
std::string error_of(std::string const& path, F&& f) {
  try {
    f();
  } catch (input_error const& error) {
    std::string message = error.what();
    for (std::size_t at = 0; !path.empty() && (at = message.find(path, at)) != std::string::npos; at += 4) {
      message.replace(at, path.size(), "FILE");
    }
    return message;
  }
  return "no error";
}

/// The same for a function of the path of a file with this content.
template <class F>
std::string error_in(std::string const& content, F&& read) {
  temporary_file const file(content);
  return error_of(file.path(), [&] { (void)read(file.path()); });
}

}  // namespace t2plan::test
