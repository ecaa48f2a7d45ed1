// SPDX-License-Identifier: BSL-1.0
// t2: needs threads
#include <t2/core/beta_ratio.hpp>
#include <t2/exec/scalar.hpp>
#include <t2/exec/threads.hpp>
#include <t2/sample/multinomial.hpp>
#include <t2/sample/simulate.hpp>
#include <t2/sample/tally.hpp>
#include <t2/sample/verifier.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <vector>

using namespace t2;

namespace {

double off(sample::estimate const& e, double expected) { return std::fabs(e.value - expected) / e.standard_error; }

}  // namespace

TEST_CASE("fresh questions: pass@j, pass^j and attempts agree with their closed forms") {
  double const a = 0.3, b = 2;
  auto const t = sample::fresh(exec::threads{2}, law::beta_shape<double>{a, b}, 1000, samples{64}, seed{1}, {2000});
  REQUIRE(t);
  CHECK(t->outcomes == 2'000'000);
  for (std::uint64_t j : {1u, 2u, 8u, 64u}) {
    CHECK(off(sample::pass_at(*t, j), beta_ratio(a, b, static_cast<double>(j)).complement) < 4);
    CHECK(off(sample::all_of(*t, j), beta_ratio(b, a, static_cast<double>(j)).ratio) < 4);
    CHECK(sample::pass_at(*t, j).standard_error < 4e-4);
  }
  double mean = 0;  // E min(T, k) = sum of P(T > t) over t < k
  for (int i = 0; i < 64; ++i) mean += beta_ratio(a, b, static_cast<double>(i)).ratio;
  CHECK(off(sample::attempts(*t), mean) < 4);
  CHECK(std::isnan(sample::pass_at(*t, 65).value));
  CHECK(sample::pass_at(*t, 0).value == 0);
  CHECK(sample::all_of(*t, 0).value == doctest::Approx(1));
  auto const perfect = sample::verified_thresholds(64, {});
  CHECK(sample::best_of(*t, *perfect).value == doctest::Approx(sample::pass_at(*t, 64).value).epsilon(1e-12));
}

TEST_CASE("given questions: the standard error leaves out what repeats do not resample") {
  std::vector<double> const p{0, 1e-3, 0.02, 0.1, 0.3, 0.5, 0.9, 1};
  double worst = 0, squares = 0;
  int n = 0;
  for (std::uint64_t s = 1; s <= 40; ++s) {
    auto const t = sample::repeated(exec::scalar{}, p, samples{16}, seed{s}, {500});
    REQUIRE(t);
    for (std::uint64_t j : {1u, 4u, 16u}) {
      double expected = 0;
      for (double q : p) expected += (1 - std::pow(1 - q, static_cast<double>(j))) / static_cast<double>(p.size());
      double const z = off(sample::pass_at(*t, j, p), expected);
      worst = std::fmax(worst, z);
      squares += z * z;
      ++n;
    }
  }
  CHECK(worst < 4);
  CHECK(squares / n > 0.6);  // neither too large nor too small
  CHECK(squares / n < 1.5);
}

TEST_CASE("parts of a simulation add up to the whole, on any backend") {
  law::beta_shape<double> const shape{0.3, 2};
  std::vector<double> const p{0.01, 0.4, 0.7};
  auto const whole = sample::fresh(exec::scalar{}, shape, 77, samples{16}, seed{5}, {300});
  auto first = sample::fresh(exec::threads{2}, shape, 77, samples{16}, seed{5}, {123});
  auto const rest = sample::fresh(exec::threads{3}, shape, 77, samples{16}, seed{5}, {177, 123});
  CHECK(first->digest() != whole->digest());
  CHECK(first->add(*rest).ok());
  CHECK(first->digest() == whole->digest());
  auto const given = sample::repeated(exec::scalar{}, p, samples{16}, seed{5}, {300'000});
  auto left = sample::repeated(exec::threads{2}, p, samples{16}, seed{5}, {270'001});
  auto const right = sample::repeated(exec::threads{2}, p, samples{16}, seed{5}, {29'999, 270'001});
  CHECK(left->add(*right).ok());
  CHECK(left->digest() == given->digest());
  CHECK(left->add(*whole).code == errc::size_mismatch);  // other thresholds
}

TEST_CASE("bad calls") {
  law::beta_shape<double> const shape{0.3, 2};
  exec::scalar const ex;
  CHECK(sample::fresh(ex, shape, 10, samples{0}, seed{}).error().code == errc::out_of_domain);
  CHECK(sample::fresh(ex, shape, 10, samples{2.5}, seed{}).error().code == errc::out_of_domain);
  CHECK(sample::fresh(ex, shape, 0, samples{2}, seed{}).error().code == errc::empty);
  CHECK(sample::fresh(ex, shape, 1ull << 40, samples{2}, seed{}, {1ull << 40}).error().code == errc::out_of_domain);
  CHECK(sample::fresh(ex, {-1, 2}, 10, samples{2}, seed{}).error().code == errc::out_of_domain);
  CHECK(sample::repeated(ex, {}, samples{2}, seed{}).error().code == errc::empty);
  std::vector<double> const bad{0.5, 1.5};
  CHECK(sample::repeated(ex, bad, samples{2}, seed{}).error().index == 1);
  std::vector<double> const chances{0.5, 1};
  CHECK(sample::repeated(ex, chances, samples{2}, seed{}, {(1ull << 40) + 1}).error().code == errc::out_of_domain);
  CHECK(sample::repeated(ex, chances, samples{2}, seed{}, {2, 1ull << 40}).error().code == errc::out_of_domain);
  CHECK(sample::repeated(ex, chances, samples{2}, seed{}, {0})->outcomes == 0);
}

TEST_CASE("the vote of five samples over two answers is the binomial majority") {
  std::vector<double> const weights{0.6, 0.4};
  auto const answers = sample::answer_table(weights);
  std::vector<std::uint64_t> wins(2), even(2);
  sample::outcomes const run{.seed = 3, .first = 5, .count = 200'000};
  CHECK(sample::add_votes(exec::threads{2}, *answers, 5, run, wins).ok());
  CHECK(wins[0] + wins[1] == run.count);
  double const expected = 0.68256, n = 200'000;  // sum over c >= 3 of C(5, c) 0.6^c 0.4^(5-c)
  CHECK(std::fabs(static_cast<double>(wins[0]) / n - expected) < 4 * std::sqrt(expected * (1 - expected) / n));
  // with four votes ties are split: 0.4752 + 0.3456 / 2
  CHECK(sample::add_votes(exec::scalar{}, *answers, 4, run, even).ok());
  CHECK(std::fabs(static_cast<double>(even[0]) / n - 0.648) < 4 * std::sqrt(0.648 * 0.352 / n));
  CHECK(sample::add_votes(exec::scalar{}, *answers, 0, run, even).code == errc::out_of_domain);
}
