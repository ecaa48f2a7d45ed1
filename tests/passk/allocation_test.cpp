// SPDX-License-Identifier: BSL-1.0
#include <t2/passk/allocation.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <vector>

using namespace t2;
using passk::counts;

namespace {
double spread(std::vector<double> const& v, std::vector<std::uint64_t> const& n) {
  double sum = 0;
  for (std::size_t i = 0; i < v.size(); ++i) sum += v[i] / static_cast<double>(n[i]);
  return sum;
}
}  // namespace

TEST_CASE("what a sample leaves of the variance") {
  CHECK(passk::variance_per_sample(0.3, 5.0) == doctest::Approx(0.3 * std::pow(0.7, 9)).epsilon(1e-14));
  CHECK(passk::variance_per_sample(0.0, 5.0) == 0);
  CHECK(passk::variance_per_sample(1.0, 5.0) == 0);
  CHECK(std::isnan(passk::variance_per_sample(1.5, 5.0)));
  CHECK(std::isnan(passk::variance_per_sample(0.5, 0.0)));
  // the mean over Beta(2, 3): int p^2 (1-p)^(2+2k-1) 12 dp = 12 B(3, 2k+2)
  double const k = 4, want = 12 * std::exp(std::lgamma(3.0) + std::lgamma(2 * k + 2) - std::lgamma(2 * k + 5));
  CHECK(passk::variance_per_sample(2.0, 3.0, k) == doctest::Approx(want).epsilon(1e-12));
}

TEST_CASE("the next question") {
  std::vector<int> const n{10, 4, 6, 0}, c{2, 1, 1, 0};
  CHECK(*passk::next_unsolved(counts{n, c}) == 3);
  std::vector<int> const n3{10, 4, 6}, c3{2, 1, 1};
  CHECK(*passk::next_unsolved(counts{n3, c3}) == 1);
  std::vector<double> const v{0.1, 0.1, 0.4};
  CHECK(*passk::next_sample(std::span<double const>(v), std::span<int const>(n3)) == 2);
  std::vector<int> const some{10, 0, 6};
  CHECK(*passk::next_sample(std::span<double const>(v), std::span<int const>(some)) == 1);
  std::vector<double> const bad{0.1, -0.1, 0.4};
  CHECK(std::string(passk::next_sample(std::span<double const>(bad), std::span<int const>(some)).error().argument) ==
        "variance");
  std::vector<int> const c4{2, 5, 1};
  CHECK(std::string(passk::next_unsolved(counts{n3, c4}).error().argument) == "successes");
  CHECK(passk::next_unsolved(counts<int>{}).error().code == errc::empty);
}

TEST_CASE("the allocation is the integer optimum, by enumeration") {
  for (auto const& v : std::vector<std::vector<double>>{
           {0.1, 0.4, 0.0, 0.05}, {1, 1, 1, 1}, {5, 0.001, 0.001, 0.001}, {0, 0, 0, 0}, {0.3, 0.2, 0.9, 0.0001}})
    for (std::uint64_t total : {4u, 5u, 9u, 20u, 31u})
      for (std::uint64_t least : {1u, 2u}) {
        std::vector<std::uint64_t> out(4, 99);
        status const done = passk::allocate(std::span<double const>(v), total, least, std::span(out));
        if (total < 4 * least) {
          CHECK(done.code == errc::infeasible);
          CHECK(out == std::vector<std::uint64_t>(4, 99));
          continue;
        }
        CHECK(done.ok());
        CHECK(std::accumulate(out.begin(), out.end(), std::uint64_t{0}) == total);
        CHECK(*std::min_element(out.begin(), out.end()) >= least);
        double best = std::numeric_limits<double>::infinity();
        for (std::uint64_t a = least; a <= total; ++a)
          for (std::uint64_t b = least; a + b <= total; ++b)
            for (std::uint64_t c = least; a + b + c + least <= total; ++c)
              best = std::min(best, spread(v, {a, b, c, total - a - b - c}));
        CHECK(spread(v, out) <= best * (1 + 1e-14));
      }
}

TEST_CASE("large budgets go as the square root") {
  std::vector<double> v;
  for (int i = 0; i < 500; ++i) v.push_back(passk::variance_per_sample((i + 1) / 600.0, 16.0));
  std::vector<std::uint64_t> out(500);
  CHECK(passk::allocate(std::span<double const>(v), 1'000'000, 1, std::span(out)).ok());
  CHECK(std::accumulate(out.begin(), out.end(), std::uint64_t{0}) == 1'000'000);
  CHECK(static_cast<double>(out[10]) / static_cast<double>(out[20]) ==
        doctest::Approx(std::sqrt(v[10] / v[20])).epsilon(1e-3));
  CHECK(out[499] == 1);
  CHECK(std::string(passk::allocate(std::span<double const>(v), 100, 1, std::span(out)).argument) == "total");
  CHECK(std::string(passk::allocate(std::span<double const>(v), 1000, 0, std::span(out)).argument) == "least");
  CHECK(std::string(passk::allocate(std::span<double const>(v), 1000, 1, std::span(out).first(3)).argument) == "out");
}

TEST_CASE("variances that are none, and no samples at all, are refused and write nothing") {
  std::vector<std::uint64_t> out(2, 42);
  auto const code = [&](std::vector<double> const& variance, std::uint64_t least) {
    return passk::allocate(std::span<double const>(variance), 100, least, std::span(out));
  };
  for (double const wrong : {-1., std::nan(""), infinity<double>()}) {
    status const got = code({0.1, wrong}, 1);
    CHECK(got.code == errc::out_of_domain);
    CHECK(got.index == 1);
  }
  CHECK(code({}, 1).code == errc::empty);
  CHECK(code({0.1}, 1).code == errc::size_mismatch);
  CHECK(code({0.1, 0.2}, 0).code == errc::out_of_domain);
  CHECK(out == std::vector<std::uint64_t>(2, 42));
}
