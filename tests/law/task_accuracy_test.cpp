// SPDX-License-Identifier: BSL-1.0
#include "support/archetype.hpp"
#include "support/near.hpp"

#include <t2/core/dual.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>
#include <t2/law/task_accuracy.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string_view>
#include <type_traits>

using namespace t2;
using test::near;

namespace {

constexpr law::chinchilla loss{.E = 1.8172, .A = 482.01, .B = 2085.43, .alpha = 0.3478, .beta = 0.3658};
constexpr law::task_accuracy accuracy{loss,
                                      {.theta0 = 0.77, .theta1 = 1.03, .theta2 = 1.0, .theta3 = -0.70, .theta4 = 1.0}};

/// Questions that are all alike: pass@k = 1 - (1 - e^-L)^k.
template <real Real = double>
struct all_alike {
  Real scale;
  using value_type = Real;
  template <class Other>
  using rebind = all_alike<Other>;
  using variables = variable_list<nats, samples>;
  using parameters = law::parameter_list<law::parameter<"scale", &all_alike::scale>>;
  template <class L, class K>
  law::pass_miss<promote_t<Real, L, K>> tails(nats<L> const& location, samples<K> const& k) const {
    using T = promote_t<Real, L, K>;
    T const log_miss = T(T(k.value) * math::log1p(T(-math::exp(T(-(T(scale) * T(location.value)))))));
    return {T(-math::expm1(log_miss)), math::exp(log_miss)};
  }
};

/// A location of one's own: the logarithm of N alone.
struct by_size {
  double slope;
  using value_type = double;
  using variables = variable_list<params>;
  using parameters = law::parameter_list<law::parameter<"slope", &by_size::slope>>;
  double operator()(params<double> const& n) const { return slope / std::log(n.value); }
};

}  // namespace

TEST_CASE("pass@k is the difficulty at the location") {
  double const location = loss(params{7e9}, tokens{2e12});
  for (double const k : {.5, 1., 64., 1e4}) {
    auto const want = accuracy.difficulty.tails(nats{location}, samples{k});
    CHECK(accuracy(params{7e9}, tokens{2e12}, samples{k}) == want.pass);
    CHECK(accuracy(samples{k}, tokens{2e12}, params{7e9}) == want.pass);
    CHECK(accuracy.tails(params{7e9}, tokens{2e12}, samples{k}).miss == want.miss);
  }
}

TEST_CASE("the type follows from the loss; the default difficulty is the Beta regression") {
  using type = std::remove_const_t<decltype(accuracy)>;
  static_assert(std::is_same_v<type, law::task_accuracy<law::chinchilla<double>, law::beta_regression<double>>>);
  static_assert(law::law<type> && law::rebindable<type> && law::higher_is_better<type>);
  static_assert(std::is_same_v<type::variables, variable_list<params, tokens, samples>>);
  constexpr std::string_view names[] = {"E",      "A",      "B",      "alpha",  "beta",
                                        "theta0", "theta1", "theta2", "theta3", "theta4"};
  for (int i = 0; i < type::parameters::size; ++i) CHECK(type::parameters::name(i) == names[i]);
  static_assert(std::is_same_v<law::task_accuracy<law::chinchilla<float>>::value_type, float>);
}

TEST_CASE("any location with any difficulty") {
  law::task_accuracy<law::chinchilla<>, all_alike<>> const alike{loss, {.5}};
  double const p = std::exp(-.5 * loss(params{7e9}, tokens{2e12}));
  CHECK(alike(params{7e9}, tokens{2e12}, samples{3}) == near(1 - std::pow(1 - p, 3), 1e-14));

  law::task_accuracy<by_size> const sized{{30}, accuracy.difficulty};
  static_assert(!law::rebindable<law::task_accuracy<by_size>>);
  CHECK(sized(params{1e9}, samples{4}) == accuracy.difficulty(nats{30 / std::log(1e9)}, samples{4}));

  auto const wider = loss + law::chinchilla{.E = .1, .A = 1., .B = 1., .alpha = .1, .beta = .1};
  law::task_accuracy<std::remove_const_t<decltype(wider)>> const composed{wider, accuracy.difficulty};
  CHECK(composed(params{7e9}, tokens{2e12}, samples{4}) ==
        accuracy.difficulty(nats{wider(params{7e9}, tokens{2e12})}, samples{4}));
  CHECK(decltype(composed)::parameters::name(0) == "left.E");
}

