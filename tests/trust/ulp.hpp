// SPDX-License-Identifier: BSL-1.0
// The largest error of a function over its whole domain, in units in the last place, against 100-digit arithmetic: for
// double and float, as scalars and in batches.
#pragma once

#include <t2/exec/simd.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

namespace t2::test {

using wide = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<100>, boost::multiprecision::et_off>;

/// How the values of an argument are drawn: a part of them are ends of the range, the others spread over its decades.
struct axis {
  enum kind { real, whole, share } of;  ///< share: of [0, 1], with both ends approached as closely as they can be
  double low, high;
  double least = 0;  ///< the smallest number but 0, in float not below 1e-18; 0 for the smallest there is
};

/// |got - want| in units of the last place of T at `want`; infinite where one of them is infinite, NaN or 0 wrongly.
template <class T>
double ulp_error(T got, wide const& want) {
  using limits = std::numeric_limits<T>;
  double const wrong = std::numeric_limits<double>::infinity();
  if (isnan(want)) return got != got ? 0 : wrong;
  if (got != got) return wrong;
  if (std::isinf(got)) return abs(want) > wide(limits::max()) && (got > 0) == (want > 0) ? 0 : wrong;
  if (isinf(want)) return wrong;
  if (want == 0) return got == 0 ? 0 : wrong;
  int exponent = 0;
  (void)frexp(want, &exponent);
  exponent = exponent < limits::min_exponent ? limits::min_exponent : exponent;
  return static_cast<double>(abs(wide(got) - want) / ldexp(wide(1), exponent - limits::digits));
}

/// Draws the arguments of a row: what float can hold, so that every type gets the same numbers.
template <class Row>
void draw(std::mt19937_64& engine, double* x, bool for_float) {
  auto const uniform = [&] { return static_cast<double>(engine() >> 11) * 0x1p-53; };
  int at = 0;
  for (axis const& a : Row::axes) {
    double const most = a.of == axis::whole && for_float ? std::min(a.high, 0x1p24) : a.high;
    double const high = for_float ? std::min(most, 3e38) : most, low = for_float ? std::max(a.low, 0.0) : a.low;
    double const smallest = for_float ? 1e-45 : 5e-324;
    double const least = a.low > 0             ? a.low
                         : a.of == axis::whole ? 1
                         : a.least > 0         ? std::max(a.least, for_float ? 1e-18 : 0.0)
                                               : smallest;
    double value = 0;
    if (double const kind = uniform(); kind < 0.06) {
      value = low;
    } else if (kind < 0.1) {
      value = high;
    } else if (kind < 0.13) {
      value = std::max(least, 1.0) <= high ? std::max(least, 1.0) : high;
    } else if (a.of == axis::share && kind < 0.3) {
      value = 1 - std::exp(uniform() * std::log(for_float ? 6e-8 : 1.2e-16));
    } else {
      value = std::exp(std::log(least) + uniform() * (std::log(high) - std::log(least)));
    }
    if (a.of == axis::whole) value = std::floor(value);
    x[at++] = for_float ? static_cast<double>(static_cast<float>(value)) : value;
  }
  Row::arrange(x);
}

struct worst_case {
  double ulp = 0;
  std::string at;
  void see(double error, double const* x, int count) {
    if (!(error > ulp)) return;
    ulp = error;
    at.clear();
    for (int i = 0; i < count; ++i) {
      char text[40];
      std::snprintf(text, sizeof text, "%s%.17g", i > 0 ? ", " : "", x[i]);
      at += text;
    }
  }
};

/// The errors of a row: double, float, batches of double, batches of float.
struct measured {
  worst_case of[4];
};

template <class Row, class T>
void measure(int points, worst_case& scalar, worst_case& batches) {
  std::mt19937_64 engine(20261124);
  constexpr int arity = static_cast<int>(std::size(Row::axes));
  for (int i = 0; i < points; ++i) {
    double x[arity];
    draw<Row>(engine, x, std::is_same_v<T, float>);
    wide exact[arity];
    T in[arity];
    for (int a = 0; a < arity; ++a) {
      in[a] = static_cast<T>(x[a]);
      exact[a] = wide(in[a]);
    }
    wide const want = Row::exact(exact);
    scalar.see(ulp_error(Row::template value<T>(in), want), x, arity);
    if constexpr (Row::lanes) {
      using batch = xsimd::batch<T>;
      batch lane[arity];
      for (int a = 0; a < arity; ++a) lane[a] = batch(in[a]);
      T const got = Row::template value<batch>(lane).get(0);
      // the exp of batches gives 0 a little above the smallest normal number (exec/simd.hpp)
      bool const tiny = abs(want) < wide(std::numeric_limits<T>::min()) * 64 && std::fabs(got) <= std::numeric_limits<T>::min() * 64;
      if (!tiny) batches.see(ulp_error(got, want), x, arity);
    }
  }
}

/// Measures a row, prints it as a line of the table in docs/trust.md if T2_TABLE is set, and checks its bounds: [ulp] of
/// the scalars and of the batches.
template <class Row>
void check_row(int points = 4000) {
  measured m;
  measure<Row, double>(points, m.of[0], m.of[2]);
  if constexpr (Row::floats) measure<Row, float>(points, m.of[1], m.of[3]);
  auto const text = [](double ulp) {
    char out[32];
    std::snprintf(out, sizeof out, ulp < 10 ? "%.2f" : "%.0f", ulp);
    return std::string(out);
  };
  std::string const none = "-";
  if (std::getenv("T2_TABLE") != nullptr)
    std::printf("| `%s` | %s | %s | %s | %s | %s | %g |\n", Row::name, Row::where, text(m.of[0].ulp).c_str(),
                (Row::floats ? text(m.of[1].ulp) : none).c_str(), (Row::lanes ? text(m.of[2].ulp) : none).c_str(),
                (Row::lanes && Row::floats ? text(m.of[3].ulp) : none).c_str(), Row::bound);
  // a number that is none stays none, in each place, and is not used as if it were one
  for (int a = 0; a < static_cast<int>(std::size(Row::axes)) - Row::plain; ++a) {
    std::mt19937_64 engine(3);
    double x[std::size(Row::axes)];
    draw<Row>(engine, x, false);
    x[a] = std::numeric_limits<double>::quiet_NaN();
    INFO(std::string(Row::name) << " with NaN for argument " << a);
    CHECK(std::isnan(Row::template value<double>(x)));
    if constexpr (Row::lanes) {
      xsimd::batch<double> lane[std::size(Row::axes)];
      for (std::size_t i = 0; i < std::size(Row::axes); ++i) lane[i] = xsimd::batch<double>(x[i]);
      CHECK(std::isnan(Row::template value<xsimd::batch<double>>(lane).get(0)));
    }
  }
  char const* const kind[] = {"double", "float", "batches of double", "batches of float"};
  for (int i = 0; i < 4; ++i) {
    INFO(std::string(Row::name) << ", " << std::string(kind[i]) << ": " << m.of[i].ulp << " ulp at (" << m.of[i].at << ")");
    CHECK(m.of[i].ulp <= Row::bound);
  }
}

/// What a row says unless it says otherwise.
struct row {
  static constexpr bool lanes = false;   ///< whether it takes batches
  static constexpr bool floats = true;   ///< whether it is stated for float
  static constexpr int plain = 0;  ///< how many of the last arguments are not numbers of the function
  static void arrange(double*) {}
};

}  // namespace t2::test
