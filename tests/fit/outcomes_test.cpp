// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
#include "support/archetype.hpp"
#include "support/near.hpp"

#include <t2/core/message.hpp>
#include <t2/fit/outcomes.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <numeric>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

using namespace t2;
using test::near;
using wide = boost::multiprecision::cpp_bin_float_50;

namespace {

/// Three checkpoints by four questions.
fit::outcomes<> nll() {
  fit::outcomes<> out;
  out.params = {1e8, 2e8, 3e8};
  out.tokens = {1e10, 2e10, 3e10};
  out.questions = 4;
  out.nll = {.5, 3, 7, 0, .4, 2.5, 6, .1, .3, 2, 5, .2};
  return out;
}
fit::outcomes<> counts() {
  fit::outcomes<> out = nll();
  out.nll.clear();
  out.drawn.assign(12, 10);
  out.drawn[5] = 8;
  out.correct = {9, 4, 1, 10, 9, 5, 2, 10, 10, 6, 3, 10};
  return out;
}

/// C(n, k) exactly, for small arguments.
std::int64_t choose(std::int64_t n, std::int64_t k) { return k > n ? 0 : k == 0 ? 1 : choose(n - 1, k - 1) * n / k; }

}  // namespace

TEST_CASE_TEMPLATE("both metrics to a few epsilons against 50 digits", T, float, double, long double) {
  using boost::multiprecision::expm1;
  using boost::multiprecision::log1p;
  double worst_log = 0, worst_pass = 0;
  double const top = std::is_same_v<T, float> ? 80 : 700;
  for (double nll = 1e-4; nll < top; nll *= 1.13)
    for (double k = 1; k < 3e6; k *= 3.7) {
      T const x = static_cast<T>(nll), each = static_cast<T>(k);
      wide const log_miss = wide(each) * log1p(wide(-exp(-wide(x))));
      wide const pass = -expm1(log_miss);
      wide const log_pass = pass < .5 ? wide(-log(pass)) : wide(-log1p(wide(-exp(log_miss))));
      auto const error = [](T const& got, wide const& want) {
        return static_cast<double>(abs(wide((wide(got) - want) / want)) / std::numeric_limits<T>::epsilon());
      };
      worst_pass = std::max(worst_pass, error(fit::pass(x, each), pass));
      // the error of the miss chance (1 - p)^k grows with its logarithm
      if (log_pass > wide(std::numeric_limits<T>::min()))
        worst_log = std::max(
            worst_log, error(fit::negative_log_pass(x, each), log_pass) / std::max(1., -static_cast<double>(log_miss)));
    }
  MESSAGE("in epsilons: pass@k ", worst_pass, ", -log pass@k ", worst_log);
  CHECK(worst_pass < 8);
  CHECK(worst_log < 8);
}

TEST_CASE("ends of the range; mpmath with 800 digits") {
  CHECK(fit::negative_log_pass(0., 1.) == 0);
  CHECK(fit::negative_log_pass(0., 1024.) == 0);
  CHECK(fit::pass(0., 3.) == 1);
  CHECK(fit::negative_log_pass(800., 1.) == 800);
  CHECK(fit::negative_log_pass(800., 1024.) == near(793.06852819440054691, 1e-15));  // nll - log k
  CHECK(fit::pass(800., 1024.) == 0);                                                // 3.8e-345
  CHECK(fit::negative_log_pass(40., 1024.) == near(33.068528194400549079, 1e-15));
  CHECK(fit::pass(40., 1024.) == near(4.3503147574185776778e-15, 1e-15));
  CHECK(fit::negative_log_pass(3.5, 1024.) == near(2.3107447064550116729e-14, 1e-13));
  CHECK(fit::negative_log_pass(.7, 8.) == near(0.0041333707239230796433, 1e-14));
  CHECK(fit::negative_log_pass(1e-10, 3.) == near(9.9999999985e-31, 1e-9));
  CHECK(fit::negative_log_pass(2., .5) == near(2.6574544541530772726, 1e-15));
  CHECK(fit::pass(30., 1e6) == near(9.3576225310150879523e-8, 1e-15));
  CHECK(fit::negative_log_pass(1.7, 1.) == near(1.7, 1e-15));
}

