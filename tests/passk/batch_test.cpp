// SPDX-License-Identifier: BSL-1.0
// t2: needs boost simd threads
#include "passk/exact.hpp"

#include <t2/core/message.hpp>
#include <t2/exec/scalar.hpp>
#include <t2/exec/simd.hpp>
#include <t2/exec/threads.hpp>
#include <t2/passk/batch.hpp>
#include <t2/passk/consistency.hpp>
#include <t2/passk/majority.hpp>
#include <t2/random/philox.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

using namespace t2;
using namespace t2::test;

namespace {

constexpr double eps = std::numeric_limits<double>::epsilon();

struct triples {
  std::vector<double> n, c, k;
  explicit triples(std::size_t size, double most = 10000) {
    for (std::size_t i = 0; i < size; ++i) {
      random::philox_block const b = random::philox(7, {i, 0, 0});
      auto const u = [&](int w) { return (b.word[w] + 0.5) * 0x1p-32; };
      n.push_back(std::floor(1 + (most - 1) * u(0)));
      c.push_back(std::round(n.back() * u(1) * u(1) * u(1)));
      k.push_back(std::floor(std::exp(u(2) * std::log(n.back()))));
    }
  }
};

template <class T>
std::span<T const> view(std::vector<T> const& v) {
  return v;
}

}  // namespace

