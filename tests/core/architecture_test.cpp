// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// t2: program core.quantity
#include "support/archetype.hpp"

#include <t2/core/architecture.hpp>
#include <t2/core/dual.hpp>

#include <boost/multiprecision/cpp_dec_float.hpp>
#include <doctest/doctest.h>

#include <type_traits>

using namespace t2;

namespace {

// What is true of each quantity: its type follows from its number, and it is that number and nothing more.
template <template <class> class Quantity>
void check_quantity() {
  using fifty = boost::multiprecision::cpp_dec_float_50;
  static_assert(std::is_same_v<decltype(Quantity{3}), Quantity<double>>);  // integers mean double
  static_assert(std::is_same_v<decltype(Quantity{3.f}), Quantity<float>>);
  static_assert(std::is_same_v<decltype(Quantity{dual<double, 2>(3.)}), Quantity<dual<double, 2>>>);
  static_assert(std::is_same_v<decltype(Quantity{fifty(1) + fifty(2)}), Quantity<fifty>>);
  static_assert(std::is_same_v<decltype(Quantity{test::archetype(1)}), Quantity<test::archetype>>);
  static_assert(sizeof(Quantity<double>) == sizeof(double) && std::is_trivially_copyable_v<Quantity<double>>);
  static_assert(!std::is_convertible_v<double, Quantity<double>> && !std::is_convertible_v<Quantity<double>, double>);
  static_assert(!std::is_constructible_v<Quantity<double>, params<double>>);
  static_assert(Quantity{3}.value == 3.);
  Quantity<double> x(3);
  x = Quantity<double>(4.f);
  CHECK(x.value == 4);
  CHECK(Quantity<fifty>(fifty(1) + fifty(2)).value == 3);
}

}  // namespace

TEST_CASE("each quantity is a type of its own around one number") {
  check_quantity<tokens_per_param>();
  check_quantity<steps>();
  check_quantity<experts>();
  check_quantity<granularity>();
  check_quantity<sparsity>();
  check_quantity<weight_bits>();
  check_quantity<activation_bits>();
  check_quantity<cache_bits>();
  check_quantity<post_bits>();
  static_assert(!std::is_constructible_v<experts<>, granularity<>>);
  static_assert(!std::is_constructible_v<weight_bits<>, post_bits<>>);
  static_assert(pick<experts>(params{1}, granularity{2}, experts{8}).value == 8);
}
