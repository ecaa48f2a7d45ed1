// SPDX-License-Identifier: BSL-1.0
#include "save.hpp"

#include "error.hpp"  // fail

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace t2plan {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void cannot_write(std::string const& path) {
  fail({path}, std::string("cannot be written: ") + std::strerror(errno != 0 ? errno : EIO));
}

// Where a link points: the link stays, its target is replaced. Absolute, so that a new file has a folder too.
fs::path target_of(std::string const& path) {
  std::error_code ignored;
  fs::path const target = fs::weakly_canonical(fs::absolute(path, ignored), ignored);
  return target.empty() ? fs::path(path) : target;
}

bool is_replaced(fs::path const& target) {
  std::error_code ignored;
  fs::file_status const status = fs::status(target, ignored);
  return !fs::exists(status) || fs::is_regular_file(status);
}

// Gone at the end of the scope unless it was renamed.
struct temporary {
  fs::path path;
  ~temporary() {
    std::error_code ignored;
    fs::remove(path, ignored);
  }
};

void write_all(fs::path const& to, std::string const& name, std::string_view content) {
  errno = 0;
  std::ofstream file(to, std::ios::binary);
  file << content;
  file.close();
  if (!file) cannot_write(name);
}

}  // namespace

void check_writable(std::string const& path) {
  fs::path const target = target_of(path);
  if (fs::is_directory(target)) fail({path}, "cannot be written: it is a folder");
  fs::path const asked = is_replaced(target) ? target.parent_path() : target;
  errno = 0;
  if (::access(asked.c_str(), W_OK) != 0) cannot_write(path);
}

void save(std::string const& path, std::string_view content) {
  fs::path const target = target_of(path);
  if (!is_replaced(target)) return write_all(target, path, content);
  temporary const beside{target.string() + ".t2plan-" + std::to_string(::getpid())};
  write_all(beside.path, path, content);
  std::error_code error;
  fs::file_status const before = fs::status(target, error);
  if (fs::exists(before)) fs::permissions(beside.path, before.permissions(), error);
  fs::rename(beside.path, target, error);
  if (error) fail({path}, "cannot be written: " + error.message());
}

}  // namespace t2plan