TEST_CASE("what is wrong with outcomes is named, with its place") {
  struct expected {
    char const* what;
    std::function<void(fit::outcomes<>&)> spoil;
    char const* text;
  };
  for (expected const& e : {
           expected{"nothing", [](auto&) {}, "no error"},
           expected{"empty", [](auto& d) { d = {}; }, "no data"},
           expected{"no questions", [](auto& d) { d.questions = 0; }, "no data"},
           expected{"short tokens", [](auto& d) { d.tokens.pop_back(); }, "tokens has another length than the rest"},
           expected{"N = 0", [](auto& d) { d.params[1] = 0; }, "params is outside its domain (value 0 at index 1)"},
           expected{"short nll", [](auto& d) { d.nll.pop_back(); }, "nll has another length than the rest"},
           expected{"nll < 0", [](auto& d) { d.nll[7] = -.5; }, "nll is outside its domain (value -0.5 at index 7)"},
           expected{"location of 0", [](auto& d) { d.location = {1, 0, 1}; },
                    "location is outside its domain (value 0 at index 1)"},
           expected{"counts", [](auto& d) { d = counts(); }, "no error"},
           expected{"counts beside nll", [](auto& d) { d.nll = nll().nll, d.drawn = counts().drawn; },
                    "nll beside counts is not supported"},
           expected{"n = 0", [](auto& d) { d = counts(), d.drawn[2] = 0; },
                    "drawn is outside its domain (value 0 at index 2)"},
           expected{"c > n", [](auto& d) { d = counts(), d.correct[5] = 9; },
                    "correct is outside its domain (value 9 at index 5)"},
           expected{"c < 0", [](auto& d) { d = counts(), d.correct[4] = -1; },
                    "correct is outside its domain (value -1 at index 4)"},
       }) {
    CAPTURE(e.what);
    fit::outcomes<> data = nll();
    e.spoil(data);
    CHECK(message(fit::check(data)) == e.text);
  }
}

TEST_CASE("a table holds every checkpoint, k and question, and its means are those of the rows") {
  std::vector<double> const k = {1, 4};
  auto const table = fit::tabulate<double>(nll(), fit::metric::pass, k);
  REQUIRE(table);
  CHECK(table->rows == 6);
  CHECK(table->value[(1 * 2 + 1) * 4 + 2] == fit::pass(6., 4.));  // checkpoint 1, k = 4, question 2
  CHECK(table->means()[3] ==
        near((fit::pass(.4, 4.) + fit::pass(2.5, 4.) + fit::pass(6., 4.) + fit::pass(.1, 4.)) / 4, 1e-15));
  double const weights[] = {1, 0, 1, 2, 1, 0, 1, 2};  // [question][block of 2]
  double out[12];
  table->means<2>(weights, 4, out);
  CHECK(out[0] == near((fit::pass(.5, 1.) + fit::pass(3., 1.) + fit::pass(7., 1.) + 1) / 4, 1e-15));
  CHECK(out[1] == near((2 * fit::pass(3., 1.) + 2 * 1) / 4, 1e-15));

  fit::dataset<> const points = fit::points<double>(nll(), k, table->means());
  CHECK(points.unit == std::vector<std::size_t>{0, 0, 1, 1, 2, 2});
  CHECK(points.samples == std::vector<double>{1, 4, 1, 4, 1, 4});
  CHECK(points.params == std::vector<double>{1e8, 1e8, 2e8, 2e8, 3e8, 3e8});
  CHECK(points.value == table->means());
}

TEST_CASE("counts go through the unbiased estimator 1 - C(n-c, k) / C(n, k)") {
  std::vector<double> const k = {1, 3, 8};
  auto const table = fit::tabulate<double>(counts(), fit::metric::pass, k);
  auto const logs = fit::tabulate<double>(counts(), fit::metric::negative_log_pass, k);
  REQUIRE(table);
  REQUIRE(logs);
  for (std::size_t c = 0; c < 3; ++c)
    for (std::size_t j = 0; j < 3; ++j)
      for (std::size_t q = 0; q < 4; ++q) {
        auto const n = static_cast<std::int64_t>(counts().drawn[c * 4 + q]);
        auto const right = static_cast<std::int64_t>(counts().correct[c * 4 + q]);
        auto const each = static_cast<std::int64_t>(k[j]);
        double const want = 1 - static_cast<double>(choose(n - right, each)) / static_cast<double>(choose(n, each));
        CHECK(table->value[(c * 3 + j) * 4 + q] == near(want, 1e-13));
        CHECK(logs->value[(c * 3 + j) * 4 + q] == doctest::Approx(-std::log(want)).epsilon(1e-13));
      }
}

TEST_CASE("what counts cannot say is refused") {
  auto const tabulate = [](fit::outcomes<> const& data, fit::metric what, std::vector<double> k) {
    return message(fit::tabulate<double>(data, what, k).error());
  };
  CHECK(tabulate(counts(), fit::metric::pass, {4, 9}) ==
        "k is outside its domain (value 9 at index 5)");  // n = 8 there
  CHECK(tabulate(counts(), fit::metric::pass, {0}) == "k is outside its domain (value 0)");
  fit::outcomes<> unsolved = counts();
  unsolved.correct[6] = 0;
  CHECK(tabulate(unsolved, fit::metric::pass, {4}) == "no error");
  CHECK(tabulate(unsolved, fit::metric::negative_log_pass, {4}) ==
        "-log pass@k of an unsolved question is not identified by the data (index 6)");
}

