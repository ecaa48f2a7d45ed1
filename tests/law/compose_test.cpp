// SPDX-License-Identifier: BSL-1.0
#include "support/archetype.hpp"

#include <t2/core/dual.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>
#include <string_view>
#include <type_traits>

using namespace t2;

namespace {

constexpr law::chinchilla loss{.E = 1.8172, .A = 482.01, .B = 2085.43, .alpha = 0.3478, .beta = 0.3658};
constexpr law::sampling_gain gain{.G = 3.36, .gamma = 0.445};
constexpr auto approach1 = loss + gain;

/// A user's own law: neither separable nor a template over its real.
struct doubled {
  double factor;
  using value_type = double;
  using variables = variable_list<tokens>;
  using parameters = law::parameter_list<law::parameter<"factor", &doubled::factor>>;
  double operator()(tokens<double> const& d) const { return factor * d.value; }
};

template <class Law>
bool has_names(std::initializer_list<std::string_view> expected) {
  bool same = Law::parameters::size == static_cast<int>(expected.size());
  for (int i = 0; same && i < Law::parameters::size; ++i) same = Law::parameters::name(i) == std::data(expected)[i];
  return same;
}

}  // namespace

TEST_CASE("the sum of laws is the sum of their values, whatever the order of the arguments") {
  double const expected = loss(params{7e9}, tokens{2e12}) + gain(samples{64});
  CHECK(approach1(params{7e9}, tokens{2e12}, samples{64}) == expected);
  CHECK(approach1(samples{64}, params{7e9}, tokens{2e12}) == expected);
  CHECK((gain + loss)(tokens{2e12}, samples{64}, params{7e9}) == expected);
}

TEST_CASE("variables are merged and names kept where they do not clash") {
  using sum = std::remove_const_t<decltype(approach1)>;
  static_assert(std::is_same_v<sum::variables, variable_list<params, tokens, samples>>);
  static_assert(std::is_same_v<decltype(gain + loss)::variables, variable_list<samples, params, tokens>>);
  CHECK(has_names<sum>({"E", "A", "B", "alpha", "beta", "G", "gamma"}));
  static_assert(std::is_same_v<law::rebind_t<sum, float>, law::sum<law::chinchilla<float>, law::sampling_gain<float>>>);
  static_assert(law::separable<sum> && law::rebindable<sum> && std::is_trivially_copyable_v<sum>);
}

TEST_CASE("names that clash carry their path") {
  CHECK(has_names<decltype(loss + loss)>({"left.E", "left.A", "left.B", "left.alpha", "left.beta", "right.E", "right.A",
                                          "right.B", "right.alpha", "right.beta"}));
  CHECK((loss + loss)(params{7e9}, tokens{2e12}) == 2 * loss(params{7e9}, tokens{2e12}));
}

TEST_CASE("sums of sums") {
  auto const nested = (loss + gain) + gain;
  using sum = std::remove_const_t<decltype(nested)>;
  CHECK(has_names<sum>({"E", "A", "B", "alpha", "beta", "left.G", "left.gamma", "right.G", "right.gamma"}));
  static_assert(std::is_same_v<sum::variables, variable_list<params, tokens, samples>>);
  double const expected = approach1(params{7e9}, tokens{2e12}, samples{64}) + gain(samples{64});
  CHECK(nested(params{7e9}, tokens{2e12}, samples{64}) == expected);
  double values[9], again[9];
  law::store(nested, values);
  CHECK(values[5] == 3.36);
  sum copy{};
  law::load(copy, static_cast<double const*>(values));
  law::store(copy, again);
  CHECK(std::equal(std::begin(values), std::end(values), again));
}

TEST_CASE("terms point at the merged parameters and variables") {
  auto const check = []<class Law>(Law const&, std::initializer_list<std::array<int, 3>> expected) {
    REQUIRE(Law::terms.size == static_cast<int>(expected.size()));
    for (int t = 0; t < Law::terms.size; ++t) {
      CHECK(Law::terms[t].coefficient == std::data(expected)[t][0]);
      CHECK(Law::terms[t].exponent == std::data(expected)[t][1]);
      if (std::data(expected)[t][1] >= 0) CHECK(Law::terms[t].variable == std::data(expected)[t][2]);
    }
  };
  check(loss + gain, {{0, -1, -1}, {1, 3, 0}, {2, 4, 1}, {5, 6, 2}});
  check(gain + loss, {{0, 1, 0}, {2, -1, -1}, {3, 5, 1}, {4, 6, 2}});
}

TEST_CASE("a sum has the terms and the rebind of its operands only if both have them") {
  auto const sum = loss + doubled{1e-12};
  using type = std::remove_const_t<decltype(sum)>;
  static_assert(law::law<type> && !law::separable<type> && !law::rebindable<type>);
  CHECK(sum(params{7e9}, tokens{2e12}) == loss(params{7e9}, tokens{2e12}) + 2);
}

TEST_CASE("derivatives pass through") {
  using number = dual<double, 3>;
  auto const got =
      approach1(params{number::variable(7e9, 0)}, tokens{number::variable(2e12, 1)}, samples{number::variable(64, 2)});
  CHECK(got.value == approach1(params{7e9}, tokens{2e12}, samples{64}));
  for (double const slope : got.partial) CHECK(slope < 0);
}

TEST_CASE_TEMPLATE("any real", T, float, double, long double, test::archetype) {
  auto const sum = law::chinchilla<T>{T(1), T(4), T(9), T(.5), T(.5)} + law::sampling_gain<T>{T(2), T(1)};
  CHECK(sum(params{T(4)}, tokens{T(9)}, samples{T(2)}) == T(1 + 2 + 3 + 1));
}
