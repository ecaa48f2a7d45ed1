// SPDX-License-Identifier: BSL-1.0
// Laws with coefficients in the range that fits to real tasks give, the same ones in every run.
#pragma once

#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>
#include <t2/plan/budget.hpp>

#include <cmath>
#include <cstdint>
#include <random>

namespace t2::test {

using loss_law = law::sum<law::chinchilla<double>, law::sampling_gain<double>>;

class random_laws {
 public:
  explicit random_laws(std::uint64_t seed) : engine_(seed) {}

  double uniform(double low, double high) {
    return low + (high - low) * static_cast<double>(engine_() >> 11) * 0x1p-53;
  }
  double log_uniform(double low, double high) { return std::exp(uniform(std::log(low), std::log(high))); }

  loss_law law() {
    law::chinchilla<double> const loss{uniform(0, 2), log_uniform(10, 1e6), log_uniform(10, 1e8), uniform(0.1, 1.5),
                                       uniform(0.1, 1.5)};
    return loss + law::sampling_gain<double>{uniform(0.5, 8), uniform(0.1, 0.9)};
  }
  budget::split<double> budget() { return {flops{log_uniform(1e17, 1e25)}, flops{log_uniform(1e7, 1e13)}}; }

 private:
  std::mt19937_64 engine_;
};

/// The value at N and k with D from the training budget.
template <class Law>
double value_at(Law const& law, budget::split<double> const& budget, double n, double k) {
  return law::evaluate(law, params{n}, tokens{budget.train.value / (6 * n)}, samples{k});
}

}  // namespace t2::test
