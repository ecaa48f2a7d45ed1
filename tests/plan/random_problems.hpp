// SPDX-License-Identifier: BSL-1.0
// Planning problems with limits of every kind in random combination, the same ones in every run of a build.
#pragma once

#include "support/random_laws.hpp"

#include <t2/cost.hpp>
#include <t2/plan/budget.hpp>
#include <t2/plan/constraint.hpp>
#include <t2/plan/limits.hpp>

namespace t2::test {

class random_problems : public random_laws {
 public:
  using random_laws::random_laws;

  bool coin() { return uniform(0, 1) < 0.5; }

  cost::family<double> sizes() {
    double const width = 128 * std::floor(uniform(8, 64));
    cost::transformer<double> const shape{.layers = std::floor(width / 128),
                                          .width = width,
                                          .heads = width / 128,
                                          .head_dim = 128,
                                          .kv_heads = std::floor(uniform(1, width / 128)),
                                          .feed_forward = 4 * width,
                                          .vocabulary = 50000};
    return {shape, shape.non_embedding()};
  }

  plan::limits<double> limits() {
    plan::limits<double> out;
    double const prompt = log_uniform(10, 1e4), output = log_uniform(10, 1e4), compute = log_uniform(1e18, 1e26);
    if (coin()) {
      if (coin())
        out.add(plan::at_most(cost::training{}, compute, "train"));
      else
        out.add(
            plan::at_most(cost::training_with_attention<double>{sizes(), log_uniform(512, 32768)}, compute, "train"));
      if (coin())
        out.add(plan::at_most(cost::per_question{prompt, output, coin()}, log_uniform(1e9, 1e16), "inference"));
      else
        out.add(plan::at_most(cost::cached_question<double>{sizes(), prompt, output, uniform(10, 600)},
                              log_uniform(1e12, 1e18), "inference"));
    } else {
      out.add(budget::total{cost::training{} + log_uniform(1, 1e12) * cost::per_question{prompt, output}, compute});
    }
    if (coin()) out.add(plan::data_wall{log_uniform(1e9, 1e14), uniform(1, 8)});
    if (coin()) out.add(plan::at_least(samples{1.0}));
    if (coin()) out.add(plan::at_most(samples{log_uniform(2, 1e4)}));
    if (coin()) out.add(plan::tokens_per_param{log_uniform(0.01, 1), log_uniform(20, 1e5)});
    if (coin()) out.add(plan::at_most(params{log_uniform(1e8, 1e12)}));
    if (coin() && coin()) out.add(plan::at_least(params{log_uniform(1e6, 1e11)}));
    if (coin() && coin()) out.add(plan::at_least(tokens{log_uniform(1e8, 1e12)}));
    if (coin())
      out.add(plan::at_most(cost::serving_memory<double>{.sizes = sizes(), .prompt = prompt, .output = output},
                            log_uniform(1e10, 1e13), "memory"));
    return out;
  }
};

}  // namespace t2::test
