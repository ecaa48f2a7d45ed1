// SPDX-License-Identifier: BSL-1.0
// The element functions of core, law, optimize and random in a kernel: it is enough that nvcc takes them, without
// --expt-relaxed-constexpr and --extended-lambda and without a warning.
#include <t2/core.hpp>
#include <t2/law.hpp>
#include <t2/optimize/newton.hpp>
#include <t2/random/philox.hpp>

#include <cstddef>
#include <cstdint>

using namespace t2;

namespace {

using approach1 = decltype(law::chinchilla<double>{} + law::sampling_gain<double>{});
using approach2 = law::task_accuracy<law::chinchilla<double>>;

template <class Work>
__global__ void each(Work work, std::size_t size) {
  std::size_t const i = blockIdx.x * static_cast<std::size_t>(blockDim.x) + threadIdx.x;
  if (i < size) work(i);
}

struct laws {
  approach1 loss;
  approach2 accuracy;
  double const *n, *d, *k;
  double* out;
  T2_HD void operator()(std::size_t i) const {
    double const nats = loss(params<double>(n[i]), tokens<double>(d[i]), samples<double>(k[i]));
    auto const tails = accuracy.tails(samples<double>(k[i]), params<double>(n[i]), tokens<double>(d[i]));
    double const x[] = {n[i], d[i], k[i]};
    out[i] = nats + tails.pass + tails.miss + law::evaluate_at(loss, x);
  }
};

/// Coefficients by position, their derivatives by the shared routine and by dual numbers.
struct derivatives {
  approach1 loss;
  double const *n, *d, *k;
  double* out;
  T2_HD void operator()(std::size_t i) const {
    constexpr int size = law::parameter_count<approach1>;
    double coefficients[size];
    law::store(loss, coefficients);
    double const log_x[] = {math::log(n[i]), math::log(d[i]), math::log(k[i])};
    jet<double, size> const by_coefficient = law::parameter_jet<approach1>(coefficients, log_x);
    jet<double, 3> const by_variable = law::variable_jet<approach1>(coefficients, log_x);
    using number = dual<dual<double, 2>, 2>;
    law::rebind_t<approach1, number> lifted;
    number input[size];
    for (int j = 0; j < size; ++j) input[j] = number(coefficients[j]);
    input[1] = number::variable(dual<double, 2>::variable(coefficients[1], 0), 0);
    law::load(lifted, static_cast<number const*>(input));
    number const value = lifted(params<double>(n[i]), tokens<double>(d[i]), samples<double>(k[i]));
    out[i] = by_coefficient.hessian[1][3] + by_variable.gradient[0] + value.partial[0].partial[0];
  }
};

template <class Real>
struct beta_ratios {
  Real const *a, *b, *k;
  Real* out;
  T2_HD void operator()(std::size_t i) const {
    beta_ratio_value<Real> const f = beta_ratio(a[i], b[i], k[i]);
    using number = dual<Real, 3>;
    number const x = number::variable(a[i], 0), y = number::variable(b[i], 1), z = number::variable(k[i], 2);
    out[i] = f.ratio + f.complement + log_beta_ratio(a[i], b[i], k[i]) + beta_ratio(x, y, z).complement.partial[2] +
             math::log1mexp(a[i]) + math::log_sum_exp(a[i], b[i]);
  }
};

/// Each index sums a leaf of 1,024 terms.
struct sums {
  struct term {
    double const* values;
    T2_HD double operator()(std::size_t i) const { return values[i]; }
  };
  double const* values;
  std::size_t size;
  double* out;
  T2_HD void operator()(std::size_t leaf) const { out[leaf] = leaf_sum<double>(leaf, size, term{values}).value(); }
};

struct uniforms {
  std::uint64_t seed;
  double* out;
  T2_HD void operator()(std::size_t i) const {
    random::philox_block const block = random::philox(seed, {i / 4, 1, 2});
    std::uint64_t const bits = block.word[0] | (static_cast<std::uint64_t>(block.word[1]) << 32);
    out[i] = random::open_uniform(bits) + random::philox_word(seed, i, 1, 2);
  }
};
// Random123's known answer for counter 0 and key 0, in the compiler of the host and of the device alike
static_assert(random::philox(0, {0, 0, 0}).word[0] == 0x6627e8d5u);

/// A minimiser of its own in every thread.
struct minima {
  struct parabola {
    double centre;
    T2_HD jet<double, 2> operator()(double const* x) const {
      auto out = jet<double, 2>::zero();
      for (int i = 0; i < 2; ++i) {
        double const r = x[i] - centre;
        out.value += r * r;
        out.gradient[i] = 2 * r;
        out.hessian[i][i] = 2;
      }
      return out;
    }
  };
  double const* centre;
  double* out;
  status* said;
  T2_HD void operator()(std::size_t i) const {
    double const start[2] = {0, 0};
    optimize::box<double, 2> const box{{-1, -1}, {1, 1}, {1, 1}};
    auto const found = optimize::newton(parabola{centre[i]}, start, box);
    out[i] = found.x[0] + optimize::eigen(found.at.hessian).value[0];
    said[i] = found.converged ? status{} : status{errc::not_converged, "the minimum", found.at.value, 0};
  }
};

}  // namespace

// Instantiates the kernels.
void launch(double* x, float* y, status* said, std::size_t size) {
  each<<<1, 32>>>(laws{approach1{}, approach2{}, x, x, x, x}, size);
  each<<<1, 32>>>(derivatives{approach1{}, x, x, x, x}, size);
  each<<<1, 32>>>(beta_ratios<double>{x, x, x, x}, size);
  each<<<1, 32>>>(beta_ratios<float>{y, y, y, y}, size);
  each<<<1, 32>>>(sums{x, size, x}, size);
  each<<<1, 32>>>(uniforms{1, x}, size);
  each<<<1, 32>>>(minima{x, x, said}, size);
}
