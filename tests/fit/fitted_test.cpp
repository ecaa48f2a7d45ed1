// SPDX-License-Identifier: BSL-1.0
#include "support/near.hpp"
#include "support/synthetic.hpp"

#include <t2/fit/fitted.hpp>
#include <t2/fit/least.hpp>
#include <t2/law/loss/chinchilla.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

using namespace t2;
using test::near;

namespace {

using loss = law::chinchilla<>;

template <class Law>
std::vector<std::string> texts(fit::fitted<Law> const& found) {
  std::vector<std::string> out;
  for (fit::warning const& w : found.warnings) out.push_back(fit::message(found, w));
  return out;
}
template <class Law>
bool says(fit::fitted<Law> const& found, std::string const& text) {
  auto const all = texts(found);
  return std::find(all.begin(), all.end(), text) != all.end();
}
fit::fitted<loss> fitted(fit::dataset<> const& data) {
  auto const found = fit::least<loss>(data, fit::squared{}, fit::linear_residual);
  REQUIRE(found);
  return *found;
}
fit::dataset<> grid(loss const& law) { return test::grid(law, {1e7, 5e7, 2e8, 1e9, 4e9}, {1e9, 4e9, 2e10, 1e11}, {1}); }

}  // namespace

TEST_CASE("data that say everything raise no warning") {
  auto const found = fitted(grid({1.7, 400, 1200, .34, .37}));
  CHECK(found.warnings.empty());
  CHECK(found.converged);
}

TEST_CASE("an irreducible loss of 0") {
  auto data = grid({0, 400, 1200, .34, .37});
  for (double& v : data.value) v -= .02;
  auto const found = fitted(data);
  CHECK(found.law.E == 0);
  CHECK(says(found, "E is 0: its term is not identified by the data"));
}

TEST_CASE("an exponent at its bound") {
  auto const found = fitted(grid({1.7, 1e30, 1200, 4, .37}));  // steeper than the box allows
  CHECK(found.law.alpha == 3);
  CHECK(found.active[3] == 1);
  CHECK(says(found, "alpha is at its upper bound: not identified by the data"));
}

TEST_CASE("the exponent of a term that is not there") {
  auto data = grid({1.7, 0, 1200, .34, .37});
  for (std::size_t i = 0; i < data.value.size(); ++i) data.value[i] += 1e-3 * std::log(data.params[i]);  // rises with N
  auto const found = fitted(data);
  CHECK(found.law.A == 0);
  CHECK(says(found, "A is 0: its term is not identified by the data"));
  CHECK(says(found, "alpha is not identified: the coefficient of its term is 0"));
}

TEST_CASE("sizes and data that grow in step: the terms cannot be told apart") {
  fit::dataset<> data;
  for (double n = 1e7; n < 1e10; n *= 1.5) {  // D = 20 N
    data.params.push_back(n);
    data.tokens.push_back(20 * n);
    data.value.push_back(1.7 + 400 * std::pow(n, -.35) + 1200 * std::pow(20 * n, -.35));
  }
  auto const found = fitted(data);
  CHECK(!found.warnings.empty());  // a term at 0 or a flat direction: both are minima
  bool const zero = found.law.A == 0 || found.law.B == 0;
  bool const flat = std::any_of(found.warnings.begin(), found.warnings.end(),
                                [](fit::warning const& w) { return w.kind == fit::caution::flat_direction; });
  CHECK((zero || flat));
}

TEST_CASE("a flat direction of the Hessian names the two that trade off") {
  optimize::minimum<double, 5> found{};
  for (int i = 0; i < 5; ++i) found.at.hessian[i][i] = 1;
  found.at.hessian[1][3] = found.at.hessian[3][1] = 1 - 1e-10;
  fit::fitted<loss> out;
  fit::detail::judge(found, out);
  CHECK(out.condition == near(2e10, 1e-4));
  CHECK(texts(out) ==
        std::vector<std::string>{"A and alpha trade off against each other: only their combination is identified"});

  // the scale of a parameter does not matter, and a parameter at a bound has no say
  fit::fitted<loss> held;
  for (int i = 0; i < 5; ++i)
    for (int j = 0; j < 5; ++j) found.at.hessian[i][j] *= (i == 0 ? 1e8 : 1) * (j == 0 ? 1e8 : 1);
  found.active[3] = 1;
  fit::detail::judge(found, held);
  CHECK(held.condition == near(1, 1e-12));
  CHECK(held.warnings.empty());
}

TEST_CASE("what every warning says") {
  fit::fitted<loss> out;
  out.starts = 8;
  out.reached = 3;
  using fit::caution;
  auto const text = [&](fit::warning const& w) { return fit::message(out, w); };
  CHECK(text({caution::at_lower_bound, 3}) == "alpha is at its lower bound: not identified by the data");
  CHECK(text({caution::not_converged}) == "the fit stopped before its gradient vanished");
  CHECK(text({caution::not_proven}).find("global optimum not proven: the best of 8 starts") == 0);
  out.points = 6;
  CHECK(text({caution::few_points}) == "6 points for 5 coefficients: too few to tell how uncertain they are");
  CHECK(text({caution::copied_points}).find("many points are copies of others") == 0);
  CHECK(text({caution::other_shape}).find("the residuals follow the variables") == 0);
  CHECK(text({caution::moved_by_prior, 4}) == "beta is moved by its prior: the data alone say another value");
  CHECK(text({caution::exponent_of_zero, 3, 1}) == "alpha is not identified: the coefficient of its term is 0");
  CHECK(text({caution::flat_direction, 0, 1}) ==
        "E and A trade off against each other: only their combination is identified");
}

TEST_CASE("a fit that was stopped says so") {
  optimize::minimum<double, 5> found{};
  found.converged = false;
  auto const data = fit::observe<loss>(grid({1.7, 400, 1200, .34, .37}));
  REQUIRE(data);
  fit::fitted<loss> out;
  fit::detail::account(*data, found, out);
  CHECK(says(out, "the fit stopped before its gradient vanished"));
}
