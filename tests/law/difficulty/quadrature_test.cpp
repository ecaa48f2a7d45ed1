// SPDX-License-Identifier: BSL-1.0
// t2: needs boost simd
// The laws that are integrals over questions against exact values: both tails of pass@k and the mean of -log pass@k in
// units of the last place, and derivatives against differences of 50 digits. The values come from Gauss-Legendre rules
// in other arithmetic (tests/law/difficulty/exact_values.py).
#include "law/difficulty/exact_values.hpp"
#include "trust/ulp.hpp"

#include <t2/core/dual.hpp>
#include <t2/law/difficulty/beta_mean.hpp>
#include <t2/law/difficulty/beta_regression.hpp>
#include <t2/law/difficulty/gamma.hpp>
#include <t2/law/difficulty/log_normal.hpp>
#include <t2/law/task_loss.hpp>

#include <algorithm>
#include <cmath>
#include <span>

using namespace t2;
using test::exact_slopes;
using test::exact_value;
using test::wide;
using wide50 = boost::multiprecision::cpp_bin_float_50;

namespace {

template <template <class> class Law, class T>
Law<T> law_at(double const* x) {
  Law<T> out{};
  T values[Law<T>::parameters::size];
  for (int i = 0; i < Law<T>::parameters::size; ++i) values[i] = T(x[i]);
  law::load(out, static_cast<T const*>(values));
  return out;
}

template <template <class> class Law, class T>
law::task_metrics<T> metrics_at(double const* x) {
  constexpr int size = Law<T>::parameters::size;
  return law::metrics(law_at<Law, T>(x), nats<T>(T(x[size])), samples<T>(T(x[size + 1])));
}
template <template <class> class Law, class T>
law::task_metrics<T> metrics_of_batch(double const* x) {
  using batch = xsimd::batch<T>;
  constexpr int size = Law<T>::parameters::size;
  nats<batch> const location(batch(static_cast<T>(x[size])));
  samples<batch> const k(batch(static_cast<T>(x[size + 1])));
  if constexpr (requires(Law<T> const& law) { law.metrics(location, k); }) {
    auto const all = law_at<Law, T>(x).metrics(location, k);
    return {all.pass.get(0), all.miss.get(0), all.negative_log.get(0)};
  } else {
    auto const both = law_at<Law, T>(x).tails(location, k);
    return {both.pass.get(0), both.miss.get(0), not_a_number<T>()};
  }
}

template <class T>
void see(test::worst_case* worst, law::task_metrics<T> const& got, exact_value const& want, int arity, bool is_batch) {
  T const values[] = {got.pass, got.miss, got.negative_log};
  char const* const texts[] = {want.pass, want.miss, want.negative_log};
  for (int m = 0; m < 3; ++m) {
    wide const exact(texts[m]);
    // the exp of batches gives 0 a little above the smallest normal number (exec/simd.hpp)
    bool const tiny = abs(exact) < wide(std::numeric_limits<T>::min()) * 64;
    if (is_batch && tiny && std::fabs(values[m]) <= std::numeric_limits<T>::min() * 64) continue;
    worst[m].see(test::ulp_error(values[m], exact), want.at, arity);
  }
}

/// `in_batches`: how many of the three the law gives in batches.
template <template <class> class Law, int InBatches>
void check(std::span<exact_value const> values, char const* where, double bound) {
  constexpr int arity = Law<double>::parameters::size + 2;
  test::worst_case worst[4][3];
  for (exact_value const& each : values) {
    see(worst[0], metrics_at<Law, double>(each.at), each, arity, false);
    see(worst[1], metrics_at<Law, float>(each.at), each, arity, false);
    if constexpr (InBatches > 0) {
      see(worst[2], metrics_of_batch<Law, double>(each.at), each, arity, true);
      see(worst[3], metrics_of_batch<Law, float>(each.at), each, arity, true);
    }
    // NaN stays NaN, and a negative location is none
    for (int i = 0; i <= arity; ++i) {
      double x[9];
      std::copy(each.at, each.at + arity, x);
      if (i < arity)
        x[i] = not_a_number<double>();
      else
        x[arity - 2] = -x[arity - 2];
      bool const is_covariate = Law<double>::parameters::size == 5 && i == arity;
      if (&each == values.data() && !is_covariate) {
        CAPTURE(i);
        CHECK(std::isnan(metrics_at<Law, double>(x).pass));
        CHECK(std::isnan(metrics_at<Law, double>(x).negative_log));
      }
    }
  }
  char const* const metric[] = {"pass", "miss", "-log pass"};
  char const* const kind[] = {"double", "float", "batches of double", "batches of float"};
  for (int m = 0; m < 3; ++m) {
    std::string row = "| `" + std::string(Law<double>::about.name) + ", " + metric[m] + "` | " + where;
    for (int i = 0; i < 4; ++i) {
      bool const given = i < 2 || m < InBatches;
      char text[32];
      std::snprintf(text, sizeof text, worst[i][m].ulp < 10 ? "%.2f" : "%.0f", worst[i][m].ulp);
      row += " | " + std::string(given ? text : "-");
      INFO(std::string(Law<double>::about.name) << ", " << std::string(metric[m]) << ", " << std::string(kind[i]) << ": "
                                                << worst[i][m].ulp << " ulp at (" << worst[i][m].at << ")");
      if (given) CHECK(worst[i][m].ulp <= bound);
    }
    if (std::getenv("T2_TABLE") != nullptr) std::printf("%s | %g |\n", row.c_str(), bound);
  }
}

/// Derivatives by dual numbers; the scale of a slope that is nearly 0 is that of value / x.
template <template <class> class Law>
void check_slopes(std::span<exact_slopes const> rows, double bound) {
  constexpr int arity = Law<double>::parameters::size + 2;
  using number = dual<double, arity>;
  double worst = 0;
  for (exact_slopes const& row : rows) {
    number x[arity];
    for (int i = 0; i < arity; ++i) x[i] = number::variable(row.at[i], i);
    Law<number> moved{};
    law::load(moved, static_cast<number const*>(x));
    auto const got = law::metrics(moved, nats<number>(x[arity - 2]), samples<number>(x[arity - 1]));
    number const* const all[] = {&got.pass, &got.miss, &got.negative_log};
    for (int i = 0; i < arity; ++i)
      for (int m = 0; m < 3; ++m) {
        double const want = std::strtod(row.by[3 * i + m], nullptr);
        double const scale = std::max(std::fabs(want), std::fabs(all[m]->value / row.at[i]));
        double const error = std::fabs(all[m]->partial[i] - want) / scale;
        CAPTURE(i);
        CAPTURE(m);
        CAPTURE(row.at[0]);
        CHECK(error <= bound);
        worst = std::max(worst, error);
      }
  }
  MESSAGE(Law<double>::about.name, ": derivatives to ", worst);
}

/// Wider types: in the digits that the table has, and that a quadrature of their own digits gives.
template <template <class> class Law>
void check_wider(std::span<exact_value const> values) {
  for (std::size_t i = 0; i < values.size(); i += 40) {
    exact_value const& each = values[i];
    auto const wider = metrics_at<Law, long double>(each.at);
    auto const widest = metrics_at<Law, wide50>(each.at);
    long double const in_long[] = {wider.pass, wider.miss, wider.negative_log};
    wide50 const in_50[] = {widest.pass, widest.miss, widest.negative_log};
    char const* const texts[] = {each.pass, each.miss, each.negative_log};
    for (int m = 0; m < 3; ++m) {
      wide const want(texts[m]);
      CAPTURE(each.at[0]);
      if (want == 0 || abs(want) < wide("1e-300")) continue;
      CHECK(abs(wide(in_long[m]) / want - 1) <= wide("1e-16"));
      CHECK(abs(wide(in_50[m]) / want - 1) <= wide("1e-20"));
    }
  }
}

char const* const of_spread = "location to 300, a in 0..20, b in 0..0.99, k in 0.5..1e12, s in 1e-4..3";

}  // namespace

TEST_CASE("log-normal") {
  check<law::log_normal, 3>(test::log_normal_values, of_spread, 800);
  check_slopes<law::log_normal>(test::log_normal_slopes, 1e-11);
  check_wider<law::log_normal>(test::log_normal_values);
}
TEST_CASE("gamma") {
  check<law::gamma, 3>(test::gamma_values, "the same, s in 1e-3..2.5", 1000);
  check_slopes<law::gamma>(test::gamma_slopes, 1e-11);
  check_wider<law::gamma>(test::gamma_values);
}
TEST_CASE("beta-mean") {
  check<law::beta_mean, 0>(test::beta_mean_values, "location to 300, nu in 1e-3..1e8, k in 0.5..1e12", 3000);
  check_slopes<law::beta_mean>(test::beta_mean_slopes, 1e-10);
  check_wider<law::beta_mean>(test::beta_mean_values);
}
TEST_CASE("beta-regression") {
  check<law::beta_regression, 2>(test::beta_regression_values, "nu in 1e-3..1e7, k in 0.5..1e12", 500);
  check_slopes<law::beta_regression>(test::beta_regression_slopes, 1e-10);
  check_wider<law::beta_regression>(test::beta_regression_values);
}
