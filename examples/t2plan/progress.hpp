// SPDX-License-Identifier: BSL-1.0
// A bar on a terminal while threads work; nothing in a pipe or a log.
#pragma once

#include <t2/exec/backend.hpp>  // monitor

#include <cstddef>
#include <string>
#include <thread>

namespace t2plan {

/// Looks at a monitor ten times a second, from a thread of its own, until the end of the scope.
class progress_bar {
 public:
  /// @param  total  what `monitor.done` counts up to
  progress_bar(std::string label, std::size_t total);
  ~progress_bar();

  [[nodiscard]] t2::exec::monitor* watch() { return &monitor_; }

 private:
  void draw(std::stop_token const& stop) const;

  std::string label_;
  std::size_t total_;
  t2::exec::monitor monitor_;
  std::jthread painter_;
};

}  // namespace t2plan
