// SPDX-License-Identifier: BSL-1.0
// The balance of marginal terms on both budgets: against bisection in long double, with several falling terms, and
// without a term.
#include "support/near.hpp"
#include "support/random_laws.hpp"

#include <t2/plan/two_budget.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace t2;
using test::near;

namespace {

template <class Real>
using loss_law = law::sum<law::chinchilla<Real>, law::sampling_gain<Real>>;
// two power laws of N and of D: two falling and two rising terms
using two_losses = law::sum<law::chinchilla<double>, law::chinchilla<double>>;

/// log N where the marginals of a law balance, by bisection.
template <class Law>
long double bisect(Law const& law, long double log_tokens, long double log_samples) {
  double c[law::parameter_count<Law>];
  law::store(law, c);
  constexpr auto terms = Law::terms;
  auto const slope = [&](long double u) {
    long double sum = 0;
    for (int t = 0; t < terms.size; ++t) {
      if (terms[t].exponent < 0) continue;
      long double const x = terms[t].variable == 0 ? u : (terms[t].variable == 1 ? log_tokens : log_samples) - u;
      long double const e = c[terms[t].exponent];
      sum += (terms[t].variable == 0 ? -1 : 1) * e * c[terms[t].coefficient] * std::exp(-e * x);
    }
    return sum;
  };
  long double low = -50, high = 150;
  for (int i = 0; i < 200; ++i) {
    long double const middle = (low + high) / 2;
    (slope(middle) < 0 ? low : high) = middle;
  }
  return (low + high) / 2;
}

template <class Law, class Real = value_t<Law>>
plan::balance<Real> balance(Law const& law, double log_tokens, double log_samples, bool with_samples) {
  Real c[law::parameter_count<Law>];
  law::store(law, c);
  return plan::balance_terms<Law>(c, Real(log_tokens), Real(log_samples), with_samples);
}

}  // namespace

TEST_CASE("a thousand random laws: the root of the marginals, in few steps") {
  test::random_laws make(1);
  int most = 0;
  for (int i = 0; i < 1000; ++i) {
    auto const law = make.law();
    double const log_tokens = make.uniform(35, 60), log_samples = make.uniform(10, 30);
    CAPTURE(i);
    auto const found = balance(law, log_tokens, log_samples, true);
    CHECK(found.missing == -1);
    CHECK(std::abs(static_cast<double>(found.log_params - bisect(law, log_tokens, log_samples))) < 1e-12);
    CHECK(found.residual <= 1e-13);
    CHECK(found.gap >= 0);
    most = std::max(most, found.iterations);
  }
  CHECK(most <= 8);
}

TEST_CASE("several falling terms are bracketed") {
  test::random_laws make(2);
  for (int i = 0; i < 200; ++i) {
    two_losses law{};
    law.left = make.law().left;
    law.right = make.law().left;
    double const log_tokens = make.uniform(35, 60);
    CAPTURE(i);
    auto const found = balance(law, log_tokens, 0, false);
    CHECK(std::abs(static_cast<double>(found.log_params - bisect(law, log_tokens, 0))) < 1e-12);
    CHECK(found.residual <= 1e-12);
  }
}

TEST_CASE("with samples not planned the sampling term does not count") {
  test::random_laws make(3);
  auto law = make.law();
  auto const found = balance(law, 45, 20, false);
  law.right.G = 0;
  CHECK(balance(law, 45, 20, false).log_params == found.log_params);
  CHECK(balance(law.left, 45, 20, false).log_params == found.log_params);
}

TEST_CASE("float and long double") {
  test::random_laws make(4);
  for (int i = 0; i < 100; ++i) {
    auto const law = make.law();
    auto const as = [&]<class Real>(Real) {
      double c[7];
      law::store(law, c);
      loss_law<Real> out{};
      Real wide[7];
      for (int p = 0; p < 7; ++p) wide[p] = static_cast<Real>(c[p]);
      law::load(out, wide);
      return balance(out, 45, 20, true);
    };
    auto const wide = as(0.0L);
    CHECK(static_cast<double>(std::abs(wide.log_params - balance(law, 45, 20, true).log_params)) < 1e-13);
    CHECK(wide.residual <= 1e-16L);
    CHECK(static_cast<double>(as(0.0F).log_params) == near(static_cast<double>(wide.log_params), 1e-5));
  }
}

TEST_CASE("a law without a term has no optimum, and the coefficient is named") {
  loss_law<double> const law = law::chinchilla<double>{1, 400, 2000, 0.3, 0.3} + law::sampling_gain<double>{3, 0.4};
  double c[7];
  law::store(law, c);
  struct expected {
    int coefficient, exponent;
    char const* name;
  };
  for (expected const want : {expected{1, 3, "A"}, {2, 4, "B"}, {5, 6, "G"}}) {
    for (int const absent : {want.coefficient, want.exponent}) {
      double without[7];
      std::copy(c, c + 7, without);
      without[absent] = 0;
      auto const found = plan::balance_terms<loss_law<double>>(without, 45.0, 20.0, true);
      CHECK(std::string(loss_law<double>::parameters::name(found.missing)) == want.name);
      CHECK(std::isnan(found.log_params));
    }
  }
}
