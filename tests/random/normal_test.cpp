// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// t2: program random.digits
// Normal numbers and the circle behind them, against 50 digits. That they follow their law is for tests/sample.
#include <t2/random/normal.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace t2;

namespace {

using fifty = boost::multiprecision::cpp_bin_float_50;
constexpr double epsilon_of_double = std::numeric_limits<double>::epsilon();

fifty angle(double u) { return fifty(2) * acos(fifty(-1)) * fifty(u); }
double off(double x, fifty const& want) { return std::abs(static_cast<double>(fifty(fifty(x) - want))); }

}  // namespace

TEST_CASE("the circle: 2 epsilon, and exactly right at its quarters") {
  double worst = 0;
  for (int i = 0; i <= 4000; ++i) {
    double const u = i / 4000.;
    auto const at = random::unit_circle(u);
    worst = std::fmax(worst, std::fmax(off(at.first, cos(angle(u))), off(at.second, sin(angle(u)))));
  }
  CHECK(worst <= 2 * epsilon_of_double);
  for (double const u : {0., 0.25, 0.5, 0.75, 1.}) {
    auto const at = random::unit_circle(u);
    CHECK(at.first * at.second == 0);
    CHECK(at.first * at.first + at.second * at.second == 1);
  }
  CHECK(random::unit_circle(0.).first == 1);
  CHECK(random::unit_circle(0.25).second == 1);
  CHECK(random::unit_circle(0.5).first == -1);
  CHECK(random::unit_circle(0.75).second == -1);
}

TEST_CASE("a pair: 4 epsilon of its radius, up to the largest that 53 bits reach") {
  double worst = 0;
  for (double const first : {0x1p-53, 1e-9, 0.01, 0.3, 0.7, 0.999, 1 - 0x1p-53})
    for (double const second : {0x1p-53, 0.1, 0.2, 0.3, 0.49, 0.51, 0.66, 0.8, 0.95, 1 - 0x1p-53}) {
      auto const z = random::normal_pair(random::uniform_pair<double>{first, second});
      fifty const radius = sqrt(fifty(-2) * log(fifty(first)));
      double const error = std::fmax(off(z.first, fifty(radius * cos(angle(second)))),
                                     off(z.second, fifty(radius * sin(angle(second)))));
      worst = std::fmax(worst, error / static_cast<double>(radius));
    }
  CHECK(worst <= 4 * epsilon_of_double);
  double const largest = random::normal_pair(random::uniform_pair<double>{0x1p-53, 0x1p-53}).first;
  CHECK((largest > 8.57 && largest <= 8.58));
}

TEST_CASE("the normals of an item are those of its uniforms") {
  random::item const at{.seed = 4, .index = 17, .draw = 2, .stream = 1};
  auto const z = random::normals<double>(at, 3), same = random::normal_pair(random::uniforms<double>(at, 3));
  CHECK(z.first == same.first);
  CHECK(z.second == same.second);
  CHECK(random::normals<double>(at).first != z.first);
}
