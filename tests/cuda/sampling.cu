// SPDX-License-Identifier: BSL-1.0
// What of exec/, random/ and sample/ is meant for kernels compiles for them.
#include <t2/exec/lane.hpp>
#include <t2/random/normal.hpp>
#include <t2/random/philox.hpp>
#include <t2/random/resample.hpp>
#include <t2/random/table.hpp>
#include <t2/random/threshold.hpp>
#include <t2/random/uniform.hpp>
#include <t2/random/wide.hpp>
#include <t2/sample/beta.hpp>
#include <t2/sample/gamma.hpp>

using namespace t2;

__global__ void thresholds(double const* p, random::threshold* out, unsigned long long k) {
  std::size_t const i = blockIdx.x * blockDim.x + threadIdx.x;
  out[4 * i] = random::bernoulli_threshold(p[i]);
  out[4 * i + 1] = random::any_of_threshold(p[i], k);
  out[4 * i + 2] = random::nll_threshold(p[i]);
  out[4 * i + 3] = random::beta_any_threshold(p[i], p[i + 1], k);
}

__global__ void outcomes(random::threshold chance, random::table_view law, unsigned* out, double* weights) {
  std::uint64_t const i = blockIdx.x * blockDim.x + threadIdx.x;
  out[i] = random::happens(chance, 1, i, 0, 0) ? 1u : 0u;
  out[i] += law.outcome(1, i, 1, 0);
  random::bootstrap_weights(1, static_cast<std::uint32_t>(i), 0, 100, weights + 100 * i);
  random::poisson_weights(1, static_cast<std::uint32_t>(i), 0, 100, weights + 100 * i);
}

__global__ void reals(double* out) {
  std::uint64_t const i = blockIdx.x * blockDim.x + threadIdx.x;
  out[i] = sample::beta_draw(0.3, 2., 1, i) + sample::gamma_draw(0.3, random::item{1, i}) +
           random::normals<double>(random::item{1, i}).first;
  sample::detail::beta_kernel{0.3, 2., {1, 0}, out}(i);
}
