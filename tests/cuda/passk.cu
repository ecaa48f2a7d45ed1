// SPDX-License-Identifier: BSL-1.0
// The element functions and the batch kernels of passk/ compile for kernels.
#include <t2/passk.hpp>

using namespace t2;

__global__ void elements(double const* n, double const* c, double const* k, double* out, float* small_out) {
  std::size_t const i = blockIdx.x * blockDim.x + threadIdx.x;
  passk::tails<double> const t = passk::unbiased_tails(n[i], c[i], k[i]);
  double sum = t.pass + t.miss + passk::unbiased(n[i], c[i], 10);
  sum += passk::log_miss(n[i], c[i], k[i]) + passk::neg_log_pass(n[i], c[i], k[i]) + passk::plug_in(n[i], c[i], k[i]);
  sum += passk::pass_hat(n[i], c[i], k[i]) + passk::g_pass(n[i], c[i], k[i], 0.28) + passk::mg_pass(n[i], c[i], k[i]);
  sum += passk::covers(n[i], c[i], 0.5) + passk::majority(n[i], c[i], k[i]);
  sum += passk::verifier<double>{0.9, 0.1}.best_of(0.2, n[i]) + passk::attempts(n[i], c[i], k[i]);
  sum += passk::expected_attempts(0.2, n[i]) + passk::beta_attempts(0.3, 0.2, k[i]) + passk::pass_until(3.0, n[i]);
  sum += passk::variance(n[i], k[i], 0.3) + passk::variance_estimate(n[i], c[i], k[i]);
  sum += passk::posterior(n[i], c[i], k[i]).variance + passk::variance_per_sample(0.3, k[i]);
  sum += passk::variance_per_sample(0.3, 2.0, k[i]);
  sum += passk::beta_binomial<double>{0.3, 2}.pass_at(k[i]) + passk::scaled_beta<double>{0.3, 2, 0.4}.pass_at(k[i]);
  sum += passk::beta_binomial<double>{0.3, 2}.log_probability(n[i], c[i]);
  sum += passk::zero_inflated_beta<double>{0.3, 2, 0.4}.log_probability(n[i], c[i]);
  out[i] = sum;
  small_out[i] = passk::unbiased(static_cast<float>(n[i]), static_cast<float>(c[i]), 5.f);
}

__global__ void batches(double const* n, double const* c, double const* k, std::size_t size, double* out) {
  std::size_t const i = blockIdx.x * blockDim.x + threadIdx.x;
  using each = passk::detail::each_k<double>;
  passk::detail::unbiased_kernel<double, double, each>{n, c, {k}, size, out}(i);
  passk::detail::table_kernel<double>{100, 5, 101, out}(i);
  passk::detail::metric_kernel<double, double, passk::g_pass_at_k<double>>{n, c, {10, 0.5}, out}(i);
  out[i] += passk::detail::nan_count<double>{out, size}(i);
  out[i] += passk::detail::named_problem<double, double, each>{n, c, {k}, 3, true}(0);
}
