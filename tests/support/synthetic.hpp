// SPDX-License-Identifier: BSL-1.0
// Data whose law is known: a grid of (N, D, k) with the values of a law and, if asked for, noise.
#pragma once

#include <t2/core/quantity.hpp>
#include <t2/core/real.hpp>
#include <t2/fit/dataset.hpp>
#include <t2/law/law.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <numeric>
#include <random>
#include <vector>

namespace t2::test {

/// law(N, D, k) exp(noise z) with z standard normal, on every combination; the k of one (N, D) share a unit.
template <law::law L>
[[nodiscard]] fit::dataset<value_t<L>> grid(L const& law, std::initializer_list<double> sizes,
                                            std::initializer_list<double> data, std::initializer_list<double> draws,
                                            double noise = 0) {
  using Real = value_t<L>;
  std::mt19937 engine(2026);
  std::normal_distribution<double> normal;
  fit::dataset<Real> out;
  std::size_t unit = 0;
  for (double const n : sizes)
    for (double const d : data) {
      for (double const k : draws) {
        Real const size = static_cast<Real>(n), seen = static_cast<Real>(d), each = static_cast<Real>(k);
        Real const clean = law::evaluate(law, params<Real>(size), tokens<Real>(seen), samples<Real>(each));
        out.params.push_back(size);
        out.tokens.push_back(seen);
        out.samples.push_back(each);
        out.value.push_back(Real(clean * static_cast<Real>(std::exp(noise * normal(engine)))));
        out.unit.push_back(unit);
      }
      ++unit;
    }
  return out;
}

/// The same rows in another order, under other numbers of units.
template <class Real>
[[nodiscard]] fit::dataset<Real> shuffled(fit::dataset<Real> const& data, unsigned seed) {
  std::vector<std::size_t> order(data.value.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::shuffle(order.begin(), order.end(), std::mt19937(seed));
  fit::dataset<Real> out;
  for (auto const column : {&fit::dataset<Real>::params, &fit::dataset<Real>::tokens, &fit::dataset<Real>::samples,
                            &fit::dataset<Real>::location, &fit::dataset<Real>::value, &fit::dataset<Real>::weight})
    for (std::size_t i = 0; i < (data.*column).size(); ++i) (out.*column).push_back((data.*column)[order[i]]);
  for (std::size_t i = 0; i < data.unit.size(); ++i) out.unit.push_back(1000 - data.unit[order[i]]);
  return out;
}

}  // namespace t2::test
