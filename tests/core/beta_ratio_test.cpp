// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
// t2: labels once
// beta_ratio against log Gamma and digamma of Boost.Math in 50-digit arithmetic, and against products for integer k.
#include "support/near.hpp"

#include <t2/core/beta_ratio.hpp>

#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <tuple>
#include <type_traits>

using namespace t2;
using boost::multiprecision::cpp_bin_float_100;
using boost::multiprecision::cpp_bin_float_50;
using boost::multiprecision::cpp_dec_float_50;
using test::near;
using wide = cpp_bin_float_50;

namespace {

/// Points of the stated domain: a, b in 1e-6..1e8, real k in 1e-6..1e12, log-uniform.
struct point {
  double a, b, k;
};
class sampler {
 public:
  point operator()() {
    auto const log_uniform = [&](double low, double high) {
      return std::pow(10, std::uniform_real_distribution<>(low, high)(engine_));
    };
    return {log_uniform(-6, 8), log_uniform(-6, 8), log_uniform(-6, 12)};
  }

 private:
  std::mt19937_64 engine_{2024};
};

wide log_ratio(wide const& a, wide const& b, wide const& k) {
  using boost::math::lgamma;
  return wide((lgamma(wide(b + k)) - lgamma(b)) - (lgamma(wide(a + b + k)) - lgamma(wide(a + b))));
}

template <class T>
double error(T const& got, wide const& want) {
  if (want == 0) return got == T(0) ? 0 : 1e300;
  return static_cast<double>(abs(wide((wide(got) - want) / want)));
}

/// The largest relative errors over many points; ratios that the type cannot hold at full precision are left out.
template <class T>
void check_accuracy(int points, double tolerance, double most_k) {
  sampler draw;
  double ratio = 0, complement = 0, logarithm = 0;
  for (int i = 0; i < points; ++i) {
    point const p = draw();
    auto const a = static_cast<T>(p.a), b = static_cast<T>(p.b), k = static_cast<T>(std::min(p.k, most_k));
    wide const log_R = log_ratio(wide(a), wide(b), wide(k));
    beta_ratio_value<T> const got = beta_ratio(a, b, k);
    bool const normal = log_R > log(wide(std::numeric_limits<T>::min()));
    if (normal) ratio = std::max(ratio, error(got.ratio, exp(log_R)));
    complement = std::max(complement, error(got.complement, wide(-expm1(log_R))));
    logarithm = std::max(logarithm, error(log_beta_ratio(a, b, k), log_R));
  }
  MESSAGE("largest relative errors: ratio ", ratio, ", complement ", complement, ", logarithm ", logarithm);
  CHECK(ratio <= tolerance);
  CHECK(complement <= tolerance);
  CHECK(logarithm <= tolerance);
}

}  // namespace

TEST_CASE("golden values") {
  // 1 - B(a, b+k) / B(a, b) by mpmath with 60 digits
  CHECK(beta_ratio(.2, 3., 10.).complement == near(0.26986954279720862552, 1e-14));
  CHECK(beta_ratio(.2, 3., 10.).ratio == near(0.73013045720279137448, 1e-14));
  CHECK(beta_ratio(.05, .5, 1000.).complement == near(0.35449550351501978283, 1e-14));
  CHECK(beta_ratio(.05, .5, 1000.).ratio == near(0.64550449648498021717, 1e-14));
  CHECK(beta_ratio(1., 1., 1.).ratio == near(.5, 1e-15));
}

