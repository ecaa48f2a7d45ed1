// SPDX-License-Identifier: BSL-1.0
// A law of your own: a struct with named coefficients is all that fit, bootstrap, plan and a report of them ask for.
// t2: prints log_r = 3.
#include <t2/t2.hpp>

#include <cmath>
#include <cstdio>

// L = E + (n / N)^p + (n r / D)^p: its own coefficient r is the best D/N, so the bootstrap gives an interval of it.
struct my_law {
  double E, log_n, log_r, p;
  using value_type = double;
  using variables = t2::variable_list<t2::params, t2::tokens>;
  using parameters = t2::law::parameter_list<
      t2::law::parameter<"E", &my_law::E, t2::law::role::other, t2::law::bounds{0, 5}>,
      t2::law::parameter<"log_n", &my_law::log_n, t2::law::role::other, t2::law::bounds{10, 25}>,
      t2::law::parameter<"log_r", &my_law::log_r, t2::law::role::other, t2::law::bounds{0, 6}>,
      t2::law::parameter<"p", &my_law::p, t2::law::role::other, t2::law::bounds{0.05, 1}>>;
  template <class N, class D>  // plans differentiate: any number in, the same number out
  t2::promote_t<N, D> operator()(t2::params<N> const& n, t2::tokens<D> const& d) const {
    using t2::math::exp, t2::math::log;
    return E + exp(p * (log_n - log(n.value))) + exp(p * (log_n + log_r - log(d.value)));
  }
};
int main() {
  my_law const truth{1.7, 17, 3, 0.35};
  t2::fit::dataset<> runs;
  for (int i = 0; i < 80; ++i) {
    double const n = 1e8 * std::pow(1.8, i % 8), d = 1e9 * std::pow(2.1, i / 8), noise = 1 + 1e-3 * std::sin(7. * i);
    runs.params.push_back(n), runs.tokens.push_back(d);
    runs.value.push_back(noise * truth(t2::params{n}, t2::tokens{d}));
  }
  auto const fit = t2::fit::least<my_law>(runs, t2::fit::squared{}, t2::fit::log_residual);
  if (!fit) return std::puts(t2::message(fit.error()).c_str()), 1;
  auto const draws = t2::fit::bootstrap_runs(t2::exec::scalar{}, runs, fit->law, t2::fit::squared{},
                                             t2::fit::log_residual, {.draws = 200, .seed = 1});
  auto const plan = t2::plan::solve(fit->law, t2::budget::training{t2::flops{1e23}});
  std::fputs(t2::fit::report(*fit, *draws).c_str(), stdout);
  std::printf("plan: N = %.3g, D/N = %.2f\n", plan->params.value, plan->tokens_per_param());
}
