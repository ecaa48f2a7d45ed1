// SPDX-License-Identifier: BSL-1.0
#include "support/archetype.hpp"

#include <t2/core/dual.hpp>
#include <t2/exec/lane.hpp>

#include <doctest/doctest.h>

#include <cstddef>

using namespace t2;

namespace {

struct twice {  // as the comment of batch_work has it
  using value_type = double;
  double const* in;
  double* out;
  template <lane V = double>
  void operator()(std::size_t i) const {
    exec::store(out + i, V(exec::load<V>(in + i) * V(2)));
  }
};
struct plain {
  void operator()(std::size_t) const {}
};
struct without_lanes {
  using value_type = double;
  void operator()(std::size_t) const {}
};

}  // namespace

static_assert(exec::lane_width<float> == 1 && exec::lane_width<double> == 1 && exec::lane_width<long double> == 1);
static_assert(exec::lane_width<dual<double, 3>> == 1);
static_assert(exec::batch_work<twice, double>);
static_assert(!exec::batch_work<plain, double> && !exec::batch_work<without_lanes, double> &&
              !exec::batch_work<twice, int>);

TEST_CASE_TEMPLATE("a number is a lane of one", Real, float, double, long double, dual<double, 2>, test::archetype) {
  Real numbers[] = {Real(1), Real(2), Real(3)};
  CHECK(exec::load<Real>(numbers + 1) == Real(2));
  exec::store(numbers + 2, Real(5));
  CHECK(numbers[2] == Real(5));
  CHECK(numbers[1] == Real(2));
}

TEST_CASE("work written for lanes runs on numbers") {
  double const in[] = {1, 2, 3};
  double out[] = {0, 0, 0};
  for (std::size_t i = 0; i < 3; ++i) twice{in, out}(i);
  CHECK(out[2] == 6);
}