TEST_CASE("double: 1e-12 over the stated domain") { check_accuracy<double>(10'000, 1e-12, 1e12); }
// the error of R is that of -log R, which reaches 11,356 here
TEST_CASE("long double: as many of its digits") { check_accuracy<long double>(2'000, 3e-15, 1e12); }
TEST_CASE("float") { check_accuracy<float>(2'000, 3e-5, 1e6); }

TEST_CASE("derivatives: 1e-11 over the stated domain") {
  using boost::math::digamma;
  using number = dual<double, 3>;
  sampler draw;
  double worst = 0, worst_log = 0;
  for (int i = 0; i < 10'000; ++i) {
    point const p = draw();
    wide const a(p.a), b(p.b), k(p.k);
    wide const at_b = digamma(b), at_bk = digamma(wide(b + k)), at_ab = digamma(wide(a + b)),
               at_abk = digamma(wide(a + b + k));
    wide const slope[] = {at_ab - at_abk, (at_bk - at_b) - (at_abk - at_ab), at_bk - at_abk};
    number const x = number::variable(p.a, 0), y = number::variable(p.b, 1), z = number::variable(p.k, 2);
    auto const got = beta_ratio(x, y, z);
    number const log_got = log_beta_ratio(x, y, z);
    wide const R = exp(log_ratio(a, b, k));
    for (int j = 0; j < 3; ++j) {
      worst_log = std::max(worst_log, error(log_got.partial[j], slope[j]));
      wide const want = R * slope[j];
      if (abs(want) < 1e-300) continue;
      worst = std::max(worst, error(got.ratio.partial[j], want));
      CHECK(got.complement.partial[j] == -got.ratio.partial[j]);
    }
    CHECK(got.ratio.value == beta_ratio(p.a, p.b, p.k).ratio);
  }
  MESSAGE("largest relative errors: ", worst, ", of the logarithm ", worst_log);
  CHECK(worst <= 1e-11);
  CHECK(worst_log <= 1e-11);
}

TEST_CASE("derivatives at b = 0, where R = b B(a, k) + ...: none is NaN") {
  using number = dual<double, 3>;
  for (double a : {0.3, 2.0, 50.0})
    for (double k : {1.0, 7.5, 1e4}) {
      CAPTURE(a);
      CAPTURE(k);
      number const x = number::variable(a, 0), y = number::variable(0., 1), z = number::variable(k, 2);
      auto const got = beta_ratio(x, y, z);
      double const want =
          static_cast<double>(exp(wide(lgamma(wide(a)) + lgamma(wide(k)) - lgamma(wide(wide(a) + wide(k))))));
      CHECK(got.ratio.value == 0);
      CHECK(got.complement.value == 1);
      CHECK(got.ratio.partial[0] == 0);
      CHECK(got.ratio.partial[1] == near(want, 1e-12));
      CHECK(got.ratio.partial[2] == 0);
      CHECK(got.complement.partial[1] == -got.ratio.partial[1]);
      number const log_got = log_beta_ratio(x, y, z);
      using boost::math::digamma;
      wide const at_a = digamma(wide(a)), at_k = digamma(wide(k)), at_ak = digamma(wide(wide(a) + wide(k)));
      CHECK(log_got.value == -infinity<double>());
      CHECK(log_got.partial[0] == near(static_cast<double>(wide(at_a - at_ak)), 1e-11));
      CHECK(log_got.partial[1] == infinity<double>());
      CHECK(log_got.partial[2] == near(static_cast<double>(wide(at_k - at_ak)), 1e-11));
      // second derivatives: d2 R / db2 = 2 B(a, k) (digamma(a) + digamma(k) - digamma(a+k) + gamma) by mpmath's limit
      using second = dual<dual<double, 1>, 1>;
      second const b2 = second::variable(dual<double, 1>::variable(0.), 0);
      double const curve = beta_ratio(second(a), b2, second(k)).ratio.partial[0].partial[0];
      wide const euler("0.57721566490153286060651209008240243104215933593992");
      CHECK(curve == near(static_cast<double>(wide(2 * want * (at_k + at_a - at_ak + euler))), 1e-9));
    }
}

TEST_CASE("float: the logarithm where the product of the shift is below its smallest number") {
  for (auto const& [a, b, k] : {std::tuple{1e8, 1e-6, 1e6}, {1e6, 0.5, 1e8}, {1e8, 3., 1e8}}) {
    float const got = log_beta_ratio(static_cast<float>(a), static_cast<float>(b), static_cast<float>(k));
    wide const want = log_ratio(wide(static_cast<float>(a)), wide(static_cast<float>(b)), wide(static_cast<float>(k)));
    CHECK(error(got, want) <= 3e-5);
  }
}

TEST_CASE_TEMPLATE("wider types hold all their digits", T, cpp_bin_float_50, cpp_dec_float_50, cpp_bin_float_100) {
  double const tolerance = std::pow(10, 3 - std::numeric_limits<T>::digits10);
  for (point const p : {point{.25, 3, 10}, point{1e-6, 1e8, 40}, point{1e8, 1e-6, 3}, point{40, .5, 1000}}) {
    T const a(p.a), b(p.b);
    T ratio(1), miss(0);  // prod (b+i) / (a+b+i) and one minus it, both without cancellation
    for (int i = 0; i < static_cast<int>(p.k); ++i) {
      miss += T(ratio * a / (a + b + i));
      ratio *= T((b + i) / (a + b + i));
    }
    beta_ratio_value<T> const got = beta_ratio(a, b, T(p.k));
    CHECK(static_cast<double>(abs(T(got.ratio / ratio - 1))) <= tolerance);
    CHECK(static_cast<double>(abs(T(got.complement / miss - 1))) <= tolerance);
    T const log_R = miss < T(.5) ? T(log1p(T(-miss))) : T(log(ratio));
    CHECK(static_cast<double>(abs(T(log_beta_ratio(a, b, T(p.k)) / log_R - 1))) <= tolerance);
  }
}

TEST_CASE_TEMPLATE("the ends of the domain and beyond", T, float, double, long double, wide) {
  struct expected {
    double a, b, k, ratio;
  };
  for (expected const& e : {expected{2, 3, 0, 1}, expected{0, 3, 5, 1}, expected{2, 0, 5, 0}, expected{2, 0, 0, 1},
                            expected{0, 0, 0, 1}, expected{0, 3, 0, 1}}) {
    CAPTURE(e.a);
    CAPTURE(e.b);
    CAPTURE(e.k);
    T const a = static_cast<T>(e.a), b = static_cast<T>(e.b), k = static_cast<T>(e.k);
    beta_ratio_value<T> const got = beta_ratio(a, b, k);
    CHECK(math::abs(T(got.ratio - static_cast<T>(e.ratio))) <= T(8) * epsilon<T>());
    CHECK(got.complement == static_cast<T>(1 - e.ratio));
    CHECK(log_beta_ratio(a, b, k) == (e.ratio == 1 ? T(0) : T(-infinity<T>())));
  }
  T const nan = not_a_number<T>();
  for (auto const& [a, b, k] :
       {std::tuple<T, T, T>{-1, 2, 3}, {1, -2, 3}, {1, 2, -3}, {nan, 2, 3}, {1, nan, 3}, {1, 2, nan}, {0, 0, 5}}) {
    CHECK(math::isnan(beta_ratio(a, b, k).ratio));
    CHECK(math::isnan(beta_ratio(a, b, k).complement));
    CHECK(math::isnan(log_beta_ratio(a, b, k)));
  }
}

TEST_CASE("far tails") {
  // k -> infinity: R ~ Gamma(a+b) / Gamma(b) k^-a; a tiny: 1 - R ~ a (digamma(b+k) - digamma(b)); mpmath, 60 digits
  CHECK(beta_ratio(1e-12, 1., 1e12).complement == near(2.82082367804319057e-11, 1e-12));
  CHECK(log_beta_ratio(1e6, 1e-6, 1e12) == near(log_beta_ratio(1e12, 1e-6, 1e6), 1e-13));  // symmetric in a and k
  CHECK(beta_ratio(1e8, 1e-6, 1e12).ratio < 1e-300);
  CHECK(beta_ratio(1e8, 1e-6, 1e12).complement == 1);
}