TEST_CASE("derivatives with respect to variables and coefficients against differences") {
  constexpr int n = 10;
  using type = std::remove_const_t<decltype(accuracy)>;
  double coefficients[n];
  law::store(accuracy, coefficients);
  double const x[] = {3e8, 2e10, 16};
  auto const at = [&](double const* c, double const* variables) {
    type law{};
    law::load(law, c);
    return law::evaluate_at(law, variables);
  };
  // fourth-order differences with steps of 1e-3: an error near 1e-12 of the scale
  auto const difference = [](auto const& f) { return (8 * (f(1e-3) - f(-1e-3)) - (f(2e-3) - f(-2e-3))) / 12e-3; };

  using number = dual<double, n>;
  number input[n], lifted_x[3];
  for (int i = 0; i < n; ++i) input[i] = number::variable(coefficients[i], i);
  for (int v = 0; v < 3; ++v) lifted_x[v] = number(x[v]);
  law::rebind_t<type, number> lifted{};
  law::load(lifted, static_cast<number const*>(input));
  number const got = law::evaluate_at(lifted, static_cast<number const*>(lifted_x));
  CHECK(got.value == near(at(coefficients, x), 1e-14));
  for (int i = 0; i < n; ++i) {
    CAPTURE(type::parameters::name(i));
    double const want = difference([&](double h) {
      double moved[n];
      for (int j = 0; j < n; ++j) moved[j] = coefficients[j] * (j == i ? 1 + h : 1);
      return at(moved, x);
    });
    CHECK(got.partial[i] * coefficients[i] == doctest::Approx(want).epsilon(1e-9));
  }
  for (int v = 0; v < 3; ++v) {
    CAPTURE(v);
    dual<double, 3> moving[3];
    for (int w = 0; w < 3; ++w) moving[w] = dual<double, 3>::variable(x[w], w);
    double const want = difference([&](double h) {
      double moved[] = {x[0], x[1], x[2]};
      moved[v] *= 1 + h;
      return at(coefficients, moved);
    });
    CHECK(law::evaluate_at(accuracy, moving).partial[v] * x[v] == doctest::Approx(want).epsilon(1e-9));
  }
}

TEST_CASE("more of anything helps") {
  double last = 0;
  for (double k = .25; k < 1e6; k *= 2) {
    double const pass = accuracy(params{7e9}, tokens{2e12}, samples{k});
    CHECK(pass > last);
    CHECK(pass < 1);
    last = pass;
  }
  CHECK(accuracy(params{1e9}, tokens{2e12}, samples{1}) < accuracy(params{2e9}, tokens{2e12}, samples{1}));
  CHECK(accuracy(params{1e9}, tokens{2e12}, samples{1}) < accuracy(params{1e9}, tokens{3e12}, samples{1}));
}

TEST_CASE("outside its domain it is not a number") {
  CHECK(std::isnan(accuracy(params{-7e9}, tokens{2e12}, samples{4})));
  CHECK(std::isnan(accuracy(params{7e9}, tokens{2e12}, samples{-4})));
  CHECK(accuracy(params{7e9}, tokens{2e12}, samples{0}) == 0);
}

TEST_CASE("the least real type will do") {
  using number = test::archetype;
  law::task_accuracy<law::chinchilla<number>> law{};
  double c[10];
  law::store(accuracy, c);
  number input[10];
  for (int i = 0; i < 10; ++i) input[i] = number(c[i]);
  law::load(law, static_cast<number const*>(input));
  CHECK(static_cast<double>(law(params{number(7e9)}, tokens{number(2e12)}, samples{number(4)})) ==
        near(accuracy(params{7e9}, tokens{2e12}, samples{4}), 1e-14));
}
