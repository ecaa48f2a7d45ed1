// SPDX-License-Identifier: BSL-1.0
// The scan of laws that are not known to be convex: the lower of two valleys, the ends of the range.
#include "support/near.hpp"

#include <t2/law/law.hpp>
#include <t2/plan/scan.hpp>
#include <t2/plan/solve.hpp>

#include <doctest/doctest.h>

#include <cmath>

using namespace t2;

namespace {

/// A law of log N alone with valleys at log N = left and right; tilt makes one deeper.
template <real Real = double>
struct two_valleys {
  Real left;
  Real right;
  Real tilt;

  using value_type = Real;
  template <class Other>
  using rebind = two_valleys<Other>;
  using variables = variable_list<params, tokens, samples>;
  using parameters =
      law::parameter_list<law::parameter<"left", &two_valleys::left>, law::parameter<"right", &two_valleys::right>,
                          law::parameter<"tilt", &two_valleys::tilt>>;

  template <lane N, lane D, lane K>
  promote_t<Real, N, D, K> operator()(t2::params<N> const& n, t2::tokens<D> const&, t2::samples<K> const&) const {
    using T = promote_t<Real, N, D, K>;
    T const u = math::log(T(n.value)), a = T(u - T(left)), b = T(u - T(right));
    return T(a * a * b * b + T(tilt) * u);
  }
};

plan::scanned<double> scan(two_valleys<> const& law, double low, double high) {
  return plan::scan(plan::detail::descent_line<two_valleys<>>{law, 50.0, 20.0, false}, low, high);
}

}  // namespace

TEST_CASE("the deeper of two valleys, to the last digits") {
  for (double const tilt : {-0.1, 0.1}) {
    two_valleys<> const law{15, 22, tilt};
    auto const found = scan(law, std::log(1e5), std::log(1e14));
    CHECK(!found.at_end);
    double const u = found.log_params, a = u - 15, b = u - 22;
    CHECK(std::abs(u - (tilt < 0 ? 22 : 15)) < 0.01);
    CHECK(std::abs(2 * a * b * b + 2 * a * a * b + tilt) < 1e-11);
    CHECK(found.value == test::near(a * a * b * b + tilt * u, 1e-13));
  }
}

TEST_CASE("a law that has no optimum inside says so") {
  two_valleys<> const law{15, 22, 0.1};
  auto const low = scan(law, std::log(1e8), std::log(1e9));  // between the valleys: a ridge, then down
  CHECK(low.at_end);
  CHECK(low.log_params == std::log(1e9));
  auto const best =
      plan::solve(law, budget::split<double>{flops{1e20}, flops{1e10}}, {.least_params = 1e8, .most_params = 1e9});
  REQUIRE(best);
  CHECK(best->binding.search);
  CHECK(best->cautions.not_certified);
}

TEST_CASE("a valley at the last point of the range") {
  two_valleys<> const law{15, 22, 0};
  auto const found = scan(law, 10, 15);
  CHECK(found.log_params == doctest::Approx(15));
}

TEST_CASE("a valley with a flat floor") {
  two_valleys<> const law{15, 15, 0};  // quartic: the derivative is flat around its zero
  auto const found = scan(law, 10, 20);
  CHECK(std::abs(found.log_params - 15) < 1e-12);
  CHECK(found.value < 1e-40);
}
