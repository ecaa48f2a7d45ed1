// SPDX-License-Identifier: BSL-1.0
// One rank per card: MPI around CUDA compiles for all that ranks do with a device.
// t2: needs mpi
// t2: once
#include <t2/exec/cuda_mpi.cuh>
#include <t2/passk/batch.hpp>
#include <t2/sample/simulate.hpp>

using namespace t2;

struct term {
  T2_HD double operator()(std::size_t i) const { return static_cast<double>(i); }
};

int main(int argc, char** argv) {
  exec::mpi_session const session(argc, argv);
  auto const card = exec::open_for_rank();
  if (!card) return 77;
  exec::mpi const ranks{card->on()};
  auto const tally =
      sample::fresh(ranks, law::beta_shape<double>{0.3, 2.}, 1000, samples{64}, seed{1}, {.count = 1000});
  auto const table = exec::device_array<exec::cuda, double>::make(card->on(), 65);
  if (!tally || !table || !passk::unbiased_table(ranks, 64, 8, table->span()).ok()) return 1;
  return ranks.reduce<double>(1'000'000, term{}) == 499999500000. ? 0 : 1;
}
