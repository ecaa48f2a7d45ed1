// SPDX-License-Identifier: BSL-1.0
// t2: needs boost
#include <t2/sample/exact_shape.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

using namespace t2;
using oracle =
    boost::multiprecision::number<boost::multiprecision::cpp_bin_float<320, boost::multiprecision::digit_base_2>,
                                  boost::multiprecision::et_off>;

TEST_CASE("a and b are the doubles nearest to the exact values") {
  law::chinchilla<double> const loss{.E = 1.2, .A = 482.01, .B = 2085.43, .alpha = 0.3478, .beta = 0.3658};
  for (double theta2 : {1., 0.93}) {
    for (double theta4 : {1., -2.5}) {
      law::task_accuracy<law::chinchilla<double>> const task{
          loss, {.theta0 = 0.77, .theta1 = 1.03, .theta2 = theta2, .theta3 = -0.70, .theta4 = theta4}};
      for (double n : {1., 5e6, 7e9, 1e12}) {
        for (double d : {1., 5e7, 2e12, 0.3}) {
          auto const [a, b] = sample::exact_shape(task, params{n}, tokens{d});
          oracle const L = oracle(loss.E) + oracle(loss.A) * pow(oracle(n), oracle(-loss.alpha)) +
                           oracle(loss.B) * pow(oracle(d), oracle(-loss.beta));
          oracle const odds = exp(oracle(task.difficulty.theta1) * (L - oracle(task.difficulty.theta0)));
          oracle const nu = exp(oracle(task.difficulty.theta3) + oracle(theta4) * L);
          oracle const hit = 1 / (1 + odds);
          double const exact_a = static_cast<double>(oracle(oracle(theta2) * hit * nu));
          double const exact_b = static_cast<double>(oracle((1 - oracle(theta2) + oracle(theta2) * odds * hit) * nu));
          if (exact_a > 1e-300 && exact_a < 1e300) CHECK(a == exact_a);
          if (exact_b > 1e-300 && exact_b < 1e300) CHECK(b == exact_b);
        }
      }
    }
  }
}

TEST_CASE("outside the domain") {
  law::task_accuracy<law::chinchilla<double>> const task{{1, 1, 1, 0.3, 0.3}, {0.77, 1.03, 1, -0.7, 1}};
  CHECK(std::isnan(sample::exact_shape(task, params{0.}, tokens{1e9}).a));
  CHECK(std::isnan(sample::exact_shape(task, params{1e9}, tokens{-1.}).b));
  CHECK(std::isnan(sample::exact_shape({{std::nan(""), 1, 1, 0.3, 0.3}, {}}, params{1e9}, tokens{1e9}).b));
}
