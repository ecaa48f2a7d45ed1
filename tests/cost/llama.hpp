// SPDX-License-Identifier: BSL-1.0
// What the tests of costs share: a model, a point, and that a cost is the sum of the terms that it lists.
#pragma once

#include "support/near.hpp"

#include <t2/core/quantity.hpp>
#include <t2/cost/monomial.hpp>
#include <t2/cost/transformer.hpp>

#include <doctest/doctest.h>

#include <cmath>

namespace t2::test {

/// Llama 3 8B, whose shape and head counts are those of the Kinetics example.
inline constexpr cost::transformer<double> llama_8b{.layers = 32,
                                                    .width = 4096,
                                                    .heads = 32,
                                                    .head_dim = 128,
                                                    .kv_heads = 8,
                                                    .feed_forward = 14336,
                                                    .vocabulary = 128256,
                                                    .feed_forward_matrices = 3};
inline constexpr cost::family<double> llama{llama_8b, 8e9};
/// 47 layers of 40 heads, for Hoffmann et al. 2022, appendix F.
inline constexpr cost::transformer<double> forty_heads{.layers = 47,
                                                        .width = 5120,
                                                        .heads = 40,
                                                        .head_dim = 128,
                                                        .kv_heads = 40,
                                                        .feed_forward = 20480,
                                                        .vocabulary = 32000};
inline constexpr auto n = params{8e9};
inline constexpr auto d = tokens{2e12};
inline constexpr auto k = samples{4.0};

/// A cost that lists its terms gives the same number by its call operator and by them, at any point.
template <class Cost>
void check_terms(Cost const& cost) {
  static_assert(cost::posynomial_cost<Cost>);
  cost::monomial<double> terms[Cost::monomial_count];
  cost.store(terms);
  for (double const size : {1e7, 8e9, 3e11}) {
    double sum = 0;
    for (auto const& t : terms)
      sum += t.coefficient * std::pow(size, t.params) * std::pow(d.value, t.tokens) * std::pow(k.value, t.samples);
    CHECK(cost(params{size}, d, k) == near(sum, 1e-14));
  }
}

}  // namespace t2::test
