// SPDX-License-Identifier: BSL-1.0
// Plans of laws and budgets of dual numbers: the solvers hand on derivatives, as differences of plans show.
#include "support/near.hpp"

#include <t2/core/dual.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>
#include <t2/law/task_accuracy.hpp>
#include <t2/plan.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>

using namespace t2;

namespace {

template <class Real>
using loss_law = law::sum<law::chinchilla<Real>, law::sampling_gain<Real>>;
template <class Real>
using accuracy_law = law::task_accuracy<law::chinchilla<Real>>;

// log N, log D, log k and the value of a plan for the coefficients and the two budgets in `x`.
template <class Law, class Real, std::size_t Size, class Solve>
std::array<Real, 4> numbers(std::array<Real, Size> const& x, Solve const& solve) {
  Law law{};
  law::load(law, x.data());
  auto const plan = solve(law, budget::split<Real>{flops<Real>(x[Size - 2]), flops<Real>(x[Size - 1])});
  REQUIRE(plan);
  return {math::log(plan->params.value), math::log(plan->tokens.value), math::log(plan->samples.value), plan->value};
}

template <template <class> class Law, std::size_t Size, class Solve>
void check_against_differences(std::array<double, Size> const& x, Solve const& solve, double tolerance) {
  using number = dual<double, static_cast<int>(Size)>;
  std::array<number, Size> seeded;
  for (std::size_t i = 0; i < Size; ++i) seeded[i] = number::variable(x[i], static_cast<int>(i));
  auto const found = numbers<Law<number>>(seeded, solve);
  auto const plain = numbers<Law<double>>(x, solve);
  for (std::size_t i = 0; i < Size; ++i) {
    double const h = 1e-5 * std::abs(x[i]);
    std::array<double, Size> up = x, down = x;
    up[i] += h;
    down[i] -= h;
    auto const above = numbers<Law<double>>(up, solve), below = numbers<Law<double>>(down, solve);
    for (std::size_t q = 0; q < 4; ++q) {
      CAPTURE(i);
      CAPTURE(q);
      CHECK(found[q].value == test::near(plain[q], 1e-12));
      double const slope = (above[q] - below[q]) / (2 * h);
      // relative to what a change of x by itself would do, as some slopes are 0
      CHECK(std::abs(found[q].partial[i] - slope) * std::abs(x[i]) < tolerance);
    }
  }
}

}  // namespace

TEST_CASE("two budgets of a separable law: derivatives by coefficient and budget, free and held k") {
  std::array<double, 9> const x{1.8172, 482.01, 2085.43, 0.3478, 0.3658, 3.36, 0.445, 2.56e19, 2e9};
  check_against_differences<loss_law>(
      x, [](auto const& law, auto const& budget) { return plan::solve(law, budget); }, 1e-8);
  check_against_differences<loss_law>(
      x,
      [](auto const& law, auto const& budget) {
        return plan::solve(law, budget, {.min_samples = value_t<std::decay_t<decltype(law)>>(100)});
      },
      1e-8);
  check_against_differences<loss_law>(
      x, [](auto const& law, auto const& budget) { return plan::chinchilla_plan(law, budget); }, 1e-8);
}

TEST_CASE("the same under general limits: a data wall that binds") {
  std::array<double, 9> const x{1.8172, 482.01, 2085.43, 0.3478, 0.3658, 3.36, 0.445, 1e22, 1e11};
  check_against_differences<loss_law>(
      x,
      [](auto const& law, auto const& budget) {
        using Real = value_t<std::decay_t<decltype(law)>>;
        return plan::solve(law, plan::subject_to(budget, plan::data_wall<Real>{Real(3e11)}));
      },
      1e-7);
}

TEST_CASE("approach 2, by the scan") {
  std::array<double, 12> const x{2.192947662, 54.98011496, 1277568.597,  0.1926953938, 0.6395516045, 0.7693388981,
                                 1.032893622, 0.999,       -0.701848641, 1.003261715,  1e19,         1e11};
  check_against_differences<accuracy_law>(
      x, [](auto const& law, auto const& budget) { return plan::solve(law, budget); }, 1e-6);
}

TEST_CASE("the Chinchilla plan by 50-digit arithmetic: dlog N / dlog A = 1 / (alpha + beta)") {
  using number = dual<double, 1>;
  law::chinchilla<number> law{number(1.8172), number::variable(482.01), number(2085.43), number(0.3478), number(0.3658)};
  auto const best = plan::solve(law, budget::training<number>{flops<number>(number(1e22))});
  REQUIRE(best);
  // (alpha A / (beta B))^(1 / s) (C / 6)^(beta / s)
  CHECK(best->params.value.value == test::near(9.04515831406204966e+9L, 1e-12));
  CHECK(best->params.value.partial[0] / best->params.value.value * 482.01 == test::near(1.4013452914798206L, 1e-12));
}
