// SPDX-License-Identifier: BSL-1.0
// A kernel that builds limits from costs and plans under them: the element path has no host code in it.
#include <t2/cost.hpp>
#include <t2/law/compose.hpp>
#include <t2/law/loss/chinchilla.hpp>
#include <t2/law/sampling/sampling_gain.hpp>
#include <t2/plan/ask/sweep.hpp>
#include <t2/plan/budget.hpp>
#include <t2/plan/constraint/data_wall.hpp>
#include <t2/plan/constraint/range.hpp>
#include <t2/plan/constraint/tokens_per_param.hpp>
#include <t2/plan/general/certified.hpp>

#include <cstddef>

using namespace t2;
using loss_law = law::sum<law::chinchilla<double>, law::sampling_gain<double>>;

__global__ void plan_each(loss_law law, double const* train, double const* inference, double* out, std::size_t size) {
  std::size_t const i = blockIdx.x * static_cast<std::size_t>(blockDim.x) + threadIdx.x;
  if (i >= size) return;
  plan::limits<double> keep;
  keep.add(budget::split<double>{flops<double>(train[i]), flops<double>(inference[i])});
  keep.add(plan::data_wall<double>{15e12});
  keep.add(plan::at_least(samples<double>(1.0)));
  keep.add(plan::tokens_per_param<double>{1, 1e4});
  keep.add(plan::at_most(cost::training<double>{} + 1e9 * cost::per_question<double>{100, 100}, 1e25, "total"));
  out[i] = plan::prove(law, keep).value;
}

__global__ void sweep_each(plan::detail::sweep_kernel<loss_law> kernel, std::size_t size) {
  std::size_t const i = blockIdx.x * static_cast<std::size_t>(blockDim.x) + threadIdx.x;
  if (i < size) kernel(i);
}
