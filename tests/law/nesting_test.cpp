// SPDX-License-Identifier: BSL-1.0
// Scaling, offsets, held variables and laws of laws: values, names of coefficients, derivatives.
#include "support/near.hpp"

#include <t2/core/dual.hpp>
#include <t2/fit/least.hpp>
#include <t2/law/bind.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/link/sigmoid.hpp>
#include <t2/law/linked.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/loss/data_constrained.hpp>
#include <t2/law/sampling/sampling_gain.hpp>
#include <t2/law/scale.hpp>
#include <t2/plan/solve.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <type_traits>

using namespace t2;
using test::near;

namespace {
constexpr law::chinchilla loss{.E = 1.8, .A = 480., .B = 2000., .alpha = 0.35, .beta = 0.36};
constexpr law::sampling_gain gain{.G = 1., .gamma = 0.3};
params const n{1e9};
tokens const d{2e10};

template <class L>
std::string names() {
  std::string out;
  for (int i = 0; i < L::parameters::size; ++i) out += std::string(L::parameters::name(i)) + ' ';
  return out;
}
}  // namespace

TEST_CASE("a law times a number and plus a constant") {
  auto const bits = 0.5 * loss + law::offset{.value = 0.25};
  CHECK(bits(n, d) == near(0.5 * loss(n, d) + 0.25, 1e-15));
  CHECK(names<std::remove_const_t<decltype(bits)>>() == "E A B alpha beta offset ");
  auto const raised = loss + law::offset{.value = 0.25};
  static_assert(law::separable<std::remove_const_t<decltype(raised)>>);
  static_assert(!law::separable<law::scaled<law::chinchilla<>>>);
  using number = dual<double>;
  CHECK(bits(params{number::variable(1e9)}, d).partial[0] ==
        near(0.5 * loss(params{number::variable(1e9)}, d).partial[0], 1e-14));
}

TEST_CASE("a variable held at a value") {
  auto const task = loss + gain;
  auto const at_64 = law::bind(task, samples{64});
  static_assert(std::is_same_v<std::remove_const_t<decltype(at_64)>::variables, variable_list<params, tokens>>);
  CHECK(at_64(n, d) == task(n, d, samples{64}));
  CHECK(names<std::remove_const_t<decltype(at_64)>>() == names<std::remove_const_t<decltype(task)>>());
  auto const line = law::bind(law::bind(task, samples{64}), tokens{2e10});
  CHECK(line(n) == task(n, d, samples{64}));
  // the coefficients can be reached and moved through the binding
  auto moved = at_64;
  double coefficients[7];
  law::store(moved, coefficients);
  coefficients[5] *= 2;
  law::load(moved, static_cast<double const*>(coefficients));
  CHECK(moved.law.right.G == 2);
  CHECK(law::rebind_t<std::remove_const_t<decltype(at_64)>, float>{}.law.left.E == 0);
  static_assert(law::rebindable<std::remove_const_t<decltype(at_64)>>);
}

TEST_CASE("a law of a law") {
  law::sigmoid const accuracy{.a = -0.5, .x0 = 2.5, .k = 3., .b = 1.};
  auto const benchmark = law::nest(accuracy, loss);
  CHECK(benchmark(n, d) == accuracy(nats{loss(n, d)}));
  static_assert(law::higher_is_better<std::remove_const_t<decltype(benchmark)>>);
  CHECK(names<std::remove_const_t<decltype(benchmark)>>() == "a x0 k b E A B alpha beta ");
  // names that clash carry their path
  law::chinchilla const other{.E = 0., .A = 1., .B = 1., .alpha = 0.1, .beta = 0.1};
  CHECK(names<std::remove_const_t<decltype(loss + other)>>() ==
        "left.E left.A left.B left.alpha left.beta right.E right.A right.B right.alpha right.beta ");
  using number = dual<double, 2>;
  number const slope = benchmark(params{number::variable(1e9, 0)}, tokens{number::variable(2e10, 1)});
  double const h = 1e3;
  CHECK(slope.partial[0] ==
        doctest::Approx((benchmark(params{1e9 + h}, d) - benchmark(params{1e9 - h}, d)) / (2 * h)).epsilon(1e-6));
}

TEST_CASE("a composed law is fitted and planned like any other") {
  fit::dataset<> runs;
  auto const truth = law::bind(loss + gain, samples{16});
  for (double size = 1e8; size < 1e10; size *= 2)
    for (double data = 1e9; data < 1e11; data *= 3) {
      runs.params.push_back(size);
      runs.tokens.push_back(data);
      runs.samples.push_back(16);
      runs.value.push_back(truth(params{size}, tokens{data}));
    }
  auto const fitted =
      fit::least<std::remove_const_t<decltype(loss + law::offset{.value = 0.})>>(runs, fit::huber{}, fit::log_residual);
  REQUIRE(fitted);
  CHECK(fitted->law(params{3e10}, tokens{1e12}) == near(truth(params{3e10}, tokens{1e12}), 1e-6));

  law::data_constrained const wall{
      .E = 1.87, .A = 521., .B = 1488., .alpha = 0.353, .beta = 0.353, .RD = 15.4, .RN = 5.3};
  auto const limited = law::bind(wall + gain, unique_tokens{1e9});
  auto const plan = plan::solve(limited, budget::split{.train = flops{1e21}, .inference = flops{2e11}});
  REQUIRE(plan);
  CHECK(plan->value == near(limited(plan->params, plan->tokens, plan->samples), 1e-12));
  auto const free = plan::solve(loss + gain, budget::split{.train = flops{1e21}, .inference = flops{2e11}});
  REQUIRE(free);
  CHECK(plan->value > free->value);  // what the wall costs
}