TEST_CASE("every backend gives what the element function gives") {
  triples const t(20'011);
  std::vector<double> scalar(t.n.size()), simd(t.n.size()), threads(t.n.size()), both(t.n.size());
  CHECK(passk::unbiased(exec::scalar{}, view(t.n), view(t.c), view(t.k), std::span(scalar)).ok());
  CHECK(passk::unbiased(exec::simd<>{}, view(t.n), view(t.c), view(t.k), std::span(simd)).ok());
  CHECK(passk::unbiased(exec::threads{3}, view(t.n), view(t.c), view(t.k), std::span(threads)).ok());
  CHECK(scalar == threads);
  double worst_scalar = 0, worst_simd = 0;
  for (std::size_t i = 0; i < t.n.size(); ++i) {
    double const want = passk::unbiased(t.n[i], t.c[i], t.k[i]);
    if (want == 0) {
      CHECK(scalar[i] == 0);
      CHECK(simd[i] == 0);
      continue;
    }
    worst_scalar = std::max(worst_scalar, std::abs(scalar[i] / want - 1));
    worst_simd = std::max(worst_simd, std::abs(simd[i] / want - 1));
  }
  CHECK(worst_scalar <= eps);
  CHECK(worst_simd <= 4 * eps);
}

TEST_CASE("all lengths around a run, one k for all, integers") {
  triples const t(600, 500);
  std::vector<std::int64_t> n(t.n.begin(), t.n.end()), c(t.c.begin(), t.c.end());
  for (std::size_t size : {1u, 3u, 4u, 63u, 64u, 65u, 127u, 255u, 256u, 257u, 600u}) {
    std::vector<double> out(size, -1), one(size, -1);
    auto const some = [&](auto const& v) { return std::span(v).first(size); };
    std::vector<std::uint16_t> const k(size, 1);
    CHECK(passk::unbiased(exec::simd<>{}, std::span<std::int64_t const>(some(n)),
                          std::span<std::int64_t const>(some(c)), std::span<std::uint16_t const>(k), std::span(out))
              .ok());
    CHECK(passk::unbiased(exec::simd<>{}, std::span<std::int64_t const>(some(n)),
                          std::span<std::int64_t const>(some(c)), 1, std::span(one))
              .ok());
    CHECK(out == one);
    for (std::size_t i = 0; i < size; ++i) CHECK(out[i] == doctest::Approx(t.c[i] / t.n[i]).epsilon(4 * eps));
  }
  std::vector<float> small(600);
  CHECK(passk::unbiased(exec::simd<>{}, std::span<std::int64_t const>(n), std::span<std::int64_t const>(c), 1,
                        std::span(small))
            .ok());
  CHECK(small[5] == doctest::Approx(t.c[5] / t.n[5]).epsilon(1e-6));
}

TEST_CASE("the first question outside the domain is named; the others are written") {
  triples t(5000);
  std::vector<double> good(5000), out(5000);
  CHECK(passk::unbiased(exec::scalar{}, view(t.n), view(t.c), view(t.k), std::span(good)).ok());
  auto const refused = [&](auto const& ex, std::vector<double>& column, std::size_t i, double value,
                           std::string const& argument) {
    double const kept = std::exchange(column[i], value), later = std::exchange(t.k[i + 700], -1);
    status const problem = passk::unbiased(ex, view(t.n), view(t.c), view(t.k), std::span(out));
    CHECK(problem.code == errc::out_of_domain);
    CHECK(problem.argument == argument);
    CHECK(problem.index == static_cast<std::int64_t>(i));
    CHECK((problem.value == value || std::isnan(value)));
    CHECK(std::isnan(out[i]));
    CHECK(out[i + 1] == doctest::Approx(good[i + 1]).epsilon(4 * eps));
    column[i] = kept;
    t.k[i + 700] = later;
  };
  double const nan = std::numeric_limits<double>::quiet_NaN();
  refused(exec::scalar{}, t.k, 0, 0, "k");
  refused(exec::scalar{}, t.k, 777, 1e6, "k");
  refused(exec::simd<>{}, t.k, 4093, nan, "k");
  refused(exec::simd<>{}, t.c, 255, -1, "c");
  refused(exec::threads{2}, t.c, 256, 20000, "c");
  refused(exec::simd<>{}, t.n, 300, nan, "n");
  refused(exec::simd<>{}, t.n, 1023, 10.5, "n");
  refused(exec::scalar{}, t.n, 2000, 0, "n");
}

TEST_CASE("lengths that differ, and nothing at all") {
  std::vector<double> const three(3, 2.0), two(2, 1.0);
  std::vector<double> out(3, 9), none;
  CHECK(std::string(passk::unbiased(exec::scalar{}, view(three), view(two), 1, std::span(out)).argument) == "c");
  CHECK(std::string(passk::unbiased(exec::scalar{}, view(three), view(three), view(two), std::span(out)).argument) ==
        "k");
  CHECK(std::string(passk::unbiased(exec::scalar{}, view(two), view(two), 1, std::span(out)).argument) == "out");
  CHECK(out == std::vector<double>(3, 9));
  CHECK(passk::unbiased(exec::scalar{}, view(none), view(none), 1, std::span(none)).code == errc::empty);
}

TEST_CASE("the table of all c") {
  double worst = 0;
  for (auto const& [n, k] :
       std::vector<std::pair<int, int>>{{1, 1}, {10, 3}, {10, 10}, {200, 10}, {1000, 1}, {1000, 500}, {10000, 100}}) {
    std::vector<double> out(static_cast<std::size_t>(n) + 1), again(out.size());
    CHECK(
        passk::unbiased_table(exec::scalar{}, static_cast<std::size_t>(n), static_cast<std::size_t>(k), std::span(out))
            .ok());
    CHECK(passk::unbiased_table(exec::threads{2}, static_cast<std::size_t>(n), static_cast<std::size_t>(k),
                                std::span(again))
              .ok());
    CHECK(out == again);
    for (int c = 0; c <= n; c += n > 1000 ? 37 : 1) {
      double const got = out[static_cast<std::size_t>(c)];
      CHECK(got <= 1);
      if (n <= 200)
        worst = std::max(worst, relative(got, cpp_rational(1 - cpp_rational(choose(n - c, k), choose(n, k)))));
      double const want = passk::unbiased(n, c, k);
      worst = std::max(worst, want == 0 ? got : std::abs(got / want - 1));
    }
  }
  MESSAGE("worst relative error " << worst);
  CHECK(worst <= 2e-14);
  std::vector<double> out(10);
  CHECK(std::string(passk::unbiased_table(exec::scalar{}, 10, 3, std::span(out)).argument) == "out");
  CHECK(std::string(passk::unbiased_table(exec::scalar{}, 9, 10, std::span(out)).argument) == "k");
  CHECK(std::string(passk::unbiased_table(exec::scalar{}, 0, 1, std::span(out)).argument) == "n");
}

TEST_CASE("any metric") {
  std::vector<int> const n(100, 40);
  std::vector<int> c;
  for (int i = 0; i < 100; ++i) c.push_back(i % 41);
  std::vector<double> out(100);
  CHECK(passk::evaluate(exec::threads{2}, passk::g_pass_at_k<double>{10, 0.5}, view(n), view(c), std::span(out)).ok());
  CHECK(out[17] == passk::g_pass(40, 17, 10, 0.5));
  CHECK(passk::evaluate(exec::scalar{}, passk::majority_at_k<double>{7}, view(n), view(c), std::span(out)).ok());
  CHECK(out[17] == passk::majority(40, 17, 7));
  c[66] = 41;
  status const problem =
      passk::evaluate(exec::scalar{}, passk::mg_pass_at_k<double>{7}, view(n), view(c), std::span(out));
  CHECK(std::string(problem.argument) == "metric");
  CHECK(problem.index == 66);
}
