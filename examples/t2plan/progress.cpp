// SPDX-License-Identifier: BSL-1.0
#include "progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

namespace t2plan {
namespace {

// Nothing while nothing is done.
std::string time_left(double seconds, std::size_t done, std::size_t total) {
  if (done == 0) return "";
  double const left = seconds * static_cast<double>(total - done) / static_cast<double>(done);
  char text[32];
  std::snprintf(text, sizeof text, left < 100 ? "  %.0f s left" : "  %.0f min left", left < 100 ? left : left / 60);
  return text;
}

}  // namespace

progress_bar::progress_bar(std::string label, std::size_t total) : label_(std::move(label)), total_(total) {
  if (total_ > 0 && ::isatty(STDERR_FILENO) == 1) {
    painter_ = std::jthread([this](std::stop_token const& stop) { draw(stop); });
  }
}

progress_bar::~progress_bar() {
  if (!painter_.joinable()) return;
  painter_.request_stop();
  painter_.join();
  std::fprintf(stderr, "\r\033[K");  // an empty line: what follows is the result
}

void progress_bar::draw(std::stop_token const& stop) const {
  constexpr std::size_t width = 30;
  auto const begin = std::chrono::steady_clock::now();
  while (!stop.stop_requested()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    std::size_t const done = std::min(monitor_.done.load(std::memory_order_relaxed), total_);
    std::size_t const filled = width * done / total_;
    std::chrono::duration<double> const passed = std::chrono::steady_clock::now() - begin;
    std::fprintf(stderr, "\r%s [%s%s] %3zu %%%s\033[K", label_.c_str(), std::string(filled, '#').c_str(),
                 std::string(width - filled, ' ').c_str(), 100 * done / total_,
                 time_left(passed.count(), done, total_).c_str());
    std::fflush(stderr);
  }
}

}  // namespace t2plan
