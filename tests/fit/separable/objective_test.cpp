// SPDX-License-Identifier: BSL-1.0
// The objective column by column against the sum over points of `dual` of `dual`.
#include "support/near.hpp"
#include "support/synthetic.hpp"

#include <t2/core/dual.hpp>
#include <t2/fit/separable/objective.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

using namespace t2;
using test::near;

namespace {

constexpr law::chinchilla truth{.E = 1.7, .A = 400., .B = 1200., .alpha = .34, .beta = .37};
constexpr law::sampling_gain gain{.G = 2.5, .gamma = .4};

template <class Law, class Rho, class Residual>
void check(fit::dataset<> const& data, Law const& at, Rho const& rho, Residual const& residual, double weight_of_first) {
  constexpr int size = law::parameter_count<Law>;
  using first = dual<double, size>;
  using second = dual<first, size>;
  auto seen = fit::observe<Law>(data);
  REQUIRE(seen);
  seen->weight.front() = weight_of_first;
  fit::detail::separable_objective<Law, Rho, Residual> const objective(*seen, rho, residual);
  double x[size];
  law::store(at, x);
  objective.uncentre(x, -1);
  jet<double, size> const got = objective(x);

  // the same law about the centre: its variables are divided by their geometric means
  second parameters[size];
  for (int p = 0; p < size; ++p) {
    parameters[p] = second(first(x[p]));
    parameters[p].value.partial[p] = 1;
    parameters[p].partial[p] = first(1.);
  }
  law::rebind_t<Law, second> law{};
  law::load(law, static_cast<second const*>(parameters));
  second total(0.);
  for (std::size_t i = 0; i < seen->size(); ++i) {
    second at_point[Law::variables::size];
    for (int v = 0; v < Law::variables::size; ++v) {
      double centre = 0;
      for (double const logarithm : seen->log_x[v]) centre += logarithm / static_cast<double>(seen->size());
      at_point[v] = second(first(std::exp(seen->log_x[v][i] - centre)));
    }
    second const m = law::evaluate_at(law, static_cast<second const*>(at_point));
    second const y = second(first(seen->value[i]));
    second const r = Residual::relative ? second(math::log(second(m / y))) : second(m - y);
    second const loss = std::is_same_v<Rho, fit::squared> ? second(r * r)
                        : math::abs(r) <= second(first(.05))
                            ? second(r * r / second(2.))
                            : second(second(first(.05)) * (math::abs(r) - second(first(.025))));
    total += second(first(seen->weight[i])) * loss;
  }
  CHECK(got.value == near(total.value.value, 1e-12));
  for (int p = 0; p < size; ++p) {
    CHECK(std::abs(got.gradient[p] - total.partial[p].value) <= 1e-11 * (std::abs(total.partial[p].value) + got.value));
    for (int q = 0; q < size; ++q)
      CHECK(std::abs(got.hessian[p][q] - total.partial[p].partial[q]) <=
            1e-11 * (std::sqrt(std::abs(got.hessian[p][p] * got.hessian[q][q])) + got.value));
  }
}

}  // namespace

TEST_CASE("value, gradient and Hessian of every pair of loss and residual") {
  // sizes that end inside a lane, inside a block and inside a leaf; k repeats its values, N and D may not
  auto const few = test::grid(truth, {1e7, 5e7, 2e8}, {1e9, 4e9, 2e10}, {1}, .2);
  auto many = test::grid(truth + gain, {1e7, 3e7, 1e8, 4e8, 2e9}, {1e9, 3e9, 1e10, 4e10}, {1, 2, 4, 8, 16, 32}, .2);
  for (std::size_t i = many.value.size(); i < 1100; ++i) {
    many.params.push_back(many.params[i % 100] * (1 + 1e-4 * static_cast<double>(i)));
    many.tokens.push_back(many.tokens[i % 90]);
    many.samples.push_back(many.samples[i % 80]);
    many.value.push_back(many.value[i % 100] * 1.1);
    many.unit.push_back(i);
  }
  law::chinchilla const near_truth{.E = 1.6, .A = 420., .B = 1100., .alpha = .33, .beta = .38};
  for (double const weight : {1., 0., 2.5}) {
    CAPTURE(weight);
    check(few, near_truth, fit::squared{}, fit::linear_residual, weight);
    check(few, near_truth, fit::squared{}, fit::log_residual, weight);
    check(few, near_truth, fit::huber{.05}, fit::log_residual, weight);
    check(many, near_truth + gain, fit::huber{.05}, fit::linear_residual, weight);
    check(many, near_truth + gain, fit::huber{.05}, fit::log_residual, weight);
  }
  // a coefficient of zero: its exponent moves nothing, but the mixed derivative stays
  check(few, law::chinchilla{.E = 1.6, .A = 0., .B = 1100., .alpha = .33, .beta = .38}, fit::squared{},
        fit::log_residual, 1);
}

TEST_CASE("repeats: what is seen again among the last sixteen") {
  fit::detail::repeats<double> const none(std::vector<double>{1, 2, 3, 4, 5, 1});
  CHECK(none.distinct.empty());
  CHECK(none.index.empty());
  std::vector<double> const column{3, 1, 3, 1, 2, 2, 3, 1};
  fit::detail::repeats<double> const some(column);
  CHECK(some.distinct == std::vector<double>{3, 1, 2});
  REQUIRE(some.index.size() == column.size());
  for (std::size_t i = 0; i < column.size(); ++i) CHECK(some.distinct[some.index[i]] == column[i]);
}
