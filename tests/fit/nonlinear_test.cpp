// SPDX-License-Identifier: BSL-1.0
#include "support/near.hpp"
#include "support/synthetic.hpp"

#include <t2/fit/nonlinear.hpp>
#include <t2/law/loss/chinchilla.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

using namespace t2;
using test::near;

namespace {

/// A user's own law: accuracy as a sigmoid of log D, with nothing but what `law` asks for.
struct sigmoid {
  double top, middle, slope;
  using value_type = double;
  using variables = variable_list<tokens>;
  using parameters =
      law::parameter_list<law::parameter<"top", &sigmoid::top, law::role::other, law::bounds{0, 1}>,
                          law::parameter<"middle", &sigmoid::middle, law::role::other, law::bounds{10, 40}>,
                          law::parameter<"slope", &sigmoid::slope, law::role::other, law::bounds{.01, 5}>>;
  double operator()(tokens<double> const& d) const {
    return top / (1 + std::exp(-slope * (std::log(d.value) - middle)));
  }
};

/// The same as a template over its real, so that derivatives are exact.
template <real Real = double>
struct sigmoid_template {
  Real top, middle, slope;
  using value_type = Real;
  template <class Other>
  using rebind = sigmoid_template<Other>;
  using variables = variable_list<tokens>;
  using parameters =
      law::parameter_list<law::parameter<"top", &sigmoid_template::top, law::role::other, law::bounds{0, 1}>,
                          law::parameter<"middle", &sigmoid_template::middle, law::role::other, law::bounds{10, 40}>,
                          law::parameter<"slope", &sigmoid_template::slope, law::role::other, law::bounds{.01, 5}>>;
  template <lane D>
  promote_t<Real, D> operator()(tokens<D> const& d) const {
    using T = promote_t<Real, D>;
    return T(T(top) / (T(1) + math::exp(T(-T(slope) * (math::log(T(d.value)) - T(middle))))));
  }
};
static_assert(!law::rebindable<sigmoid> && law::rebindable<sigmoid_template<>>);

fit::dataset<> curve(double noise) {
  return test::grid(sigmoid{.7, 24, .9}, {1}, {1e8, 1e9, 4e9, 1e10, 4e10, 1e11, 4e11, 1e12, 1e13, 1e14}, {1}, noise);
}

template <class Law>
std::vector<double> parameters(Law const& law) {
  std::vector<double> out(static_cast<std::size_t>(law::parameter_count<Law>));
  law::store(law, out.data());
  return out;
}

}  // namespace

TEST_CASE("exact data give back a user's own law, derivatives by differences or by dual numbers") {
  auto const check = [](auto const& found) {
    REQUIRE(found);
    CHECK(found->law.top == near(.7, 1e-7));
    CHECK(found->law.middle == near(24, 1e-7));
    CHECK(found->law.slope == near(.9, 1e-7));
    CHECK(found->converged);
  };
  check(fit::fit_nonlinear<sigmoid>(curve(0), fit::squared{}, fit::linear_residual));
  check(fit::fit_nonlinear<sigmoid_template<>>(curve(0), fit::squared{}, fit::linear_residual));
  check(fit::fit_nonlinear<sigmoid_template<>>(curve(0), fit::huber{.1}, fit::log_residual));
}

TEST_CASE("on noisy data both kinds of derivatives lead to the same optimum") {
  auto const by_difference = fit::fit_nonlinear<sigmoid>(curve(.05), fit::squared{}, fit::linear_residual);
  auto const by_dual = fit::fit_nonlinear<sigmoid_template<>>(curve(.05), fit::squared{}, fit::linear_residual);
  REQUIRE(by_difference);
  REQUIRE(by_dual);
  CHECK(by_difference->objective == near(by_dual->objective, 1e-12));
  for (std::size_t i = 0; i < 3; ++i)
    CHECK(parameters(by_difference->law)[i] == near(parameters(by_dual->law)[i], 1e-6));
  CHECK(by_dual->gradient < 1e-9);
}

TEST_CASE("a multistart says what it is") {
  auto const found = fit::fit_nonlinear<sigmoid>(curve(.05), fit::squared{}, fit::linear_residual);
  REQUIRE(found);
  CHECK(found->starts == 8);
  CHECK(found->reached >= 1);
  CHECK(std::any_of(found->warnings.begin(), found->warnings.end(),
                    [](fit::warning const& w) { return w.kind == fit::caution::not_proven; }));
}

