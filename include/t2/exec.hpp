// SPDX-License-Identifier: BSL-1.0
// Where a loop runs. Backends beyond scalar are included where they are used.
#pragma once

#include <t2/exec/backend.hpp>
#include <t2/exec/device.hpp>
#include <t2/exec/emulated.hpp>
#include <t2/exec/lane.hpp>
#include <t2/exec/memory.hpp>
#include <t2/exec/scalar.hpp>
// optional: #include <t2/exec/cuda.cuh> (needs cuda)
// optional: #include <t2/exec/cuda_mpi.cuh> (needs cuda mpi)
// optional: #include <t2/exec/mpi.hpp> (needs mpi)
// optional: #include <t2/exec/pool.hpp> (needs threads)
// optional: #include <t2/exec/simd.hpp> (needs simd)
// optional: #include <t2/exec/threads.hpp> (needs threads)
