// SPDX-License-Identifier: BSL-1.0
#include <t2/passk/interval/estimate.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace t2;

TEST_CASE("normal quantiles") {
  CHECK(passk::normal_quantile(0.975) == doctest::Approx(1.9599639845400542118).epsilon(1e-14));
  CHECK(passk::normal_quantile(0.95) == doctest::Approx(1.644853626951472688).epsilon(1e-14));
  CHECK(passk::normal_quantile(0.2) == doctest::Approx(-0.84162123357291416552).epsilon(1e-14));
  CHECK(passk::normal_quantile(0.001) == doctest::Approx(-3.0902323061678135354).epsilon(1e-14));
  CHECK(passk::normal_quantile(1e-10) == doctest::Approx(-6.3613409024040561991).epsilon(1e-14));
  CHECK(std::abs(passk::normal_quantile(0.5)) < 1e-15);
  CHECK(passk::normal_quantile(0) == -std::numeric_limits<double>::infinity());
  CHECK(std::isnan(passk::normal_quantile(1.1)));
}

TEST_CASE("intervals stay in [0, 1]") {
  auto const middle = passk::normal_interval(passk::estimate<double>{0.5, 0.1}, 0.95);
  CHECK(middle.lower == doctest::Approx(0.5 - 0.196).epsilon(1e-4));
  CHECK(middle.upper == doctest::Approx(0.5 + 0.196).epsilon(1e-4));
  auto const edge = passk::normal_interval(passk::estimate<double>{0.05, 0.1}, 0.95);
  CHECK(edge.lower == 0);
  CHECK(std::isnan(passk::normal_interval(passk::estimate<double>{0.5, 0.1}, 1.5).lower));
  CHECK(std::isnan(passk::normal_interval(passk::estimate<double>{0.5, std::nan("")}, 0.9).lower));
}

TEST_CASE("p-values") {
  CHECK(passk::two_sided_p(passk::estimate<double>{0.0196, 0.01}) == doctest::Approx(0.05).epsilon(1e-3));
  CHECK(passk::two_sided_p(passk::estimate<double>{0, 0}) == 1);
  CHECK(passk::two_sided_p(passk::estimate<double>{-0.1, 0}) == 0);
}
