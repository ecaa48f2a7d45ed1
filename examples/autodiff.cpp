// SPDX-License-Identifier: BSL-1.0
// Derivatives of laws by dual numbers, with no second formula to keep in step: what one per cent more of N, D or k is worth,
// how these change, and how a coefficient moves the best plan.
//
// t2: prints pass@16 = 0.9833; one per cent more of N, D, k adds 1.03e-04, 4.66e-05, 2.28e-04
// t2: prints d pass / d log k = 0.0228, its slope -0.0298
// t2: prints N* = 3.445e+07, dN* / dgamma = 4.128e+07
#include <t2/t2.hpp>

#include <cstdio>

using namespace t2;

int main() {
  law::task_accuracy const task{law::published::find("besiroglu-2024")->law(),
                                {.theta0 = 2.6, .theta1 = 2.0, .theta2 = 1.0, .theta3 = 2.0, .theta4 = -0.5}};

  // First derivatives: three inputs at once, each the logarithm of a variable.
  using first = dual<double, 3>;
  first const n = math::exp(first::variable(math::log(1e9), 0));
  first const d = math::exp(first::variable(math::log(2e11), 1));
  first const k = math::exp(first::variable(math::log(16.), 2));
  first const pass = task(params{n}, tokens{d}, samples{k});
  std::printf("pass@16 = %.4f; one per cent more of N, D, k adds %.2e, %.2e, %.2e\n", pass.value,
              0.01 * pass.partial[0], 0.01 * pass.partial[1], 0.01 * pass.partial[2]);

  // Second derivatives: a dual of duals. Returns to samples diminish.
  using second = dual<dual<double>>;
  second const x = second::variable(dual<double>::variable(math::log(16.)));
  second const bent = task(params{1e9}, tokens{2e11}, samples{math::exp(x)});
  std::printf("d pass / d log k = %.4f, its slope %.4f\n", bent.value.partial[0], bent.partial[0].partial[0]);

  // Coefficients can be dual numbers too: the solver below differentiates the best size with respect to gamma.
  using with_slope = dual<double>;
  auto const loss = law::published::find("besiroglu-2024")->law<with_slope>() +
                    law::sampling_gain<with_slope>{.G = 3.36, .gamma = with_slope::variable(0.445)};
  with_slope coefficients[7];
  law::store(loss, coefficients);
  auto const best = plan::balance_terms<std::remove_const_t<decltype(loss)>>(
      coefficients, with_slope(std::log(2.56e19 / 6)), with_slope(std::log(2e9 / 2)), true);
  with_slope const size = math::exp(best.log_params);
  std::printf("N* = %.4g, dN* / dgamma = %.4g\n", size.value, size.partial[0]);
}
