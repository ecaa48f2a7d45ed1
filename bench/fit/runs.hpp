// SPDX-License-Identifier: BSL-1.0
// Runs of fixed seed for the benchmarks of fits: every size its own, 0.6 % of noise, the residuals of published runs.
#pragma once

#include <t2/fit/dataset.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/random/philox.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace t2::bench {

inline constexpr law::chinchilla<double> truth{1.8172, 482.01, 2085.43, 0.3478, 0.3658};

inline double uniform(std::size_t i, int word, std::uint32_t stream = 0) {
  return (random::philox(7, {i, 0, stream}).word[word] + 0.5) * 0x1p-32;
}
// the sum of two uniforms less one: a triangle of unit half width
inline double noise(std::size_t i) { return uniform(i, 0, 1) + uniform(i, 1, 1) - 1; }

inline fit::dataset<> runs(std::size_t size) {
  fit::dataset<> out;
  for (std::size_t i = 0; i < size; ++i) {
    double const n = 4e7 * std::pow(400., uniform(i, 0)), d = 1e9 * std::pow(300., uniform(i, 1));
    out.params.push_back(n);
    out.tokens.push_back(d);
    out.value.push_back(truth(params{n}, tokens{d}) * std::exp(0.015 * noise(i)));
  }
  return out;
}

}  // namespace t2::bench