TEST_CASE("bounds are kept exactly and reported") {
  auto box = fit::default_box<sigmoid>();
  box[0].upper = .6;
  auto const found = fit::fit_nonlinear<sigmoid>(curve(.01), fit::squared{}, fit::linear_residual, box);
  REQUIRE(found);
  CHECK(found->law.top == .6);
  CHECK(found->active == std::array{1, 0, 0});
}

TEST_CASE("without starting points the bounds must be finite") {
  auto box = fit::default_box<sigmoid>();
  box[1].upper = infinity<double>();
  auto const spread = fit::fit_nonlinear<sigmoid>(curve(0), fit::squared{}, fit::linear_residual, box);
  REQUIRE(!spread);
  CHECK(spread.error().code == errc::unsupported);
  CHECK(spread.error().argument == std::string("middle"));
  CHECK(spread.error().index == 1);
  auto const started = fit::fit_nonlinear<sigmoid>(curve(0), fit::squared{}, fit::linear_residual, box, {{.5, 22, 1}});
  REQUIRE(started);
  CHECK(started->law.middle == near(24, 1e-7));
  CHECK(started->starts == 1);
}

TEST_CASE("starts outside the box are moved into it, starts without a value are passed over") {
  double const nan = not_a_number<double>();
  auto const found = fit::fit_nonlinear<sigmoid>(curve(0), fit::squared{}, fit::linear_residual,
                                                 fit::default_box<sigmoid>(), {{nan, 22, 1}, {1.4, 22, 1}});
  REQUIRE(found);
  CHECK(found->starts == 1);
  CHECK(found->law.top == near(.7, 1e-7));
  auto const none = fit::fit_nonlinear<sigmoid>(curve(0), fit::squared{}, fit::linear_residual,
                                                fit::default_box<sigmoid>(), {{nan, 22, 1}});
  REQUIRE(!none);
  CHECK(none.error().code == errc::not_converged);
}

TEST_CASE("a separable law fitted as any other meets the fit made for it") {
  constexpr law::chinchilla truth{.E = 1.7, .A = 400., .B = 1200., .alpha = .34, .beta = .37};
  auto const data = test::grid(truth, {1e7, 5e7, 2e8, 1e9, 4e9}, {1e9, 4e9, 2e10, 1e11}, {1}, .01);
  auto const special = fit::fit_separable<law::chinchilla<>>(data, fit::squared{}, fit::log_residual);
  auto const general = fit::fit_nonlinear<law::chinchilla<>>(
      data, fit::squared{}, fit::log_residual, fit::default_box<law::chinchilla<>>(), {{1.5, 300, 1000, .3, .3}});
  REQUIRE(special);
  REQUIRE(general);
  CHECK(general->objective == near(special->objective, 1e-9));
  for (std::size_t i = 0; i < 5; ++i) CHECK(parameters(general->law)[i] == near(parameters(special->law)[i], 1e-4));
}

TEST_CASE("the order of rows changes no bit") {
  auto const found = fit::fit_nonlinear<sigmoid>(curve(.05), fit::squared{}, fit::linear_residual);
  REQUIRE(found);
  for (unsigned seed = 1; seed < 4; ++seed) {
    auto const again =
        fit::fit_nonlinear<sigmoid>(test::shuffled(curve(.05), seed), fit::squared{}, fit::linear_residual);
    REQUIRE(again);
    CHECK(parameters(again->law) == parameters(found->law));
  }
}

TEST_CASE("starts are spread evenly over the box") {
  auto const starts = fit::detail::spread_starts<sigmoid>(fit::default_box<sigmoid>(), 64);
  REQUIRE(starts);
  REQUIRE(starts->size() == 64);
  for (std::size_t i = 0; i < 3; ++i) {
    law::bounds const b = sigmoid::parameters::box(static_cast<int>(i));
    std::array<int, 4> quarter{};
    for (auto const& s : *starts) ++quarter.at(static_cast<std::size_t>(4 * (s[i] - b.lower) / (b.upper - b.lower)));
    for (int const count : quarter) CHECK(std::abs(count - 16) <= 3);
  }
}
