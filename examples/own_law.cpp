// SPDX-License-Identifier: BSL-1.0
// A law of your own: a struct with named coefficients is all that fit, bootstrap and plan ask for.
#include <t2/t2.hpp>

#include <cmath>
#include <iostream>

// L = E + log(1 + (Q / (N D))^p), q = log Q: one struct, its coefficients, and how it is called.
struct my_law {
  double E, q, p;

  using value_type = double;
  using variables = t2::variable_list<t2::params, t2::tokens>;
  using parameters =
      t2::law::parameter_list<t2::law::parameter<"E", &my_law::E, t2::law::role::other, t2::law::bounds{0, 5}>,
                              t2::law::parameter<"q", &my_law::q, t2::law::role::other, t2::law::bounds{30, 50}>,
                              t2::law::parameter<"p", &my_law::p, t2::law::role::other, t2::law::bounds{0.05, 1}>>;
  double operator()(t2::params<double> n, t2::tokens<double> d) const {
    return E + std::log1p(std::exp(p * (q - std::log(n.value * d.value))));
  }
};

int main() {
  my_law const truth{1.7, 40.5, 0.2};
  t2::fit::dataset<> runs;
  for (double n = 1e8; n < 1e10; n *= 1.8)
    for (double d = 1e9; d < 1e12; d *= 2.1) {
      runs.params.push_back(n);
      runs.tokens.push_back(d);
      runs.value.push_back(truth(t2::params{n}, t2::tokens{d}));
    }
  auto const fitted = t2::fit::least<my_law>(runs, t2::fit::squared{}, t2::fit::log_residual);
  if (!fitted) return std::cerr << t2::message(fitted.error()) << '\n', 1;
  auto const draws = t2::fit::bootstrap_runs(t2::exec::scalar{}, runs, fitted->law, t2::fit::squared{},
                                             t2::fit::log_residual, {.draws = 20, .seed = 1});
  std::cout << "E = " << fitted->law.E << ", p = " << fitted->law.p << ", draws " << (draws ? draws->rows.size() : 0)
            << '\n';
  return std::abs(fitted->law.E - truth.E) < 1e-3 ? 0 : 1;
}
