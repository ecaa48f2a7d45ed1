// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// t2: program core.quantity
#include "support/archetype.hpp"

#include <t2/core/dual.hpp>
#include <t2/core/quantity.hpp>

#include <boost/multiprecision/cpp_dec_float.hpp>
#include <doctest/doctest.h>

#include <cstdint>
#include <type_traits>

using namespace t2;
using boost::multiprecision::cpp_dec_float_50;  // with expression templates

namespace {
template <class T>
auto sum_of(T const& x, T const& y) {
  return params{x + y};
}
}  // namespace

TEST_CASE("the type of a quantity follows from its number") {
  static_assert(std::is_same_v<decltype(params{7e9}), params<double>>);
  static_assert(std::is_same_v<decltype(tokens{1.f}), tokens<float>>);
  static_assert(std::is_same_v<decltype(samples{64}), samples<double>>);  // integers mean double
  static_assert(std::is_same_v<decltype(flops{std::uint64_t{1}}), flops<double>>);
  static_assert(std::is_same_v<decltype(nats{dual<double, 2>(1.)}), nats<dual<double, 2>>>);
  static_assert(std::is_same_v<decltype(params{test::archetype(1)}), params<test::archetype>>);
  // an expression template stands for its number
  static_assert(std::is_same_v<decltype(sum_of(cpp_dec_float_50(1), cpp_dec_float_50(2))), params<cpp_dec_float_50>>);
  CHECK(sum_of(cpp_dec_float_50(1), cpp_dec_float_50(2)).value == 3);
}

TEST_CASE("a quantity is its number and nothing more") {
  static_assert(sizeof(params<>) == sizeof(double) && std::is_trivially_copyable_v<params<>>);
  static_assert(params{7}.value == 7.0 && std::is_same_v<params<>::value_type, double>);
  CHECK(tokens<float>(2).value == 2.f);
  CHECK(params<cpp_dec_float_50>(3).value == 3);
}

TEST_CASE("a number is no quantity and one quantity is not another") {
  static_assert(!std::is_convertible_v<double, params<>>);
  static_assert(!std::is_convertible_v<params<>, double>);
  static_assert(!std::is_constructible_v<tokens<>, params<>>);
  static_assert(!std::is_constructible_v<samples<>, flops<>>);
}

TEST_CASE("pick finds an argument by its kind, in any order") {
  static_assert(pick<tokens>(params{1}, tokens{2}, samples{3}).value == 2);
  static_assert(pick<samples>(samples{3.f}, params{1}).value == 3.f);
  static_assert(variable_list<params, tokens>::size == 2 && variable_list<>::size == 0);
}
