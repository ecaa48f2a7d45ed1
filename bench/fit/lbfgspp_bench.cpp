// SPDX-License-Identifier: BSL-1.0
// t2: needs lbfgspp
// The peer of fit_bench.cpp: LBFGSpp with the analytic gradient on the same 240 runs and the same objective, from the
// replication's grid of 4,500 starts (a portion of it, and the time of all) and from one good start. `objective` is what
// was reached.
#include "runs.hpp"

#include <LBFGS.h>
#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <exception>
#include <limits>
#include <vector>

namespace {

using namespace t2;
using vector = Eigen::VectorXd;

// sum_i Huber(log(e^(a - alpha log N) + e^(b - beta log D) + e^e) - log L), the replication's parameters (a, b, e, alpha, beta)
class huber_sum {
 public:
  explicit huber_sum(fit::dataset<> const& runs) {
    for (std::size_t i = 0; i < runs.value.size(); ++i)
      logs_.push_back({std::log(runs.params[i]), std::log(runs.tokens[i]), std::log(runs.value[i])});
  }
  double operator()(vector const& p, vector& gradient) const {
    constexpr double delta = 1e-3;
    double sum = 0;
    gradient.setZero();
    for (auto const& [n, d, loss] : logs_) {
      double const by_n = std::exp(p[0] - p[3] * n), by_d = std::exp(p[1] - p[4] * d), rest = std::exp(p[2]);
      double const total = by_n + by_d + rest, r = std::log(total) - loss;
      double const clipped = r > delta ? delta : r < -delta ? -delta : r;
      sum += clipped * (r - clipped / 2);
      double const slope = clipped / total;
      gradient[0] += slope * by_n;
      gradient[1] += slope * by_d;
      gradient[2] += slope * rest;
      gradient[3] -= slope * by_n * n;
      gradient[4] -= slope * by_d * d;
    }
    return sum;
  }

 private:
  std::vector<std::array<double, 3>> logs_;
};

// The sum at the end of one descent; where the line search gives up, at the last point that it looked at.
double descend(huber_sum const& objective, vector x) {
  LBFGSpp::LBFGSParam<double> how;
  how.epsilon = how.epsilon_rel = 1e-9;
  how.max_iterations = 1000;
  LBFGSpp::LBFGSSolver<double> solver(how);
  double value = std::numeric_limits<double>::infinity();
  try {
    solver.minimize(objective, x, value);
  } catch (std::exception const&) {
    vector gradient(x.size());
    value = objective(x, gradient);
  }
  return value;
}

std::vector<vector> grid(std::size_t portion) {
  std::vector<vector> out;
  std::size_t number = 0;
  for (double a = 0; a <= 25; a += 5)
    for (double b = 0; b <= 25; b += 5)
      for (double e = -1; e <= 1; e += 0.5)
        for (double alpha = 0; alpha <= 2; alpha += 0.5)
          for (double beta = 0; beta <= 2; beta += 0.5)
            if (number++ % portion == 0) out.push_back((vector(5) << a, b, e, alpha, beta).finished());
  return out;
}

void from_all(benchmark::State& state, std::vector<vector> const& starts, double portion) {
  huber_sum const objective(bench::runs(240));
  double best = std::numeric_limits<double>::infinity();
  for (auto _ : state)
    for (vector const& start : starts) best = std::fmin(best, descend(objective, start));
  state.counters["objective"] = best;
  state.SetItemsProcessed(state.iterations());
  state.counters["portion"] = portion;
}

constexpr std::size_t portion = 50;

}  // namespace

BENCHMARK_CAPTURE(from_all, grid, grid(portion), double(portion))
    ->Name("fit/chinchilla/peer:LBFGSpp, 4,500 starts")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(from_all, one, {(vector(5) << 6, 7.5, 0.5, 0.34, 0.36).finished()}, 1.0)
    ->Name("fit/chinchilla/peer:LBFGSpp, one good start")
    ->Unit(benchmark::kMillisecond);
