// SPDX-License-Identifier: BSL-1.0
// One rank of MPI per card: each rank of a machine opens a card of its own, and mpi{card.on()} is the backend.
// Flow: under every step.   Needs: core, CUDA, MPI.
#pragma once

#include <t2/core/status.hpp>  // result
#include <t2/exec/cuda.cuh>    // cuda_device, cuda_devices
#include <t2/exec/mpi.hpp>     // local_rank, mpi

#include <mpi.h>

namespace t2::inline v0::exec {

/// Opens the card of this rank: cards go round among the ranks of a machine, so that where there are more ranks than
/// cards, ranks share one.
/// @errors  no_device, backend_failure
[[nodiscard]] inline result<cuda_device> open_for_rank(MPI_Comm ranks = MPI_COMM_WORLD) {
  int const cards = cuda_devices();
  return cuda_device::open(cards > 0 ? local_rank(ranks) % cards : 0);
}

}  // namespace t2::inline v0::exec
