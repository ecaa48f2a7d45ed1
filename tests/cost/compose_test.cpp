// SPDX-License-Identifier: BSL-1.0
// t2: program cost
#include "cost/llama.hpp"

#include <t2/cost/compose.hpp>
#include <t2/cost/inference.hpp>
#include <t2/cost/memory.hpp>
#include <t2/cost/training.hpp>

using namespace t2;
using namespace t2::test;

namespace {

template <class A, class B>
concept adds_up = requires(A const& a, B const& b) { a + b; };

// A cost that is no sum of powers: it lists no terms, and neither does what is made of it.
struct rounded_up {
  using value_type = double;
  static constexpr cost::unit measured_in = cost::unit::flop;
  double operator()(params<double> const& size, tokens<double> const&, samples<double> const&) const {
    return std::ceil(size.value);
  }
};

}  // namespace

TEST_CASE("costs of one unit add up and scale, term by term") {
  auto const lifetime = cost::training{} + 1e9 * cost::per_question{.prompt = 100.0, .output = 500.0};
  CHECK(lifetime(n, d, k) == near(6 * 8e9 * 2e12 + 1e9 * 2 * 8e9 * 2100, 1e-15));
  static_assert(decltype(lifetime)::monomial_count == 3);
  check_terms(lifetime);
  CHECK((cost::training{} + cost::tokens_served{1e12})(n, d, k) ==
        near(6 * 8e9 * 2e12 + 2 * 8e9 * 1e12, 1e-15));  // Sardana
}

TEST_CASE("costs of two units do not") {
  static_assert(adds_up<cost::training<double>, cost::per_token_served<double>>);
  static_assert(!adds_up<cost::training<double>, cost::weights<double>>);
  static_assert(!adds_up<cost::training<double>, cost::training<float>>);
}

TEST_CASE("any callable cost composes, but only sums of powers list their terms") {
  using cost::operator*;  // rounded_up is not of that namespace
  auto both = cost::training{} + 0.5 * rounded_up{};
  static_assert(cost::cost<decltype(both)> && !cost::posynomial_cost<decltype(both)>);
  CHECK(both(params{2.5}, tokens{4.0}, k) == 6 * 2.5 * 4 + 1.5);
}
