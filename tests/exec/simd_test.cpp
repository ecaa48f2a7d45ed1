// SPDX-License-Identifier: BSL-1.0
// t2: needs simd threads
#include <t2/core/beta_ratio.hpp>
#include <t2/exec/scalar.hpp>
#include <t2/exec/simd.hpp>
#include <t2/exec/threads.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss.hpp>
#include <t2/law/sampling.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <vector>

using namespace t2;

static_assert(lane<xsimd::batch<double>> && !real<xsimd::batch<double>>);
static_assert(lane<xsimd::batch<float>> && !lane<xsimd::batch<int>>);
static_assert(exec::inner_backend<exec::simd<>> && exec::backend<exec::threads<exec::simd<>>>);

namespace {

template <class Real>
struct root {
  using value_type = Real;
  Real const* in;
  Real* out;
  template <lane V = Real>
  void operator()(std::size_t i) const {
    exec::store(out + i, math::sqrt(exec::load<V>(in + i)));
  }
};

template <class Real>
struct triple {
  using value_type = Real;
  Real const* in;
  template <lane V = Real>
  V operator()(std::size_t i) const {
    return V(exec::load<V>(in + i) * V(Real(3)));
  }
};

template <class Real>
std::vector<Real> numbers(std::size_t size) {
  std::vector<Real> x(size);
  for (std::size_t i = 0; i < size; ++i)
    x[i] = static_cast<Real>(1 + std::fmod(static_cast<double>(i) * 0.6180339887, 1.));
  return x;
}

double off(double x, double y) { return x == y ? 0 : std::fabs(x - y) / std::fabs(y); }

}  // namespace

TEST_CASE_TEMPLATE("arithmetic, square roots and sums have the bits of scalar", Real, float, double) {
  for (std::size_t size : {0u, 1u, 3u, 7u, 64u, 1023u, 1024u, 1025u, 5003u}) {
    std::vector<Real> const x = numbers<Real>(size);
    std::vector<Real> plain(size), wide(size), many(size);
    CHECK(exec::scalar{}.for_each_index(size, root<Real>{x.data(), plain.data()}).ok());
    CHECK(exec::simd{}.for_each_index(size, root<Real>{x.data(), wide.data()}).ok());
    CHECK(exec::threads{3, exec::simd{}}.for_each_index(size, root<Real>{x.data(), many.data()}).ok());
    CHECK(wide == plain);
    CHECK(many == plain);
    triple<Real> const term{x.data()};
    CHECK(exec::simd{}.reduce<Real>(size, term) == exec::scalar{}.reduce<Real>(size, term));
    CHECK(exec::simd{}.reduce<double>(size, term) == exec::scalar{}.reduce<double>(size, term));
    CHECK(exec::threads{2, exec::simd{}}.reduce<Real>(size, term) == exec::scalar{}.reduce<Real>(size, term));
  }
}

TEST_CASE("work without lanes runs one index at a time") {
  std::vector<int> times(1000, 0);
  CHECK(exec::simd{}.for_each_index(1000, [&](std::size_t i) { ++times[i]; }).ok());
  CHECK(times == std::vector<int>(1000, 1));
}

TEST_CASE("beta_ratio on batches") {
  using batch = xsimd::batch<double>;
  double a[batch::size], b[batch::size], k[batch::size];
  double worst = 0;
  for (int t = 0; t < 3000; ++t) {
    for (std::size_t l = 0; l < batch::size; ++l) {
      double const n = static_cast<double>(t * 8 + static_cast<int>(l));
      a[l] = std::pow(10., -2 + 4 * std::fmod(n * 0.754877666, 1.));
      b[l] = std::pow(10., -2 + 4 * std::fmod(n * 0.569840290, 1.));
      k[l] = std::pow(10., 4 * std::fmod(n * 0.430159709, 1.));
    }
    auto const wide = beta_ratio(exec::load<batch>(a), exec::load<batch>(b), exec::load<batch>(k));
    for (std::size_t l = 0; l < batch::size; ++l) {
      auto const one = beta_ratio(a[l], b[l], k[l]);
      worst = std::fmax(worst, off(wide.complement.get(l), one.complement));
      if (one.ratio > 1e-280) worst = std::fmax(worst, off(wide.ratio.get(l), one.ratio));
    }
  }
  CHECK(worst < 1e-12);
  auto const outside = beta_ratio(batch(-1.), batch(1.), batch(2.));
  CHECK(std::isnan(outside.ratio.get(0)));
  CHECK(beta_ratio(batch(1.), batch(1.), batch(0.)).ratio.get(0) == 1);
}

TEST_CASE("laws take batches; coefficients and other arguments stay numbers") {
  using batch = xsimd::batch<double>;
  law::chinchilla const loss{.E = 1.8172, .A = 482.01, .B = 2085.43, .alpha = 0.3478, .beta = 0.3658};
  auto const task = loss + law::sampling_gain{.G = 3.36, .gamma = 0.445};
  batch const wide = task(params{batch(7e9)}, tokens{2e12}, samples{batch(64.)});
  double const one = task(params{7e9}, tokens{2e12}, samples{64});
  for (std::size_t l = 0; l < batch::size; ++l) CHECK(off(wide.get(l), one) < 4e-15);
}

TEST_CASE("elementary functions of batches of double: those of the standard library, to their ends") {
  using batch = xsimd::batch<double>;
  double const eps = epsilon<double>(), inf = infinity<double>(), nan = not_a_number<double>();
  auto const same = [](batch const& got, double want, double tolerance) {
    for (std::size_t l = 0; l < batch::size; ++l) {
      double const value = got.get(l);
      CAPTURE(value);
      CAPTURE(want);
      CHECK((value == want || (value != value && want != want) || off(value, want) <= tolerance));
    }
  };
  // std's are within 1 epsilon; tests/trust/ulp_*_test.cpp compare with 100 digits what is made of these
  for (double x : {-1e-310, 5e-324, 1e-17, -1e-9, 0.3, -0.3, 0.42, 0.7, -0.9999999, 1., 1.4142135, 3., -36., 709.7,
                   1e10, 1.7e308}) {
    CAPTURE(x);
    same(math::log1p(batch(x)), std::log1p(x), 3 * eps);
    same(math::expm1(batch(x)), std::expm1(x), 3 * eps);
    same(math::log(batch(x)), std::log(x), 3 * eps);
    if (x > -708) same(math::exp(batch(x)), std::exp(x), 3 * eps);
    for (double y : {0.35, -0.5, 7.9, 40.})
      same(math::pow(batch(x), batch(y)), std::pow(x, y), x < 1e-300 ? 2 : x < 1e30 && y < 8 ? 6 * eps : 1e-12);
  }
  for (double x : {0., inf, nan, -1., -2., 710., 1e300}) {
    CAPTURE(x);
    same(math::log1p(batch(x)), std::log1p(x), 3 * eps);
    same(math::expm1(batch(x)), std::expm1(x), 3 * eps);
    same(math::log(batch(x)), std::log(x), 3 * eps);
    same(math::exp(batch(x)), std::exp(x), 3 * eps);
  }
  same(math::exp(batch(-709.)), 0, 0);
  same(math::expm1(batch(-inf)), -1, 0);
}
