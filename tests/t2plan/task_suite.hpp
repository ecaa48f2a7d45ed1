// SPDX-License-Identifier: BSL-1.0
// A small suite of checkpoints and questions whose -log p follow the coupled law, as files that t2plan reads.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

namespace t2plan::test {

struct task_suite {
  std::string checkpoints, questions;

  /// mu = 3.5 (N/3e8)^-.1 + .2 (D/6e10)^-.6 (N/3e8)^.2, a = 1.5, b = .2, s = .6
  static double location(double n, double d) {
    double const size = n / 3e8, data = d / 6e10;
    return 3.5 * std::pow(size, -0.1) + 0.2 * std::pow(data, -0.6) * std::pow(size, 0.2);
  }

  /// @param  trend  false: the levels of the checkpoints are shuffled, so that N and D explain nothing
  explicit task_suite(bool trend = true) {
    // normal quantiles, 30 of them
    static constexpr double z[] = {-2.13, -1.64, -1.38, -1.19, -1.04, -0.90, -0.78, -0.67, -0.57, -0.48,
                                   -0.39, -0.30, -0.21, -0.13, -0.04, 0.04,  0.13,  0.21,  0.30,  0.39,
                                   0.48,  0.57,  0.67,  0.78,  0.90,  1.04,  1.19,  1.38,  1.64,  2.13};
    checkpoints = "ckpt,N,D\n";
    questions = "ckpt";
    for (std::size_t q = 0; q < std::size(z); ++q) questions += ",q" + std::to_string(q);
    questions += '\n';
    for (int i = 0; i < 16; ++i) {
      double const n = 6e7 * std::pow(2.6, i % 4), d = 1e10 * std::pow(3, i / 4);
      std::string const name = "c" + std::to_string(i);
      checkpoints += name + "," + std::to_string(n) + "," + std::to_string(d) + "\n";
      double const mu = trend ? location(n, d) : 3 + 0.7 * std::sin(40. * i * i);
      double const w = std::min(1.5 + 0.2 * mu, mu);
      questions += name;
      for (double const each : z) questions += "," + std::to_string(mu + w * (std::exp(0.6 * each - 0.18) - 1));
      questions += '\n';
    }
  }
};

}  // namespace t2plan::test
