// SPDX-License-Identifier: BSL-1.0
#include <t2/core/dual.hpp>
#include <t2/exec/scalar.hpp>
#include <t2/law/difficulty/beta_regression.hpp>
#include <t2/law/law.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/power_sum.hpp>
#include <t2/law/sampling/sampling_gain.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <type_traits>
#include <vector>

using namespace t2;

namespace {

/// A user's own law: no template, no terms, nothing but what `law` asks for.
struct saturating {
  double top, rate;
  using value_type = double;
  using variables = variable_list<tokens>;
  using parameters = law::parameter_list<law::parameter<"top", &saturating::top, law::role::coefficient>,
                                         law::parameter<"rate", &saturating::rate>>;
  double operator()(tokens<double> const& d) const { return top * (1 - std::exp(-rate * d.value)); }
};
struct no_parameters {
  using value_type = double;
  using variables = variable_list<tokens>;
};

constexpr law::chinchilla loss{.E = 1.8172, .A = 482.01, .B = 2085.43, .alpha = 0.3478, .beta = 0.3658};

}  // namespace

static_assert(law::law<law::chinchilla<>> && law::law<law::sampling_gain<float>> && law::law<law::beta_regression<>>);
static_assert(law::law<saturating> && !law::rebindable<saturating> && !law::separable<saturating>);
static_assert(!law::law<no_parameters> && !law::law<double> && !law::law<law::role>);
static_assert(law::parameter_count<law::chinchilla<>> == 5 && law::parameter_count<saturating> == 2);
static_assert(law::higher_is_better<law::beta_regression<>> && !law::higher_is_better<law::chinchilla<>>);
static_assert(std::is_same_v<law::rebind_t<law::chinchilla<double>, float>, law::chinchilla<float>>);

TEST_CASE("evaluate takes from its arguments what the law lists, in any order") {
  double const expected = loss(params{7e9}, tokens{2e12});
  CHECK(law::evaluate(loss, params{7e9}, tokens{2e12}) == expected);
  CHECK(law::evaluate(loss, samples{64}, tokens{2e12}, params{7e9}) == expected);
  CHECK(law::evaluate(saturating{2, 1e-9}, params{7e9}, tokens{1e9}) == 2 * (1 - std::exp(-1.)));
}

TEST_CASE("evaluate has the widest type of all arguments, listed or not") {
  using number = dual<double, 2>;
  auto const got = law::evaluate(loss, params{number::variable(7e9, 0)}, tokens{2e12});
  static_assert(std::is_same_v<decltype(got), number const>);
  CHECK(got.partial[0] < 0);
  static_assert(std::is_same_v<decltype(law::evaluate(loss, params{7e9}, tokens{2e12}, samples{number(1.)})), number>);
}

TEST_CASE("evaluate_at takes the variables as an array") {
  double const x[] = {7e9, 2e12};
  CHECK(law::evaluate_at(loss, x) == loss(params{7e9}, tokens{2e12}));
  double const d[] = {1e9};
  CHECK(law::evaluate_at(saturating{2, 1e-9}, d) == 2 * (1 - std::exp(-1.)));
}

TEST_CASE("evaluate of many points is evaluate of each") {
  std::vector<double> const n{1e8, 7e9, 3e11}, d{2e9, 2e12, 1e13};
  std::vector<double> out(3);
  CHECK(law::evaluate(exec::scalar{}, loss, std::span(out), law::each<tokens>(d), law::each<params>(n)).ok());
  for (std::size_t i = 0; i < out.size(); ++i) CHECK(out[i] == loss(params{n[i]}, tokens{d[i]}));
  // a quantity that all points share, and one that the law does not list
  CHECK(law::evaluate(exec::scalar{}, loss, std::span(out), law::each<params>(n), tokens{2e12}, samples{64}).ok());
  for (std::size_t i = 0; i < out.size(); ++i) CHECK(out[i] == loss(params{n[i]}, tokens{2e12}));
  CHECK(law::evaluate(exec::scalar{}, saturating{2, 1e-9}, std::span(out), law::each<tokens>(d)).ok());
  for (std::size_t i = 0; i < out.size(); ++i) CHECK(out[i] == saturating{2, 1e-9}(tokens{d[i]}));
}

TEST_CASE("evaluate refuses columns of another length and writes nothing") {
  std::vector<double> const n{1e8, 7e9}, d{2e9, 2e12, 1e13};
  std::vector<double> out(3, -1);
  status const got = law::evaluate(exec::scalar{}, loss, std::span(out), law::each<tokens>(d), law::each<params>(n));
  CHECK(got.code == errc::size_mismatch);
  CHECK(got.index == 1);
  CHECK(out == std::vector<double>(3, -1));
}