TEST_CASE("a table of what cannot have been counted or measured is refused, with its place") {
  std::vector<double> const k{1, 2};
  fit::outcomes<> data;
  data.params = {1e8};
  data.tokens = {1e9};
  data.questions = 3;
  data.nll = {0.5, -0.5, 1};
  auto const said = [&] {
    auto const table = fit::tabulate<double>(data, fit::metric::pass, k);
    return table ? std::string("a table") : message(table.error());
  };
  CHECK(said() == "nll is outside its domain (value -0.5 at index 1)");
  data.nll[1] = std::numeric_limits<double>::quiet_NaN();
  CHECK(said() == "nll is outside its domain (value nan at index 1)");
  data.nll.clear();
  data.drawn = {4, 4, 4};
  data.correct = {1, 2, 5};
  CHECK(said() == "correct is outside its domain (value 5 at index 2)");
  data.correct[2] = -1;
  CHECK(said() == "correct is outside its domain (value -1 at index 2)");
  data.correct[2] = 4;
  CHECK(said() == "a table");
}

TEST_CASE("permuting checkpoints and questions changes no bit") {
  std::mt19937 engine(4);
  for (fit::outcomes<> const& data : {nll(), counts()}) {
    fit::outcomes<> const expected = fit::canonical(data);
    for (int repeat = 0; repeat < 30; ++repeat) {
      std::vector<std::size_t> rows(3), columns(4);
      std::iota(rows.begin(), rows.end(), 0u);
      std::iota(columns.begin(), columns.end(), 0u);
      std::shuffle(rows.begin(), rows.end(), engine);
      std::shuffle(columns.begin(), columns.end(), engine);
      fit::outcomes<> shuffled = data;
      for (std::size_t r = 0; r < 3; ++r) {
        shuffled.params[r] = data.params[rows[r]];
        shuffled.tokens[r] = data.tokens[rows[r]];
        for (std::size_t q = 0; q < 4; ++q) {
          if (!data.nll.empty()) shuffled.nll[r * 4 + q] = data.nll[rows[r] * 4 + columns[q]];
          if (data.drawn.empty()) continue;
          shuffled.drawn[r * 4 + q] = data.drawn[rows[r] * 4 + columns[q]];
          shuffled.correct[r * 4 + q] = data.correct[rows[r] * 4 + columns[q]];
        }
      }
      fit::outcomes<> const got = fit::canonical(shuffled);
      CHECK(got.params == expected.params);
      CHECK(got.tokens == expected.tokens);
      CHECK(got.nll == expected.nll);
      CHECK(got.drawn == expected.drawn);
      CHECK(got.correct == expected.correct);
    }
  }
}

TEST_CASE("nor does it where checkpoints are trained alike and questions answered alike") {
  // four checkpoints of one N and D: 20 correct each but the last; the questions 0 and 4 are answered alike
  fit::outcomes<> data;
  data.params = {1e8, 1e8, 1e8, 1e8};
  data.tokens = {1e10, 1e10, 1e10, 1e10};
  data.questions = 5;
  data.correct = {5, 5, 1, 4, 5, 6, 0, 4, 4, 6, 5, 2, 2, 6, 5, 1, 2, 3, 3, 1};
  data.drawn.assign(20, 10);
  data.drawn[1] = 8;  // tells apart what was answered alike once
  fit::outcomes<> const expected = fit::canonical(data);
  std::vector<std::size_t> rows{0, 1, 2, 3}, columns(5);
  do {
    std::iota(columns.begin(), columns.end(), 0u);
    do {
      fit::outcomes<> shuffled = data;
      for (std::size_t r = 0; r < 4; ++r)
        for (std::size_t q = 0; q < 5; ++q) {
          shuffled.correct[r * 5 + q] = data.correct[rows[r] * 5 + columns[q]];
          shuffled.drawn[r * 5 + q] = data.drawn[rows[r] * 5 + columns[q]];
        }
      fit::outcomes<> const got = fit::canonical(shuffled);
      CHECK(got.correct == expected.correct);
      CHECK(got.drawn == expected.drawn);
    } while (std::next_permutation(columns.begin(), columns.end()));
  } while (std::next_permutation(rows.begin(), rows.end()));
}

TEST_CASE("any real") {
  using number = test::archetype;
  CHECK(static_cast<double>(fit::pass(number(2), number(3))) == fit::pass(2., 3.));
  CHECK(static_cast<double>(fit::negative_log_pass(number(2), number(3))) == fit::negative_log_pass(2., 3.));
}
